"""What a course is set up with: its students, dates, late policy and gradebook."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time
from pathlib import Path

from grader.classroom.dates import moment
from grader.classroom.roster import members
from grader.course import Course
from grader.errors import UsageError
from grader.export.roster import read_roster
from grader.gradebook.config import usable_url
from grader.gradebook.ledger import Member, read_ledger, write_ledger
from grader.gradebook.reading import reading
from grader.gradebook.restoring import seen


@dataclass(frozen=True)
class Terms:
    """All is optional; dates are in UTC."""

    students: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """By id: `first_name`, `last_name`, `email`, as far as they are known."""
    release_date: datetime | None = None
    due_date: datetime | None = None
    late_policy: str = "none"
    db_url: str | None = None


def terms(
    roster: Path | None,
    release_date: str | None,
    due_date: str | None,
    late_policy: str,
    db_url: str | None,
    id_column: str | None = None,
) -> Terms:
    """The terms from what was typed, so that nothing is made when something is wrong with them.

    Args:
        roster: a CSV file, see `read_roster`.
        release_date: ISO 8601; without an offset it is this machine's time, without a time the day's beginning.
        due_date: the same, but without a time the day's end.
        late_policy: `none`, `zero` (no points when late), or a percentage for each day begun, such as `10%`.
        db_url: the gradebook, if it is not nbgrader's own choice in the course folder.
        id_column: the roster's column of the ids that the course is to use; None: looked for by name.

    Raises:
        UsageError: one of them cannot be used; the message says why.
        CourseError: the gradebook's driver is not installed.
    """
    released = _moment(release_date, time.min)
    due = _moment(due_date, time(23, 59, 59))
    if released is not None and due is not None and released >= due:
        raise UsageError(
            f"The due date {due:%Y-%m-%d %H:%M} UTC must be after the release date {released:%Y-%m-%d %H:%M} UTC."
        )
    late_lines(late_policy)
    if db_url is not None:
        usable_url(db_url)
    students = {} if roster is None else members(roster, read_roster(roster, id_column))
    return Terms(
        {student: member.names for student, member in students.items()}, released, due, late_policy, db_url
    )


def late_lines(policy: str) -> list[str]:
    """The lines of `nbgrader_config.py` that set a late policy. Raises UsageError for an unknown one."""
    if policy in ("none", "zero"):
        return [f"c.LateSubmissionPlugin.penalty_method = {policy!r}"]
    match = re.fullmatch(r"(\d{1,3}(?:\.\d+)?)\s*%", policy)
    if match is None or float(match[1]) > 100:
        raise UsageError(
            f"The late policy must be none, zero, or percent a day such as 10%; it is {policy!r}."
        )
    return [
        'c.AssignLatePenalties.plugin_class = "grader.gradebook.late.PercentPerDay"',
        f"c.PercentPerDay.percent = {float(match[1])!r}",
    ]


def config_lines(given: Terms) -> list[str]:
    """The lines of `nbgrader_config.py` that the terms come to; nothing for what was not given."""
    lines = [] if given.late_policy == "none" else late_lines(given.late_policy)
    if given.db_url is not None:
        lines.append(f"c.CourseDirectory.db_url = {given.db_url!r}")
    if given.release_date is not None:
        # nbgrader knows of no such date; `gaussfit status` shows it.
        lines.append(f"c.Gaussfit.release_date = {given.release_date.isoformat(timespec='minutes')!r}")
    return lines


def record(course: Course, given: Terms) -> None:
    """Write students and due date into the gradebook, all at once.

    Raises:
        CourseError: the gradebook cannot be used.
    """
    if not given.students and given.due_date is None:
        return
    from nbgrader.api import Student

    with reading(course) as gradebook:
        if given.due_date is not None:
            naive = given.due_date.astimezone(UTC).replace(
                tzinfo=None
            )  # nbgrader keeps UTC without saying so
            gradebook.update_or_create_assignment(course.assignment, duedate=naive)
        known = {student.id: student for student in gradebook.students}
        for student, names in given.students.items():
            if student not in known:
                gradebook.db.add(Student(id=student, **names))
            else:
                for name, value in names.items():
                    setattr(known[student], name, value)
        gradebook.db.commit()
        ledger = seen(read_ledger(course), gradebook, course.assignment)
    enrolled = {student: Member.named(names) for student, names in given.students.items()}
    write_ledger(course, replace(ledger, students={**ledger.students, **enrolled}))


def _moment(text: str | None, otherwise: time) -> datetime | None:
    return None if text is None else moment(text, otherwise)
