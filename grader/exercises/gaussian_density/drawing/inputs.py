"""The hidden Gaussians that `draw_density` is asked to draw.

Designed first: the sign of the covariance, which axis is the wider one, in which quadrant Mean lies, how large and how
slanted the density is. A mistake that shows for one sign or one quadrant alone then shows under every seed. The seed
chooses the numbers, each between two bounds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from grader.checking.hidden import Hidden
from grader.exercises.gaussian_density.gaussian import Gaussian


@dataclass(frozen=True)
class Plan:
    """What the seed has no say in, and between which bounds it chooses."""

    covariance: Literal[-1, 1]
    """The sign of B."""
    wide: Literal["x", "y"]
    quadrant: tuple[Literal[-1, 1], Literal[-1, 1]]
    """The signs of Mean's coordinates."""
    scales: tuple[float, float]
    """Larger standard deviation."""
    correlations: tuple[float, float]
    """Size of the correlation."""
    means: tuple[float, float]
    """Size of each of Mean's coordinates."""
    ratios: tuple[float, float] = (1.8, 1.95)
    """Larger standard deviation over the smaller one: x and y cannot be confused, and a grid that takes the width of
    one for the other cuts off a contour even when it is three standard deviations wide (1.8 * 1.794 > 3)."""


PLANS = (
    # All of it lies between -5 and 5, and beyond -4 and 4.
    Plan(+1, "x", (+1, -1), scales=(1.65, 1.8), correlations=(0.71, 0.76), means=(1.2, 1.4)),
    # Small, and so far out that a grid around 0 of three times its deviation along x shows nothing of it. Its peak
    # stays between 0.342 and 0.369: at 0.3, 0.375 and 0.4 the four are among the round levels that `contour` chooses,
    # and at 1/3 a level of 0.2 is one of them.
    Plan(
        -1, "y", (-1, +1), (1.015, 1.03), correlations=(0.61, 0.625), means=(2.67, 2.78), ratios=(1.81, 1.86)
    ),
    # Wide: its contours reach beyond 7 and not to 8.
    Plan(+1, "x", (+1, +1), scales=(3.5, 3.7), correlations=(0.41, 0.5), means=(0.9, 1.2)),
)
"""Usual, small, wide. Each mistake (B's sign dropped, x taken for y, ...) shows in at least one of the first two.

The bounds are such that `contour` on the usual grids is right under every seed or wrong under every seed: a grid of k
standard deviations each way shows each correlation alike, whatever its size, so the correlations lie where none of
these changes from one to the other (`tests/prices/test_drawing_grids.py`).
"""


def gaussians(hidden: Hidden) -> list[Gaussian]:
    """Three Gaussians, as `PLANS` say."""
    rng = hidden.rng("gaussians")
    return [_gaussian(plan, rng) for plan in PLANS]


def _gaussian(plan: Plan, rng: np.random.Generator) -> Gaussian:
    large = rng.uniform(*plan.scales)
    small = large / rng.uniform(*plan.ratios)
    first, second = (large, small) if plan.wide == "x" else (small, large)
    covariance = plan.covariance * rng.uniform(*plan.correlations) * first * second
    Sigma = np.array([[first**2, covariance], [covariance, second**2]], dtype=np.float32)
    Mean = (np.array(plan.quadrant) * rng.uniform(*plan.means, 2)).astype(np.float32)
    return Gaussian(Sigma, Mean)
