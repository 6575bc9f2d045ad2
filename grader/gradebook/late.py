"""A late policy that nbgrader does not bring: so many percent of the points for each day begun."""

from __future__ import annotations

import math
from datetime import datetime, timedelta

from nbgrader.plugins import BasePlugin
from traitlets import Float

from grader.gradebook.moments import aware, days_after

DAY = 24 * 60 * 60


class PercentPerDay(BasePlugin):
    """Takes `percent` of what a submission earned for each day begun after the due date, at most all of it.

    Its parent is nbgrader's step, which knows the gradebook, or `due` is set.
    """

    percent = Float(0.0, min=0.0, max=100.0, help="Percent of the earned points per day begun.").tag(
        config=True
    )
    due: datetime | None = None
    """The student's due date in UTC, if it need not be looked up."""

    def late_submission_penalty(self, student_id: str, score: float, total_seconds_late: float) -> float:
        """The points to take from `score`; nbgrader calls this for late submissions only."""
        due = self.due if self.due is not None else self._due_in_gradebook(student_id)
        return float(score * min(1.0, days_late(due, total_seconds_late) * self.percent / 100))

    def _due_in_gradebook(self, student: str) -> datetime | None:
        gradebook = getattr(self.parent, "gradebook", None)
        if gradebook is None:
            return None
        due: datetime | None = gradebook.find_submission(self.parent.assignment_id, student).duedate
        return aware(due)


def days_late(due: datetime | None, seconds: float) -> int:
    """Days begun since the due date (in UTC, if it is known): of 24 hours, or on the clock on this machine's wall,
    whichever are fewer. The day on which an hour comes twice has 25."""
    days = math.ceil(seconds / DAY)
    if due is not None and days > 1 and due + timedelta(seconds=seconds) <= days_after(due, days - 1):
        return days - 1
    return days
