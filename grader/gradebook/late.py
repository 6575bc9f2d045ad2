"""Late policies that nbgrader does not bring: so many percent of the points for each day begun, and what a course's
settings say."""

from __future__ import annotations

import math
from datetime import datetime, timedelta, tzinfo
from functools import cached_property
from pathlib import Path
from typing import Any

from nbgrader.plugins import BasePlugin, LateSubmissionPlugin
from traitlets import Float

from grader.dates import Dates, percent
from grader.gradebook.moments import aware, days_after
from grader.settings import read_settings

DAY = 24 * 60 * 60
CENTURY = 36_525
"""Days."""


class _ByDueDate(BasePlugin):
    """Knows when a submission was due. Its parent is nbgrader's step, which knows the gradebook, or `due` is set."""

    due: datetime | None = None
    """The student's due date in UTC, if it need not be looked up."""

    def points_off(
        self, student: str, score: float, seconds: float, percent: float, zone: tzinfo | None = None
    ) -> float:
        """So many percent of the points for each day begun, at most all of them."""
        due = self.due if self.due is not None else self._due_in_gradebook(student)
        return float(score * min(1.0, days_late(due, seconds, zone) * percent / 100))

    def _due_in_gradebook(self, student: str) -> datetime | None:
        gradebook = getattr(self.parent, "gradebook", None)
        if gradebook is None:
            return None
        due: datetime | None = gradebook.find_submission(self.parent.assignment_id, student).duedate
        return aware(due)


class PercentPerDay(_ByDueDate):
    """Takes `percent` of what a submission earned for each day begun after the due date, at most all of it."""

    percent = Float(0.0, min=0.0, max=100.0, help="Percent of the earned points per day begun.").tag(
        config=True
    )

    def late_submission_penalty(self, student_id: str, score: float, total_seconds_late: float) -> float:
        """The points to take from `score`; nbgrader calls this for late submissions only."""
        return self.points_off(student_id, score, total_seconds_late, self.percent)


class CoursePolicy(_ByDueDate, LateSubmissionPlugin):
    """The late policy of the course's settings; nbgrader's without one there, or beside one in `nbgrader_config.py`."""

    def late_submission_penalty(
        self, student_id: str, score: float, total_seconds_late: float
    ) -> float | None:
        """The points to take from `score`; nbgrader calls this for late submissions only."""
        policy = self._dates.late
        if policy is None or configured(self.config) is not None:
            usual: float | None = super().late_submission_penalty(student_id, score, total_seconds_late)
            return usual
        if policy == "zero":
            return score
        return self.points_off(student_id, score, total_seconds_late, percent(policy), self._dates.zone)

    @cached_property
    def _dates(self) -> Dates:
        return read_settings(self._root()).dates

    def _root(self) -> Path:
        """The folder of the course: nbgrader's converter knows it, or else the configuration does."""
        each: Any = self.parent
        while each is not None:
            if hasattr(each, "coursedir"):
                return Path(each.coursedir.root)
            each = each.parent
        return Path(self.config.CourseDirectory.get("root", "."))


POLICY = f"{__name__}.{CoursePolicy.__name__}"


def configured(config: Any) -> str | None:
    """The late policy that a course's `nbgrader_config.py` sets, which counts before that of its settings; as far as it
    can be said, in the words of the settings."""
    plugin = config.AssignLatePenalties.get("plugin_class", POLICY)
    if plugin in (POLICY, CoursePolicy):
        method: str | None = config.LateSubmissionPlugin.get("penalty_method")
        return method
    if plugin in (f"{__name__}.{PercentPerDay.__name__}", PercentPerDay):
        return f"{config.PercentPerDay.get('percent', 0.0):g}%"
    return str(plugin)


def overruled(config: Any, dates: Dates) -> str:
    """What there is to say of two late policies; empty where there are not two different ones."""
    own = configured(config)
    if own is None or dates.late is None or _same(own, dates.late):
        return ""
    return (
        f"nbgrader_config.py sets a late policy, {own}, which counts, and gaussfit.toml another, {dates.late}, which "
        "does not: take out one of them"
    )


def _same(one: str, other: str) -> bool:
    return one.replace(" ", "") == other.replace(" ", "")


def days_late(due: datetime | None, seconds: float, zone: tzinfo | None = None) -> int:
    """Days begun since the due date (in UTC, if it is known): of 24 hours, or on the clock on the wall in that zone,
    this machine's if None, whichever are fewer. The day on which an hour comes twice has 25."""
    days = math.ceil(seconds / DAY)
    # Whoever is a century late gains nothing by an hour, and the calendar may end there.
    if due is None or not 1 < days < CENTURY:
        return days
    if due + timedelta(seconds=seconds) <= days_after(due, days - 1, zone):
        return days - 1
    return days
