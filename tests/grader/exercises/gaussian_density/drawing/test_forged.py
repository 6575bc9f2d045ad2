"""Whatever numbers a child claims to have drawn, judging them comes to an end without an error."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.exercise import EXERCISE
from grader.answers import Answer, Curve, Drawing
from grader.checking import mark_questions
from grader.exercises.gaussian_density.drawing.judging import judge
from grader.running.outside.parse import parse_drawing
from grader.running.wire import array_to_plain

SIGMA = np.array([[1.0, 0.3], [0.3, 2.0]], dtype=np.float32)
MEAN = np.array([0.5, -1.0], dtype=np.float32)
EXTREMES = st.sampled_from(
    [
        *(0.0, -0.0, 5e-324, 1e-320, 1e-200, 1e-85, 1e-12, 1e-9, 1e-5),
        *(0.5, 1.0, -1.0, 1e5, 999_999.0),
        *(1e9, 1e100, 1e200, 1.7e308, -1.7e308),
    ]
)
SCALES = st.sampled_from(
    [5e-324, 1e-320, 1e-160, 1e-85, 1e-40, 1e-12, 1e-9, 1e-7, 1e-3, 1.0, 1e3, 1e5, 1e8, 1e80, 1e160]
)
COLOURS = st.none() | st.just([0.0, 0.0, 0.0, 1.0]) | st.lists(EXTREMES, min_size=4, max_size=4)
PAIRS = st.lists(EXTREMES, min_size=2, max_size=2)


def ellipse(width: float, height: float, x: float, y: float, corners: int, skew: float) -> np.ndarray:
    t = np.linspace(0, 2 * np.pi, corners)
    return np.stack([x + width * np.cos(t), y + height * np.sin(t + skew)], axis=1)


ROWS = st.lists(PAIRS, max_size=40).map(lambda rows: np.array(rows).reshape(-1, 2))
ELLIPSES = st.builds(ellipse, SCALES, SCALES, EXTREMES, EXTREMES, st.integers(2, 40), st.floats(0, 7))
EQUAL = st.builds(lambda pair, count: np.array([pair] * count), PAIRS, st.integers(1, 40))
VERTICES = (ROWS | ELLIPSES | EQUAL).filter(lambda rows: np.isfinite(rows).all()).map(array_to_plain)
CURVES = st.fixed_dictionaries(
    {
        "vertices": VERTICES,
        "closed": st.booleans(),
        "artist": st.just("Line2D"),
        "stroke": COLOURS,
        "fill": COLOURS,
        "linewidth": EXTREMES,
        "level": st.none() | EXTREMES,
        "zorder": EXTREMES,
        "dots": st.booleans(),
        "path": st.sampled_from([-1, 0, 1, 2**63, -5]),
    }
)
DRAWINGS = st.fixed_dictionaries(
    {
        "curves": st.lists(CURVES, max_size=6),
        "background": st.lists(EXTREMES, min_size=4, max_size=4),
        "xlim": PAIRS,
        "ylim": PAIRS,
        "artists": st.sampled_from([0, 1, -1, 2**63]),
        "artists_elsewhere": st.sampled_from([0, 3]),
        "axes": st.sampled_from([0, 1, 2**62]),
        "images": st.lists(st.lists(EXTREMES, min_size=4, max_size=4), max_size=3),
    }
)


@settings(max_examples=300)
@given(DRAWINGS)
def test_a_forged_drawing_is_judged_and_shows_no_contours(drawing: dict[str, Any]) -> None:
    judgement = judge(parse_drawing(drawing), SIGMA, MEAN)
    assert "whole" not in judgement.contours


def test_axes_that_reach_to_the_end_of_the_numbers_are_judged() -> None:
    t = np.linspace(0, 2 * np.pi, 50)
    curve = Curve(np.stack([np.cos(t), np.sin(t)], axis=1), True, "Line2D", (0, 0, 0, 1), None, 1.5, None)
    forged = Drawing((curve,), (1, 1, 1, 1), (-1.7e308, 1.7e308), (1.7e308, -1.7e308), 1, 0)
    assert "whole" not in judge(forged, SIGMA, MEAN).contours


class Forger:
    """A session that answers each call for a drawing with one of the forged ones."""

    def __init__(self, drawings: list[Drawing]) -> None:
        self.drawings = drawings

    def draw(self, name: str, arguments: list[np.ndarray], furnished: bool = False) -> Answer:
        self.drawings = [*self.drawings[1:], self.drawings[0]]
        return Answer("ok", drawing=self.drawings[0])

    def call(self, name: str, arguments: list[np.ndarray]) -> Answer:
        return Answer("missing")

    def kept(self, name: str) -> None:
        return None

    def run_of(self, name: str) -> None:
        return None


@settings(suppress_health_check=list(HealthCheck), max_examples=150)
@given(st.lists(DRAWINGS, min_size=3, max_size=3))
def test_forged_drawings_are_marked_and_diagnosed(drawings: list[dict[str, Any]]) -> None:
    [result] = [
        each
        for each in mark_questions(Forger([parse_drawing(drawing) for drawing in drawings]), "a", EXERCISE)
        if each.id == "draw_density"
    ]
    assert result.score <= 2


def test_two_ellipses_of_no_size_are_no_error() -> None:
    curves = tuple(
        Curve(ellipse(1e-85, 1e-85, 0, 0, 40, turn), True, "Line2D", (0.0, 0.0, 0.0, 1.0), None, 1.0)
        for turn in (0.0, 0.5)
    )
    forged = Drawing(curves, (1.0,) * 4, (-5, 5), (-5, 5), 2, 0)
    [result] = [each for each in mark_questions(Forger([forged]), "a", EXERCISE) if each.id == "draw_density"]
    assert result.score == 0
