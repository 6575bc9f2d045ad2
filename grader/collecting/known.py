"""What a course's gradebook knows before anything is collected; nothing is made that is not there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from grader.course import Course
from grader.gradebook.extensions import extensions_of
from grader.gradebook.ledger import read_ledger
from grader.gradebook.reading import is_there, reading


@dataclass(frozen=True)
class Known:
    """The students of a gradebook, and when the assignment is due."""

    students: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """By id: `student` and, as far as they are known, `first name`, `last name`, `email`."""
    closed: bool = False
    """Whether a roster put them there: grading adds who had none, without a name."""
    due: datetime | None = None
    """In UTC."""
    extensions: Mapping[str, timedelta] = field(default_factory=dict)
    """By id, of those who have one."""
    renamed: Mapping[str, str] = field(default_factory=dict)
    """By former id that nobody has now, whose it was."""

    def due_of(self, student: str) -> datetime | None:
        """When a student has to hand in, with their extension."""
        return None if self.due is None else self.due + self.extensions.get(student, timedelta())


def known_of(course: Course) -> Known:
    """What the gradebook knows; nothing when there is none.

    Raises:
        CourseError: the gradebook, the ledger or the course's configuration cannot be used.
    """
    if not is_there(course):
        return Known()
    students: dict[str, dict[str, str]] = {}
    closed, due = False, None
    with reading(course) as gradebook:
        for student in gradebook.students:
            row = {
                "student": student.id,
                "first name": student.first_name,
                "last name": student.last_name,
                "email": student.email,
            }
            students[str(student.id)] = {name: str(value) for name, value in row.items() if value}
            closed = closed or len(students[str(student.id)]) > 1 or not student.submissions
        for assignment in gradebook.assignments:
            if assignment.name == course.assignment and assignment.duedate is not None:
                due = assignment.duedate.replace(tzinfo=UTC)
        extensions = extensions_of(gradebook, course.assignment)
    renamed = {old: new for old, new in read_ledger(course).renamed.items() if old not in students}
    return Known(students, closed, due, extensions, renamed)
