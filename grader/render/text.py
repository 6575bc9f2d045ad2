"""A result for people, in a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from grader.results import QuestionResult, SubmissionResult

SIGNS = {"passed": "+", "failed": "-", "error": "!", "timeout": "!", "skipped": " "}


def render_text(result: SubmissionResult) -> str:
    """`result` as lines of plain text."""
    return "\n".join(_lines(result)) + "\n"


def _lines(result: SubmissionResult) -> Iterator[str]:
    score = "no score" if result.score is None else f"{result.score:g} of {result.max_score:g} points"
    yield f"{result.student}: {result.status}, {score}"
    if result.reason:
        yield f"  {result.reason}"
    for note in result.notes:
        yield f"  note: {note}"
    if result.sandbox == "process":
        yield "  note: graded with process isolation alone."
    for question in result.questions:
        yield ""
        yield from _question_lines(question)


def _question_lines(question: QuestionResult) -> Iterator[str]:
    yield f"{question.id}: {question.score:g} of {question.max_score:g}"
    for check in question.checks:
        yield f"  {SIGNS[check.status]} {check.title} ({check.points:g}/{check.max_points:g})"
        if check.message:
            yield f"      {check.message}"
    for diagnosis in question.diagnoses:
        yield f"  => {diagnosis.slug}: {diagnosis.message}"
