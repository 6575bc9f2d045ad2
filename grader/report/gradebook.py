"""What nbgrader's gradebook says of a class, in a fixed number of queries whatever its size."""

from __future__ import annotations

from nbgrader.api import BaseCell, Grade, Gradebook, SubmittedAssignment

from grader.course import Course
from grader.gradebook.by_cell import by_cell
from grader.gradebook.entries import InGradebook
from grader.gradebook.filed import look
from grader.gradebook.reading import reading
from grader.report.model import Filed, Mark

COLUMNS = (
    *(Grade.score, Grade.max_score, Grade.auto_score, Grade.manual_score, Grade.extra_credit),
    Grade.needs_manual_grade,
)


def filed_submissions(course: Course) -> dict[str, Filed]:
    """The marks in the gradebook, by student.

    Raises:
        GradebookError: the gradebook cannot be read.
        CourseError: the course's configuration cannot be used.
    """
    with reading(course) as gradebook:
        return _filed(gradebook, look(gradebook, course), course)


def _filed(gradebook: Gradebook, found: InGradebook, course: Course) -> dict[str, Filed]:
    marks: dict[str, dict[str, Mark]] = {}
    review: set[str] = set()
    for student, cell, score, max_score, auto, manual, extra, needs_review in by_cell(
        gradebook, course.assignment, Grade, *COLUMNS
    ).order_by(SubmittedAssignment.student_id, BaseCell.name):
        if not found.entries[student].marked:
            continue
        marks.setdefault(student, {})[course.exercise.asked_by(cell)] = Mark(
            score, max_score, auto, manual, extra
        )
        if needs_review:
            review.add(student)
    return {
        student: Filed(
            of_student, found.entries[student].penalty, student in review, found.extended_until(student)
        )
        for student, of_student in marks.items()
    }
