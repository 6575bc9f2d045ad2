"""Where what was asked for goes: a file, or standard output."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path

from grader.errors import CourseError, UsageError
from grader.gradebook.store import write_atomically

STDOUT = Path("-")


def write_text(path: Path, text: str) -> None:
    """Write `text` to a file as UTF-8, whole or not at all; `-` stands for standard output.

    What is no ordinary file, such as /dev/null or a pipe, is written into and never replaced.

    Raises:
        UsageError: `path` is a folder.
        CourseError: it cannot be written.
    """
    if path == STDOUT:
        sys.stdout.write(text)
        return
    if path.is_dir():
        raise UsageError(f"{path} is a folder: name the file to write.")
    try:
        if path.exists() and not path.is_file():
            path.write_text(text, encoding="utf-8")
        else:
            write_atomically(path, text)
    except OSError as error:
        raise CourseError(f"{path} cannot be written ({error.strerror}): choose another file.") from error


def write_json(path: Path, told: Mapping[str, object]) -> None:
    """Write the object of a command's `--json` to a file, as `write_text` does."""
    write_text(path, json.dumps(told, ensure_ascii=False, indent=1, allow_nan=False) + "\n")
