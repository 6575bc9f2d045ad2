"""Grids for `contour` that are right or wrong by a hair get the same mark under every seed.

Tried at the bounds between which the seed chooses, in all of their combinations that matter, and between them.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import matplotlib as mpl
import numpy as np
import pytest
from numpy.typing import NDArray

from grader.answers import Curve, Drawing
from grader.exercises.gaussian_density.drawing import RADII, judge
from grader.exercises.gaussian_density.drawing.inputs import PLANS, Plan
from grader.exercises.gaussian_density.drawing.measures import is_spaced, is_whole
from grader.running.inside import figures

Array = NDArray[np.float64]
LEVELS: dict[str, Callable[[float], float]] = {
    "radius": lambda r: r,
    "mass": lambda r: 1 - math.exp(-r * r / 2),
    "density": lambda r: -math.exp(-r * r / 2),
}
"""What is contoured, as a function of the Mahalanobis radius."""


def at_the_bounds(plan: Plan, sizes: bool = True) -> Iterator[tuple[Array, Array]]:
    """Sigma and Mean at the bounds of size, ratio and correlation, with Mean at its nearest and its farthest.

    Without `sizes` only the correlation varies: a grid of standard deviations does not know of the rest.
    """
    most = None if sizes else 1
    bounds = (plan.scales[:most], plan.ratios[:most], plan.correlations, plan.means[:most])
    for large, ratio, rho, far in itertools.product(*bounds):
        small = large / ratio
        a, c = (large, small) if plan.wide == "x" else (small, large)
        b = plan.covariance * rho * a * c
        yield np.array([[a * a, b], [b, c * c]]), far * np.array(plan.quadrant, dtype=float)


def drawn(x: Array, y: Array, Sigma: Array, Mean: Array, what: str) -> Drawing:
    mpl.use("agg")
    state = figures.begin(False)
    X, Y = np.meshgrid(x, y)
    v = np.stack([X - Mean[0], Y - Mean[1]], axis=-1)
    radius = np.sqrt(np.einsum("...i,ij,...j", v, np.linalg.inv(Sigma), v))
    level = np.vectorize(LEVELS[what])
    state.figure.gca().contour(X, Y, level(radius), levels=sorted(map(LEVELS[what], RADII)))
    plain: dict[str, Any] = figures.finish(state)
    return Drawing(**{**plain, "curves": tuple(Curve(**each) for each in plain["curves"])})


def fixed(half: float, count: int) -> Callable[[Array, Array], tuple[Array, Array]]:
    side = np.linspace(-half, half, count)
    return lambda Sigma, Mean: (side, side)


def deviations(many: float, count: int) -> Callable[[Array, Array], tuple[Array, Array]]:
    side = np.linspace(-many, many, count)
    return lambda Sigma, Mean: (
        Mean[0] + math.sqrt(Sigma[0, 0]) * side,
        Mean[1] + math.sqrt(Sigma[1, 1]) * side,
    )


def rights(
    grid: Callable[[Array, Array], tuple[Array, Array]], plan: Plan, what: str, sizes: bool = True
) -> set[bool]:
    """Whether the picture is right, at all of the bounds."""
    return {
        judge(drawn(*grid(Sigma, Mean), Sigma, Mean, what), Sigma, Mean).right
        for Sigma, Mean in at_the_bounds(plan, sizes)
    }


@pytest.mark.parametrize(("half", "what"), [(8, "mass"), (9, "mass"), *((10, what) for what in LEVELS)])
def test_two_hundred_by_two_hundred_over_a_fixed_window_is_right(half: float, what: str) -> None:
    for plan in PLANS:
        assert rights(fixed(half, 200), plan, what) == {True}


@pytest.mark.parametrize("half", [5, 6, 7])
def test_a_fixed_window_up_to_seven_fails_for_the_wide_density_alone(half: float) -> None:
    assert [rights(fixed(half, 200), plan, "mass") for plan in PLANS] == [{True}, {True}, {False}]


def test_a_fixed_window_of_four_fails_for_the_first() -> None:
    assert [rights(fixed(4, 200), plan, "mass") for plan in (PLANS[0], PLANS[2])] == [{False}] * 2


@pytest.mark.parametrize("what", LEVELS)
def test_a_hundred_by_a_hundred_over_ten_is_too_coarse(what: str) -> None:
    """For the small density under every seed, and so for the mark; for the first one under some."""
    assert [rights(fixed(10, 100), plan, what) for plan in PLANS[1:]] == [{False}, {True}]


@pytest.mark.parametrize("what", LEVELS)
@pytest.mark.parametrize(("many", "count"), [(3, 40), (3, 50), (4, 50), (5, 60), (5, 80), (5, 100)])
def test_a_fine_enough_grid_of_standard_deviations_is_right(many: float, count: int, what: str) -> None:
    for plan in PLANS:
        assert rights(deviations(many, count), plan, what, sizes=False) == {True}


@pytest.mark.parametrize("what", LEVELS)
@pytest.mark.parametrize(("many", "count"), [(3, 20), (3, 25), (3, 30), (4, 40), (5, 40), (5, 50)])
def test_a_coarser_one_is_wrong_for_the_first_density(many: float, count: int, what: str) -> None:
    assert rights(deviations(many, count), PLANS[0], what, sizes=False) == {False}


@pytest.mark.parametrize("what", ["radius", "mass"])
@pytest.mark.parametrize("size", [0, 1])
def test_a_coarse_grid_gets_the_same_points_wherever_mean_lies_between_two_points(
    what: str, size: int
) -> None:
    """50 by 50 points over [-5, 5] got the points for spacing and a full turn under some seeds only."""
    plan = replace(PLANS[1], scales=(PLANS[1].scales[size],) * 2)
    Sigma, Mean = max(at_the_bounds(plan), key=lambda case: np.linalg.cond(case[0]))
    for shift in itertools.product((0, 0.05, 0.1, 0.15), repeat=2):  # 0.2 from point to point
        moved = Mean + np.array(shift)
        found = judge(drawn(*fixed(5, 50)(Sigma, moved), Sigma, moved, what), Sigma, moved)
        states = (len(found.rings), found.right, is_spaced(found), is_whole(found))
        assert states == (len(RADII), False, True, True)
