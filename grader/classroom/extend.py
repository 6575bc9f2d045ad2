"""`gaussfit extend`: a later due date for one student, in nbgrader's own field, and why in the ledger."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from nbgrader.api import Gradebook, MissingEntry

from grader.classroom.renaming import require_finished
from grader.course import Course
from grader.dates import DAY_ENDS, SECTION, moment
from grader.errors import CourseError, UsageError
from grader.gradebook.ledger import Extension, Ledger, read_ledger, write_ledger
from grader.gradebook.moments import aware
from grader.gradebook.reading import reading
from grader.gradebook.restoring import promised, set_due_date, write_extension
from grader.gradebook.similar import no_student
from grader.settings import SETTINGS_NAME


@dataclass(frozen=True)
class Extended:
    """What an extension came to; in UTC."""

    student: str
    due: datetime
    until: datetime | None
    """Their own due date; None without an extension."""


def extend(
    course: Course,
    student: str,
    until: str | None = None,
    days: int | None = None,
    none: bool = False,
    why: str = "",
) -> Extended:
    """Give a student an extension, in the place of any other that they have, or take it back.

    Penalties that were given already are brought up to date by the next `gaussfit grade`.

    Args:
        course: whose assignment.
        student: they need not have handed in.
        until: ISO 8601, as `gaussfit init --due-date` takes it.
        days: after the due date, by the clock on the wall.
        none: no extension.
        why: for staff.

    Raises:
        UsageError: not just one of `until`, `days` and `none` is given, there is no such student, no due date, or the
            extension is none.
        CourseError: the gradebook or the ledger cannot be used.
    """
    promise = _promise(until, days, none, why)
    require_finished(course)
    with reading(course) as gradebook:
        ledger = read_ledger(course)
        due, ledger = _due_date(gradebook, course, ledger)
        _check_known(gradebook, course, ledger, student)
        extra = None
        if promise is not None:
            extra = promised(promise, due, course.dates.zone)
            if extra is None:
                raise UsageError(
                    f"An extension must end after the due date, {due:%Y-%m-%d %H:%M} UTC; it is {until!r}."
                )
            promise = replace(promise, seconds=extra.total_seconds())
        write_ledger(course, ledger.with_extension(student, promise))  # first: `grade` would carry it out
        write_extension(gradebook, course.assignment, student, extra)
        gradebook.db.commit()
    return Extended(student, due, None if extra is None else due + extra)


def _promise(until: str | None, days: int | None, none: bool, why: str) -> Extension | None:
    if (until is not None) + (days is not None) + none != 1:
        raise UsageError("An extension needs one of --until DATE, --days N and --none.")
    if days is not None and days < 1:
        raise UsageError(f"--days must be 1 or more; it is {days}. To take an extension back, use --none.")
    if none:
        return None
    end = None if until is None else moment(until, DAY_ENDS).isoformat()
    now = datetime.now(UTC).isoformat(timespec="seconds")
    return Extension(now, end, days, " ".join(why.split()))


def _due_date(gradebook: Gradebook, course: Course, ledger: Ledger) -> tuple[datetime, Ledger]:
    """The due date, and the ledger that knows it; what was asked for in the settings since is written first."""
    try:
        ledger, _ = set_due_date(gradebook, course, ledger)
        due: datetime | None = gradebook.find_assignment(course.assignment).duedate
    except MissingEntry:
        raise CourseError(
            f"The gradebook does not know {course.assignment!r}: run `gaussfit build` or `gaussfit grade` first."
        ) from None
    if due is None:
        raise UsageError(
            f"{course.assignment} has no due date, so there is nothing to extend: set `due` under [{SECTION}] in "
            f"{SETTINGS_NAME}, or a date in formgrader."
        )
    return aware(due), ledger


def _check_known(gradebook: Gradebook, course: Course, ledger: Ledger, student: str) -> None:
    """A mistyped id would get the extension, and the student would not."""
    known = {str(each.id) for each in gradebook.students} | {*ledger.students, *course.students()}
    if student not in known:
        raise UsageError(f"{no_student(student, known)}.")
