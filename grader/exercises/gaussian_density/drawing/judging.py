"""Is the picture right? Contours at each of the four radii around Mean, all the way round, and no other.

Everything is looked at in whitened coordinates z = L^-1 (v - Mean) with Sigma = L L^T, in which the right
contours are circles around the origin with the radii 0.668, 1.011, 1.354 and 1.794.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from gaussfit.numbers import MASSES, contour_radius
from grader.answers import Drawing
from grader.exercises.gaussian_density.drawing.ellipses import Ellipse, coverage_gap, same_ellipse
from grader.exercises.gaussian_density.drawing.outlines import (
    ALLOWED_GAP,
    Line,
    Ring,
    arcs,
    dotted_arcs,
    is_mark,
    is_round,
    largest,
    lines,
    rings,
    winds_round,
)

Matrix = NDArray[np.float64]
ContourState = Literal["whole", "open", "unseen", "absent"]

RADII: tuple[float, ...] = tuple(contour_radius(mass) for mass in MASSES)
"""Mahalanobis radii of the four contours."""
TOLERANCE = 0.0205
"""The exercise allows 2 % in radius; the rest is for float32 coordinates."""
FEWEST_VERTICES = 24
"""From so many on, a contour is judged at its vertices; with fewer, its sides must be within 2 % too."""
MARK_RADIUS = 0.1
"""What stays within this Mahalanobis radius (0.5 % of the mass) marks the mean, or is the 0 % contour."""
SPOT_RADIUS = 0.6
"""A filled circle of at most this size, smaller than the innermost contour, marks a point wherever it lies."""
NEAR = 0.03
"""An ellipse that is fitted this close to a contour is that contour, if a coarse one, and no other."""
NEARLY_ALL = 0.9
"""A line with this share of its vertices at a radius is the contour there."""


@dataclass(frozen=True)
class Judgement:
    """What a drawing shows for one Sigma (2, 2) and Mean (2,)."""

    truth: Ellipse
    """The true density's contour of radius 1."""
    contours: tuple[ContourState, ...]
    """For each of `RADII`: all the way round; only in part; there, but not to be seen; not there."""
    others: int
    """Closed lines besides those contours that look like contours."""
    seen: tuple[Line, ...]
    """All lines that can be seen, marks left out."""
    unseen: int
    """Lines that are there but cannot be seen."""
    elsewhere: int
    """Artists on other axes or figures."""

    @property
    def right(self) -> bool:
        """Whether this is a right picture."""
        return self.complete and self.others == 0

    @property
    def complete(self) -> bool:
        """Whether all four contours are there, with or without others."""
        return all(state == "whole" for state in self.contours)

    @cached_property
    def rings(self) -> tuple[Ring, ...]:
        """The ellipses that are seen, smallest first, in whatever place."""
        return rings(self.seen)


@dataclass(frozen=True)
class _Polar:
    """A line in whitened coordinates z (n, 2), with the Mahalanobis radius r (n,) of each vertex."""

    line: Line
    z: Matrix
    r: Matrix

    @cached_property
    def radius(self) -> float | None:
        """The radius whose contour the line is, if any."""
        return next((radius for radius in RADII if _at(radius, self.r).mean() >= NEARLY_ALL), None)


def judge(drawing: Drawing, Sigma: NDArray[Any], Mean: NDArray[Any]) -> Judgement:
    """Judge a drawing against the Gaussian that it should show.

    Sigma is (2, 2), symmetric positive definite, Mean (2,); any floating dtype. Raises
    `numpy.linalg.LinAlgError` when Sigma is not positive definite.
    """
    truth = Ellipse(np.asarray(Mean, dtype=np.float64), np.asarray(Sigma, dtype=np.float64))
    everything = (_polar(line, truth) for line in lines(drawing))
    kept = tuple(each for each in everything if not _no_contour(each, drawing))
    seen = tuple(each for each in kept if each.line.seen)
    return Judgement(
        truth=truth,
        contours=tuple(_state(radius, seen, kept) for radius in RADII),
        others=_others(seen, truth),
        seen=tuple(each.line for each in seen),
        unseen=len(kept) - len(seen),
        elsewhere=drawing.artists_elsewhere,
    )


