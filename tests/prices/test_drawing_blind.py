"""What can be had for `draw_density` without an answer: 2 of 10 points at most, whatever is drawn how often.

`BLIND_SEEDS=20 python -m pytest tests/prices/test_drawing_blind.py` tries more seeds than there is time for each day.
"""

from __future__ import annotations

import os

import numpy as np
import pytest

from benchmarks.seeds.plain import PlainSession, mark
from grader.answers import Answer, Curve, Drawing
from grader.exercises.gaussian_density.drawing import check_draw_density
from tests.prices.blind import BLIND, Array, Draw, right

SEEDS = [f"price {number}" for number in range(int(os.environ.get("BLIND_SEEDS", "2")))]
MOST = 2.0
BLACK, WHITE = (0.0, 0.0, 0.0, 1.0), (1.0, 1.0, 1.0, 1.0)
MODES = {"lines": False, "dots": True}


class Drawer(PlainSession):
    """A session whose drawing function returns polylines, or places of markers, without matplotlib."""

    def __init__(self, draw: Draw, dots: bool = False) -> None:
        super().__init__({})
        self._draw, self._dots = draw, dots

    def draw(self, name: str, arguments: list[Array], furnished: bool = False) -> Answer:
        Sigma, Mean = arguments
        curves = tuple(
            Curve(v, bool(np.allclose(v[0], v[-1])), "Line2D", BLACK, None, 1.0, dots=self._dots)
            for v in self._draw(Sigma.astype(float), Mean.astype(float))
        )
        return Answer("ok", drawing=Drawing(curves, WHITE, (-5, 5), (-5, 5), len(curves), 0))


def earned(draw: Draw, seed: str, dots: bool = False) -> float:
    return mark(Drawer(draw, dots), check_draw_density, "draw_density", seed).score


def test_there_are_about_a_hundred() -> None:
    assert len(BLIND) >= 90


@pytest.mark.parametrize("name", BLIND)
def test_a_blind_drawing_earns_2_of_10_at_most(name: str) -> None:
    assert {seed: score for seed in SEEDS if (score := earned(BLIND[name], seed)) > MOST} == {}


@pytest.mark.parametrize("name", [name for name in BLIND if "shape" not in name and "slanted" not in name])
def test_so_does_one_in_dots(name: str) -> None:
    assert earned(BLIND[name], SEEDS[0], dots=True) <= MOST


@pytest.mark.parametrize("name", [name for name in BLIND if "235" in name or "600" in name or "128" in name])
def test_a_right_picture_below_a_flood_is_not_right(name: str) -> None:
    assert earned(lambda S, m: right(S, m) + BLIND[name](S, m), SEEDS[0]) < 10


def test_the_right_picture_earns_10_here() -> None:
    assert {earned(right, seed) for seed in SEEDS} == {10}
    assert earned(right, SEEDS[0], dots=True) == 10
