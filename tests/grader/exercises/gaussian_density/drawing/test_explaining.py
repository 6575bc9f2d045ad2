"""What staff are told of `draw_density` is what the checks went by."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.exercise import EXERCISE
from benchmarks.labelled import SETUP, Labelled, labelled_answers
from grader.answers import Answer, Curve, Drawing
from grader.checking import Call, Hidden, Record, Recorder, mark_questions, replayed
from grader.checking.marking import OF_THE_DATA
from grader.checking.recording import Seen
from grader.exercises.gaussian_density.drawing.compared import NAME
from grader.exercises.gaussian_density.drawing.counted import counted
from grader.exercises.gaussian_density.drawing.explaining import explain_call
from grader.exercises.gaussian_density.drawing.inputs import gaussians
from grader.exercises.gaussian_density.drawing.judging import judge
from grader.explained import Explained
from grader.results import QuestionResult
from grader.running.outside.parse import parse_drawing
from tests.grader.exercises.gaussian_density.drawing.test_forged import DRAWINGS, Forger

MEASURED = {
    "test_contours_go_all_the_way_round",
    "test_contours_are_centred_on_mean",
    "test_contours_turn_with_sigma",
    "test_contours_are_stretched_as_sigma_is",
}
"""Checks that measure each ellipse and look at nothing else."""
SHAPES = (
    *("circle_through_sigma", "mean_forgotten", "half_turn", "angle_negative", "circles", "nine_contours"),
    *(
        "x_and_y_exchanged",
        "only_one_ellipse",
        "diamonds",
        "window_of_one_sigma",
        "ten_more_faint",
        "convex_hull",
    ),
    *("scatter_of_a_sample", "white_on_white", "new_figure", "twelve_corners", "shape_error", "empty_body"),
    *("three_of_wrong_size", "mass_as_radius", "untouched", "under_image", "own_numbers", "angle_in_radians"),
)
EXPLAIN = EXERCISE.question(NAME).explain
Drawn = Callable[..., Drawing]


def tensors(*arrays: np.ndarray) -> list[Any]:
    import torch

    return [torch.from_numpy(array.copy()) for array in arrays]


class Session:
    """A submission of which only the drawing function runs, in this process."""

    def __init__(self, function: Any, drawn: Drawn) -> None:
        self.function, self.drawn = function, drawn

    def draw(self, name: str, arguments: list[np.ndarray], furnished: bool = False) -> Answer:
        try:
            return Answer(
                "ok", drawing=self.drawn(lambda fig: self.function(fig, *tensors(*arguments)), furnished)
            )
        except Exception:
            return Answer("raised")

    def call(self, *_: Any) -> Answer:
        return Answer("missing")

    def kept(self, _: str) -> None:
        return None

    def run_of(self, _: str) -> None:
        return None


def named(name: str, kind: Any = "wrong") -> Labelled:
    return next(answer for answer in labelled_answers(NAME, kind) if answer.name == name)


@pytest.fixture
def recorded(drawn: Drawn) -> Callable[[Labelled], QuestionResult]:
    def mark(answer: Labelled) -> QuestionResult:
        made: dict[str, Any] = {}
        exec(SETUP + answer.source, made)
        session = Session(made.get(NAME), drawn)
        return mark_questions(session, "seed", EXERCISE, [NAME], Recorder)[0]

    return mark


def explained(result: QuestionResult) -> dict[str, Explained]:
    assert result.record is not None
    student, hidden = replayed(result.record), Hidden("seed", NAME)
    return {check.id: EXPLAIN.check(check.id, student, hidden) for check in result.checks}


@pytest.mark.parametrize("name", SHAPES)
def test_what_is_compared_agrees_exactly_where_the_check_passed(
    recorded: Callable[[Labelled], QuestionResult], name: str
) -> None:
    result = recorded(named(name))
    assert result.record is not None
    assert result.score < 10
    told = explained(result)
    for check in result.checks:
        rows = told[check.id].compared
        if check.id in MEASURED and check.status == "passed":
            assert all(row.agrees for row in rows), check.id
        elif check.id in MEASURED and check.status == "failed":
            assert not all(row.agrees for row in rows) or told[check.id].sentences, check.id


@pytest.mark.parametrize("name", SHAPES)
def test_what_the_lines_count_as_adds_up_to_the_judgement(
    recorded: Callable[[Labelled], QuestionResult], name: str
) -> None:
    """As many wrong lines as the checks counted, at least: an ellipse in pieces is several lines and one mistake."""
    record = recorded(named(name)).record
    assert record is not None
    for call in record.calls:
        if call.answer.drawing is None:
            assert explain_call(call).sentences == ("It left no picture.",)
            continue
        judgement = judge(call.answer.drawing, *call.arguments)
        lines = counted(judgement)
        wrong = sum(each.group == "wrong" for each in lines)
        assert wrong >= judgement.others or judgement.flooded
        assert bool(wrong) == bool(judgement.others) or judgement.flooded
        if judgement.right:
            assert sum(each.group == "contour" for each in lines) >= 4


def test_a_right_drawing_is_told_as_four_contours(recorded: Callable[[Labelled], QuestionResult]) -> None:
    result = recorded(labelled_answers(NAME, "right")[0])
    assert result.score == 10
    assert result.record is not None
    for call in result.record.calls:
        told = explain_call(call)
        assert told.short.startswith("4 of 4 contours right, 0 lines wrong")
    assert all(told != Explained() for told in explained(result).values())
    assert EXPLAIN.candidates(replayed(result.record)) == ()


def test_what_is_zero_but_for_rounding_is_told_as_zero(
    recorded: Callable[[Labelled], QuestionResult],
) -> None:
    told = explained(recorded(named("circle_through_sigma")))
    for check in ("test_contours_go_all_the_way_round", "test_contours_are_centred_on_mean"):
        assert {(row.returned, row.right, row.off) for row in told[check].compared} == {(0.0, 0.0, 0.0)}
    assert {row.off for row in told["test_contours_turn_with_sigma"].compared} == {0.0}
    assert all(row.off > 1 for row in told["test_contours_are_stretched_as_sigma_is"].compared)
    follow = explained(recorded(named("mean_forgotten")))["test_contours_follow_the_arguments"]
    assert "around (0, 0), (0, 0), (0, 0), (0, 0); Mean is (" in follow.sentences[0]


def test_what_was_changed_is_told_of_the_calls_that_the_check_looks_at() -> None:
    """The third picture, on axes in use, is not among them."""
    hidden = Hidden("seed", NAME)
    changes: list[tuple[int, ...]] = [(), (0, 1), (0,)]
    calls = (
        Call(NAME, (case.Sigma, case.Mean), Answer("ok", changed=changed), furnished, drawn=True)
        for case, changed, furnished in zip(gaussians(hidden), changes, (False, False, True), strict=True)
    )
    student = replayed(Record(tuple(Seen("test_contours_follow_the_arguments", call) for call in calls)))
    told = EXPLAIN.check("test_arguments_stay_as_they_were", student, hidden)
    assert told.sentences == ("It changed Sigma and Mean in call 2.",)


def test_furniture_is_told_with_what_it_is(
    gaussian: Any, ring: Callable[..., Any], curve: Callable[..., Curve], drawing: Drawn
) -> None:
    Sigma, Mean = gaussian
    contours = [curve(ring(r)) for r in (0.668, 1.0108, 1.3537, 1.7941)]
    straight = curve(np.array([[0.0, 0.0], [1.0, 1.5]]))
    lines = counted(judge(drawing(*contours, straight, curve(ring(0.03))), Sigma, Mean))
    assert [each.group for each in lines] == ["contour"] * 4 + ["furniture"] * 2
    assert {each.why for each in lines[4:]} == {
        "straight, or of a few straight sides",
        "it marks a point: small, or within a tenth of a radius of Mean",
    }
    assert lines[0].why == "on the contour of 20 %, within 2 % of its radius"


def test_too_many_straight_lines_are_told_as_too_many(
    gaussian: Any, curve: Callable[..., Curve], drawing: Drawn
) -> None:
    rng = np.random.default_rng(0)
    straight = [curve(rng.uniform(-3, 3, (2, 2))) for _ in range(60)]
    judgement = judge(drawing(*straight), *gaussian)
    lines = counted(judgement)
    assert judgement.flooded
    assert lines == ()


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("circle_through_sigma", "sigma-not-root"),
        ("rows_times_cholesky", "transposed-root"),
        ("no_correlation", "axis-aligned"),
        ("mean_forgotten", "mean-ignored"),
    ],
)
def test_the_diagnosis_is_the_first_of_those_that_fit(
    recorded: Callable[[Labelled], QuestionResult], name: str, slug: str
) -> None:
    result = recorded(named(name))
    assert result.record is not None
    found = EXPLAIN.candidates(replayed(result.record))
    assert result.misconceptions[0] == found[0].slug == slug
    assert found[0].fits


@settings(suppress_health_check=list(HealthCheck), max_examples=100)
@given(st.lists(DRAWINGS, min_size=3, max_size=3))
def test_forged_drawings_are_told_or_cannot_be_for_their_numbers(drawings: list[dict[str, Any]]) -> None:
    forger = Forger([parse_drawing(drawing) for drawing in drawings])
    (result,) = mark_questions(forger, "seed", EXERCISE, [NAME], Recorder)
    assert result.record is not None
    student, hidden = replayed(result.record), Hidden("seed", NAME)
    for tell in (
        *(partial(explain_call, call) for call in result.record.calls),
        *(partial(EXPLAIN.check, check.id, student, hidden) for check in result.checks),
        partial(EXPLAIN.candidates, student),
    ):
        try:
            with np.errstate(all="ignore"):
                told = tell()
        except OF_THE_DATA:  # then the engine says that they cannot be told
            continue
        assert "nan" not in str(getattr(told, "pictures", ""))
