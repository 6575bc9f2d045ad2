"""The figures of a class report, as pure functions of its rows."""

from __future__ import annotations

import math
import statistics
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from grader.exercise import Finding
from grader.feedback.question import STATUS, UNBEGUN, in_words
from grader.report.model import ClassReport, Row
from grader.results import SubmissionResult


@dataclass(frozen=True)
class Summary:
    """How many there are of each kind, and the middle of their marks; None where there are no marks."""

    submissions: int
    graded: int
    rejected: int
    waiting: int
    full: int
    max_score: float
    mean: float | None
    median: float | None
    deviation: float | None
    seconds: float
    mean_graded: float | None = None
    """The mean without the files that were rejected."""


@dataclass(frozen=True)
class CheckRate:
    """How often a check ended in which way."""

    question: str
    title: str
    counts: Counter[str]

    @property
    def total(self) -> int:
        """In how many submissions it stood."""
        return self.counts.total()

    @property
    def rate(self) -> float:
        """The share that passed."""
        return self.counts["passed"] / self.total


@dataclass(frozen=True)
class Misconception:
    """A misconception, with the students who show it."""

    question: str
    slug: str
    students: tuple[str, ...]
    message: str = ""
    """What these students read of it."""


@dataclass(frozen=True)
class Combination:
    """Misconceptions that one answer shows together, with the students whose answers do."""

    question: str
    slugs: tuple[str, ...]
    students: tuple[str, ...]


@dataclass(frozen=True)
class Change:
    """What a resubmission changed in the grader's own marks."""

    name: str
    before: float
    after: float
    questions: tuple[tuple[str, float, float], ...]
    """(question, before, after), where they differ."""
    gone: tuple[str, ...]
    new: tuple[str, ...]


def summary(report: ClassReport) -> Summary:
    """The head of the report. Marks are the gradebook's; rejected submissions count with theirs."""
    scores = marks(report)
    top = max((row.filed.max_score for row in report.rows if row.filed is not None), default=0.0)
    kinds = Counter(row.status for row in report.rows)
    read = [row.filed.score for row in report.rows if row.filed is not None and row.status != "rejected"]
    return Summary(
        submissions=len(report.rows),
        graded=kinds["graded"],
        rejected=kinds["rejected"],
        waiting=kinds["waiting"],
        full=sum(score >= top - 1e-6 for score in scores),
        max_score=top,
        mean=statistics.fmean(scores) if scores else None,
        median=statistics.median(scores) if scores else None,
        deviation=statistics.pstdev(scores) if scores else None,
        seconds=sum(times(report)),
        mean_graded=statistics.fmean(read) if read else None,
    )


def marks(report: ClassReport, question: str | None = None) -> list[float]:
    """The gradebook's marks: totals, or those of one question."""
    if question is None:
        return [row.filed.score for row in report.rows if row.filed is not None]
    return [
        row.filed.marks[question].score
        for row in report.rows
        if row.filed is not None and question in row.filed.marks
    ]


def questions(report: ClassReport) -> tuple[str, ...]:
    """The questions, in the order of the notebook where results tell it."""
    seen: dict[str, None] = {}
    for row in report.rows:
        seen.update(dict.fromkeys(question.id for question in row.marked.questions) if row.marked else ())
    for row in report.rows:
        seen.update(dict.fromkeys(row.filed.marks if row.filed is not None else ()))
    return tuple(seen)


def times(report: ClassReport) -> list[float]:
    """Seconds that each graded submission took."""
    return [row.marked.seconds for row in report.graded if row.marked is not None]


def histogram(values: Iterable[float], low: float, high: float, bins: int) -> list[int]:
    """How many values lie in each of `bins` equal parts of [low, high]; what lies outside goes to the ends."""
    counts = [0] * bins
    for value in values:
        place = math.floor((value - low) / (high - low) * bins + 1e-9)
        counts[min(max(place, 0), bins - 1)] += 1
    return counts


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that this share of the values don't exceed. Raises ValueError without values."""
    if not values:
        raise ValueError("A percentile needs values; there are none.")
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)]


