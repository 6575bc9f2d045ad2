"""Marks, as frozen dataclasses: what every renderer, the gradebook, `--json` and the class report are made from.

A result goes out as the contract's object (`submission_to_json`), is kept as that, and comes back from it
(`submission_from_json`), less what only staff or a feedback page see.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NotRequired, TypedDict

from grader.exercise import Facts
from grader.words import counted

if TYPE_CHECKING:
    from grader.checking.recording import Record

SCHEMA = 1

CheckStatus = Literal["passed", "failed", "error", "timeout", "skipped"]
SubmissionStatus = Literal["graded", "rejected", "error"]
Sandbox = Literal["locked", "process"]
Wall = Literal["landlock", "bubblewrap", "seccomp", "cgroup"]


@dataclass(frozen=True)
class CheckResult:
    """One hidden check. `error` means that the student's code raised, never that the grader broke."""

    id: str
    title: str
    points: float
    max_points: float
    status: CheckStatus
    message: str
    """For the student: one or two sentences, no hidden input, no answer. Empty when passed."""
    staff: str = ""
    """For staff only: what was seen, with numbers. Never rendered for a student."""


@dataclass(frozen=True)
class Diagnosis:
    """A misconception that the evidence shows, with what to tell the student."""

    slug: str
    message: str
    staff: str = ""


@dataclass(frozen=True)
class QuestionResult:
    """One question: the sum of its checks."""

    id: str
    checks: tuple[CheckResult, ...]
    diagnoses: tuple[Diagnosis, ...] = ()
    facts: Facts = field(default_factory=dict)
    """Plain facts for pictures and reports (submitted numbers, say), never hidden inputs."""
    by_hand: float | None = None
    """Points possible of what a person marks: there are no checks, and what was earned is the gradebook's to say."""
    record: Record | None = field(default=None, repr=False, compare=False)
    """For staff only: the calls that each check looked at, with their hidden inputs, where they were recorded."""

    @property
    def score(self) -> float:
        """Points earned, rounded to 6 decimals so that sums read as they were meant."""
        return round(sum(check.points for check in self.checks), 6)

    @property
    def max_score(self) -> float:
        """Points possible."""
        return round(sum(check.max_points for check in self.checks) + (self.by_hand or 0.0), 6)

    @property
    def points(self) -> str:
        """What was earned, for people."""
        if self.by_hand is not None:
            return f"marked by hand, {counted(self.by_hand, 'point')} possible"
        return f"{self.score:g} of {self.max_score:g}"

    @property
    def misconceptions(self) -> tuple[str, ...]:
        """Slugs, the most specific first."""
        return tuple(diagnosis.slug for diagnosis in self.diagnoses)


@dataclass(frozen=True)
class SubmissionResult:
    """One submission: graded, rejected (the file cannot be graded), or error (the grader's own fault)."""

    student: str
    status: SubmissionStatus
    reason: str | None = None
    max_score: float = 0.0
    questions: tuple[QuestionResult, ...] = ()
    seconds: float = 0.0
    notes: tuple[str, ...] = ()
    """For the student: what was repaired in the file, which limits were met."""
    sandbox: Sandbox = "locked"
    """`locked` (Landlock and seccomp) or `process` (process isolation alone)."""

    @property
    def score(self) -> float | None:
        """Points earned; 0 for a rejected submission, None when the grader itself failed."""
        if self.status == "error":
            return None
        return round(sum(question.score for question in self.questions), 6)

    @property
    def misconceptions(self) -> tuple[tuple[str, str], ...]:
        """(question, slug) of all questions."""
        return tuple((question.id, slug) for question in self.questions for slug in question.misconceptions)


class CheckObject(TypedDict):
    """The contract's check object."""

    id: str
    title: str
    points: float
    max_points: float
    status: CheckStatus
    message: str


class DiagnosisObject(TypedDict):
    """A misconception in the contract's question object."""

    slug: str
    message: str


class QuestionObject(TypedDict):
    """The contract's question object."""

    id: str
    score: float | None
    """None where a person marks."""
    max_score: float
    misconceptions: list[str]
    diagnoses: list[DiagnosisObject]
    checks: list[CheckObject]
    facts: dict[str, float | str]


class SubmissionObject(TypedDict):
    """The contract's submission object."""

    student: str
    status: SubmissionStatus
    reason: str | None
    score: float | None
    max_score: float
    seconds: float
    notes: list[str]
    sandbox: Sandbox
    questions: list[QuestionObject]
    name: NotRequired[str]
    """As the gradebook has it; empty when it has none. This and the next three are in the report on a class alone."""
    penalty: NotRequired[float | None]
    """What is taken off for being late."""
    final: NotRequired[float | None]
    """What counts in the gradebook, marks by hand and the penalty included."""
    waiting: NotRequired[list[str]]
    """What a person is still to mark."""


class ReportObject(TypedDict):
    """The object of `--json`."""

    schema: int
    gaussfit: str
    """The version that wrote it; then when, by which checks and within which walls (`grader.provenance`)."""
    time: str
    checks: str
    walls: list[str]
    assignment: str
    submissions: list[SubmissionObject]


def check_to_json(check: CheckResult) -> CheckObject:
    """The contract's check object."""
    return {
        "id": check.id,
        "title": check.title,
        "points": check.points,
        "max_points": check.max_points,
        "status": check.status,
        "message": check.message,
    }


def question_to_json(question: QuestionResult) -> QuestionObject:
    """The contract's question object."""
    return {
        "id": question.id,
        "score": question.score if question.by_hand is None else None,
        "max_score": question.max_score,
        "misconceptions": list(question.misconceptions),
        "diagnoses": [{"slug": d.slug, "message": d.message} for d in question.diagnoses],
        "checks": [check_to_json(check) for check in question.checks],
        "facts": dict(_plain(question.facts)),
    }


def _plain(facts: Facts) -> Iterator[tuple[str, float | str]]:
    """What JSON can carry and a table can show; pictures, for one, are left to the feedback page."""
    for name, value in facts.items():
        if isinstance(value, str):
            yield name, value
        elif isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
            yield name, float(value)


def submission_to_json(result: SubmissionResult) -> SubmissionObject:
    """The contract's submission object."""
    return {
        "student": result.student,
        "status": result.status,
        "reason": result.reason,
        "score": result.score,
        "max_score": result.max_score,
        "seconds": round(result.seconds, 3),
        "notes": list(result.notes),
        "sandbox": result.sandbox,
        "questions": [question_to_json(question) for question in result.questions],
    }


def submission_from_json(told: SubmissionObject) -> SubmissionResult:
    """The result that a kept object tells of. Raises KeyError or TypeError when it is none."""
    return SubmissionResult(
        student=told["student"],
        status=told["status"],
        reason=told["reason"],
        max_score=told["max_score"],
        questions=tuple(_question_from_json(question) for question in told["questions"]),
        seconds=told["seconds"],
        notes=tuple(told["notes"]),
        sandbox=told["sandbox"],
    )


def _question_from_json(told: QuestionObject) -> QuestionResult:
    return QuestionResult(
        told["id"],
        tuple(CheckResult(**check) for check in told["checks"]),
        tuple(Diagnosis(**diagnosis) for diagnosis in told["diagnoses"]),
        told["facts"],
        by_hand=told["max_score"] if told["score"] is None else None,
    )
