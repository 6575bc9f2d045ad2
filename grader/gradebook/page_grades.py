"""nbgrader's `GetGrades`, which says as well which answers nobody has marked yet: its page would show 0 points."""

from __future__ import annotations

from typing import Any

from nbgrader.preprocessors import GetGrades


class GetGradesAndWaiting(GetGrades):
    """Looks up the marks for a page of `nbgrader generate_feedback`."""

    def _get_score(self, cell: Any, resources: Any) -> None:
        super()._get_score(cell, resources)
        own = cell.metadata["nbgrader"]
        names = (own["grade_id"], self.notebook_id, self.assignment_id, self.student_id)
        grade = self.gradebook.find_grade(*names)
        own["waiting"] = grade.auto_score is None and grade.manual_score is None


def page_steps() -> list[type]:
    """The steps of nbgrader's `generate_feedback`, with ours in the place of its GetGrades."""
    from nbgrader.converters import GenerateFeedback

    usual = GenerateFeedback.preprocessors.default()
    return [GetGradesAndWaiting if step is GetGrades else step for step in usual]
