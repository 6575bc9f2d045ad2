"""What shape a line has: straight, a box, round, a scribble. Knows nothing of what it stands for."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

Vertices = NDArray[np.float64]

SAME_HEADING = 1e-4
"""Sides whose headings differ by less (in radians) are one straight side."""
FLAT = 1e-3
"""A line that is so many times wider than high is straight."""
FEWEST_CORNERS = 8
"""A closed line with fewer straight sides is a frame, a box, a cross or a bar."""
FRAME = 0.5
"""Share of its length that the four longest sides of a frame make, however round its corners are."""
SCRIBBLE = 6.0
"""A line so many times longer than the diagonal of its box goes to and fro."""
ROUND = 0.01
"""Largest deviation of a circle's radius, as a share of it."""


def extent(vertices: Vertices) -> float:
    """The larger side of the box around the vertices (n, 2)."""
    return float(np.ptp(vertices, axis=0).max())


def length(vertices: Vertices) -> float:
    """Length of the line."""
    return float(np.hypot(*np.diff(vertices, axis=0).T).sum())


def straight_sides(vertices: Vertices) -> Vertices:
    """The lengths of the straight sides of a line, with sides that go on in one direction added up."""
    steps = np.diff(vertices, axis=0)
    lengths = np.hypot(*steps.T)
    kept = lengths > 1e-9 * extent(vertices)
    steps, lengths = steps[kept], lengths[kept]
    if len(steps) < 2:
        return np.asarray(lengths, dtype=np.float64)
    headings = np.arctan2(steps[:, 1], steps[:, 0])
    turns = np.abs(wrapped(np.diff(headings))) > SAME_HEADING
    sides = np.bincount(np.concatenate([[0], np.cumsum(turns)]), weights=lengths)
    meets = np.array_equal(vertices[0], vertices[-1])
    if meets and len(sides) > 1 and abs(float(wrapped(headings[:1] - headings[-1:])[0])) <= SAME_HEADING:
        sides[0] += sides[-1]
        sides = sides[:-1]
    return np.asarray(sides, dtype=np.float64)


def is_straight(vertices: Vertices) -> bool:
    """Whether a line stays on a straight one, there and back or not; a point does."""
    steps = vertices - vertices[0]
    far = steps[np.argmax(np.hypot(*steps.T))]
    reach = float(np.hypot(*far))
    if reach == 0:
        return True
    off = np.abs(steps[:, 0] * far[1] - steps[:, 1] * far[0]) / reach
    return bool(off.max() <= FLAT * reach)


def is_box(vertices: Vertices) -> bool:
    """Whether a closed line is a polygon of few sides, or a frame with rounded corners."""
    sides = straight_sides(vertices)
    return len(sides) < FEWEST_CORNERS or bool(np.sort(sides)[-4:].sum() >= FRAME * sides.sum())


def is_scribble(vertices: Vertices) -> bool:
    """Whether a line goes to and fro, far longer than the box that it lies in."""
    return length(vertices) > SCRIBBLE * float(np.hypot(*np.ptp(vertices, axis=0)))


def is_round(vertices: Vertices) -> bool:
    """Whether a line is a circle in data units."""
    r = np.hypot(*(vertices - (vertices.min(axis=0) + vertices.max(axis=0)) / 2).T)
    return bool(np.ptp(r) <= ROUND * r.max())


def winding(vertices: Vertices, point: Vertices) -> float:
    """Angle in radians by which a line goes round a point, from its start to its end, without sign."""
    x, y = (vertices - point).T
    return abs(float(wrapped(np.diff(np.arctan2(y, x))).sum()))


def wrapped(angles: Vertices) -> Vertices:
    """Angles brought into [-pi, pi)."""
    return np.asarray((angles + math.pi) % (2 * math.pi) - math.pi)
