"""What the gradebook has of each student at each cell: the one query that marks and comments are read by."""

from __future__ import annotations

from typing import Any

from nbgrader.api import Assignment, BaseCell, Gradebook, SubmittedAssignment, SubmittedNotebook


def by_cell(gradebook: Gradebook, assignment: str, table: Any, *columns: Any) -> Any:
    """A query for (student, cell's name, columns…) of each row of `Grade` or `Comment`, not yet run."""
    return (
        gradebook.db.query(SubmittedAssignment.student_id, BaseCell.name, *columns)
        .select_from(table)
        .join(BaseCell, table.cell_id == BaseCell.id)
        .join(SubmittedNotebook, table.notebook_id == SubmittedNotebook.id)
        .join(SubmittedAssignment, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
        .filter(Assignment.name == assignment)
    )
