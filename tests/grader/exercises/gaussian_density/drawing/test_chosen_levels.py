"""Levels that `contour` chooses itself, by round numbers: no seed makes them right by chance, however many they are."""

from __future__ import annotations

import math

import numpy as np
from matplotlib.ticker import MaxNLocator

from grader.checking import Hidden
from grader.exercises.gaussian_density.drawing import RADII
from grader.exercises.gaussian_density.drawing.contours import TOLERANCE
from grader.exercises.gaussian_density.drawing.inputs import gaussians
from grader.exercises.gaussian_density.gaussian import Gaussian
from tests.grader.exercises.gaussian_density.drawing.test_blind import Array

COUNTS = range(2, 22)
"""Levels asked for; with more, the picture has too many lines."""


def chosen(Sigma: Array, count: int) -> Array:
    """The radii of the contours that `contour(X, Y, density, count)` draws, largest first."""
    peak = 1 / (2 * math.pi * math.sqrt(np.linalg.det(Sigma)))
    levels = MaxNLocator(count + 1, min_n_ticks=1).tick_values(0, peak)
    return np.sqrt(-2 * np.log(levels[(levels > 0) & (levels < peak)] / peak))


def happen_to_be_right(gaussian: Gaussian, count: int) -> bool:
    radii = chosen(gaussian.Sigma, count)
    return all((np.abs(radii / right - 1) <= TOLERANCE).any() for right in RADII)


def test_no_seed_has_two_densities_whose_levels_are_right_by_chance() -> None:
    cases = (gaussians(Hidden(f"seed {number}", "draw_density"))[:2] for number in range(1_000))
    assert not [
        (number, count)
        for number, pair in enumerate(cases)
        for count in COUNTS
        if all(happen_to_be_right(each, count) for each in pair)
    ]
