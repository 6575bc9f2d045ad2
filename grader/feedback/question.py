"""One question's feedback as HTML. Everything that came from outside is escaped by the template engine."""

from __future__ import annotations

import functools

from jinja2 import Environment, PackageLoader, StrictUndefined

from grader.results import QuestionResult, SubmissionResult


def question_html(question: QuestionResult, result: SubmissionResult) -> str:
    """Marks, checks with their messages, and the diagnosis of one question."""
    return _environment().get_template("question.html.j2").render(question=question, result=result)


def rejected_html(result: SubmissionResult) -> str:
    """Why the file could not be graded."""
    return _environment().get_template("rejected.html.j2").render(result=result)


@functools.cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("grader.feedback"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["points"] = lambda points: f"{points:g}"
    return environment
