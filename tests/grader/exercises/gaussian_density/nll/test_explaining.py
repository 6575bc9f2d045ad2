"""What staff are told of `gaussian_nll` is what the checks went by."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from benchmarks.exercise import EXERCISE
from benchmarks.labelled import SETUP, Labelled, labelled_answers
from grader.answers import Answer
from grader.checking import Call, Hidden, Record, Recorder, mark_questions, replayed
from grader.checking.recording import Seen
from grader.exercises.gaussian_density.nll import inputs
from grader.exercises.gaussian_density.nll.points import NAME, Case
from grader.explained import Candidate, Explained
from grader.results import QuestionResult

EXACT = {
    "test_distance_is_half_the_square",
    "test_log_determinant",
    "test_constant",
    "test_right_for_any_number_of_points",
    "test_right_for_a_narrow_density",
}
"""Checks that compare numbers and look at nothing else."""
AND_MORE = {"test_numbers_follow_the_points", "test_mean_is_subtracted", "test_covariance_sets_the_distance"}
"""Checks that compare numbers and look at more beside."""
WRONG = [answer for answer in labelled_answers(NAME, "wrong") if answer.name != "endless"]
"""But for the endless one, which would go on in this very process."""
RIGHT = next(answer for answer in labelled_answers(NAME, "right") if answer.name == "linalg_solve")
ANSWERS = [RIGHT, *WRONG]
EXPLAIN = EXERCISE.question(NAME).explain


def namespace(answer: Labelled) -> dict[str, Any]:
    made: dict[str, Any] = {}
    exec(SETUP, made)
    try:
        exec(answer.source, made)
    except (Exception, SyntaxError):
        made.pop(NAME, None)
    return made


@pytest.fixture
def recorded(session_of: Callable[..., Any]) -> Callable[..., QuestionResult]:
    def mark(seed: str = "seed", **names: Any) -> QuestionResult:
        return mark_questions(session_of(**names), seed, EXERCISE, [NAME], Recorder)[0]

    return mark


def explained(result: QuestionResult) -> dict[str, Explained]:
    assert result.record is not None
    student, hidden = replayed(result.record), Hidden("seed", NAME)
    return {check.id: EXPLAIN.check(check.id, student, hidden) for check in result.checks}


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda answer: answer.id)
def test_what_is_compared_agrees_exactly_where_the_check_passed(
    recorded: Callable[..., QuestionResult], answer: Labelled
) -> None:
    result = recorded(**namespace(answer))
    told = explained(result)
    for check in result.checks:
        agrees = [row.agrees for row in told[check.id].compared]
        if check.id in EXACT and check.status == "passed":
            assert agrees
            assert all(agrees), check.id
        elif check.id in AND_MORE and check.status == "passed":
            assert all(agrees), check.id
        elif check.id in EXACT and check.status == "failed" and agrees:
            assert not all(agrees) or told[check.id].sentences, check.id


def test_each_check_has_its_explanation(recorded: Callable[..., QuestionResult]) -> None:
    result = recorded(**namespace(RIGHT))
    assert result.score == 10
    assert all(each != Explained() for each in explained(result).values())


def call(answer: Labelled, recorded: Callable[..., QuestionResult], points: int) -> Call:
    record = recorded(**namespace(answer)).record
    assert record is not None
    return next(call for call in record.calls if call.arguments[0].shape == (2, points))


def named(name: str) -> Labelled:
    return next(answer for answer in ANSWERS if answer.name == name)


def test_a_call_is_compared_point_by_point_with_the_truth(recorded: Callable[..., QuestionResult]) -> None:
    made = call(named("half_forgotten"), recorded, 13)
    told = EXPLAIN.call(made)
    truth = Case(*made.arguments).truth
    assert [row.right for row in told.compared] == truth.tolist()
    assert [row.returned for row in told.compared] == np.asarray(made.answer.value.array).tolist()  # type: ignore[union-attr]
    assert told.compared[0].agrees  # Mean itself
    assert not told.compared[1].agrees
    assert told.short == "1 of 13 numbers right"


def test_of_a_thousand_points_the_worst_are_shown(recorded: Callable[..., QuestionResult]) -> None:
    told = EXPLAIN.call(call(RIGHT, recorded, 1000))
    assert len(told.compared) == 13
    assert told.short == "1000 of 1000 numbers right"
    assert told.sentences == ("Shown are the 13 points that are farthest off.",)


def test_a_total_is_told_beside_the_right_one(recorded: Callable[..., QuestionResult]) -> None:
    told = EXPLAIN.call(call(named("total"), recorded, 13))
    assert "returns a single number" in told.short
    assert "add up to" in told.sentences[0]
    assert not any(row.agrees for row in told.compared)


def test_a_call_that_raised_has_the_right_numbers_and_none_that_are_off(
    recorded: Callable[..., QuestionResult],
) -> None:
    def gaussian_nll(x: Any, Sigma: Any, Mean: Any) -> Any:
        return x - Mean

    record = recorded(gaussian_nll=gaussian_nll).record
    assert record is not None
    told = EXPLAIN.call(record.calls[0])
    assert told.sentences == ("There is no value to compare, as the call raised an error.",)
    assert told.short == "raised an error"
    assert [row.right for row in told.compared] == Case(*record.calls[0].arguments).truth.tolist()
    assert {(row.returned, row.agrees, row.wrong) for row in told.compared} == {(None, False, False)}


def test_numbers_that_are_nan_came_back_and_are_off(recorded: Callable[..., QuestionResult]) -> None:
    record = recorded(gaussian_nll=lambda x, Sigma, Mean: x[0] * float("nan")).record
    assert record is not None
    told = EXPLAIN.call(record.calls[0])
    assert told.short == "0 of 13 numbers right"
    assert all(np.isnan(row.returned) and row.wrong for row in told.compared)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_what_does_not_change_but_for_rounding_is_told_as_no_change(
    recorded: Callable[..., QuestionResult], dtype: str
) -> None:
    """A bowl that does not know the size of Sigma, put together so that the number at Mean is rounded."""
    import torch

    def gaussian_nll(x: Any, Sigma: Any, Mean: Any) -> Any:
        x, Sigma, Mean = (each.to(getattr(torch, dtype)) for each in (x, Sigma, Mean))
        v = x - Mean[:, None]
        det = torch.det(Sigma)
        return (v * torch.linalg.solve(Sigma, v)).sum(0) / 2 + 1.8 * (det / 3) / (det / 3 * 1.1) * 1.1

    told = explained(recorded(gaussian_nll=gaussian_nll))["test_log_determinant"]
    assert [row.returned for row in told.compared] == [0.0]


def test_of_numbers_in_the_right_shape_nothing_else_is_said(recorded: Callable[..., QuestionResult]) -> None:
    told = explained(recorded(**namespace(RIGHT)))["test_one_number_a_point"]
    assert told.sentences == (
        "For x of shape (2, 13) it returned the shape (13,), as asked.",
        "For x of shape (2, 1) it returned the shape (1,), as asked.",
        "What it returned is of the form Tensor, float32.",
    )


def test_a_shape_of_which_one_call_was_made_is_told_of_that_call(
    recorded: Callable[..., QuestionResult],
) -> None:
    """Two slips: no later check asks for a point alone then."""
    import torch

    def gaussian_nll(x: Any, Sigma: Any, Mean: Any) -> Any:
        v = x - Mean[:, None]
        return (v * torch.linalg.solve(Sigma, v)).sum(0)[:, None]

    told = explained(recorded(gaussian_nll=gaussian_nll))["test_one_number_a_point"]
    assert told.sentences == (
        "For x of shape (2, 13) it returned the shape (13, 1), asked is (13,).",
        "What it returned is of the form Tensor, float32.",
    )


def test_what_was_changed_is_told_with_the_calls_that_changed_it() -> None:
    case = inputs.mirrored(Hidden("seed", NAME))
    changes: list[tuple[int, ...]] = [(), (0,), (0, 2), (0,)]
    calls = (
        Call(NAME, (case.x + number, case.Sigma, case.Mean), Answer("ok", changed=changed))
        for number, changed in enumerate(changes)
    )
    student = replayed(Record(tuple(Seen("test_numbers_follow_the_points", call) for call in calls)))
    told = EXPLAIN.check("test_arguments_are_left_alone", student, Hidden("seed", NAME))
    assert told.sentences == ("It changed x in calls 2 and 4.", "It changed x and Mean in call 3.")


def candidates(result: QuestionResult) -> tuple[Candidate, ...]:
    assert result.record is not None
    return EXPLAIN.candidates(replayed(result.record))


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("half_forgotten", "missing-half"),
        ("log_likelihood", "sign-flipped"),
        ("no_two_pi", "missing-log-normalizer"),
    ],
)
def test_the_diagnosis_is_the_first_of_those_that_fit(
    recorded: Callable[..., QuestionResult], name: str, slug: str
) -> None:
    result = recorded(**namespace(named(name)))
    found = candidates(result)
    assert result.misconceptions[0] == found[0].slug == slug
    assert [each.fits for each in found] == sorted((each.fits for each in found), reverse=True)


def test_runners_up_are_told_with_how_much_they_explain(recorded: Callable[..., QuestionResult]) -> None:
    found = candidates(recorded(**namespace(named("half_forgotten"))))
    assert [each.slug for each in found] == ["missing-half", "(the right formula)"]
    assert not found[1].fits


def test_two_slips_at_once_are_told_as_a_pair(recorded: Callable[..., QuestionResult]) -> None:
    found = candidates(recorded(**namespace(named("half_and_constant"))))
    assert found[0] == Candidate(found[0].slug, True, found[0].told)
    assert set(found[0].slug.split(" and ")) == {"missing-half", "missing-log-normalizer"}


def test_an_answer_that_is_not_there_has_no_candidates(recorded: Callable[..., QuestionResult]) -> None:
    assert candidates(recorded()) == ()


def test_recording_moves_no_mark_and_no_word(session_of: Callable[..., Any]) -> None:
    for name in ("half_forgotten", "total", "arguments_mean_first", "uses_global_data"):
        names = namespace(named(name))
        plain = mark_questions(session_of(**names), "seed", EXERCISE, [NAME])
        assert mark_questions(session_of(**names), "seed", EXERCISE, [NAME], Recorder) == plain
        assert plain[0].record is None
