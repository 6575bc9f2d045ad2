"""What the gradebook has of a class, as plain data; and whether it is what was filed."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from grader.results import SubmissionObject

CLOSE = 1e-6
"""Points that differ by less are the same."""


@dataclass(frozen=True)
class Entry:
    """One student's submission in the gradebook; times in UTC."""

    auto: Mapping[str, float | None] = field(default_factory=dict)
    """By question: what the grader gave."""
    scores: Mapping[str, float] = field(default_factory=dict)
    """By question: the points earned, marks by hand and extra credit included."""
    penalty: float = 0.0
    when: datetime | None = None
    """When it was handed in."""
    extension: timedelta | None = None
    by_hand: frozenset[str] = frozenset()
    """The questions, or own cells, that a person has marked."""
    marked: bool = False
    """Whether it has any mark. An extension for somebody who has handed in nothing has none."""

    @property
    def unmarked(self) -> frozenset[str]:
        """What has no mark, neither by the grader nor by a person; nothing where there is no mark at all."""
        without = (name for name, auto in self.auto.items() if auto is None and name not in self.by_hand)
        return frozenset(without if self.marked else ())

    @property
    def raw(self) -> float:
        """The points earned, before anything is taken off for being late."""
        return round(sum(self.scores.values()), 6)

    @property
    def final(self) -> float:
        """The points that count, as `nbgrader export` has them."""
        return round(max(0.0, self.raw - self.penalty), 6)


@dataclass(frozen=True)
class InGradebook:
    """The class in the gradebook."""

    known: bool = False
    """Whether it knows the assignment."""
    max_score: float = 0.0
    """The points possible, if it does."""
    due: datetime | None = None
    """In UTC."""
    names: Mapping[str, str] = field(default_factory=dict)
    """Of every student, by id: first and last name, empty where it has none."""
    entries: Mapping[str, Entry] = field(default_factory=dict)
    most: Mapping[str, float] = field(default_factory=dict)
    """By question: the points possible, above which nbgrader takes nothing."""

    def due_of(self, student: str) -> datetime | None:
        """When a student has to hand in, with their extension."""
        entry = self.entries.get(student)
        if self.due is None or entry is None or entry.extension is None:
            return self.due
        return self.due + entry.extension

    def extended_until(self, student: str) -> datetime | None:
        """A student's own due date, if it is another than that of the class."""
        due = self.due_of(student)
        return None if due == self.due else due


def lacking(result: SubmissionObject, filed: InGradebook, questions: tuple[str, ...]) -> str:
    """How the gradebook differs from a result that was filed in it; empty where it does not.

    Args:
        result: the submission object of `--json`.
        filed: what the gradebook has of the class.
        questions: their ids.
    """
    entry = filed.entries.get(result["student"])
    if entry is None or not entry.marked:
        return "the gradebook lacks the marks"
    given = {
        question["id"]: min(float(question["score"]), filed.most.get(question["id"], math.inf))
        for question in result["questions"]
        if question["score"] is not None  # else a person marks it
    }
    for question in dict.fromkeys((*questions, *given)):
        auto = entry.auto.get(question)
        if auto is None:
            return f"the gradebook lacks the mark of {question}"
        if abs(auto - given.get(question, 0.0)) > CLOSE:
            return f"{question} has {auto:g} in the gradebook and {given.get(question, 0.0):g} in the stored result"
    return ""


def full_name(first: str | None, last: str | None) -> str:
    """A student's name as people say it; empty if there is none."""
    return " ".join(part for part in (first, last) if part)
