"""What a course hands to other platforms: CI repositories, Gradescope's autograder, tables of marks."""

from __future__ import annotations

from typing import Literal

MarksFormat = Literal["canvas", "moodle", "csv"]
Platform = Literal["github", "gitlab"]

__all__ = ["MarksFormat", "Platform"]
