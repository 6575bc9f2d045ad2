"""Made rows for the report's pure parts."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from benchmarks.exercise import EXERCISE
from grader.report.model import ClassReport, Filed, Mark, Row
from grader.results import CheckResult, Diagnosis, QuestionResult, SubmissionResult

QUESTIONS = ("gaussian_nll", "draw_density", "parameters")
FACTS = {"A": 3.0, "B": -1.0, "C": 1.0, "X": 0.0, "Y": 0.5, "pass_mark": 23.0}


@pytest.fixture(scope="session")
def made_row() -> Callable[..., Row]:
    """A row: three questions with these scores, in the gradebook as the grader found them."""

    def make(name: str = "s1", scores: tuple[float, ...] = (10.0, 10.0, 10.0), **changed: object) -> Row:
        by_question = dict(zip(QUESTIONS, scores, strict=True))
        filed = Filed({question: Mark(score, 10.0, score) for question, score in by_question.items()})
        status = "passed" if scores[0] == 10 else "failed"
        facts = {"parameters": {**FACTS, "nll": 19.0 if scores[2] == 10 else 24.0}}
        missing = (Diagnosis("missing-half", "The half is missing."),)
        diagnoses = {} if scores[0] == 10 else {"gaussian_nll": missing}
        titles = {"gaussian_nll": ("half", "The half is there")}
        questions = [
            QuestionResult(
                question,
                (CheckResult(*titles.get(question, ("all", "It is right")), score, 10.0, status, ""),),
                diagnoses.get(question, ()),
                facts.get(question, {}),
            )
            for question, score in by_question.items()
        ]
        marked = SubmissionResult(name, "graded", None, 30.0, tuple(questions), seconds=0.5)
        return Row(**{"name": name, "filed": filed, "marked": marked, **changed})  # type: ignore[arg-type]

    return make


@pytest.fixture(scope="session")
def rejected_row() -> Callable[[str, str], Row]:
    """A row whose file was rejected, by its name and the reason."""

    def make(name: str, reason: str) -> Row:
        filed = Filed({question: Mark(0.0, 10.0, 0.0) for question in QUESTIONS})
        return Row(name, filed, SubmissionResult(name, "rejected", reason, 30.0))

    return make


@pytest.fixture(scope="session")
def made_class(made_row: Callable[..., Row], rejected_row: Callable[[str, str], Row]) -> ClassReport:
    """Two right ones, one with two mistakes, one rejected, one waiting."""
    rows = (
        made_row("ann"),
        made_row("bob", (7.0, 10.0, 5.5)),
        made_row("cyd"),
        rejected_row("dan", "The file is <empty>: save the notebook and resubmit."),
        made_row("eve", filed=None, marked=None),
    )
    return ClassReport(EXERCISE, rows)
