"""Rows that nbgrader takes for granted below a submission: a notebook, and a grade or comment for each cell of it.

nbgrader makes them when it makes the submission, and stops where one is missing later: because the gradebook lost it,
or because the assignment has got a cell since.
"""

from __future__ import annotations

from typing import Any

from nbgrader.api import (
    Assignment,
    BaseCell,
    Comment,
    Grade,
    Gradebook,
    Notebook,
    SubmittedAssignment,
    SubmittedNotebook,
)

GRADED = ("GradeCell", "TaskCell")
COMMENTED = ("SolutionCell", "TaskCell")


def complete(gradebook: Gradebook, assignment: str) -> None:
    """Add the rows that are missing below all submissions of an assignment; the caller commits."""
    for submission, notebook in _without_notebook(gradebook, assignment):
        gradebook.db.add(SubmittedNotebook(assignment_id=submission, notebook_id=notebook))
    gradebook.db.flush()
    for row, types in ((Grade, GRADED), (Comment, COMMENTED)):
        for notebook, cell in _without_row(gradebook, assignment, row, types):
            gradebook.db.add(row(notebook_id=notebook, cell_id=cell))
    gradebook.db.flush()


def _without_notebook(gradebook: Gradebook, assignment: str) -> Any:
    return (
        gradebook.db.query(SubmittedAssignment.id, Notebook.id)
        .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
        .join(Notebook, Notebook.assignment_id == Assignment.id)
        .outerjoin(
            SubmittedNotebook,
            (SubmittedNotebook.assignment_id == SubmittedAssignment.id)
            & (SubmittedNotebook.notebook_id == Notebook.id),
        )
        .filter(Assignment.name == assignment, SubmittedNotebook.id.is_(None))
        .all()
    )


def _without_row(gradebook: Gradebook, assignment: str, row: Any, types: tuple[str, ...]) -> Any:
    return (
        gradebook.db.query(SubmittedNotebook.id, BaseCell.id)
        .join(SubmittedAssignment, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
        .join(BaseCell, BaseCell.notebook_id == SubmittedNotebook.notebook_id)
        .outerjoin(row, (row.notebook_id == SubmittedNotebook.id) & (row.cell_id == BaseCell.id))
        .filter(Assignment.name == assignment, BaseCell.type.in_(types), row.id.is_(None))
        .all()
    )
