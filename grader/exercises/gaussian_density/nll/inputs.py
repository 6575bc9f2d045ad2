"""Hidden inputs of `gaussian_nll`, few and each chosen so that several checks can read it.

All are float32, Sigma exactly symmetric, coordinates within 10, condition numbers within 1e3. They are chosen
so that a sane float32 formula (explicit inverse, `det`, expanded square) stays well within the tolerance; see
docs/marking.md. Made once a seed and kept, as a class shares its seed.
"""

from __future__ import annotations

import functools
import math

import numpy as np
from numpy.typing import NDArray

from grader.checking import Hidden
from grader.exercises.gaussian_density.gaussian import Gaussian
from grader.exercises.gaussian_density.nll.points import Case

NARROW = 900.0
"""Condition number of the narrow density. The worst sane float32 formula, the expanded square
x'Px - 2x'Pm + m'Pm, then uses a tenth of the tolerance: that is rounding, and no mistake of the student's."""

RINGS = (1.0, 2.5)
"""Mahalanobis radii of the two rings of `rings`."""


@functools.lru_cache(maxsize=8)
def mirrored(hidden: Hidden) -> Case:
    """Around a mean away from 0: column 0 is the mean, 2i-1 and 2i lie opposite each other, the last repeats 1.

    Mean and steps lie on a grid of 1/64, so that mirrored points are exact in float32.
    """
    rng = hidden.rng("mirrored")
    gaussian = _gaussian(hidden, "mirrored")
    steps = _grid(_on_ellipse(gaussian.Sigma, np.array([1.0, 1.7, 2.4]), _angles(rng, 3)))
    far = _grid(_on_ellipse(gaussian.Sigma, np.array([1.4]), rng.uniform(0, 2 * math.pi, 1)))
    v = np.zeros((2, 9))
    v[:, 1:7:2], v[:, 2:7:2], v[:, 7:8], v[:, 8] = steps, -steps, far, steps[:, 0]
    return _case(v + gaussian.Mean[:, None], gaussian.Sigma, gaussian.Mean)


@functools.lru_cache(maxsize=8)
def rings(hidden: Hidden) -> Case:
    """Around 0, with det Sigma = 1: column 0 is the mean, 1 to 4 lie on one ellipse, 5 to 8 on a wider one."""
    rng = hidden.rng("rings")
    Sigma = _gaussian(hidden, "rings").Sigma.astype(np.float64)
    Sigma = (Sigma / math.sqrt(np.linalg.det(Sigma))).astype(np.float32)
    inner, outer = (_on_ellipse(Sigma, np.full(4, radius), _angles(rng, 4)) for radius in RINGS)
    return _case(np.hstack([np.zeros((2, 1)), inner, outer]), Sigma, np.zeros(2))


@functools.lru_cache(maxsize=8)
def scaled(hidden: Hidden) -> Case:
    """Around 0, with det Sigma between 3 and 8: column 0 is the mean; two more points."""
    rng = hidden.rng("scaled")
    Sigma = _gaussian(hidden, "scaled").Sigma.astype(np.float64)
    Sigma = (Sigma * math.sqrt(rng.uniform(3, 8) / np.linalg.det(Sigma))).astype(np.float32)
    points = _on_ellipse(Sigma, np.array([0.8, 1.9]), _angles(rng, 2))
    return _case(np.hstack([np.zeros((2, 1)), points]), Sigma, np.zeros(2))


@functools.lru_cache(maxsize=8)
def sample(hidden: Hidden, count: int) -> Case:
    """`count` points spread over a wide density, none farther than Mahalanobis radius 3."""
    rng = hidden.rng(f"sample of {count}")
    gaussian = _gaussian(hidden, f"sample of {count}", scale=(1.2, 2.4))
    points = _on_ellipse(gaussian.Sigma, rng.uniform(0.5, 3, count), rng.uniform(0, 2 * math.pi, count))
    return _case(points + gaussian.Mean[:, None], gaussian.Sigma, gaussian.Mean)


@functools.lru_cache(maxsize=8)
def narrow(hidden: Hidden) -> Case:
    """Twelve points of a slanted density that is `NARROW` times as long as wide, in squares."""
    rng = hidden.rng("narrow")
    angle = rng.uniform(math.radians(25), math.radians(65)) * rng.choice([-1, 1])
    along = np.array([math.cos(angle), math.sin(angle)])
    across = np.array([-along[1], along[0]])
    Sigma = rng.uniform(1.5, 4) * (np.outer(along, along) + np.outer(across, across) / NARROW)
    Sigma = ((Sigma + Sigma.T) / 2).astype(np.float32)
    Mean = _grid(rng.choice([-1, 1], 2) * rng.uniform(0.5, 1, 2))
    points = _on_ellipse(Sigma, rng.uniform(0.5, 2.5, 12), rng.uniform(0, 2 * math.pi, 12))
    return _case(points + Mean[:, None], Sigma, Mean)


@functools.lru_cache(maxsize=8)
def far(hidden: Hidden) -> Case:
    """Six points 45 to 55 Mahalanobis units away: their density is 0 even in float64, its logarithm is not."""
    rng = hidden.rng("far")
    gaussian = _gaussian(hidden, "far", scale=(0.08, 0.14))
    points = _on_ellipse(gaussian.Sigma, rng.uniform(45, 55, 6), _angles(rng, 6))
    return _case(points + gaussian.Mean[:, None], gaussian.Sigma, gaussian.Mean)


def _gaussian(hidden: Hidden, label: str, scale: tuple[float, float] = (0.8, 1.6)) -> Gaussian:
    """Correlated, the two coordinates told apart: one scale is 1.25 times the other or more, and so is |Mean|."""
    rng = hidden.rng(f"Sigma and Mean, {label}")
    small = rng.uniform(scale[0], scale[1] / 1.25)
    scales = rng.permutation([small, small * rng.uniform(1.25, scale[1] / small)])
    covariance = rng.choice([-1, 1]) * rng.uniform(0.4, 0.75) * scales.prod()
    Sigma = np.array([[scales[0] ** 2, covariance], [covariance, scales[1] ** 2]], dtype=np.float32)
    sizes = rng.permutation([rng.uniform(0.6, 1.1), rng.uniform(1.4, 2.0)])
    return Gaussian(Sigma, _grid(rng.choice([-1, 1], 2) * sizes).astype(np.float32))


def _angles(rng: np.random.Generator, count: int) -> NDArray[np.float64]:
    """Evenly spread over the half turn, from a random start: no direction is left out, none is its opposite."""
    result: NDArray[np.float64] = rng.uniform(0, math.pi) + np.arange(count) * math.pi / count
    return result


def _on_ellipse(
    Sigma: NDArray[np.floating], radii: NDArray[np.float64], angles: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Points at these Mahalanobis radii from 0, (2, N)."""
    result: NDArray[np.float64] = np.linalg.cholesky(Sigma.astype(np.float64)) @ (
        radii * np.array([np.cos(angles), np.sin(angles)])
    )
    return result


def _grid(points: NDArray[np.float64]) -> NDArray[np.float64]:
    result: NDArray[np.float64] = np.round(points * 64) / 64
    return result


def _case(x: NDArray[np.floating], Sigma: NDArray[np.floating], Mean: NDArray[np.floating]) -> Case:
    arrays = [np.ascontiguousarray(array, dtype=np.float32) for array in (x, Sigma, Mean)]
    for array in arrays:
        array.setflags(write=False)  # kept for the next submission of the class
    return Case(*arrays)
