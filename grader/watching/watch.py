"""Watching a course, and starting anew when what marks follow from has changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from grader.course import CONFIG_NAME, Course, open_course
from grader.errors import GraderError
from grader.reading import course_release
from grader.settings import SETTINGS_NAME
from grader.watching.desk import Inlet, MakePages
from grader.watching.session import Options, Session
from grader.watching.stopping import Stop
from grader.watching.told import Note, Tell
from grader.watching.traces import Stamp, stamp

RETRY_SECONDS = 1.0
"""Between two looks at a course that cannot be used for now."""


def watch(
    course: Course,
    options: Options,
    stop: Stop,
    tell: Tell,
    pages: MakePages,
    inlets: Sequence[Inlet] = (),
) -> None:
    """Grade what arrives in a course until it is asked to stop, each with its page.

    It begins with what has changed since the last marks, so it goes on where it was. When what marks follow from
    changes it starts anew with that; while that cannot be used it says so and waits.

    Raises:
        CourseError: the course, its gradebook or its release cannot be used when it begins.
        GraderError: nothing can be marked here.
    """
    then, trouble = stamps_of(course), _Trouble(tell)
    again = False
    while not stop.asked:
        try:
            if again:
                course = open_course(course.root, None, course.db_url)
                then = stamps_of(course)  # before the session reads any of it
                course_release(course)
            session = Session(course, options, stop, tell, inlets)
            changed = session.run(pages, partial(_changed, course, then), trouble.is_over)
        except (GraderError, OSError) as error:
            if not again:
                raise
            trouble.is_(error)
            stop.wait(RETRY_SECONDS)
        else:
            if changed:
                tell(Note(f"{changed} has changed: starting anew with it"))
        again = True


def stamps_of(course: Course) -> Mapping[str, Stamp | None]:
    """Tells whether what marks follow from has changed: each file by what it is called."""
    root = course.root
    beside = (SETTINGS_NAME, CONFIG_NAME, "nbgrader_config.json", *map(str, course.files))
    paths = {"the release": course.release_path, "the seed": course.seed_path}
    return {name: stamp(path) for name, path in (paths | {each: root / each for each in beside}).items()}


def _changed(course: Course, then: Mapping[str, Stamp | None]) -> str:
    """What has changed, in words; empty when nothing has."""
    now = stamps_of(course)
    return " and ".join(name for name, each in then.items() if now[name] != each)


class _Trouble:
    """What keeps a watch from starting anew: told once, and that it is over."""

    def __init__(self, tell: Tell) -> None:
        self._tell, self._told = tell, ""

    def is_(self, error: Exception) -> None:
        """It is this now."""
        sentence = str(error).rstrip(".")
        if sentence != self._told:
            self._told = sentence
            joint = " What" if sentence.endswith("?") else "; what"
            self._tell(Note(f"{sentence}{joint} arrives waits until then"))

    def is_over(self) -> None:
        """There is none now."""
        if self._told:
            self._told = ""
            self._tell(Note("it can be used again: what has arrived is graded"))
