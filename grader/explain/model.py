"""What is told of a submission, for staff. Text of a student's is bounded and made harmless here, and escaped later."""

from __future__ import annotations

from dataclasses import dataclass

from grader.exercise import Picture
from grader.explained import Candidate, Explained
from grader.render.plain import printable
from grader.results import CheckResult, Diagnosis
from grader.words import counted

MOST_TEXT = 4_000
"""Characters of one text of a student's."""
ROUNDING = 1e-12
"""Share of what numbers are made of that rounding in float64 leaves of it at most."""
CUT = " … [cut here]"


def bounded(text: str, most: int = MOST_TEXT) -> str:
    """`text` without what a terminal or a browser would stumble over, and not longer than anybody reads."""
    return printable(text[:most]) + (CUT if len(text) > most else "")


@dataclass(frozen=True)
class ShownCall:
    """One call that was made of the student's function."""

    number: int
    called: str
    """As Python writes it."""
    inputs: tuple[tuple[str, str], ...]
    """(name, its numbers)."""
    outcome: str
    """What it came to, in words and numbers."""
    explained: Explained
    snippet: str
    checks: tuple[str, ...]
    """Titles of the checks that looked at it."""


@dataclass(frozen=True)
class ShownCheck:
    """One hidden check: how it ended, what the student reads, what it compared, and the calls that it looked at."""

    result: CheckResult
    sign: str
    word: str
    explained: Explained
    calls: tuple[int, ...]

    @property
    def noted(self) -> str:
        """What the check noted for staff, unless that is told already."""
        told = any(self.result.staff in sentence for sentence in self.explained.sentences)
        return "" if told else self.result.staff


@dataclass(frozen=True)
class ShownQuestion:
    """One question with all that its marks follow from."""

    id: str
    about: str
    score: float
    max_score: float
    source: str
    """The student's answer cell."""
    error: str
    """What the cell raised; empty when it ran to its end."""
    checks: tuple[ShownCheck, ...]
    diagnoses: tuple[Diagnosis, ...]
    candidates: tuple[Candidate, ...]
    calls: tuple[ShownCall, ...]
    left_out: int
    """Calls that are not shown."""
    afterwards: int
    """Calls that were made to name mistakes alone, and are not shown."""
    values: tuple[tuple[str, str], ...]
    """(name, value) of what its cell bound, where a check looked at it."""
    pictures: tuple[Picture, ...]
    """As on the student's feedback page."""
    snippet: str

    @property
    def worth(self) -> str:
        """What it earned of what it could, in words; a cell without checks is marked by hand."""
        if not self.checks:
            return f"marked by hand, {counted(self.max_score, 'point')} possible"
        return f"{self.score:g} of {self.max_score:g} points"

    @property
    def lost(self) -> tuple[tuple[str, float], ...]:
        """(title, points) of each check that was tried and took points."""
        return tuple(
            (check.result.title, check.result.max_points - check.result.points)
            for check in self.checks
            if check.result.status not in ("passed", "skipped")
        )

    @property
    def waiting(self) -> float:
        """The points of checks that were not tried."""
        return sum(check.result.max_points for check in self.checks if check.result.status == "skipped")


@dataclass(frozen=True)
class Explanation:
    """A submission and why it has its marks."""

    assignment: str
    title: str
    student: str
    name: str
    status: str
    reason: str
    score: float
    max_score: float
    same: bool
    """Whether the stored marks are these."""
    standing: tuple[str, ...]
    notes: tuple[str, ...]
    when: str
    sandbox: str
    questions: tuple[ShownQuestion, ...]
