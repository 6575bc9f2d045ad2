"""What a drawing shows: rings (ellipses), other closed lines, and marks that are neither."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from grader.answers import Curve, Drawing
from grader.exercises.gaussian_density.drawing.ellipses import (
    Ellipse,
    coverage_gap,
    fit_ellipse,
    same_ellipse,
    wrapped,
)
from grader.lines.joining import join
from grader.lines.painting import seen_curves

Vertices = NDArray[np.float64]

ALLOWED_GAP = math.radians(15) + 1e-3
"""A ring may be open by this angle: the coarsest polygon allowed, of 24 corners, without its last side."""
WIDEST_STEP = math.radians(60) + 1e-3
"""A side that spans more of the turn is no part of a ring."""
SAME = 0.01
"""Rings closer than this (in radii) are one ring drawn twice."""
FEWEST_CORNERS = 8
"""A closed line with fewer straight sides (a frame, a box, a cross, a bar) is no contour."""
TINY = 0.03
"""A closed line below this share of the axes' width and height is a marker."""
JUMP, MAX_JUMPS = 4.0, 12
"""A side so many times longer than the usual one joins two rings of a line drawn without lifting the pen."""
MIN_DOTS = 24
"""Markers that stand for a contour: as many as the coarsest polygon has corners."""
MAX_LINES, MAX_FITTED = 600, 100
"""Bounds on the work: of a flood of lines the largest are judged, and the largest of those fitted by ellipses."""
FARTHEST = 1e9
"""Beyond this, coordinates are no picture."""


@dataclass(frozen=True)
class Line:
    """A line, or a closed line, that is seen or not; pieces that meet are joined."""

    vertices: Vertices
    closed: bool
    seen: bool
    artist: str
    dots: bool = False
    filled: bool = False


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

    @property
    def whole(self) -> bool:
        """Whether it goes all the way round."""
        return self.gap <= ALLOWED_GAP


def lines(drawing: Drawing) -> tuple[Line, ...]:
    """All the lines of a drawing; what is not finite or absurdly far away is left out."""
    found: list[Line] = []
    open_pieces: dict[bool, list[Curve]] = {True: [], False: []}
    for curve, seen in zip(drawing.curves, seen_curves(drawing), strict=True):
        if len(curve.vertices) < 2 or not np.all(np.abs(curve.vertices) < FARTHEST):
            continue
        if curve.dots:
            if len(curve.vertices) >= MIN_DOTS:
                found.append(Line(curve.vertices, False, seen, curve.artist, dots=True))
        elif curve.closed:
            filled = curve.fill is not None
            found.append(Line(_closed(curve.vertices), True, seen, curve.artist, filled=filled))
        else:
            open_pieces[seen].append(curve)
    for seen, pieces in open_pieces.items():
        for vertices in join([piece.vertices for piece in pieces]):
            closed = _nearly_closed(vertices)
            found.append(Line(_closed(vertices) if closed else vertices, closed, seen, pieces[0].artist))
    return tuple(found) if len(found) <= MAX_LINES else tuple(sorted(found, key=_size)[:MAX_LINES])


def _size(line: Line) -> float:
    """For sorting, the largest first."""
    return -float(np.ptp(line.vertices, axis=0).max())


def _closed(vertices: Vertices) -> Vertices:
    return vertices if np.array_equal(vertices[0], vertices[-1]) else np.concatenate([vertices, vertices[:1]])


def _nearly_closed(vertices: Vertices) -> bool:
    """Whether the ends of a line meet: to the digits of float32."""
    extent = float(np.ptp(vertices, axis=0).max())
    return len(vertices) > 3 and float(np.abs(vertices[0] - vertices[-1]).max()) <= 1e-5 * extent


def largest(drawn: Iterable[Line]) -> list[Line]:
    """The largest lines that may be rings or other closed lines, as many as are looked at one by one."""
    able = [line for line in drawn if line.closed or len(line.vertices) >= FEWEST_CORNERS]
    return sorted(able, key=_size)[:MAX_FITTED]


def rings(drawn: Iterable[Line]) -> tuple[Ring, ...]:
    """The ellipses among the lines, smallest first; one drawn twice or in pieces comes once."""
    merged: list[Ring] = []
    found = (ring for line in largest(drawn) for ring in _rings_of(line))
    for ring in found:
        for i, other in enumerate(merged):
            if _near(ring, other) and same_ellipse(ring.ellipse, other.ellipse, SAME):
                merged[i] = _union(other, ring)
                break
        else:
            merged.append(ring)
    return tuple(sorted(merged, key=lambda ring: ring.ellipse.area))


