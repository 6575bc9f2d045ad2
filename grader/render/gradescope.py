"""A result as Gradescope's `results.json`.

The fields are those of Gradescope's autograder specification ("Output format"). Everything is plain text there
(`output_format: text`), so that nothing of a student's can act in the page that shows it.
"""

from __future__ import annotations

import json

from grader.render.plain import one_line, printable
from grader.results import CheckResult, QuestionResult, SubmissionResult

NOT_FINAL = (
    "The grader itself failed on this submission. The 0 points shown are not a mark: nothing was taken from you. "
    "Course staff can see why in the autograder's output and will grade it again."
)


def render_gradescope(result: SubmissionResult) -> str:
    """`result` as JSON text. Gradescope wants a number for a score: where there is none, 0 and a sentence say so."""
    return json.dumps(_results(result), ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _results(result: SubmissionResult) -> dict[str, object]:
    return {
        "score": result.score if result.score is not None else 0.0,
        "execution_time": round(result.seconds, 3),
        "output": _overview(result),
        "output_format": "text",
        "test_output_format": "text",
        "test_name_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",  # it is for staff: the grader's own messages
        "extra_data": {"status": result.status, "sandbox": result.sandbox},
        "tests": [
            _test(question, check, f"{number}.{position}")
            for number, question in enumerate(result.questions, start=1)
            for position, check in enumerate(question.checks, start=1)
        ],
    }


def _overview(result: SubmissionResult) -> str:
    if result.status == "error":
        return NOT_FINAL
    lines = [one_line(result.reason)] if result.reason else []
    lines += [f"Note: {one_line(note)}" for note in result.notes]
    for question in result.questions:
        lines.append(f"{question.id}: {question.points}")
        lines += [f"  {diagnosis.slug}: {one_line(diagnosis.message)}" for diagnosis in question.diagnoses]
    return "\n".join(lines)


def _test(question: QuestionResult, check: CheckResult, number: str) -> dict[str, object]:
    return {
        "score": check.points,
        "max_score": check.max_points,
        "status": "passed" if check.status == "passed" else "failed",
        "name": f"{question.id}: {one_line(check.title)}",
        "name_format": "text",
        "number": number,
        "output": printable(check.message),
        "output_format": "text",
        "tags": [question.id, check.status],
        "visibility": "visible",
        "extra_data": {"id": check.id},
    }
