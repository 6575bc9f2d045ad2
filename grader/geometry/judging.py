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
from grader.geometry.ellipses import Ellipse, coverage_gap, same_ellipse
from grader.geometry.outlines import (
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


def judge(drawing: Drawing, Sigma: NDArray[Any], Mean: NDArray[Any]) -> Judgement:
    """Judge a drawing against the Gaussian that it should show.

    Sigma is (2, 2), symmetric positive definite, Mean (2,); any floating dtype. Raises
    `numpy.linalg.LinAlgError` when Sigma is not positive definite.
    """
    truth = Ellipse(np.asarray(Mean, dtype=np.float64), np.asarray(Sigma, dtype=np.float64))
    everything = lines(drawing)
    kept = tuple(line for line in everything if not _no_contour(line, drawing, truth))
    seen = tuple(line for line in kept if line.seen)
    contours = tuple(_state(radius, seen, kept, truth) for radius in RADII)
    return Judgement(
        truth=truth,
        contours=contours,
        others=_others(seen, truth),
        seen=seen,
        unseen=len(kept) - len(seen),
        elsewhere=drawing.artists_elsewhere,
    )


def _no_contour(line: Line, drawing: Drawing, truth: Ellipse) -> bool:
    """Whether a line marks something; a line at one of the radii is a contour, however small it looks."""
    z = truth.whiten(line.vertices)
    if np.hypot(*z.T).max() <= MARK_RADIUS:
        return True
    reach = np.hypot(*(z - (z.min(axis=0) + z.max(axis=0)) / 2).T).max()
    if line.filled and reach <= SPOT_RADIUS and is_round(line.vertices):
        return True
    return line.closed and not _radius_of(z) and is_mark(line, drawing)


def _at(radius: float, r: Matrix) -> NDArray[np.bool_]:
    return np.abs(r / radius - 1) <= TOLERANCE


def _radius_of(z: Matrix) -> float | None:
    """The radius whose contour a line is, if any."""
    r = np.hypot(*z.T)
    for radius in RADII:
        if _at(radius, r).mean() >= NEARLY_ALL:
            return radius
    return None


def _state(radius: float, seen: tuple[Line, ...], kept: tuple[Line, ...], truth: Ellipse) -> ContourState:
    gap = _gap(radius, seen, truth)
    if gap <= ALLOWED_GAP:
        return "whole"
    if _gap(radius, kept, truth) <= ALLOWED_GAP:
        return "unseen"
    return "open" if gap < 2 * math.pi - ALLOWED_GAP else "absent"


def _gap(radius: float, drawn: tuple[Line, ...], truth: Ellipse) -> float:
    """Largest angle that all lines together leave open at this radius."""
    found = [_arcs_at(radius, line, truth) for line in drawn]
    if not found:
        return 2 * math.pi
    starts = np.concatenate([start for start, _ in found])
    steps = np.concatenate([step for _, step in found])
    if len(steps) < FEWEST_VERTICES:
        true_sides = np.cos(steps / 2) >= 1 - TOLERANCE
        starts, steps = starts[true_sides], steps[true_sides]
    return coverage_gap(starts, steps)


def _arcs_at(radius: float, line: Line, truth: Ellipse) -> tuple[Matrix, Matrix]:
    """The arcs of the turn around Mean that a line covers at this radius."""
    z = truth.whiten(line.vertices)
    r = np.hypot(*z.T)
    near = _at(radius, r)
    if not line.dots:
        return arcs(z, near[:-1] & near[1:])
    if near.sum() < FEWEST_VERTICES or not np.any([_at(each, r) for each in RADII], axis=0).all():
        return np.zeros(0), np.zeros(0)
    return dotted_arcs(z[near])


def _others(seen: tuple[Line, ...], truth: Ellipse) -> int:
    """Closed lines that are none of the four contours."""
    strange = largest(line for line in seen if _radius_of(truth.whiten(line.vertices)) is None)
    found = [ring for ring in rings(strange) if ring.whole and not ring.dots]
    right = [Ellipse(truth.centre, radius**2 * truth.S) for radius in RADII]
    ellipses = [ring for ring in found if not any(same_ellipse(ring.ellipse, each, NEAR) for each in right)]
    shapes = [line for line in strange if line.closed and not _in(line, ellipses)]
    return len(ellipses) + sum(winds_round(line.vertices, truth.centre) for line in shapes)


def _in(line: Line, ellipses: list[Ring]) -> bool:
    """Whether the line is one of these ellipses."""
    r = [np.hypot(*ring.ellipse.whiten(line.vertices).T) for ring in ellipses]
    return any(np.abs(radius - 1).max() <= 0.1 for radius in r)