def _near(a: Ring, b: Ring) -> bool:
    """Whether two rings may be the same: a quick look that spares most comparisons."""
    return abs(a.ellipse.area / b.ellipse.area - 1) <= 5 * SAME


def _rings_of(line: Line) -> list[Ring]:
    """The ring that a line is, or those that it is made of when the pen was not lifted in between."""
    ring = _ring(line)
    if ring is not None or line.dots:
        return [ring] if ring is not None else []
    lengths = np.hypot(*np.diff(line.vertices, axis=0).T)
    jumps = np.flatnonzero(lengths > JUMP * np.median(lengths))
    if not 0 < len(jumps) <= MAX_JUMPS:
        return []
    pieces = np.split(line.vertices, jumps + 1)
    parts = [_ring(replace(line, vertices=piece)) for piece in pieces if len(piece) > 2]
    return [part for part in parts if part is not None]


def _ring(line: Line) -> Ring | None:
    ellipse = fit_ellipse(line.vertices)
    if ellipse is None:
        return None
    # Angles in the frame whose root of S is symmetric: the same for every piece of one ellipse.
    values, axes = np.linalg.eigh(ellipse.S)
    unit = (line.vertices - ellipse.centre) @ (axes / np.sqrt(values)) @ axes.T
    starts, steps = dotted_arcs(unit) if line.dots else arcs(unit)
    return Ring(ellipse, coverage_gap(starts, steps), unit[0], line.artist, starts, steps, line.dots)


def _union(a: Ring, b: Ring) -> Ring:
    starts, steps = np.concatenate([a.starts, b.starts]), np.concatenate([a.steps, b.steps])
    return replace(a, gap=coverage_gap(starts, steps), starts=starts, steps=steps, dots=a.dots and b.dots)


def arcs(unit: Vertices, chosen: NDArray[np.bool_] | None = None) -> tuple[Vertices, Vertices]:
    """The arcs (start angle, signed step) around the origin that a line's sides cover; all, or the chosen."""
    angles = np.arctan2(unit[:, 1], unit[:, 0])
    steps = wrapped(np.diff(angles))
    kept = np.abs(steps) <= WIDEST_STEP
    if chosen is not None:
        kept &= chosen
    return angles[:-1][kept], steps[kept]


def dotted_arcs(unit: Vertices) -> tuple[Vertices, Vertices]:
    """The arcs that a row of dots covers: each dot stands for the arc to the next, as far as a gap may be."""
    angles = np.sort(np.arctan2(unit[:, 1], unit[:, 0]))
    steps = np.diff(np.append(angles, angles[0] + 2 * math.pi))
    kept = steps <= ALLOWED_GAP
    return angles[kept], steps[kept]


def is_mark(line: Line, drawing: Drawing) -> bool:
    """Whether a closed line is a marker, a box or a bar, none of which are contours."""
    width, height = np.ptp(line.vertices, axis=0)
    spans = abs(drawing.xlim[1] - drawing.xlim[0]), abs(drawing.ylim[1] - drawing.ylim[0])
    if width <= TINY * spans[0] and height <= TINY * spans[1]:
        return True
    return sides(line.vertices) < FEWEST_CORNERS or _flat(line.vertices)


def is_round(vertices: Vertices) -> bool:
    """Whether a line is a circle in data units."""
    r = np.hypot(*(vertices - (vertices.min(axis=0) + vertices.max(axis=0)) / 2).T)
    return bool(np.ptp(r) <= SAME * r.max())


def sides(vertices: Vertices) -> int:
    """How many straight sides a polyline has."""
    steps = np.diff(vertices, axis=0)
    steps = steps[np.hypot(*steps.T) > 1e-9 * float(np.ptp(vertices, axis=0).max())]
    if len(steps) < 2:
        return len(steps)
    headings = np.arctan2(steps[:, 1], steps[:, 0])
    turns = np.abs(wrapped(np.diff(np.append(headings, headings[0])))) > 1e-4
    return int(turns.sum())


def _flat(vertices: Vertices) -> bool:
    """Whether a closed line encloses nothing (a line drawn there and back)."""
    x, y = (vertices - vertices.mean(axis=0)).T
    area = abs(float(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1]))) / 2
    length = float(np.hypot(*np.diff(vertices, axis=0).T).sum())
    return area <= 1e-4 * length**2


def winds_round(vertices: Vertices, point: Sequence[float] | Vertices) -> bool:
    """Whether a closed line goes round a point."""
    x, y = (vertices - np.asarray(point)).T
    return abs(float(wrapped(np.diff(np.arctan2(y, x))).sum())) > math.pi
