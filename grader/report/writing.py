"""Writing a report's files."""

from __future__ import annotations

from pathlib import Path

from grader.errors import CourseError
from grader.gradebook.store import write_atomically


def write_text(path: Path, text: str) -> None:
    """Write a file, whole or not at all. Raises CourseError when it cannot be written."""
    try:
        write_atomically(path, text)
    except OSError as error:
        raise CourseError(f"{path} cannot be written ({error.strerror}): choose another file.") from error
