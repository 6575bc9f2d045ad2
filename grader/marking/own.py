"""Marks of an instructor's own cells: tests that run in the student's process, and what a person marks.

A test cell earns its points as in nbgrader: all of them, none when it raises, or as many as its last line shows. Unlike
the hidden checks it shares the student's process, which may read and outwit it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from grader.answers import CellRun
from grader.reading import Release, ReleaseCell, Submission
from grader.results import CheckResult, CheckStatus, QuestionResult

FAILED: Mapping[str, tuple[CheckStatus, str]] = {
    "timeout": ("timeout", "The test ran into the time limit and was stopped."),
    "died": ("error", "The test ended the notebook's process."),
    "raised": ("failed", "The test fails; its output tells why."),
}
"""By outcome of the run. It ended before the first hidden input was shown to anybody."""
NOT_RUN = "The test was not run."
TOO_MANY = "The test shows more points than it has, or no number of points; ask your instructor."


def own_questions(
    submission: Submission, runs: Mapping[int, CellRun], release: Release
) -> tuple[QuestionResult, ...]:
    """One result for each of the instructor's own cells with marks, in the order of the notebook."""
    return tuple(
        by_hand(cell) if cell.is_by_hand else _tested(cell, runs.get(submission.position(cell.grade_id)))
        for cell in release.own
    )


def by_hand(cell: ReleaseCell) -> QuestionResult:
    """The result of a cell that waits for a person's marks."""
    return QuestionResult(cell.grade_id, (), by_hand=cell.points)


def _tested(cell: ReleaseCell, run: CellRun | None) -> QuestionResult:
    status, message, points = _outcome(run, cell.points)
    title = f"The instructor's own test {cell.grade_id}"
    check = CheckResult(cell.grade_id, title, points, cell.points, status, message)
    return QuestionResult(cell.grade_id, (check,))


def _outcome(run: CellRun | None, most: float) -> tuple[CheckStatus, str, float]:
    if run is None:
        return "skipped", NOT_RUN, 0.0
    if run.outcome in FAILED:
        return *FAILED[run.outcome], 0.0
    shown = next((output.text for output in run.outputs if output.kind == "result"), None)
    try:
        points = most if shown is None else float(shown)
    except ValueError:  # something else was shown
        points = most
    if not 0 <= points <= most or math.isnan(points):
        return "failed", TOO_MANY, 0.0
    if points < most:
        return "failed", f"The last line of the test shows {points:g}.", points
    return "passed", "", points
