"""Hidden inputs of `gaussian_nll`, few and each chosen so that several checks can read it.

Designed first: which sign the covariance has, which axis is the wider one, in which quadrant Mean lies, how large,
round and slanted the density is, and where the points lie in it. A mistake that shows for one sign or one quadrant
alone then shows under every seed, in the same checks. The seed chooses the numbers, within a few percent.

All are float32, Sigma exactly symmetric, coordinates within 10, condition numbers within 1e3. They are chosen
so that a sane float32 formula (explicit inverse, `det`, expanded square) stays well within the tolerance; see
docs/marking.md. Made once a seed and kept, as a class shares its seed.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from grader.checking import Hidden
from grader.exercises.gaussian_density.gaussian import Gaussian
from grader.exercises.gaussian_density.nll.points import Case

NARROW = 900.0
"""Condition number of the narrow density. The worst sane float32 formula, the expanded square
x'Px - 2x'Pm + m'Pm, then uses a tenth of the tolerance: that is rounding, and no mistake of the student's."""

RINGS: Mapping[str, tuple[float, float]] = {"rings": (1.0, 2.5), "scaled": (0.8, 2.1)}
"""Mahalanobis radii of the two rings. They differ, so that what depends on where the points' own middle is shows."""

CROSS = slice(9, 13)
"""Columns of `rings`, `turned` and `scaled` that lie at one distance on the axes: right, left, above, below."""

REPEATED = slice(8, 10)
"""Columns of `mirrored` that stand there a second time: one would be met by random numbers now and then."""


@dataclass(frozen=True)
class Plan:
    """What the seed has no say in."""

    covariance: Literal[-1, 1]
    """The sign of B."""
    wide: Literal["x", "y"]
    mean: tuple[float, float] = (0.0, 0.0)
    """About where Mean lies; its coordinates differ in size."""
    scale: float = 1.0
    """About the smaller of the two standard deviations."""
    start: float = 0.3
    """About the angle of the first point, before it is stretched to the density's shape. Of four points on a ring it
    keeps away from 0 and from pi/8, where sums of absolute values are the same for all of them."""
    rho: float = 0.57
    """About the size of the correlation."""
    ratio: float = 1.5
    """About the larger standard deviation over the smaller. Times `rho` it stays below 1, for at 1 terms that slips
    leave over cancel."""


PLANS: Mapping[str, Plan] = {
    "mirrored": Plan(+1, "y", (1.6, -0.75), 0.75),
    "rings": Plan(-1, "y", start=0.2, rho=0.4),
    "scaled": Plan(+1, "x", start=0.2, rho=0.55, ratio=1.6),
    "sample of 1": Plan(-1, "x", (-0.75, 1.6), 1.5, 0.7),
    "sample of 2": Plan(+1, "y", (-1.6, -0.75), 1.5, 0.4),
    "sample of 1000": Plan(-1, "x", (0.75, 1.6), 1.5),
    "narrow": Plan(-1, "x", (0.85, -0.6)),
    "far": Plan(+1, "y", (-0.75, 1.6), 0.09, 0.5),
}
"""By label. Both signs, both axes and all quadrants are among those that each check reads."""


@functools.lru_cache(maxsize=8)
def mirrored(hidden: Hidden) -> Case:
    """Around a mean away from 0: column 0 is the mean, 2i-1 and 2i lie opposite each other up to 6.

    The columns `REPEATED` are 1 and 4 once more.

    Mean and steps lie on a grid of 1/64, so that mirrored points are exact in float32.
    """
    label = "mirrored"
    gaussian = _gaussian(hidden, label)
    steps = _grid(_on_ellipse(gaussian.Sigma, np.array([1.0, 1.7, 2.4]), _angles(hidden, label, 3)))
    others = _grid(
        _on_ellipse(gaussian.Sigma, np.array([1.4, 0.9, 2.0, 2.2]), _angles(hidden, label, 4) + 0.5)
    )
    v = np.zeros((2, 13))
    v[:, 1:7:2], v[:, 2:7:2], v[:, 7:8], v[:, 10:] = steps, -steps, others[:, :1], others[:, 1:]
    v[:, REPEATED] = v[:, [1, 4]]
    return _case(v + gaussian.Mean[:, None], gaussian.Sigma, gaussian.Mean)


@functools.lru_cache(maxsize=8)
def rings(hidden: Hidden) -> Case:
    """Around 0, with det Sigma = 1: column 0 is the mean, 1 to 4 lie on one ellipse, 5 to 8 on a wider one.

    Columns 9 to 12 are `CROSS`. The determinant is a little above 1, by less than the tolerance of the numbers: an
    answer that divides by its logarithm would else get a number that is rounding alone.
    """
    return _ringed(hidden, "rings", 1.001)


@functools.lru_cache(maxsize=8)
def turned(hidden: Hidden) -> Case:
    """The points of `rings`, with A and C exchanged: wide where it was narrow, of the same size and the same B."""
    case = rings(hidden)
    return _case(case.x, case.Sigma[::-1, ::-1], case.Mean)


