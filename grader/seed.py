"""The secret that hidden inputs come from: a course's own, or the environment's."""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path
from typing import TYPE_CHECKING

from grader.errors import CourseError
from grader.gradebook.modes import is_shared

if TYPE_CHECKING:
    from grader.course import Course

SEED_VARIABLE = "GAUSSFIT_SEED"
SEED_CHARACTERS = 16
"""Fewer could be guessed."""


def course_seed(course: Course | None) -> str:
    """The secret that the hidden inputs come from: the environment's, else the course's own (made if missing).

    Outside of any course and without `GAUSSFIT_SEED` a fixed public seed is used: good for trying out a notebook.
    """
    if given := os.environ.get(SEED_VARIABLE, "").strip():
        if len(given) < SEED_CHARACTERS:
            raise CourseError(
                f"{SEED_VARIABLE} is too short to be secret: give it {SEED_CHARACTERS} characters at least, such as "
                "`python -c 'import secrets; print(secrets.token_hex(32))'` prints."
            )
        return given
    if course is None:
        return "public"
    path = course.seed_path
    if not path.exists():
        if any(course.results.glob("*.json")):
            raise CourseError(
                f"The seed {path} is missing, and marks stand that were made with it: put it back from a copy. "
                f"Without one, remove {course.results} to mark everyone anew, with other hidden inputs."
            )
        _make_seed(path)
    seed = path.read_text(encoding="utf-8").strip()
    if len(seed) < SEED_CHARACTERS:
        raise CourseError(f"The seed in {path} is too short to be secret: delete the file to get a new one.")
    return seed


def _make_seed(path: Path) -> None:
    """Write a new secret: whole before anyone sees it, and never over one that another run has just made."""
    try:
        shared = is_shared(path.parents[1])
        if not path.parent.is_dir():
            path.parent.mkdir(mode=0o700, parents=True)
            if shared:
                path.parent.chmod(0o2770)
        draft = path.with_name(f"seed.{os.getpid()}")
        with open(
            os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8"
        ) as file:
            if shared:
                os.fchmod(file.fileno(), 0o660)
            file.write(secrets.token_hex(32) + "\n")
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()
    except OSError as error:
        raise CourseError(
            f"The seed {path} cannot be written ({error.strerror}): make the folder writable."
        ) from error
