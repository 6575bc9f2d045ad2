"""What nbgrader's gradebook says of a class, in two queries whatever its size."""

from __future__ import annotations

from typing import Any

import sqlalchemy.exc
from nbgrader.api import (
    Assignment,
    BaseCell,
    Grade,
    Gradebook,
    SubmittedAssignment,
    SubmittedNotebook,
)
from nbgrader.coursedir import CourseDirectory

from grader.course import Course
from grader.gradebook.config import load_config
from grader.gradebook.writer import gradebook_error
from grader.report.model import Filed, Mark


def filed_submissions(course: Course) -> dict[str, Filed]:
    """The marks in the gradebook, by student.

    Raises:
        GradebookError: the gradebook cannot be read.
        CourseError: the course's configuration cannot be used.
    """
    coursedir = CourseDirectory(config=load_config(course))
    try:
        with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
            return _filed(gradebook, course)
    except sqlalchemy.exc.SQLAlchemyError as error:
        raise gradebook_error(coursedir.db_url, error) from error


def _filed(gradebook: Gradebook, course: Course) -> dict[str, Filed]:
    assignment = course.assignment
    marks: dict[str, dict[str, Mark]] = {}
    review: set[str] = set()
    for student, cell, score, max_score, auto, manual, extra, needs_review in _grades(gradebook, assignment):
        question = course.exercise.asked_by(cell)
        marks.setdefault(student, {})[question] = Mark(score, max_score, auto, manual, extra)
        if needs_review:
            review.add(student)
    penalties = _penalties(gradebook, assignment)
    return {
        student: Filed(of_student, penalties.get(student, 0.0), student in review)
        for student, of_student in marks.items()
    }


def _grades(gradebook: Gradebook, assignment: str) -> Any:
    columns = (Grade.score, Grade.max_score, Grade.auto_score, Grade.manual_score, Grade.extra_credit)
    return (
        gradebook.db.query(SubmittedAssignment.student_id, BaseCell.name, *columns, Grade.needs_manual_grade)
        .select_from(Grade)
        .join(BaseCell, Grade.cell_id == BaseCell.id)
        .join(SubmittedNotebook, Grade.notebook_id == SubmittedNotebook.id)
        .join(SubmittedAssignment, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
        .filter(Assignment.name == assignment)
        .order_by(SubmittedAssignment.student_id, BaseCell.name)
    )


def _penalties(gradebook: Gradebook, assignment: str) -> dict[str, float]:
    found = (
        gradebook.db.query(SubmittedAssignment.student_id, SubmittedNotebook.late_submission_penalty)
        .select_from(SubmittedNotebook)
        .join(SubmittedAssignment, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
        .filter(Assignment.name == assignment)
    )
    return {student: float(penalty or 0.0) for student, penalty in found}