@functools.lru_cache(maxsize=8)
def scaled(hidden: Hidden) -> Case:
    """As `rings`, but closer and with det Sigma near 10. B has the other sign, and the other axis is the wider.

    The correlation differs, too, so that what is lost with it does not cancel. At the mean the right number is near
    2.98, and 1.84 in `rings`: rounded to one decimal, their difference is off by 0.04 or more.
    """
    return _ringed(hidden, "scaled", hidden.rng("scaled").uniform(9.4, 10.4))


def _ringed(hidden: Hidden, label: str, det: float) -> Case:
    Sigma = _gaussian(hidden, label).Sigma.astype(np.float64)
    Sigma = (Sigma * math.sqrt(det / np.linalg.det(Sigma))).astype(np.float32)
    inner, outer = (
        _on_ellipse(Sigma, np.full(4, radius), _angles(hidden, f"{label} {radius}", 4, PLANS[label]))
        for radius in RINGS[label]
    )
    arm = hidden.rng(f"{label}, cross").uniform(1.1, 1.2) * det**0.25
    cross = arm * np.array([[1, -1, 0, 0], [0, 0, 1, -1]])
    return _case(np.hstack([np.zeros((2, 1)), inner, outer, cross]), Sigma, np.zeros(2))


@functools.lru_cache(maxsize=8)
def sample(hidden: Hidden, count: int) -> Case:
    """`count` points spread over a wide density, none farther than Mahalanobis radius 3."""
    label = f"sample of {count}"
    gaussian = _gaussian(hidden, label)
    radii = _even(hidden, label, 1.4, 2.9, count)
    points = _on_ellipse(gaussian.Sigma, radii, 2.4 * _angles(hidden, label, count))
    return _case(points + gaussian.Mean[:, None], gaussian.Sigma, gaussian.Mean)


@functools.lru_cache(maxsize=8)
def narrow(hidden: Hidden) -> Case:
    """Thirteen points of a slanted density that is `NARROW` times as long as wide, in squares.

    As many as the cases before: an answer that keeps the points of one call for the next is found out.
    """
    plan, rng = PLANS["narrow"], hidden.rng("narrow")
    angle = rng.uniform(math.radians(34), math.radians(40)) * plan.covariance
    along = np.array([math.cos(angle), math.sin(angle)])
    across = np.array([-along[1], along[0]])
    Sigma = rng.uniform(2.3, 2.8) * (np.outer(along, along) + np.outer(across, across) / NARROW)
    Sigma = ((Sigma + Sigma.T) / 2).astype(np.float32)
    Mean = _mean(rng, plan)
    points = _on_ellipse(Sigma, _even(hidden, "narrow", 0.6, 2.4, 13), 2 * _angles(hidden, "narrow", 13))
    return _case(points + Mean[:, None], Sigma, Mean)


@functools.lru_cache(maxsize=8)
def far(hidden: Hidden) -> Case:
    """Six points 45 to 55 Mahalanobis units away: their density is 0 even in float64, its logarithm is not."""
    gaussian = _gaussian(hidden, "far")
    points = _on_ellipse(gaussian.Sigma, _even(hidden, "far", 45, 55, 6), _angles(hidden, "far", 6))
    return _case(points + gaussian.Mean[:, None], gaussian.Sigma, gaussian.Mean)


def _gaussian(hidden: Hidden, label: str) -> Gaussian:
    """As its plan says, each number within a few percent of it."""
    plan, rng = PLANS[label], hidden.rng(f"Sigma and Mean, {label}")
    small = plan.scale * rng.uniform(0.97, 1.06)
    large = small * plan.ratio * rng.uniform(0.97, 1.03)
    scales = np.array([large, small] if plan.wide == "x" else [small, large])
    covariance = plan.covariance * plan.rho * rng.uniform(0.95, 1.05) * scales.prod()
    Sigma = np.array([[scales[0] ** 2, covariance], [covariance, scales[1] ** 2]], dtype=np.float32)
    return Gaussian(Sigma, _mean(rng, plan))


def _mean(rng: np.random.Generator, plan: Plan) -> NDArray[np.float32]:
    return _grid(np.array(plan.mean) * rng.uniform(0.95, 1.1, 2)).astype(np.float32)


def _angles(hidden: Hidden, label: str, count: int, plan: Plan | None = None) -> NDArray[np.float64]:
    """Evenly spread over the half turn, about from where the plan says: none is the opposite of another."""
    start = (plan or PLANS[label]).start + hidden.rng(f"angles, {label}").uniform(-0.08, 0.08)
    result: NDArray[np.float64] = start + np.arange(count) * math.pi / count
    return result


def _even(hidden: Hidden, label: str, low: float, high: float, count: int) -> NDArray[np.float64]:
    """`count` radii from `low` to `high`, in an order that has nothing to do with the angles'."""
    rng = hidden.rng(f"radii, {label}")
    steps = (np.arange(count) * 7 % count + rng.uniform(0.2, 0.8, count)) / count
    result: NDArray[np.float64] = low + (high - low) * steps
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
