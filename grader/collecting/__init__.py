"""From a platform to `submitted/`: what students handed in is found, matched to the roster, and filed."""

from __future__ import annotations

from typing import Literal

Form = Literal[
    "canvas", "moodle", "gradescope", "github", "blackboard", "brightspace", "folder", "exchange", "pattern"
]
"""How a source names its files."""

Wanted = Literal[
    "auto", "canvas", "moodle", "gradescope", "github", "blackboard", "brightspace", "folder", "exchange"
]
"""What `--from` takes."""

__all__ = ["Form", "Wanted"]
