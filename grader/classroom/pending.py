"""What is to be graded: each submission, read once, with the digest of all that its marks follow from."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from grader.classroom.releases import NO_RELEASE, WorkedOn, known_releases, worked_on
from grader.course import Course, Submitters
from grader.errors import UnreadableSubmission
from grader.exercise import Exercise
from grader.gradebook.config import gradebook_name
from grader.gradebook.entries import InGradebook, lacking
from grader.gradebook.store import fingerprint, saved_result
from grader.marking.digest import code_digest
from grader.marking.jobs import Job, Settings
from grader.marking.one import failed
from grader.reading import HandedIn, handed_in, repaired
from grader.results import SubmissionObject, submission_to_json


@dataclass(frozen=True)
class Saved:
    """A submission that was graded before and has not changed: its result."""

    result: SubmissionObject


@dataclass(frozen=True)
class Unreadable:
    """A submission that this machine cannot read: the grader's own error, which costs nobody a mark."""

    result: SubmissionObject


@dataclass
class Seen:
    """What shows while submissions are read, by student."""

    when: dict[str, datetime | None] = field(default_factory=dict)
    """When each was handed in, in UTC."""
    untimed: dict[str, str] = field(default_factory=dict)
    """Whose time cannot be read, with the file that should tell it."""
    lost: dict[str, str] = field(default_factory=dict)
    """Who is filed again although nothing changed, with what the gradebook lacks or has otherwise."""


@dataclass(frozen=True)
class Current:
    """A submission as it lies there now."""

    digest: str
    """Of all that its marks follow from: where it is the one that is kept with a result, the result stands."""
    when: datetime | None
    """When it was handed in, in UTC."""
    problem: str | None = None
    """Why this machine cannot read it."""
    untimed: str | None = None
    """The file that should tell the time and cannot be read."""
    release: WorkedOn = NO_RELEASE
    """On which release it was made."""


def pending(
    course: Course,
    students: Sequence[str],
    settings: Settings,
    force: bool,
    filed: InGradebook,
    seen: Seen,
) -> Iterator[Saved | Unreadable | Job]:
    """Each student's submission, read as it is asked for.

    What was graded before and has not changed is a job all the same where the gradebook, `filed`, has it no more.
    `seen` is told what shows on the way.

    Raises:
        CourseError: the release or the configuration of the course cannot be used.
    """
    context = marks_digest(settings, course)
    for student in students:
        yield look_at(course, student, settings, context, filed, seen, force=force)


def look_at(
    course: Course,
    student: str,
    settings: Settings,
    context: str,
    filed: InGradebook | None,
    seen: Seen,
    *,
    force: bool = False,
) -> Saved | Unreadable | Job:
    """One student's submission, read now; as `pending` has it. `context` is the `marks_digest` of the class.

    Without `filed` it is not asked whether the gradebook has the result still.
    """
    try:
        handed = handed_in(course.submitted, student, course.assignment)
    except UnreadableSubmission as error:
        return Unreadable(_error(student, f"{course.submission_path(student).parent}: {error}", settings))
    _note_time(course, student, handed, seen)
    digest = digest_of(handed, own_context(context, course.exercise, student, settings.ids_of(student)))
    saved = None if force else saved_result(course, student, digest)
    if saved is not None and filed is not None and (lost := lacking(saved, filed, course.exercise.ids)):
        seen.lost[student] = lost
        saved = None
    return Job(student, repaired(handed, settings.release), digest) if saved is None else Saved(saved)


def unnameable(course: Course, settings: Settings, submitters: Submitters) -> Iterator[Unreadable]:
    """The folders whose names are no text, so that no student can be known by them."""
    for name in submitters.unnameable:
        reason = f"The folder {course.submitted / name} has a name that is no UTF-8 text: rename it."
        yield Unreadable(_error(name, reason, settings))


def current(course: Course, settings: Settings) -> dict[str, Current]:
    """How things are now for each student with a submission. Raises as `pending` does."""
    context = marks_digest(settings, course)
    known = known_releases(course)

    def release_of(raw: bytes) -> WorkedOn:
        return worked_on(raw, settings.release, known)

    return {
        student: _current(
            course,
            student,
            own_context(context, course.exercise, student, settings.ids_of(student)),
            release_of,
        )
        for student in course.students()
    }


def _current(course: Course, student: str, context: str, release_of: Callable[[bytes], WorkedOn]) -> Current:
    try:
        handed = handed_in(course.submitted, student, course.assignment)
    except UnreadableSubmission as error:
        return Current("", None, f"{course.submission_path(student).parent}: {error}")
    return Current(
        digest_of(handed, context),
        handed.when,
        untimed=_untimed(course, student, handed),
        release=NO_RELEASE if handed.rejected is not None else release_of(handed.raw),
    )


def _note_time(course: Course, student: str, handed: HandedIn, seen: Seen) -> None:
    """A file without a notebook in it has no marks to be late with."""
    if handed.rejected is None:
        seen.when[student] = handed.when
    if file := _untimed(course, student, handed):
        seen.untimed[student] = file


def _untimed(course: Course, student: str, handed: HandedIn) -> str | None:
    """Seen from the course's folder."""
    return f"{course.submitted.name}/{student}/{handed.untimed}" if handed.untimed else None


def marks_digest(settings: Settings, course: Course) -> str:
    """A digest of what is the same for the whole class; when it changes, everyone is graded anew."""
    return hashlib.sha256(b"".join(marks_parts(settings, course).values())).hexdigest()


def marks_parts(settings: Settings, course: Course) -> dict[str, bytes]:
    """A digest of each thing that is the same for the whole class, by what it is called."""
    limits = repr((settings.limits, settings.sandbox, gradebook_name(course)))
    parts = {
        "the release": settings.release.digest.encode(),
        "the seed": settings.seed.encode(),
        "the course's settings": _set(course.exercise).encode(),
        "the grader's code": code_digest(course.exercise).encode(),
        "the limits, the sandbox or the gradebook's place": limits.encode(),
    }
    return {name: hashlib.sha256(part).digest() for name, part in parts.items()}


def _set(exercise: Exercise) -> str:
    """What a course sets of its exercise: the same for the same values, however they are written."""
    return repr((exercise.task, [(question.id, question.points) for question in exercise.questions]))


def own_context(context: str, exercise: Exercise, student: str, known_as: Collection[str] | None = ()) -> str:
    """The digest of what is the same for the class, with what this student has of their own by their ids."""
    own, _ = exercise.for_student(student, None, known_as)
    if own.task == exercise.task:
        return context
    return hashlib.sha256(f"{context}{own.task!r}".encode()).hexdigest()


def digest_of(handed: HandedIn, context: str) -> str:
    """A digest of all that the marks of a submission follow from; `context` is the `marks_digest` of the class."""
    when = "" if handed.when is None else handed.when.isoformat()
    told = "\0".join((handed.rejected or "", *handed.notes))
    return fingerprint(handed.raw + told.encode(), when, context)


def _error(student: str, reason: str, settings: Settings) -> SubmissionObject:
    return submission_to_json(
        failed(student, reason, release=settings.release, sandbox=settings.sandbox).result
    )
