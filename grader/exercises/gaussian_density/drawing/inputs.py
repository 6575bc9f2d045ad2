"""The hidden Gaussians that `draw_density` is asked to draw."""

from __future__ import annotations

import numpy as np

from grader.checking.hidden import Hidden
from grader.exercises.gaussian_density.gaussian import Gaussian

QUADRANTS = np.array([[1.0, -1.0], [-1.0, 1.0], [1.0, 1.0]])
"""Quadrants of the three means (all turned by one random sign)."""
SCALES = ((1.4, 1.9), (0.8, 1.0), (3.0, 4.5))
"""Larger standard deviation: usual, small, wide.

A grid of 200 by 200 points over [-10, 10] still serves: in Mahalanobis units its step is at most 0.32, which
moves a line of `contour` by less than 2 %. One over [-5, 5] serves for the first two.
"""
MEANS = ((0.5, 1.5), (2.5, 3.0), (0.5, 1.5))
"""Size of the mean's coordinates: the small density lies outside a grid around 0 of five times its size."""
CORRELATIONS = ((0.75, 0.85), (0.45, 0.65), (0.3, 0.6))
RATIOS = (1.75, 2.0)
"""Larger standard deviation over the smaller one: x and y cannot be confused, and a grid that takes the width
of one for the other cuts off a contour even when it is three standard deviations wide (1.75 * 1.794 > 3)."""


def gaussians(hidden: Hidden) -> list[Gaussian]:
    """Three Gaussians that differ in size, sign of the correlation, wider axis and quadrant of Mean.

    Each mistake (B's sign dropped, x taken for y, ...) shows in at least one of the first two.
    """
    rng = hidden.rng("gaussians")
    sign, mirror, wide_x = rng.choice([-1, 1]), rng.choice([-1, 1]), int(rng.integers(2))
    cases = []
    for i, (scales, correlations, means, quadrant) in enumerate(
        zip(SCALES, CORRELATIONS, MEANS, QUADRANTS, strict=True)
    ):
        large = rng.uniform(*scales)
        small = large / rng.uniform(*RATIOS)
        first, second = (large, small) if (i + wide_x) % 2 else (small, large)
        covariance = sign * (-1) ** i * rng.uniform(*correlations) * first * second
        Sigma = np.array([[first**2, covariance], [covariance, second**2]], dtype=np.float32)
        Mean = (mirror * quadrant * rng.uniform(*means, 2)).astype(np.float32)
        cases.append(Gaussian(Sigma, Mean))
    return cases