def check_rates(report: ClassReport) -> tuple[CheckRate, ...]:
    """How each check ended, in the order of the checks."""
    found: dict[tuple[str, str], CheckRate] = {}
    for row in report.graded:
        for question in row.marked.questions if row.marked is not None else ():
            for check in question.checks:
                rate = CheckRate(question.id, check.title, Counter())
                found.setdefault((question.id, check.id), rate).counts[check.status] += 1
    return tuple(found.values())


def misconceptions(report: ClassReport) -> tuple[Misconception, ...]:
    """The misconceptions, most frequent first."""
    found: dict[tuple[str, str], list[str]] = {}
    told: dict[tuple[str, str], str] = {}
    for row in report.graded:
        for question in row.marked.questions if row.marked is not None else ():
            for diagnosis in question.diagnoses:
                found.setdefault((question.id, diagnosis.slug), []).append(row.name)
                told.setdefault((question.id, diagnosis.slug), diagnosis.message)
    ordered = sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))
    return tuple(Misconception(*key, tuple(names), told[key]) for key, names in ordered)


def combinations(report: ClassReport) -> tuple[Combination, ...]:
    """The misconceptions that are found in the same answer, most frequent first."""
    found: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for row in report.graded:
        for question in row.marked.questions if row.marked is not None else ():
            slugs = tuple(sorted({diagnosis.slug for diagnosis in question.diagnoses}))
            if len(slugs) > 1:
                found.setdefault((question.id, slugs), []).append(row.name)
    ordered = sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))
    return tuple(Combination(*key, tuple(names)) for key, names in ordered)


def why_nothing(row: Row, question: str) -> str:
    """In a few words why the grader gave no points for a question; empty where it gave some, or a person did."""
    mark = row.filed.marks.get(question) if row.filed is not None else None
    if mark is None or mark.score or row.marked is None:
        return ""
    if row.status == "rejected":
        return "file rejected"
    if mark.manual is not None:
        return ""
    found = next((each for each in row.marked.questions if each.id == question), None)
    if found is None or found.score:
        return ""
    if found.diagnoses:
        slug = found.diagnoses[0].slug
        return "not written" if slug == UNBEGUN else in_words(slug)
    missed = next((check for check in found.checks if check.status not in ("passed", "skipped")), None)
    return "" if missed is None else f"{STATUS[missed.status][1]}: {missed.title}"


def lowest_first(report: ClassReport) -> list[Row]:
    """The rows by their totals, those without marks last."""
    return sorted(report.rows, key=lambda row: (row.score is None, row.score or 0.0))


def findings(report: ClassReport) -> tuple[Finding, ...]:
    """What is known of each graded submission, for the exercise's own pictures."""
    return tuple(
        Finding(
            row.name,
            {question.id: question.facts for question in row.marked.questions},
            report.exercise.for_student(
                row.marked.student, None, report.known_as.get(row.marked.student, ())
            )[0].task,
        )
        for row in report.graded
        if row.marked is not None
    )


def changes(report: ClassReport) -> tuple[Change, ...]:
    """What resubmissions changed, the largest gain first."""
    found = [_change(row) for row in report.rows]
    return tuple(sorted((c for c in found if c is not None), key=lambda c: (c.before - c.after, c.name)))


def _change(row: Row) -> Change | None:
    before, after = row.previous, row.marked
    if before is None or after is None or before.score is None or after.score is None:
        return None
    was, now = _scores(before), _scores(after)
    pairs = [(name, was.get(name, 0.0), now.get(name, 0.0)) for name in dict.fromkeys([*was, *now])]
    slugs_before = dict.fromkeys(slug for _, slug in before.misconceptions)
    slugs_after = dict.fromkeys(slug for _, slug in after.misconceptions)
    return Change(
        row.name,
        before.score,
        after.score,
        tuple(pair for pair in pairs if pair[1] != pair[2]),
        tuple(slug for slug in slugs_before if slug not in slugs_after),
        tuple(slug for slug in slugs_after if slug not in slugs_before),
    )


def _scores(result: SubmissionResult) -> dict[str, float]:
    return {question.id: question.score for question in result.questions}
