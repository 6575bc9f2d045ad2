"""What a feedback page tells of the gradebook: read for a whole class in a fixed number of queries."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from nbgrader.api import (
    Assignment,
    Comment,
    Grade,
    Gradebook,
    Notebook,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
)

from grader.course import Course
from grader.gradebook.by_cell import by_cell
from grader.gradebook.entries import full_name
from grader.gradebook.reading import reading

AT_ONCE = 500
"""Students that a query asks for by id."""


@dataclass(frozen=True)
class PageMarks:
    """One student's marks and comments, as nbgrader's `GetGrades` puts them on a page."""

    name: str = ""
    """First and last name, where the gradebook has them."""
    score: float = 0.0
    max_score: float = 0.0
    late_penalty: float = 0.0
    cells: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    """By `grade_id`: the points earned and the points possible."""
    comments: Mapping[str, str | None] = field(default_factory=dict)
    """By `grade_id`: what a person wrote, or nbgrader did."""
    waiting: tuple[str, ...] = ()
    """The `grade_id` of each answer that nobody has marked yet."""

    @property
    def told(self) -> str:
        """All of it as text, to tell whether anything has changed."""
        return json.dumps(asdict(self), sort_keys=True)


def page_marks(course: Course, students: Iterable[str] | None = None) -> dict[str, PageMarks]:
    """The marks of these students, or of all, by id; without those of whom the gradebook has no submission.

    Raises:
        CourseError: the course's configuration cannot be used.
        GradebookError: the gradebook cannot be opened or read.
    """
    with reading(course) as gradebook:
        return marks_for_pages(gradebook, course.assignment, students)


def marks_for_pages(
    gradebook: Gradebook, assignment: str, students: Iterable[str] | None = None
) -> dict[str, PageMarks]:
    """The same from an open gradebook."""
    wanted = None if students is None else sorted(students)
    most = dict(_most(gradebook, assignment))
    cells: dict[str, dict[str, tuple[float, float]]] = {}
    comments: dict[str, dict[str, str | None]] = {}
    waiting: dict[str, list[str]] = {}
    marks = (Grade.score, Grade.auto_score, Grade.manual_score)
    for student, cell, score, auto, manual in _asked(gradebook, assignment, wanted, Grade, *marks):
        cells.setdefault(student, {})[cell] = (float(score or 0.0), most.get(cell, 0.0))
        if auto is None and manual is None:
            waiting.setdefault(student, []).append(cell)
    for student, cell, comment in _asked(gradebook, assignment, wanted, Comment, Comment.comment):
        comments.setdefault(student, {})[cell] = comment
    found = {}
    for student, first, last, penalty, max_score in _submissions(gradebook, assignment, wanted):
        own = cells.get(student, {})
        late = float(penalty or 0.0)
        found[student] = PageMarks(
            full_name(first, last),
            sum(score for score, _ in own.values()) - late,
            float(max_score),
            late,
            own,
            comments.get(student, {}),
            tuple(sorted(waiting.get(student, ()))),
        )
    return found


def _most(gradebook: Gradebook, assignment: str) -> Iterator[tuple[str, float]]:
    for notebook in gradebook.find_assignment(assignment).notebooks:
        for cell in (*notebook.grade_cells, *notebook.task_cells):
            yield str(cell.name), float(cell.max_score)


def _submissions(gradebook: Gradebook, assignment: str, wanted: list[str] | None) -> Iterator[Any]:
    query = (
        gradebook.db.query(
            SubmittedAssignment.student_id,
            Student.first_name,
            Student.last_name,
            SubmittedNotebook.late_submission_penalty,
            Notebook.max_score,
        )
        .select_from(SubmittedNotebook)
        .join(SubmittedAssignment, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .join(Student, SubmittedAssignment.student_id == Student.id)
        .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
        .join(Notebook, SubmittedNotebook.notebook_id == Notebook.id)
        .filter(Assignment.name == assignment, Notebook.name == assignment)
    )
    return _of(query, wanted)


def _asked(
    gradebook: Gradebook, assignment: str, wanted: list[str] | None, table: Any, *columns: Any
) -> Iterator[Any]:
    query = by_cell(gradebook, assignment, table, *columns)
    query = query.join(Notebook, SubmittedNotebook.notebook_id == Notebook.id).filter(
        Notebook.name == assignment
    )
    return _of(query, wanted)


def _of(query: Any, wanted: list[str] | None) -> Iterator[Any]:
    if wanted is None:
        yield from query
        return
    for start in range(0, len(wanted), AT_ONCE):
        yield from query.filter(SubmittedAssignment.student_id.in_(wanted[start : start + AT_ONCE]))
