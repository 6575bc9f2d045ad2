"""A result as GitHub-flavoured Markdown, for the summary of a CI job or a merge request."""

from __future__ import annotations

import re
from collections.abc import Iterator

from grader.render.plain import one_line
from grader.results import CheckResult, QuestionResult, SubmissionResult

SIGNS = {"passed": "✅", "failed": "❌", "error": "💥", "timeout": "⏱️", "skipped": "⏭️"}

# Any of these can start markup, HTML, a formula, a mention or a table cell; a backslash makes it a letter.
_MARKUP = re.compile(r"([\\`*_{}\[\]<>()#|~&$!@^=])")
# GitHub makes links of bare addresses too, unless they are broken up.
_BARE_LINK = re.compile(r"(?i)(?<=:)/(?=/)|(?<=\bwww)\.")


def render_markdown(result: SubmissionResult) -> str:
    """`result` as Markdown: the points, a table a question, and what to do about what failed."""
    return "\n".join(_lines(result)) + "\n"


def escaped(text: str) -> str:
    """`text` on one line, shown as it is by a Markdown renderer, inside or outside of a table."""
    return _BARE_LINK.sub(r"\\\g<0>", _MARKUP.sub(r"\\\1", one_line(text)))


def _lines(result: SubmissionResult) -> Iterator[str]:
    score = "no score" if result.score is None else f"{result.score:g} of {result.max_score:g} points"
    yield f"## Marks of {escaped(result.student)}: {score}"
    yield ""
    if result.status == "rejected":
        yield f"**The file cannot be graded.** {escaped(result.reason or '')}"
    elif result.status == "error":
        yield "**The grader itself failed.** This took no points: tell the course staff."
    yield from (f"- Note: {escaped(note)}" for note in result.notes)
    if result.sandbox == "process":
        yield "- Note: graded with process isolation alone."
    for question in result.questions:
        yield from _question_lines(question)


def _question_lines(question: QuestionResult) -> Iterator[str]:
    yield ""
    yield f"### {escaped(question.id)}: {question.points}"
    yield ""
    if not question.checks:
        return
    yield "| | Check | Points | What happened |"
    yield "|---|---|---:|---|"
    yield from map(_row, question.checks)
    if question.diagnoses:
        yield ""
        yield from (f"- **{escaped(d.slug)}**: {escaped(d.message)}" for d in question.diagnoses)


def _row(check: CheckResult) -> str:
    points = f"{check.points:g} / {check.max_points:g}"
    return f"| {SIGNS[check.status]} | {escaped(check.title)} | {points} | {escaped(check.message)} |"
