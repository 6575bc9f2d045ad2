"""Late penalties of a watch, kept in line with due date and extensions, which do not arrive as files."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from nbgrader.api import Assignment

from grader.classroom.reconcile import told_of_penalties
from grader.course import Course
from grader.gradebook.extensions import extensions_of
from grader.gradebook.filed import in_gradebook
from grader.gradebook.locking import filing_alone
from grader.gradebook.penalties import settle
from grader.gradebook.reading import reading
from grader.gradebook.writer import GradebookWriter


class Dates:
    """Of one watch."""

    def __init__(self, course: Course, writer: GradebookWriter) -> None:
        self._course, self._writer = course, writer
        self._settled: object = None
        """The dates under which penalties were last settled."""

    def have_moved(self) -> bool:
        """Whether penalties are to be settled, which they are when it begins. Raises as `reading` does."""
        return self._settled != self._dates()

    def settle(self, when: Mapping[str, datetime | None]) -> tuple[str, ...]:
        """Settle the penalties of those who handed in, at these times; what staff should hear of it, in sentences.

        Raises:
            CourseError: the late policy cannot be used.
            GradebookError: the gradebook cannot be used.
        """
        dates = self._dates()
        with filing_alone(self._course):
            before = in_gradebook(self._course)
            changed = settle(self._course, self._writer, before, when)
        self._settled = dates
        return tuple(told_of_penalties(changed, before))

    def _dates(self) -> object:
        with reading(self._course) as gradebook:
            assignment = self._course.assignment
            due = gradebook.db.query(Assignment.duedate).filter(Assignment.name == assignment).all()
            return due, extensions_of(gradebook, assignment)
