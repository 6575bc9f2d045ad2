"""Whether the notebooks of a course are sound: for `gaussfit doctor`, before students have them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from grader.authoring.notebooks import check, edited
from grader.course import Course
from grader.errors import CourseError, LessonError
from grader.reading import load_release
from grader.reading.intact import told_by


@dataclass(frozen=True)
class Soundness:
    """What is wrong with a course's notebooks, in sentences."""

    faults: tuple[str, ...] = ()
    """What keeps it from being built or graded as it should be."""
    remarks: tuple[str, ...] = ()
    """What may be meant: edits of cells that the exercise locks, and a release that is not built yet."""


def soundness(course: Course) -> Soundness:
    """Look at the source and at the release; nothing is changed, and the gradebook is not read."""
    faults: list[str] = []
    remarks: list[str] = []
    for look in (_of_source, _of_release):
        try:
            remarks.extend(look(course))
        except (CourseError, LessonError) as error:
            faults.append(str(error))
    if not faults:
        stale = check(course.root, course.exercise)
        remarks.extend(f"{path} is not what `gaussfit build` makes: run it." for path in stale)
    return Soundness(tuple(faults), tuple(remarks))


def _of_source(course: Course) -> Iterator[str]:
    for clause in edited(course.root, course.exercise):
        yield (
            f"{course.source_path}: {clause}. Answers may hang on it; if it was not meant, "
            "`gaussfit build --force` puts it back and keeps a copy."
        )


def _of_release(course: Course) -> Iterator[str]:
    release = load_release(course.release_path, course.exercise)
    for clause in told_by(release.notebook):
        yield f"{course.release_path}: {clause}."
