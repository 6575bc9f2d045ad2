"""The way back: feedback pages and marks go to where the submissions came from."""

from __future__ import annotations

from typing import Literal

Way = Literal["canvas", "moodle", "exchange", "folder", "mail"]
"""What `--to` takes."""

__all__ = ["Way"]
