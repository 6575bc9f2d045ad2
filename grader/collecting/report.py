"""What came of collecting, as plain data and as JSON."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from grader.collecting import Form
from grader.collecting.filing import Action
from grader.provenance import written

SCHEMA = 1


@dataclass(frozen=True)
class Collected:
    """One student's notebook, and what became of it."""

    student: str
    file: str
    action: Action
    late: bool | None
    when: datetime | None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Unmatched:
    """A file that is in nobody's folder now."""

    file: str
    reason: str


@dataclass
class Report:
    """What was collected, and what was not."""

    collected: list[Collected] = field(default_factory=list)
    unmatched: list[Unmatched] = field(default_factory=list)
    forms: dict[str, Form] = field(default_factory=dict)
    """What the sources were taken for, by name."""
    notes: list[str] = field(default_factory=list)

    def count(self, action: Action) -> int:
        """How many notebooks that became of."""
        return sum(each.action == action for each in self.collected)


def report_to_json(report: Report) -> dict[str, Any]:
    """The object of `gaussfit collect --json`."""
    return {
        "schema": SCHEMA,
        **written(),
        "collected": [
            {
                "student": each.student,
                "file": each.file,
                "action": each.action,
                "late": each.late,
                "time": None if each.when is None else each.when.isoformat(),
                "notes": list(each.notes),
            }
            for each in report.collected
        ],
        "unmatched": [{"file": each.file, "reason": each.reason} for each in report.unmatched],
    }
