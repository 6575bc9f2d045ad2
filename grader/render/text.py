"""A result for people, in a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from grader.render.plain import one_line, printable
from grader.results import QuestionResult, SubmissionResult

SIGNS = {"passed": "+", "failed": "-", "error": "!", "timeout": "!", "skipped": " "}


def render_text(result: SubmissionResult) -> str:
    """`result` as lines of plain text; terminal escapes from outside are made harmless."""
    return "\n".join(_lines(result)) + "\n"


def _lines(result: SubmissionResult) -> Iterator[str]:
    score = "no score" if result.score is None else f"{result.score:g} of {result.max_score:g} points"
    yield f"{one_line(result.student)}: {result.status}, {score}"
    if result.reason:
        yield f"  {one_line(result.reason)}"
    for note in result.notes:
        yield f"  note: {one_line(note)}"
    if result.sandbox == "process":
        yield "  note: graded with process isolation alone."
    for question in result.questions:
        yield ""
        yield from _question_lines(question)


def _question_lines(question: QuestionResult) -> Iterator[str]:
    yield f"{question.id}: {question.points}"
    for check in question.checks:
        yield f"  {SIGNS[check.status]} {one_line(check.title)} ({check.points:g}/{check.max_points:g})"
        yield from _indented(check.message)
    for diagnosis in question.diagnoses:
        yield f"  => {diagnosis.slug}: {one_line(diagnosis.message)}"


def _indented(message: str) -> Iterator[str]:
    """A message keeps its lines, but none of them can pass for a line of ours."""
    for line in printable(message).splitlines():
        yield f"      {line}"
