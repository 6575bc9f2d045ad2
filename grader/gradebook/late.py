"""A late policy that nbgrader does not bring: so many percent of the points for each day begun."""

from __future__ import annotations

import math

from nbgrader.plugins import BasePlugin
from traitlets import Float

DAY = 24 * 60 * 60


class PercentPerDay(BasePlugin):
    """Takes `percent` of what a submission earned for each day begun after the due date, at most all of it."""

    percent = Float(0.0, min=0.0, max=100.0, help="Percent of the earned points per day begun.").tag(
        config=True
    )

    def late_submission_penalty(self, student_id: str, score: float, total_seconds_late: float) -> float:
        """The points to take from `score`; nbgrader calls this for late submissions only."""
        days = math.ceil(total_seconds_late / DAY)
        return float(score * min(1.0, days * self.percent / 100))
