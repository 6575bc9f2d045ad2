"""What a class report is made from: one row a student, as frozen dataclasses.

What the grader found is a `grader.results.SubmissionResult`, here as everywhere. What counts is the gradebook's, and
that is another thing: marks by question that a person may have changed, extra credit, a penalty, and no checks. Hence
`Filed` and `Mark`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal

from grader.exercise import Exercise
from grader.results import SubmissionResult

RowStatus = Literal["graded", "rejected", "waiting"]
"""`waiting`: submitted, but without a mark in the gradebook."""


@dataclass(frozen=True)
class Mark:
    """One question in nbgrader's gradebook."""

    score: float
    """What counts: the manual score where there is one, else the autograder's, and extra credit."""
    max_score: float
    auto: float | None
    manual: float | None = None
    extra: float | None = None


@dataclass(frozen=True)
class Filed:
    """One submission in nbgrader's gradebook."""

    marks: Mapping[str, Mark]
    """By question."""
    penalty: float = 0.0
    needs_review: bool = False
    """An instructor is to look at it in formgrader: it was graded again after a manual score."""
    extended_until: datetime | None = None
    """The student's own due date, in UTC, if they have one."""

    @property
    def score(self) -> float:
        """The total as `nbgrader export` gives it: never below 0."""
        return max(0.0, round(sum(mark.score for mark in self.marks.values()) - self.penalty, 6))

    @property
    def max_score(self) -> float:
        """Points possible."""
        return sum(mark.max_score for mark in self.marks.values())


@dataclass(frozen=True)
class Row:
    """One student's submission: what the grader found and what the gradebook says."""

    name: str
    """The student's id, or a pseudonym."""
    filed: Filed | None
    marked: SubmissionResult | None = None
    """What the grader found, read back from the stored result."""
    previous: SubmissionResult | None = None
    """What the grader found in the submission before this one."""
    outdated: bool = False
    """The submitted file is newer than its result."""
    full_name: str = ""
    """First and last name, where they are known; empty in anonymous reports."""
    why_extended: str = ""
    """Why they have an extension; empty in anonymous reports."""
    page: Path | None = None
    """The feedback page, where there is one; None in anonymous reports."""

    @property
    def status(self) -> RowStatus:
        """What became of it; a submission that only the gradebook knows counts as graded."""
        if self.filed is None:
            return "waiting"
        return "rejected" if self.marked is not None and self.marked.status == "rejected" else "graded"

    @property
    def score(self) -> float | None:
        """The total that counts: the gradebook's; None while there is none."""
        return None if self.filed is None else self.filed.score

    @property
    def unlocked(self) -> bool:
        """Whether the student's code ran, and was not locked in."""
        return self.marked is not None and self.status == "graded" and self.marked.sandbox == "process"

    @property
    def differs(self) -> bool:
        """Whether the gradebook's total is another than the grader's own."""
        found = None if self.marked is None else self.marked.score
        return self.filed is not None and found is not None and abs(self.filed.score - found) > 1e-6


@dataclass(frozen=True)
class ClassReport:
    """A class, its rows in the order in which they are shown."""

    exercise: Exercise
    rows: tuple[Row, ...]
    anonymous: bool = False
    made: datetime | None = field(default=None, compare=False)
    """When this was so, in UTC."""
    known_as: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The students' other ids."""

    @property
    def assignment(self) -> str:
        """The assignment's name."""
        return self.exercise.name

    @property
    def graded(self) -> tuple[Row, ...]:
        """The rows of which there is a result with checks."""
        return tuple(row for row in self.rows if row.marked is not None and row.status == "graded")
