"""What came of returning, as plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from grader.course import Course
from grader.gradebook.page_marks import PageMarks
from grader.provenance import written

SCHEMA = 1


@dataclass(frozen=True)
class Ready:
    """A student whose page can be handed out."""

    student: str
    page: Path
    marks: PageMarks

    def read(self) -> bytes:
        """The page."""
        return self.page.read_bytes()


@dataclass(frozen=True)
class Known:
    """What is known of the people to return to."""

    course: Course
    rows: Mapping[str, Mapping[str, str]]
    """By student: the cells of the roster, or what the gradebook has."""
    roster: Path | None = None
    id_column: str | None = None
    column: str | None = None
    """The platform's name of the assignment, if it was given."""
    only: tuple[str, ...] = ()
    """The students to return to; all if it is empty."""

    def is_left_out(self, student: str) -> bool:
        """Whether the roster that was given has no such student."""
        return self.roster is not None and student not in self.rows


@dataclass
class Report:
    """Who got what."""

    made: int = 0
    unchanged: int = 0
    returned: list[str] = field(default_factory=list)
    """Students whose page was packed, or released to the exchange; without `--to`, whose page is there."""
    left: dict[str, str] = field(default_factory=dict)
    """By student: why theirs is not, in a sentence."""
    written: list[Path] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def leave(self, student: str, reason: str) -> None:
        """Tell why a student's page is not on its way; the first reason counts."""
        self.left.setdefault(student, reason)


def report_to_json(report: Report) -> dict[str, Any]:
    """The object of `gaussfit return --json`."""
    return {
        "schema": SCHEMA,
        **written(),
        "pages": {"made": report.made, "unchanged": report.unchanged},
        "returned": sorted(report.returned),
        "left": [{"student": student, "reason": reason} for student, reason in sorted(report.left.items())],
        "written": [str(path) for path in report.written],
        "notes": list(report.notes),
    }
