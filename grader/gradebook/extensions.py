"""Who has an extension: nbgrader's own field of a submission."""

from __future__ import annotations

from datetime import timedelta

from nbgrader.api import Assignment, Gradebook, SubmittedAssignment


def extensions_of(gradebook: Gradebook, assignment: str) -> dict[str, timedelta]:
    """By student, of those who have one for that assignment."""
    found = (
        gradebook.db.query(SubmittedAssignment.student_id, SubmittedAssignment.extension)
        .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
        .filter(Assignment.name == assignment, SubmittedAssignment.extension.isnot(None))
    )
    return {str(student): extension for student, extension in found}
