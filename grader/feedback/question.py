"""One question's feedback as HTML. Everything that came from outside is escaped by the template engine.

What a template gets is picked here field by field: what is for staff never reaches a student's page.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from grader.exercise import Question
from grader.results import CheckResult, CheckStatus, Diagnosis, QuestionResult, SubmissionResult

STATUS: dict[CheckStatus, tuple[str, str]] = {
    "passed": ("✓", "passed"),
    "failed": ("✗", "not yet"),
    "error": ("!", "your code stopped with an error"),
    "timeout": ("◷", "stopped at the time limit"),
    "skipped": ("–", "not tried"),
}
"""A sign and a word for how a check ended: neither needs colour."""
UNWRITTEN = ("–", "not written yet")
"""The same for an answer that nobody has begun."""
UNBEGUN = "not-implemented"
"""The diagnosis of such an answer."""


@dataclass(frozen=True)
class ShownCheck:
    """What a student reads of a check."""

    sign: str
    word: str
    status: str
    title: str
    points: str
    message: str


def question_html(question: Question, marked: QuestionResult, result: SubmissionResult) -> str:
    """Marks, diagnosis, checks with their messages, and pictures of one question."""
    unwritten = any(diagnosis.slug == UNBEGUN for diagnosis in marked.diagnoses)
    return (
        environment()
        .get_template("question.html.j2")
        .render(
            id=marked.id,
            score=points(marked.score),
            max_score=points(marked.max_score),
            share=marked.score / marked.max_score if marked.max_score else 0.0,
            diagnoses=[_diagnosed(diagnosis) for diagnosis in marked.diagnoses],
            checks=[_shown(check, unwritten) for check in marked.checks if check.status != "skipped"],
            skipped=[_shown(check, unwritten) for check in marked.checks if check.status == "skipped"],
            pictures=question.pictures(marked.facts),
            notes=result.notes,
        )
    )


def rejected_html(result: SubmissionResult) -> str:
    """Why the file could not be graded."""
    return environment().get_template("rejected.html.j2").render(reason=result.reason)


def points(number: float) -> str:
    """Points as people write them: 7.5, 10."""
    return f"{round(number, 2):g}"


def in_words(slug: str) -> str:
    """The name of a mistake as people write it."""
    return slug.replace("-", " ")


def _diagnosed(diagnosis: Diagnosis) -> tuple[str, str, str]:
    """The heading of a diagnosis, its name and its sentence; what nobody has begun is no evidence of a mistake."""
    if diagnosis.slug == UNBEGUN:
        return "Not written yet", "", diagnosis.message
    return "What the evidence suggests", in_words(diagnosis.slug), diagnosis.message


def _shown(check: CheckResult, unwritten: bool) -> ShownCheck:
    worth = f"{points(check.points)} of {points(check.max_points)}"
    if unwritten and check.status in ("error", "failed"):
        return ShownCheck(*UNWRITTEN, "skipped", check.title, worth, check.message)
    return ShownCheck(*STATUS[check.status], check.status, check.title, worth, check.message)


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
    made.filters["with_code"] = with_code
    return made


def with_code(sentence: str) -> Markup:
    """A sentence in which `…` is code."""
    parts = re.split(r"`([^`]+)`", sentence)
    pieces = (
        Markup("<code>{}</code>").format(part) if at % 2 else escape(part) for at, part in enumerate(parts)
    )
    return Markup("").join(pieces)


@functools.cache
def stylesheet(name: str) -> Markup:
    """One of the package's own style sheets."""
    return Markup((files("grader.feedback") / "templates" / f"{name}.css").read_text(encoding="utf-8"))