def _polar(line: Line, truth: Ellipse) -> _Polar:
    z = truth.whiten(line.vertices)
    return _Polar(line, z, np.hypot(z[:, 0], z[:, 1]))


def _no_contour(each: _Polar, drawing: Drawing) -> bool:
    """Whether a line marks something; a line at one of the radii is a contour, however small it looks."""
    line, z = each.line, each.z
    if each.r.max() <= MARK_RADIUS:
        return True
    reach = np.hypot(*(z - (z.min(axis=0) + z.max(axis=0)) / 2).T).max()
    if line.filled and reach <= SPOT_RADIUS and is_round(line.vertices):
        return True
    return line.closed and each.radius is None and is_mark(line, drawing)


def _at(radius: float, r: Matrix) -> NDArray[np.bool_]:
    return np.abs(r / radius - 1) <= TOLERANCE


def _state(radius: float, seen: tuple[_Polar, ...], kept: tuple[_Polar, ...]) -> ContourState:
    gap = _gap(radius, seen)
    if gap <= ALLOWED_GAP:
        return "whole"
    if len(kept) > len(seen) and _gap(radius, kept) <= ALLOWED_GAP:
        return "unseen"
    return "open" if gap < 2 * math.pi - ALLOWED_GAP else "absent"


def _gap(radius: float, drawn: tuple[_Polar, ...]) -> float:
    """Largest angle that all lines together leave open at this radius."""
    found = [_arcs_at(radius, each) for each in drawn]
    if not found:
        return 2 * math.pi
    starts = np.concatenate([start for start, _ in found])
    steps = np.concatenate([step for _, step in found])
    if len(steps) < FEWEST_VERTICES:
        true_sides = np.cos(steps / 2) >= 1 - TOLERANCE
        starts, steps = starts[true_sides], steps[true_sides]
    return coverage_gap(starts, steps)


def _arcs_at(radius: float, each: _Polar) -> tuple[Matrix, Matrix]:
    """The arcs of the turn around Mean that a line covers at this radius."""
    nothing = np.zeros(0), np.zeros(0)
    near = _at(radius, each.r)
    if not near.any():
        return nothing
    if each.line.dots:
        on_any = np.any([_at(one, each.r) for one in RADII], axis=0)
        return dotted_arcs(each.z[near]) if near.sum() >= FEWEST_VERTICES and on_any.all() else nothing
    sides = near[:-1] & near[1:]
    starts, steps = arcs(each.z, sides)
    # Points of a contour joined criss-cross are no contour; one chord (back to the start of an arc) may be.
    return (starts, steps) if len(steps) >= NEARLY_ALL * sides.sum() else nothing


def _others(seen: tuple[_Polar, ...], truth: Ellipse) -> int:
    """Closed lines that are none of the four contours."""
    strange = largest(each.line for each in seen if each.radius is None)
    found = [ring for ring in rings(strange) if ring.whole and not ring.dots]
    right = [Ellipse(truth.centre, radius**2 * truth.S) for radius in RADII]
    ellipses = [ring for ring in found if not any(same_ellipse(ring.ellipse, each, NEAR) for each in right)]
    shapes = [line for line in strange if line.closed and not _in(line, ellipses)]
    return len(ellipses) + sum(winds_round(line.vertices, truth.centre) for line in shapes)


def _in(line: Line, ellipses: list[Ring]) -> bool:
    """Whether the line is one of these ellipses."""
    r = [np.hypot(*ring.ellipse.whiten(line.vertices).T) for ring in ellipses]
    return any(np.abs(radius - 1).max() <= 0.1 for radius in r)
