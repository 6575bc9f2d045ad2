"""What a course is set up with: its students, dates, late policy and gradebook."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from grader.classroom.roster import members
from grader.course import Course
from grader.dates import DAY_BEGINS, DAY_ENDS, NONE, moment, percent
from grader.errors import UsageError
from grader.export.roster import other_ids, read_roster
from grader.gradebook.config import usable_url
from grader.gradebook.ledger import Member, read_ledger, write_ledger
from grader.gradebook.moments import naive
from grader.gradebook.reading import reading
from grader.gradebook.restoring import seen, set_due_date


@dataclass(frozen=True)
class Terms:
    """All is optional; dates are in UTC."""

    students: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """By id: `first_name`, `last_name`, `email`, as far as they are known."""
    release_date: datetime | None = None
    due_date: datetime | None = None
    late_policy: str = NONE
    typed: Mapping[str, str] = field(default_factory=dict)
    """Dates and policy as they were typed, by their names in the settings; without those that were not."""
    db_url: str | None = None
    ids: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """What else the roster identifies students by."""


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
        release_date: as `grader.dates.moment` takes it; without a time it is the day's beginning.
        due_date: the same, but without a time the day's end.
        late_policy: `none`, `zero` (no points when late), or a percentage for each day begun, such as `10%`.
        db_url: the gradebook, if it is not nbgrader's own choice in the course folder.
        id_column: the roster's column of the ids that the course is to use; None: looked for by name.

    Raises:
        UsageError: one of them cannot be used; the message says why.
        CourseError: the gradebook's driver is not installed.
    """
    released = None if release_date is None else moment(release_date, DAY_BEGINS)
    due = None if due_date is None else moment(due_date, DAY_ENDS)
    if released is not None and due is not None and released >= due:
        raise UsageError(
            f"The due date {due:%Y-%m-%d %H:%M} UTC must be after the release date {released:%Y-%m-%d %H:%M} UTC."
        )
    percent(late_policy)
    if db_url is not None:
        usable_url(db_url)
    read = None if roster is None else read_roster(roster, id_column)
    students = {} if roster is None or read is None else members(roster, read)
    typed = {"released": release_date, "due": due_date, "late": None if late_policy == NONE else late_policy}
    return Terms(
        {student: member.names for student, member in students.items()},
        released,
        due,
        late_policy,
        {name: text for name, text in typed.items() if text is not None},
        db_url,
        {} if read is None else other_ids(read.students),
    )


def config_lines(given: Terms) -> list[str]:
    """The lines of `nbgrader_config.py` that the terms come to; nothing for what was not given."""
    return [] if given.db_url is None else [f"c.CourseDirectory.db_url = {given.db_url!r}"]


def record(course: Course, given: Terms) -> None:
    """Write students and the due date into the gradebook, all at once: that of the course's settings, if they have one.

    Raises:
        CourseError: the gradebook cannot be used.
    """
    if not given.students and given.due_date is None and course.dates.asked is None:
        return
    from nbgrader.api import Student

    with reading(course) as gradebook:
        if given.due_date is not None:
            gradebook.update_or_create_assignment(course.assignment, duedate=naive(given.due_date))
        ledger, _ = set_due_date(gradebook, course, read_ledger(course))
        known = {student.id: student for student in gradebook.students}
        for student, names in given.students.items():
            if student not in known:
                gradebook.db.add(Student(id=student, **names))
            else:
                for name, value in names.items():
                    setattr(known[student], name, value)
        gradebook.db.commit()
        ledger = seen(ledger, gradebook, course.assignment)
    enrolled = {student: Member.named(names) for student, names in given.students.items()}
    write_ledger(
        course,
        replace(ledger, students={**ledger.students, **enrolled}, ids={**ledger.ids, **given.ids}),
    )
