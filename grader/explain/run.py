"""Marks one submission of a course again, as `gaussfit grade` does, with everything recorded; files nothing."""

from __future__ import annotations

from dataclasses import dataclass

from grader.checking import Recorder
from grader.course import Course
from grader.errors import CourseError, GraderError, UnreadableSubmission, UsageError
from grader.gradebook.known_as import known_as
from grader.marking.jobs import Settings
from grader.marking.one import STARVED, Marked, mark
from grader.marking.worker import start_runner
from grader.reading import HandedIn, Submission, course_release, handed_in, repaired
from grader.results import Sandbox
from grader.seed import course_seed

TRIES = 2
"""A machine that is too busy gets a second try, as in a class."""


@dataclass(frozen=True)
class Rerun:
    """A submission as it lies there now, and the marks that it gets now."""

    student: str
    handed: HandedIn
    submission: Submission
    marked: Marked
    settings: Settings


def rerun(course: Course, student: str, sandbox: Sandbox = "locked") -> Rerun:
    """Mark a student's submission again.

    Raises:
        UsageError: there is no submission of this student.
        CourseError: the submission or the release cannot be read.
        GraderError: this machine cannot mark it: no lock-in, too busy, or a check that breaks.
    """
    if student not in course.students():
        raise UsageError(f"{course.not_submitted(student)}.")
    release = course_release(course)
    settings = Settings(release, course_seed(course), sandbox, course.limits, known_as=known_as(course))
    try:
        handed = handed_in(course.submitted, student, course.assignment)
    except UnreadableSubmission as error:
        raise CourseError(f"{course.submission_path(student).parent}: {error}") from error
    submission = repaired(handed, release)
    return Rerun(student, handed, submission, _marked(submission, student, settings), settings)


def _marked(submission: Submission, student: str, settings: Settings) -> Marked:
    with start_runner(settings) as runner:
        for _ in range(TRIES):
            marked = mark(
                submission,
                student,
                release=settings.release,
                runner=runner,
                seed=settings.seed,
                known_as=settings.ids_of(student),
                proxy=Recorder,
            )
            if not marked.starved:
                return marked
    raise GraderError(STARVED)
