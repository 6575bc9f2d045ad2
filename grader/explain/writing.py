"""Where the page may be written: nowhere that students get to see."""

from __future__ import annotations

from pathlib import Path

from grader.course import Course
from grader.errors import UsageError
from grader.writing import write_text

OF_STUDENTS = ("feedback", "assignments", "submitted", "solutions", "autograded")
"""Folders of a course that students get, or that nbgrader copies files from into those."""


def refuse_for_students(course: Course, path: Path) -> None:
    """Raise UsageError where a page with hidden inputs would come before students' eyes."""
    # Where the file will lie: a link of that name is replaced, not followed.
    target = path.expanduser().parent.resolve() / path.name
    for name in OF_STUDENTS:
        folder = (course.root / name).resolve()
        if target.is_relative_to(folder) or _same_folder(target, folder):
            raise UsageError(
                f"{path} lies in {name}/, which students may get to see, and the page shows hidden inputs: "
                "choose a file elsewhere."
            )


def _same_folder(target: Path, folder: Path) -> bool:
    """Whether a file would lie in a folder that goes by another name: on a file system that ignores capitals, say."""
    return folder.exists() and any(
        parent.exists() and parent.samefile(folder) for parent in (target, *target.parents)
    )


def write_page(course: Course, path: Path, page: str) -> None:
    """Write the page, whole or not at all; who may read it is what the umask says.

    Raises:
        UsageError: students get to see the folder.
        CourseError: the file cannot be written.
    """
    refuse_for_students(course, path)
    write_text(path.expanduser(), page)
