"""Late penalties by nbgrader's own step, brought up to date when a date, the policy or an extension has changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from nbgrader.preprocessors import AssignLatePenalties
from traitlets.config import Config

from grader.course import Course
from grader.errors import CourseError
from grader.gradebook.entries import CLOSE, Entry, InGradebook
from grader.gradebook.late import CoursePolicy, PercentPerDay
from grader.gradebook.moments import naive
from grader.gradebook.writer import GradebookWriter


@dataclass(frozen=True)
class Changed:
    """One penalty that is no longer what it was."""

    student: str
    before: float
    after: float


class LatePolicy:
    """The course's late policy, as nbgrader is configured with it."""

    def __init__(self, config: Config) -> None:
        """Raises CourseError when the configured plugin cannot be used."""
        try:
            self.step = AssignLatePenalties(config=config)
            self.step.init_plugin()
        except Exception as error:  # the plugin is the instructor's program: it may raise anything
            raise CourseError(
                f"The late policy cannot be used ({error}): correct nbgrader_config.py."
            ) from error

    def penalty(self, student: str, raw: float, when: datetime | None, due: datetime | None) -> float:
        """The points that nbgrader would take from `raw`: never below 0, never more than all.

        Raises:
            CourseError: the policy is a plugin that fails.
        """
        if when is None or due is None or when <= due:
            return 0.0
        try:
            plugin = self.step.plugin_inst
            if isinstance(plugin, PercentPerDay | CoursePolicy):
                plugin.due = due
            asked = plugin.late_submission_penalty(student, raw, (when - due).total_seconds())
            return min(max(0.0, float(asked or 0.0)), raw)
        except Exception as error:  # as above
            raise CourseError(
                f"The late policy fails on {student} ({error}): correct nbgrader_config.py."
            ) from error


def outdated(
    policy: LatePolicy, filed: InGradebook, student: str, when: datetime | None
) -> tuple[Entry, float] | None:
    """What the gradebook has of a submission that was handed in at `when`, and what its penalty should be; None
    where time and penalty are as they should be, or where there are no marks to take from."""
    entry = filed.entries.get(student)
    if entry is None or not entry.marked:
        return None
    wanted = policy.penalty(student, entry.raw, when, filed.due_of(student))
    return None if entry.when == when and abs(wanted - entry.penalty) <= CLOSE else (entry, wanted)


def settle(
    course: Course, writer: GradebookWriter, filed: InGradebook, when: Mapping[str, datetime | None]
) -> list[Changed]:
    """Let nbgrader set the times and penalties anew where they are not what they should be.

    Args:
        course: whose submissions.
        writer: whose gradebook.
        filed: what it has now.
        when: by student, the time at which was handed in what is graded.

    Raises:
        CourseError: the late policy cannot be used.
        GradebookError: the gradebook cannot be written.
    """
    policy = LatePolicy(writer.config)
    changed = []
    for student, moment in when.items():
        found = outdated(policy, filed, student, moment)
        if found is None:
            continue
        entry, wanted = found
        writer.retime(student, naive(moment), policy.step)
        if abs(wanted - entry.penalty) > CLOSE:
            changed.append(Changed(student, entry.penalty, wanted))
    return changed
