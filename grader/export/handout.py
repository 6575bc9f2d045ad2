"""What an export takes from a course: the released notebook and the secret seed."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from pathlib import Path

from grader.course import CONFIG_NAME, Course, open_course
from grader.errors import UsageError
from grader.exercise import Exercise
from grader.loading import load_exercise
from grader.reading import load_release, packaged_text
from grader.seed import course_seed
from grader.settings import settings_text


@dataclass(frozen=True)
class Handout:
    """The notebook that students get, as file content, and the seed that its marks come from."""

    exercise: Exercise
    notebook: bytes
    seed: str
    course: Course | None
    """Where both are from; None: the shipped notebook, and a new seed."""

    @property
    def settings(self) -> str:
        """The course's settings as the text of a file, for where the course itself is not; empty for the defaults."""
        if self.course is None:
            return ""
        text = settings_text(self.exercise, self.course.limits)
        return "" if text == settings_text(self.exercise.as_shipped) else text


def handout(folder: Path | None) -> Handout:
    """The hand-out of the course in `folder`; without one, of the course here, or else the shipped one.

    Raises:
        UsageError: `folder` is given and holds no course, or the course teaches an exercise of its own.
        CourseError: the course's release or seed cannot be used.
    """
    if folder is None and not Path(CONFIG_NAME).is_file():
        exercise = load_exercise()
        return Handout(exercise, packaged_text(exercise).encode(), secrets.token_hex(32), None)
    course = open_course(folder or Path())
    if course.exercise.as_shipped != load_exercise():
        raise UsageError(
            f"The course teaches {course.assignment}, which an export cannot carry: only the exercise that ships with "
            "the grader is there on a platform."
        )
    load_release(course.release_path, course.exercise)  # a file that is no release must not be handed out
    return Handout(course.exercise, course.release_path.read_bytes(), course_seed(course), course)
