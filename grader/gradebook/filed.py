"""Reads what the gradebook has of a class, at one moment."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from nbgrader.api import Assignment, Grade, Gradebook, MissingEntry, SubmittedAssignment, SubmittedNotebook

from grader.course import Course
from grader.gradebook.by_cell import by_cell
from grader.gradebook.entries import Entry, InGradebook, full_name
from grader.gradebook.moments import aware
from grader.gradebook.reading import reading

SCORES = (Grade.auto_score, Grade.manual_score, Grade.score)


def in_gradebook(course: Course) -> InGradebook:
    """The class as the gradebook has it now. Raises as `reading` does."""
    with reading(course) as gradebook:
        return look(gradebook, course)


def look(gradebook: Gradebook, course: Course) -> InGradebook:
    """The class as an open gradebook has it, in a fixed number of queries."""
    assignment, asked_by = course.assignment, course.exercise.asked_by
    names = {str(each.id): full_name(each.first_name, each.last_name) for each in gradebook.students}
    try:
        found = gradebook.find_assignment(assignment)
    except MissingEntry:
        return InGradebook(names=names)
    entries = {
        student: Entry(when=aware(when), extension=extension, penalty=float(penalty or 0.0))
        for student, when, extension, penalty in _submissions(gradebook, assignment)
    }
    for student, cell, auto, manual, score in by_cell(gradebook, assignment, Grade, *SCORES):
        before = entries[student]
        entries[student] = replace(
            before,
            auto={**before.auto, asked_by(cell): None if auto is None else float(auto)},
            scores={**before.scores, asked_by(cell): float(score or 0.0)},
            by_hand=before.by_hand if manual is None else before.by_hand | {asked_by(cell)},
            marked=before.marked or auto is not None or manual is not None,
        )
    most = {
        asked_by(cell.name): float(cell.max_score)
        for notebook in found.notebooks
        for cell in (*notebook.grade_cells, *notebook.task_cells)
    }
    return InGradebook(True, float(found.max_score), aware(found.duedate), names, entries, most)


def _submissions(gradebook: Gradebook, assignment: str) -> Any:
    return (
        gradebook.db.query(
            SubmittedAssignment.student_id,
            SubmittedAssignment.timestamp,
            SubmittedAssignment.extension,
            SubmittedNotebook.late_submission_penalty,
        )
        .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
        .outerjoin(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .filter(Assignment.name == assignment)
    )
