"""Watching a course, and starting anew when what marks follow from has changed."""

from __future__ import annotations

import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from grader.course import CONFIG_NAME, Course, open_course
from grader.errors import GraderError
from grader.reading import course_release
from grader.settings import SETTINGS_NAME
from grader.watching.desk import Inlet, MakePages
from grader.watching.session import Options, Session
from grader.watching.stopping import Stop
from grader.watching.told import Note, Tell


def watch(
    course: Course,
    options: Options,
    stop: Stop,
    tell: Tell,
    pages: MakePages,
    inlets: Sequence[Inlet] = (),
) -> None:
    """Grade what arrives in a course until it is asked to stop, each with its page.

    It begins with what has changed since the last marks, so it goes on where it was. When the release, the settings or
    the configuration change it starts anew with them.

    Raises:
        CourseError: the course, its gradebook or its release cannot be used when it begins.
        GraderError: nothing can be marked here.
    """
    while not stop.asked:
        then = stamp_of(course)  # before the session reads any of it
        session = Session(course, options, stop, tell, inlets)
        session.run(pages, partial(_changed, course, then))
        if not stop.asked:
            tell(Note("the release, the settings or the configuration have changed: starting anew with them"))
            course = _reopened(course, stop, tell)


def stamp_of(course: Course) -> tuple[tuple[int, int] | None, ...]:
    """Tells whether what marks follow from has changed."""

    def stamp(path: Path) -> tuple[int, int] | None:
        try:
            status = path.stat()
        except OSError:
            return None
        return status.st_mtime_ns, status.st_size

    return tuple(
        stamp(path) for path in (course.release_path, course.root / SETTINGS_NAME, course.root / CONFIG_NAME)
    )


def _changed(course: Course, then: object) -> bool:
    return stamp_of(course) != then


def _reopened(course: Course, stop: Stop, tell: Tell) -> Course:
    """The course as it is now; waits while it cannot be used."""
    told = ""
    while not stop.asked:
        try:
            again = open_course(course.root, None, course.db_url)
            course_release(again)
            return again
        except GraderError as error:
            if str(error) != told:
                told = str(error)
                tell(Note(told.rstrip(".")))
            time.sleep(1.0)
    return course
