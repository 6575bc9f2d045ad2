"""The hidden Gaussians are such that a grid which is too small shows, and one of usual size does not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from matplotlib.figure import Figure

from grader.checking.hidden import Hidden
from grader.exercises.gaussian_density.drawing import RADII, judge
from grader.exercises.gaussian_density.drawing.inputs import gaussians
from grader.exercises.gaussian_density.gaussian import Gaussian

Make = Callable[..., Any]
Array = np.ndarray
Window = Callable[[Array, Array, int], Array]
"""The grid's places along one axis, by the standard deviations, Mean, and the axis."""
SEEDS = range(6)

SIDE = np.linspace(-1, 1, 200)
RIGHT: dict[str, Window] = {
    "twenty wide": lambda sd, m, i: 10 * SIDE,
    "two standard deviations": lambda sd, m, i: m[i] + 2 * sd[i] * SIDE,
    "six of the larger standard deviation": lambda sd, m, i: m[i] + 6 * sd.max() * SIDE,
}
WRONG: dict[str, Window] = {
    "x's width for y": lambda sd, m, i: m[i] + 3 * sd[0] * SIDE,
    "y's width for x": lambda sd, m, i: m[i] + 3 * sd[1] * SIDE,
    "each other's width": lambda sd, m, i: m[i] + 3 * sd[1 - i] * SIDE,
    "around zero": lambda sd, m, i: 3 * sd[i] * SIDE,
    "around zero in x": lambda sd, m, i: i * m[i] + 3 * sd[i] * SIDE,
    "around zero in y": lambda sd, m, i: (1 - i) * m[i] + 3 * sd[i] * SIDE,
    "around the other coordinate": lambda sd, m, i: m[1 - i] + 3 * sd[i] * SIDE,
    "variances": lambda sd, m, i: m[i] + 3 * sd[i] ** 2 * SIDE,
    "six wide": lambda sd, m, i: 3 * SIDE,
    "ten wide": lambda sd, m, i: 5 * SIDE,
}


def pictures(drawn: Make, window: Window, seed: int) -> list[bool]:
    """Whether the contours in this window are right, for each hidden Gaussian."""
    return [
        judge(drawn(lambda fig, case=case: contours(fig, case, window)), case.Sigma, case.Mean).right
        for case in gaussians(Hidden(f"seed {seed}", "draw_density"))
    ]


def contours(fig: Figure, case: Gaussian, window: Window) -> None:
    sd = np.sqrt(np.diag(case.Sigma))
    x, y = np.meshgrid(*(window(sd, case.Mean, axis) for axis in (0, 1)))
    d = np.stack([x - case.Mean[0], y - case.Mean[1]], axis=-1)
    p = np.exp(-np.einsum("...i,ij,...j", d, np.linalg.inv(case.Sigma), d) / 2)
    fig.gca().contour(x, y, p, levels=[np.exp(-(r**2) / 2) for r in reversed(RADII)])


@pytest.mark.parametrize("name", RIGHT)
@pytest.mark.parametrize("seed", SEEDS)
def test_a_usual_window_is_right_for_every_hidden_gaussian(drawn: Make, name: str, seed: int) -> None:
    assert pictures(drawn, RIGHT[name], seed) == [True] * 3


@pytest.mark.filterwarnings("ignore:No contour levels were found")
@pytest.mark.parametrize("name", WRONG)
@pytest.mark.parametrize("seed", SEEDS)
def test_a_window_that_is_too_small_shows_in_one_of_them(drawn: Make, name: str, seed: int) -> None:
    assert not all(pictures(drawn, WRONG[name], seed))


def test_a_window_ten_wide_fails_for_the_wide_density_alone(drawn: Make) -> None:
    assert [pictures(drawn, WRONG["ten wide"], seed) for seed in SEEDS] == [[True, True, False]] * len(SEEDS)
