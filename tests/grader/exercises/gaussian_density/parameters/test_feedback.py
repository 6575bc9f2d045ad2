"""What the feedback page says of the numbers found."""

from __future__ import annotations

from benchmarks.exercise import EXERCISE
from grader.feedback.question import question_html
from grader.results import CheckResult, QuestionResult, SubmissionResult

PARAMETERS = EXERCISE.question("parameters")
CHECK = CheckResult("test_a", "It is low", 0.5, 1.0, "failed", "Look.")
RESULT = SubmissionResult("s1", "graded")


def test_the_distance_from_the_best_is_told() -> None:
    facts = {"nll": 19.5, "best_nll": 18.377, "pass_mark": 23.0, "start_nll": 24.96}
    page = question_html(PARAMETERS, QuestionResult("parameters", (CHECK,), facts=facts), RESULT)
    assert "is 19.500 nats: 1.123 above the best possible (18.377). That is below 23, the mark." in page


def test_the_best_possible_is_told_to_be_0_away() -> None:
    facts = {"nll": 18.377 + 1e-12, "best_nll": 18.377, "pass_mark": 23.0, "start_nll": 24.96}
    page = question_html(PARAMETERS, QuestionResult("parameters", (CHECK,), facts=facts), RESULT)
    assert "less than 0.001 above the best possible" in page
