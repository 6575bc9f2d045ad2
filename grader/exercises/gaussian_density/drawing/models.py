"""Mistaken drawings, one small function each: the matrix S that takes Sigma's place in their ellipses.

A contour of radius r is drawn as the points Mean + u with u^T S^-1 u = r^2. In the right picture S = Sigma.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

import numpy as np

from grader.exercises.gaussian_density.drawing.ellipses import Matrix


def right(Sigma: Matrix) -> Matrix:
    """The circle goes through a root of Sigma."""
    return Sigma


def sigma_as_map(Sigma: Matrix) -> Matrix:
    """The circle goes through Sigma itself, or the half axes are the eigenvalues: S = Sigma Sigma^T."""
    return np.asarray(Sigma @ Sigma)


def transposed_root(Sigma: Matrix) -> Matrix:
    """The circle goes through L^T instead of L: S = L^T L."""
    root = np.linalg.cholesky(Sigma)
    return np.asarray(root.T @ root)


def swapped(Sigma: Matrix) -> Matrix:
    """x and y change places."""
    return Sigma[::-1, ::-1]


def correlation_dropped(Sigma: Matrix) -> Matrix:
    """The standard deviations of x and y are the half axes."""
    return np.diag(np.diag(Sigma))


def variances_as_half_axes(Sigma: Matrix) -> Matrix:
    """The variances of x and y are the half axes."""
    return np.diag(np.diag(Sigma) ** 2)


def never_turned(Sigma: Matrix) -> Matrix:
    """The half axes are right, the smaller one along x (the order of eigh); they are not turned."""
    return np.diag(np.linalg.eigvalsh(Sigma))


def never_turned_long_first(Sigma: Matrix) -> Matrix:
    """The half axes are right, the larger one along x; they are not turned."""
    return np.diag(np.linalg.eigvalsh(Sigma)[::-1])


def never_turned_squared(Sigma: Matrix) -> Matrix:
    """The eigenvalues are the half axes, the smaller one along x; they are not turned."""
    return np.diag(np.linalg.eigvalsh(Sigma) ** 2)


def never_turned_long_first_squared(Sigma: Matrix) -> Matrix:
    """The eigenvalues are the half axes, the larger one along x; they are not turned."""
    return np.diag(np.linalg.eigvalsh(Sigma)[::-1] ** 2)


def cholesky_diagonal(Sigma: Matrix) -> Matrix:
    """The diagonal of the Cholesky factor gives the half axes."""
    return np.diag(np.diag(np.linalg.cholesky(Sigma)) ** 2)


def precision(Sigma: Matrix) -> Matrix:
    """The inverse of Sigma stands where Sigma belongs."""
    return np.asarray(np.linalg.inv(Sigma))


MODELS: Mapping[str, tuple[Callable[[Matrix], Matrix], ...]] = {
    "": (right,),
    "sigma-not-root": (sigma_as_map,),
    "transposed-root": (transposed_root,),
    "precision-for-covariance": (precision,),
    "axis-aligned": (
        correlation_dropped,
        variances_as_half_axes,
        never_turned,
        never_turned_long_first,
        never_turned_squared,
        never_turned_long_first_squared,
        cholesky_diagonal,
    ),
}
"""By slug, the right one first; more than one where students have several ways into the same mistake."""


def turned_by(Sigma: Matrix, angle: float) -> Matrix:
    """The right ellipse turned about its centre, anticlockwise, by an angle in radians."""
    turn = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
    return np.asarray(turn @ Sigma @ turn.T)


def degrees_for_radians(Sigma: Matrix) -> tuple[Matrix, ...]:
    """The angle of an eigenvector, in radians, given to something that takes degrees.

    Which multiple of half a turn it carries, and to which half axis it belongs, is up to the code: all of them.
    """
    values, axes = np.linalg.eigh(Sigma)
    found = []
    for lengths, axis in ((values, axes[:, 0]), (values[::-1], axes[:, 1])):
        angle = math.atan2(axis[1], axis[0])
        for half_turns in (-1, 0, 1):
            found.append(turned_by(np.diag(lengths), math.radians(angle + half_turns * math.pi)))
    return tuple(found)
