"""Brings a course's gradebook in line with a roster: who is new, who has another name, who has left."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from nbgrader.api import Gradebook, Student

from grader.classroom.renaming import require_finished
from grader.course import Course
from grader.errors import CourseError, UsageError
from grader.export.naming import names_in
from grader.export.roster import Roster, other_ids, read_roster, under_new_ids
from grader.gradebook.by_hand import forget_by_hand
from grader.gradebook.entries import InGradebook
from grader.gradebook.filed import look
from grader.gradebook.ledger import Ledger, Member, read_ledger, write_ledger
from grader.gradebook.reading import reading
from grader.gradebook.store import forget_result

FOLDER = re.compile(r"[^/\\\x00-\x1f.][^/\\\x00-\x1f]*")
"""An id that can be the name of a folder."""


@dataclass(frozen=True)
class Enrolled:
    """What a roster came to."""

    students: int
    """How many are in the class now."""
    added: tuple[str, ...]
    back: tuple[str, ...]
    """Who had left and is there again."""
    renamed: tuple[str, ...]
    """Whose name or address is another one now."""
    left: Mapping[str, float | None]
    """Who is in the roster no more, and the points of theirs that the gradebook keeps."""
    removed: Mapping[str, float | None]
    """Whose marks were deleted, and the points that they had."""
    testers: tuple[str, ...]
    """The platform's test students, left out."""


def enrol(course: Course, path: Path, id_column: str | None = None, remove: bool = False) -> Enrolled:
    """Bring the gradebook in line with a roster.

    Args:
        course: whose gradebook.
        path: see `read_roster`.
        id_column: the column of the course's ids.
        remove: delete those who have left from the gradebook, with their marks.

    Raises:
        UsageError: the roster cannot be used: it is empty, has impossible ids, or none that the course knows.
        CourseError: the gradebook or the ledger cannot be used.
    """
    roster = under_new_ids(read_roster(path, id_column), read_ledger(course).renamed)
    wanted = members(path, roster)
    if not wanted:
        raise UsageError(f"{path} has no students: nothing was changed.")
    require_finished(course)
    with reading(course) as gradebook:
        before, ledger = look(gradebook, course), read_ledger(course)
        ledger = replace(ledger, ids={**ledger.ids, **other_ids(roster.students)})
        known = {*before.names, *ledger.students}
        if known and not known & wanted.keys():
            raise UsageError(
                f"{path} has none of the {len(known)} students of the course in its column {roster.id_column!r}: "
                "name the column of the ids with --id-column. Nothing was changed."
            )
        left = sorted(known - wanted.keys())
        after = _after(ledger, wanted, left, remove)
        write_ledger(course, after)  # first: `grade` would carry it out
        changed = [student for student, member in wanted.items() if _write(gradebook, student, member)]
        gradebook.db.commit()
        points = {student: _points(before, student) for student in left}
        gone = [student for student in left if remove and student in before.names]
        for student in gone:
            _remove(course, gradebook, student)
    return Enrolled(
        students=len(wanted),
        added=tuple(student for student in wanted if student not in known),
        back=tuple(student for student in wanted if ledger.has_left(student)),
        renamed=tuple(student for student in changed if student in known),
        left={
            student: points[student] for student in left if student not in gone and student in before.names
        },
        removed={student: points[student] for student in gone},
        testers=roster.testers,
    )


def members(path: Path, roster: Roster) -> dict[str, Member]:
    """The students of a roster, with their names. Raises UsageError for an id that can't be a folder's name."""
    for student in roster.students:
        if not FOLDER.fullmatch(student):
            raise UsageError(f"{path} has the student {student!r}, which cannot be the name of a folder.")
    return {
        student: Member.named(names_in(row, roster.id_column)) for student, row in roster.students.items()
    }


def _after(ledger: Ledger, wanted: Mapping[str, Member], left: list[str], remove: bool) -> Ledger:
    today = date.today().isoformat()
    gone = {}
    for student in left:
        member = ledger.students.get(student, Member())
        gone[student] = replace(member, left=member.left or today, removed=member.removed or remove)
    kept = {
        student: extension
        for student, extension in ledger.extensions.items()
        if student in wanted or not remove
    }
    ids = {student: found for student, found in ledger.ids.items() if student in wanted or not remove}
    former = {student: found for student, found in ledger.former.items() if student in wanted or not remove}
    return replace(ledger, students={**gone, **wanted}, extensions=kept, ids=ids, former=former)


def _write(gradebook: Gradebook, student: str, member: Member) -> bool:
    """Add a student or correct their names; what the roster does not tell stays. Returns whether anything changed."""
    known = gradebook.db.get(Student, student)
    if known is None:
        gradebook.db.add(Student(id=student, **member.names))
        return True
    changed = {name: value for name, value in member.names.items() if getattr(known, name) != value}
    for name, value in changed.items():
        setattr(known, name, value)
    return bool(changed)


def _remove(course: Course, gradebook: Gradebook, student: str) -> None:
    """Delete a student with all marks by nbgrader's own means, and our own result."""
    try:
        gradebook.remove_student(student)
        forget_result(course, student)
        forget_by_hand(course, student)
    except OSError as error:
        raise CourseError(f"The stored result of {student} cannot be deleted ({error.strerror}).") from error


def _points(filed: InGradebook, student: str) -> float | None:
    entry = filed.entries.get(student)
    return entry.final if entry is not None and entry.marked else None
