"""Ellipses: what a polyline is an ellipse of, and how two compare."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float64]
"""Shape (2,), or (n,) where that is said."""
Points = NDArray[np.float64]
"""Shape (n, 2)."""
Matrix = NDArray[np.float64]
"""Shape (2, 2)."""

MAX_FIT_VERTICES = 500
"""More vertices don't make a fit better; fewer make it quick."""
ELLIPTICAL = 0.03
"""Largest deviation (in radii) of a vertex from an ellipse that it still counts as a vertex of."""
SHORTEST_ARC = math.radians(60)
"""A shorter arc fits too many ellipses to tell one."""


@dataclass(frozen=True)
class Ellipse:
    """The points Centre + u with u^T S^-1 u = 1: Centre is (2,), S is (2, 2), symmetric positive definite."""

    centre: Vector
    S: Matrix

    def whiten(self, vertices: Points) -> Points:
        """Map (n, 2) vertices to coordinates in which this ellipse is the unit circle."""
        return np.asarray((vertices - self.centre) @ self.whitening.T)

    @cached_property
    def whitening(self) -> Matrix:
        """The inverse of the Cholesky factor of S: a picture is whitened line by line, so it is made once."""
        return np.asarray(np.linalg.inv(np.linalg.cholesky(self.S)))

    @cached_property
    def area(self) -> float:
        """Area in data units."""
        return math.pi * math.sqrt(float(np.linalg.det(self.S)))


def gaussian_ellipse(Sigma: Matrix, Mean: Vector, radius: float) -> Ellipse:
    """The contour of the Gaussian at this Mahalanobis radius."""
    return Ellipse(np.asarray(Mean, dtype=np.float64), radius**2 * np.asarray(Sigma, dtype=np.float64))


def same_ellipse(a: Ellipse, b: Ellipse, tolerance: float) -> bool:
    """Whether a lies within `tolerance` (in radii of b) of b."""
    if np.linalg.norm(b.whiten(a.centre[None, :])) > tolerance:
        return False
    stretch = np.sqrt(np.linalg.eigvalsh(b.whitening @ a.S @ b.whitening.T).clip(0))
    return bool(np.abs(stretch - 1).max() <= tolerance)


def fit_ellipse(vertices: Points, within: float = ELLIPTICAL) -> Ellipse | None:
    """The ellipse that (n, 2) vertices lie on, whatever their spacing; None when one is off by more than `within`.

    Algebraic least squares on the conic through the vertices, in coordinates in which they have unit
    covariance, so that narrow ellipses fit as well as round ones.
    """
    if len(vertices) > MAX_FIT_VERTICES:
        vertices = vertices[np.linspace(0, len(vertices) - 1, MAX_FIT_VERTICES).astype(np.int64)]
    if len(np.unique(vertices, axis=0)) < 8:
        return None
    middle = vertices.mean(axis=0)
    values, axes = np.linalg.eigh(np.cov(vertices.T))
    if values[0] <= 1e-10 * values[1]:
        return None
    back = axes * np.sqrt(values)
    ellipse = _conic((vertices - middle) @ np.linalg.inv(back).T)
    if ellipse is None:
        return None
    fitted = Ellipse(middle + back @ ellipse.centre, _symmetric(back @ ellipse.S @ back.T))
    unit = fitted.whiten(vertices)
    off = np.abs(np.hypot(*unit.T) - 1).max()
    if off > within or angular_gap(unit) > 2 * math.pi - SHORTEST_ARC:
        return None
    return fitted


def _conic(points: Points) -> Ellipse | None:
    """The ellipse a x^2 + b xy + c y^2 + d x + e y + f = 0 nearest to the points; None for another conic."""
    x, y = points.T
    design = np.stack([x * x, x * y, y * y, x, y, np.ones_like(x)], axis=1)
    a, b, c, d, e, f = np.linalg.svd(design, full_matrices=False)[2][-1]
    Q = np.array([[a, b / 2], [b / 2, c]])
    if np.linalg.det(Q) <= 1e-12:
        return None
    centre = -np.linalg.solve(Q, [d, e]) / 2
    level = float(centre @ Q @ centre - f)
    S = level * np.linalg.inv(Q)
    if not np.isfinite(S).all() or np.linalg.eigvalsh(S)[0] <= 0:
        return None
    return Ellipse(centre, _symmetric(S))


def _symmetric(S: Matrix) -> Matrix:
    return np.asarray((S + S.T) / 2)


def angular_gap(unit: Points) -> float:
    """Largest angle at the origin, in radians, between neighbouring ones of (n, 2) points."""
    angles = np.sort(np.arctan2(unit[:, 1], unit[:, 0]))
    return float(np.diff(np.append(angles, angles[0] + 2 * math.pi)).max())


def coverage_gap(starts: Vector, steps: Vector) -> float:
    """Largest angle, in radians, that arcs leave open; each of n runs from a start angle by a signed step."""
    if not len(starts):
        return 2 * math.pi
    low = np.where(steps < 0, starts + steps, starts) % (2 * math.pi)
    order = np.argsort(low)
    low, high = low[order], (low + np.abs(steps))[order]
    reach = np.maximum.accumulate(high)
    # An arc that runs over the full turn covers the beginning as well.
    beginning = float(reach[-1] - 2 * math.pi)
    gaps = low[1:] - np.maximum(reach[:-1], beginning)
    last = float(low[0]) - beginning
    return max(0.0, last, float(gaps.max(initial=0.0)))
