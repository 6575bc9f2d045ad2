"""One question's feedback as HTML. Everything that came from outside is escaped by the template engine.

What a template gets is picked here field by field: what is for staff never reaches a student's page.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from grader.exercises.gaussian_density.pictures import (
    contour_sentences,
    drawing_picture,
    gaussian_picture,
    nll_scale,
    shown_total,
)
from grader.results import CheckResult, CheckStatus, QuestionResult, SubmissionResult

STATUS: dict[CheckStatus, tuple[str, str]] = {
    "passed": ("✓", "passed"),
    "failed": ("✗", "not yet"),
    "error": ("!", "your code raised an error"),
    "timeout": ("◷", "stopped at the time limit"),
    "skipped": ("–", "not tried"),
}
"""A sign and a word for how a check ended: neither needs colour."""


@dataclass(frozen=True)
class ShownCheck:
    """What a student reads of a check."""

    sign: str
    word: str
    status: str
    title: str
    points: str
    message: str


@dataclass(frozen=True)
class Picture:
    """An image with the sentences below it."""

    svg: Markup
    sentences: tuple[str, ...]


def question_html(question: QuestionResult, result: SubmissionResult) -> str:
    """Marks, diagnosis, checks with their messages, and pictures of one question."""
    return (
        environment()
        .get_template("question.html.j2")
        .render(
            id=question.id,
            score=points(question.score),
            max_score=points(question.max_score),
            share=question.score / question.max_score if question.max_score else 0.0,
            diagnoses=[(diagnosis.slug, diagnosis.message) for diagnosis in question.diagnoses],
            checks=[_shown(check) for check in question.checks],
            pictures=_pictures(question),
            notes=result.notes,
        )
    )


def rejected_html(result: SubmissionResult) -> str:
    """Why the file could not be graded."""
    return environment().get_template("rejected.html.j2").render(reason=result.reason)


def points(number: float) -> str:
    """Points as people write them: 7.5, 10."""
    return f"{round(number, 2):g}"


def _shown(check: CheckResult) -> ShownCheck:
    sign, word = STATUS[check.status]
    worth = f"{points(check.points)} of {points(check.max_points)}"
    return ShownCheck(sign, word, check.status, check.title, worth, check.message)


def _pictures(question: QuestionResult) -> list[Picture]:
    facts = dict(question.facts)
    found = {
        "draw_density": [(drawing_picture(facts), _drawing_sentences(facts))],
        "parameters": [(gaussian_picture(facts), ()), (nll_scale(facts), _total_sentences(facts))],
    }
    return [Picture(svg, told) for svg, told in found.get(question.id, []) if svg is not None]


def _drawing_sentences(facts: Mapping[str, Any]) -> tuple[str, ...]:
    return (
        "Sigma = [[2, 1], [1, 1]] and Mean = (1, −1), as in the notebook; the marks come from other examples.",
        *contour_sentences(facts),
    )


def _total_sentences(facts: Mapping[str, Any]) -> tuple[str, ...]:
    total, best, mark = facts.get("nll"), facts.get("best_nll"), facts.get("pass_mark")
    if total is None or best is None or mark is None:
        return ()
    distance = f"{max(total - best, 0):.3f}" if total < 1e6 else "more than a million"
    away = f"{distance} above the best possible ({best:.3f})"
    return (
        f"Your total negative log likelihood is {shown_total(total)} nats: {away}. It has to be below {mark:g}.",
    )


@functools.cache
def environment() -> Environment:
    """The template engine: everything is escaped, and an unknown name is an error."""
    made = Environment(
        loader=PackageLoader("grader.feedback"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals["stylesheet"] = stylesheet
    return made


@functools.cache
def stylesheet(name: str) -> Markup:
    """One of the package's own style sheets."""
    return Markup((files("grader.feedback") / "templates" / f"{name}.css").read_text(encoding="utf-8"))
