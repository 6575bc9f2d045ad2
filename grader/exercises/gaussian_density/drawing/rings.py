"""Rings: the ellipses that lines are made of, whole or in part, whatever they stand for."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from grader.exercises.gaussian_density.drawing.ellipses import (
    ELLIPTICAL,
    Ellipse,
    coverage_gap,
    fit_ellipse,
    same_ellipse,
)
from grader.lines.line import Line
from grader.lines.shapes import wrapped

Vertices = NDArray[np.float64]

ALLOWED_GAP = math.radians(15) + 1e-3
"""A ring may be open by this angle: the coarsest polygon allowed, of 24 corners, without its last side."""
WIDEST_STEP = math.radians(60) + 1e-3
"""A side that spans more of the turn is no part of a ring."""
SAME = 0.01
"""Rings closer than this (in radii) are one ring drawn twice."""
CONTOUR_SETS = ("QuadContourSet", "TriContourSet")
FINE, COARSE = 24, 0.08
"""A line of `contour` with fewer vertices than this comes from a coarse grid, which moves each of them by up to so much
of a radius. Where the bound of other lines lay, the seed decided whether an ellipse was seen."""
COARSE_STEP = math.radians(75)
"""A side of such a line may span so much: at the sharp end of an ellipse it spans up to 63 degrees."""
MAX_RINGS, MAX_FITS = 60, 1000
"""Bounds on the work: nobody can tell the contours among so many rings."""


@dataclass(frozen=True)
class Ring:
    """An ellipse that is drawn, whole or in part. `gap` is the largest angle (in radians) left open."""

    ellipse: Ellipse
    gap: float
    start: Vertices
    """The first vertex in coordinates in which the ring is the unit circle, turned as the data are."""
    artist: str
    starts: Vertices
    steps: Vertices
    dots: bool = False
    coarse: bool = False
    """Whether it is a line of `contour` from a coarse grid."""
    sources: tuple[int, ...] = ()
    """The numbers of the lines that it is made of."""

    @property
    def whole(self) -> bool:
        """Whether it goes all the way round."""
        return self.gap <= ALLOWED_GAP


def rings(drawn: Sequence[Line]) -> tuple[Ring, ...] | None:
    """The ellipses among the lines, smallest first; one drawn twice or in pieces comes once.

    None when there are more than can be told apart.
    """
    if len(drawn) > MAX_FITS:
        return None
    merged: list[Ring] = []
    for ring in _found(drawn):
        same = next((i for i, other in enumerate(merged) if _same(ring, other)), None)
        if same is None:
            merged.append(ring)
        else:
            merged[same] = _union(merged[same], ring)
        if len(merged) > MAX_RINGS:
            return None
    return tuple(sorted(merged, key=lambda ring: ring.ellipse.area))


def _found(drawn: Iterable[Line]) -> Iterable[Ring]:
    for number, line in enumerate(drawn):
        ring = _ring(line)
        if ring is not None:
            yield replace(ring, sources=(number,))


def _same(a: Ring, b: Ring) -> bool:
    """Whether two rings are one; a quick look at their size spares most comparisons."""
    close = abs(a.ellipse.area / b.ellipse.area - 1) <= 5 * SAME
    return close and same_ellipse(a.ellipse, b.ellipse, SAME)


def _ring(line: Line) -> Ring | None:
    coarse = line.artist in CONTOUR_SETS and len(line.vertices) < FINE
    ellipse = fit_ellipse(line.vertices, COARSE if coarse else ELLIPTICAL)
    if ellipse is None:
        return None
    # Angles in the frame whose root of S is symmetric: the same for every piece of one ellipse.
    values, axes = np.linalg.eigh(ellipse.S)
    unit = (line.vertices - ellipse.centre) @ (axes / np.sqrt(values)) @ axes.T
    starts, steps = dotted_arcs(unit) if line.dots else arcs(unit, COARSE_STEP if coarse else WIDEST_STEP)
    return Ring(ellipse, coverage_gap(starts, steps), unit[0], line.artist, starts, steps, line.dots, coarse)


def _union(a: Ring, b: Ring) -> Ring:
    starts, steps = np.concatenate([a.starts, b.starts]), np.concatenate([a.steps, b.steps])
    return replace(
        a,
        gap=coverage_gap(starts, steps),
        starts=starts,
        steps=steps,
        dots=a.dots and b.dots,
        coarse=a.coarse and b.coarse,
        sources=a.sources + b.sources,
    )


def arcs(unit: Vertices, widest: float) -> tuple[Vertices, Vertices]:
    """The arcs (start angle, signed step) around the origin that a line's sides cover; those that span more
    than `widest` cover none."""
    angles = np.arctan2(unit[:, 1], unit[:, 0])
    steps = wrapped(np.diff(angles))
    kept = np.abs(steps) <= widest
    return angles[:-1][kept], steps[kept]


def dotted_arcs(unit: Vertices) -> tuple[Vertices, Vertices]:
    """The arcs that a row of dots covers: each dot stands for the arc to the next, as far as a gap may be."""
    angles = np.sort(np.arctan2(unit[:, 1], unit[:, 0]))
    steps = np.diff(np.append(angles, angles[0] + 2 * math.pi))
    kept = steps <= ALLOWED_GAP
    return angles[kept], steps[kept]
