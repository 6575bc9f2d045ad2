"""Puts back into a gradebook what staff decided and it has lost: students and their names, extensions, the due date."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, tzinfo

from nbgrader.api import Gradebook, MissingEntry, Student

from grader.course import Course
from grader.gradebook.completing import complete
from grader.gradebook.entries import InGradebook
from grader.gradebook.filed import look
from grader.gradebook.ledger import Extension, Ledger, read_ledger, write_ledger
from grader.gradebook.moments import aware, days_after, naive
from grader.gradebook.reading import reading
from grader.gradebook.similar import some
from grader.settings import SETTINGS_NAME


def restore(course: Course) -> tuple[InGradebook, tuple[str, ...]]:
    """Bring the gradebook, which must know the assignment, in line with the ledger; returns the class as it is then,
    and what was put back.

    Raises:
        CourseError: the ledger or the course's configuration cannot be used.
        GradebookError: the gradebook cannot be used.
    """
    ledger = read_ledger(course)
    with reading(course) as gradebook:
        complete(gradebook, course.assignment)
        told = [*_due_date(gradebook, course, ledger), *_students(gradebook, ledger)]
        ledger, asked = set_due_date(gradebook, course, ledger)
        told += asked
        due = gradebook.find_assignment(course.assignment).duedate
        ledger, lost = _extensions(gradebook, course, ledger, due)
        gradebook.db.commit()
        now = look(gradebook, course)
        ledger = seen(ledger, gradebook, course.assignment)
    if ledger != read_ledger(course):
        write_ledger(course, ledger)
    return now, (*told, *lost)


def seen(ledger: Ledger, gradebook: Gradebook, assignment: str) -> Ledger:
    """The ledger, with the due date that the gradebook has now."""
    found = gradebook.find_assignment(assignment)
    due = aware(found.duedate)
    return replace(ledger, due=None if due is None else due.isoformat(), row=str(found.id))


def _due_date(gradebook: Gradebook, course: Course, ledger: Ledger) -> list[str]:
    """Only a new row has lost it: in the one that was seen before, somebody took it out."""
    assignment = gradebook.find_assignment(course.assignment)
    if assignment.id == ledger.row or assignment.duedate is not None or ledger.due_date is None:
        return []
    assignment.duedate = naive(ledger.due_date)
    return [f"the gradebook had lost the due date, {ledger.due_date:%Y-%m-%d %H:%M} UTC; it was put back"]


def set_due_date(gradebook: Gradebook, course: Course, ledger: Ledger) -> tuple[Ledger, list[str]]:
    """Write the due date of the course's settings where it was edited since it was written last; the caller commits.

    Returns the ledger that knows so, and what there is to say. A date that was set since, in formgrader, counts.
    """
    due, told = due_date_then(course, ledger, aware(gradebook.find_assignment(course.assignment).duedate))
    gradebook.find_assignment(course.assignment).duedate = naive(due)
    return replace(ledger, asked=course.dates.asked), list(told)


def bring_due_date(course: Course) -> tuple[str, ...]:
    """The same for `gaussfit build`, which leaves the rest of the gradebook as it is. Raises as `restore` does."""
    if course.dates.asked is None:
        return ()
    ledger = read_ledger(course)
    with reading(course) as gradebook:
        back = _due_date(gradebook, course, ledger)
        ledger, told = set_due_date(gradebook, course, ledger)
        gradebook.db.commit()
        ledger = seen(ledger, gradebook, course.assignment)
    if ledger != read_ledger(course):
        write_ledger(course, ledger)
    return (*back, *told)


def due_date_then(
    course: Course, ledger: Ledger, now: datetime | None
) -> tuple[datetime | None, tuple[str, ...]]:
    """The due date that counts at the next `gaussfit grade`, and what there is to say; `now` is the gradebook's."""
    asked, wanted = course.dates.asked, course.dates.due
    if asked is None or wanted == now:
        return now, ()
    if asked != ledger.asked:
        return wanted, (f"{SETTINGS_NAME} changes the due date from {_shown(now)} to {_shown(wanted)}",)
    return now, (
        f"the gradebook has the due date {_shown(now)} and {SETTINGS_NAME} {_shown(wanted)}: the gradebook's counts, "
        "for it was changed later; write it into the settings, too",
    )


