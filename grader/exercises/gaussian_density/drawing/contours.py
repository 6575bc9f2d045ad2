"""Which parts of a line lie at one of the four radii.

Lines are looked at in whitened coordinates z = L^-1 (v - Mean) with Sigma = L L^T, in which the right contours
are circles around the origin. A line is (part of) a contour because most of its length lies there in long runs:
what merely crosses a contour, however often, is none.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from gaussfit.numbers import MASSES, contour_radius
from grader.exercises.gaussian_density.drawing.ellipses import Ellipse, Points, Vector, coverage_gap
from grader.exercises.gaussian_density.drawing.rings import WIDEST_STEP, dotted_arcs
from grader.lines.line import Line
from grader.lines.shapes import wrapped

RADII: tuple[float, ...] = tuple(contour_radius(mass) for mass in MASSES)
"""Mahalanobis radii of the four contours."""
TOLERANCE = 0.0205
"""The exercise allows 2 % in radius; the rest is for float32 coordinates."""
MOST = 0.7
"""A line with this share of its length at the radii is made of contours; a chord across half of one is allowed."""
LONG_RUN = math.radians(60)
"""A line that is drawn on and on belongs to a contour for at least so much of the turn at a time."""
TRUE_STEP = 2 * math.acos(1 - TOLERANCE)
"""A side that spans more of the turn leaves the tolerance in its middle: 24 corners hold it, and 16 as well."""
MAX_WIDE_SIDES = 4
"""So many wider sides are let pass: those at the ends of a contour that is drawn as y over x."""
FEWEST_DOTS = 24
"""Dots that stand for a contour: as many as the coarsest polygon has corners."""


@dataclass(frozen=True)
class Parts:
    """What a line is made of: for each of `RADII` the arcs that it covers, and the pieces that lie elsewhere."""

    arcs: tuple[tuple[Vector, Vector], ...]
    """Start angles and signed steps around Mean, by radius."""
    rest: tuple[Line, ...] = ()


def parts(line: Line, truth: Ellipse) -> Parts | None:
    """What a line that is made of contours is made of; None for any other line."""
    z = truth.whiten(line.vertices)
    at = _nearest(np.hypot(*z.T))
    return _dotted(z, at) if line.dots else _drawn(line, z, at)


def open_angle(found: Sequence[Parts], index: int) -> float:
    """Largest angle that all lines together leave open at one of the radii."""
    starts = np.concatenate([each.arcs[index][0] for each in found] or [np.zeros(0)])
    steps = np.concatenate([each.arcs[index][1] for each in found] or [np.zeros(0)])
    wide = np.abs(steps) > TRUE_STEP
    kept = ~wide if wide.sum() > MAX_WIDE_SIDES else np.ones(len(steps), dtype=bool)
    return coverage_gap(starts[kept], steps[kept])


def _nearest(r: Vector) -> NDArray[np.int64]:
    """For each vertex, the number of the radius that it lies at, or -1."""
    near = np.abs(r[:, None] / np.array(RADII) - 1) <= TOLERANCE
    return np.where(near.any(axis=1), near.argmax(axis=1), -1)


def _dotted(z: Points, at: NDArray[np.int64]) -> Parts | None:
    """A row of dots stands for contours when each of the dots lies on one."""
    if (at < 0).any():
        return None
    enough = [(at == i).sum() >= FEWEST_DOTS for i in range(len(RADII))]
    nothing = np.zeros((0, 2))
    found = tuple(
        dotted_arcs(z[at == i]) if enough[i] else (nothing[:, 0], nothing[:, 1]) for i in range(len(RADII))
    )
    return Parts(found) if any(enough) else None


def _drawn(line: Line, z: Points, at: NDArray[np.int64]) -> Parts | None:
    angles = np.arctan2(z[:, 1], z[:, 0])
    steps = wrapped(np.diff(angles))
    lengths = np.hypot(*np.diff(z, axis=0).T)
    label = np.where((at[:-1] == at[1:]) & (np.abs(steps) <= WIDEST_STEP), at[:-1], -1)
    if line.closed:
        first = int(np.argmax(label != label[-1]))  # no run goes over the seam
        label, steps, lengths = (np.roll(each, -first) for each in (label, steps, lengths))
        starts = np.roll(angles[:-1], -first)
        vertices = np.concatenate(
            [np.roll(line.vertices[:-1], -first, axis=0), line.vertices[first : first + 1]]
        )
    else:
        starts, vertices = angles[:-1], line.vertices
    runs = _runs(label)
    total = float(lengths.sum())
    own = [run for run in runs if _is_contour(run, label, steps, lengths, total)]
    if total == 0 or sum(float(lengths[a:b].sum()) for a, b in own) < MOST * total:
        return None
    kept = np.zeros(len(label), dtype=bool)
    for a, b in own:
        kept[a:b] = True
    by_radius = [kept & (label == i) for i in range(len(RADII))]
    rest = [replace(line, vertices=vertices[a : b + 1], closed=False) for a, b in _runs(kept) if not kept[a]]
    return Parts(tuple((starts[here], steps[here]) for here in by_radius), tuple(rest))


def _runs(label: NDArray[np.int64] | NDArray[np.bool_]) -> list[tuple[int, int]]:
    """The stretches of equal labels, as (first, one past the last)."""
    edges = [0, *(np.flatnonzero(np.diff(label.astype(np.int64))) + 1).tolist(), len(label)]
    return list(itertools.pairwise(edges))


def _is_contour(
    run: tuple[int, int], label: NDArray[np.int64], steps: Vector, lengths: Vector, total: float
) -> bool:
    a, b = run
    if label[a] < 0:
        return False
    return bool(np.abs(steps[a:b]).sum() >= LONG_RUN or lengths[a:b].sum() >= MOST * total)
