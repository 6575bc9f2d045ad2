"""A result comes back from the object that is kept of it."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from grader.results import (
    CheckResult,
    Diagnosis,
    QuestionResult,
    SubmissionResult,
    submission_from_json,
    submission_to_json,
)

RESULT = SubmissionResult(
    "s1",
    "graded",
    max_score=20.0,
    questions=(
        QuestionResult(
            "first",
            (
                CheckResult("a", "It is there", 2.5, 2.5, "passed", ""),
                CheckResult("b", "It is right", 0.0, 7.5, "failed", "It is not right."),
            ),
            (Diagnosis("slip", "A slip."), Diagnosis("other", "Another.")),
            {"A": 1.5},
        ),
        QuestionResult("second", (CheckResult("c", "All", 0.25, 10.0, "timeout", "Too slow."),)),
    ),
    seconds=0.125,
    notes=("A cell was put back.",),
    sandbox="process",
)
REJECTED = SubmissionResult("s2", "rejected", "The file is empty.", 20.0)
FAILED = SubmissionResult("s3", "error", "The grader failed.", 20.0)


@pytest.mark.parametrize("result", [RESULT, REJECTED, FAILED], ids=["graded", "rejected", "error"])
def test_what_is_kept_tells_the_whole_result(result: SubmissionResult) -> None:
    told = json.loads(json.dumps(submission_to_json(result)))
    again = submission_from_json(told)
    assert again == result
    assert (again.score, again.misconceptions) == (result.score, result.misconceptions)
    assert submission_to_json(again) == told


def test_what_only_staff_see_is_not_kept() -> None:
    [first, second] = RESULT.questions
    check, *others = first.checks
    secret = replace(first, checks=(replace(check, staff="x = 1"), *others))
    told = submission_to_json(replace(RESULT, questions=(secret, second)))
    assert "x = 1" not in json.dumps(told)
    assert submission_from_json(told) == RESULT


def test_an_object_that_is_no_result_is_refused() -> None:
    with pytest.raises(KeyError, match="student"):
        submission_from_json({"status": "graded"})