def _shown(due: datetime | None) -> str:
    return "none" if due is None else f"{due:%Y-%m-%d %H:%M} UTC"


def _students(gradebook: Gradebook, ledger: Ledger) -> list[str]:
    known = {str(student.id): student for student in gradebook.students}
    back = [student for student in ledger.enrolled if student not in known]
    for student in back:
        gradebook.db.add(Student(id=student, **ledger.students[student].names))
    for student in ledger.students.keys() & known.keys():
        for name, value in ledger.students[student].names.items():
            if not getattr(known[student], name):
                setattr(known[student], name, value)
    return [f"the gradebook lacked {some(back)} of the roster; they were put back"] if back else []


def _extensions(
    gradebook: Gradebook, course: Course, ledger: Ledger, due: datetime | None
) -> tuple[Ledger, list[str]]:
    """nbgrader's own field says what is promised, unless it was set otherwise by somebody else."""
    if due is None:
        return _without_due_date(gradebook, course, ledger)
    utc = aware(due)
    lost = []
    for student, promise in ledger.extensions.items():
        has = _field(gradebook, course, student)
        wanted = promised(promise, utc, course.dates.zone)
        if has == wanted or has not in (None, promise.written):
            continue
        if has is None and promise.written is not None:
            lost.append(student)
        write_extension(gradebook, course.assignment, student, wanted)
        seconds = 0.0 if wanted is None else wanted.total_seconds()
        ledger = ledger.with_extension(student, replace(promise, seconds=seconds))
    return ledger, (
        [f"the gradebook had lost the extension of {some(lost)}; it was put back"] if lost else []
    )


def _without_due_date(gradebook: Gradebook, course: Course, ledger: Ledger) -> tuple[Ledger, list[str]]:
    """nbgrader stops at a late submission that has an extension of no due date."""
    taken = []
    for submission in gradebook.assignment_submissions(course.assignment):
        if submission.extension is not None:
            submission.extension = None
            taken.append(str(submission.student_id))
    for student, promise in ledger.extensions.items():
        ledger = ledger.with_extension(student, replace(promise, seconds=0.0))
    others = [student for student in taken if student not in ledger.extensions]
    return ledger, (
        [f"there is no due date, so the extension of {some(others)} was taken out"] if others else []
    )


def promised(promise: Extension, due: datetime, zone: tzinfo | None = None) -> timedelta | None:
    """What a promise comes to with this due date (UTC); None for nothing.

    Days are days of the wall clock in that zone, this machine's if None: across the change to winter time, one day more
    is 25 hours.
    """
    if promise.days is not None:
        until = days_after(due, promise.days, zone)
    else:
        until = datetime.fromisoformat(promise.until or due.isoformat())
    return until - due if until > due else None


def write_extension(gradebook: Gradebook, assignment: str, student: str, extension: timedelta | None) -> None:
    """Set nbgrader's own field, also of somebody who has handed in nothing; the caller commits.

    nbgrader has the field in its row of a submission, so there must be one. It asks nobody for marks by hand.
    """
    try:
        submission = gradebook.find_submission(assignment, student)
    except MissingEntry:
        if extension is None:
            return
        gradebook.update_or_create_student(student)
        with gradebook.db.no_autoflush:  # nbgrader asks while the row is half made, of which SQLAlchemy warns
            submission = gradebook.add_submission(assignment, student)
        for notebook in submission.notebooks:
            for grade in notebook.grades:
                grade.needs_manual_grade = False
    submission.extension = extension


def _field(gradebook: Gradebook, course: Course, student: str) -> timedelta | None:
    try:
        extension: timedelta | None = gradebook.find_submission(course.assignment, student).extension
    except MissingEntry:
        return None
    return extension
