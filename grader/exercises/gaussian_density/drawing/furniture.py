"""What may be shown beside the contours, each kind of it in bounded number, and what may not.

Sizes are relative to the contours or to the axes; every number here is told in docs/marking.md.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from typing import Literal

import numpy as np

from grader.exercises.gaussian_density.drawing.contours import RADII
from grader.exercises.gaussian_density.drawing.ellipses import Ellipse
from grader.lines.line import Line, View
from grader.lines.shapes import (
    FEWEST_CORNERS,
    extent,
    is_box,
    is_round,
    is_scribble,
    is_straight,
    straight_sides,
    winding,
)

Kind = Literal["mark", "grid", "straight", "box", "dots", "curve", "wrong"]

AT_MOST: dict[Kind, int] = {"mark": 150, "grid": 100, "straight": 55, "box": 150, "curve": 150}
"""Lines of each kind that a picture may show beside its contours; more are all wrong."""
CENTRE = 0.1
"""What stays within this Mahalanobis radius (0.5 % of the mass) marks the mean, or is the 0 % contour."""
FILLED_SPOT, HOLLOW_SPOT = 0.9, 0.5
"""A circle that reaches no farther from its middle than this share of the smallest contour marks a point."""
TINY = 0.03
"""A closed line below this share of the axes' width and height is a marker."""
ROUND_MEAN = math.radians(270)
"""An open line that goes so far round Mean stands for a contour."""


def plain_kind(line: Line, truth: Ellipse, axes: View) -> Kind | None:
    """What a line is by its outward shape; None for one that is curved, which may be anything."""
    if line.dots:
        return "dots"
    if is_mark(line, truth, axes):
        return "mark"
    if is_straight(line.vertices):
        return "grid" if _is_grid_line(line, truth) else "straight"
    if line.closed:
        return "box" if is_box(line.vertices) else None
    # The half axes of the ellipse, say, that meet in Mean.
    return "straight" if len(straight_sides(line.vertices)) < FEWEST_CORNERS else None


def curved_kind(line: Line, truth: Ellipse) -> Kind:
    """What a curved line is that is no ellipse: a marginal density, a path, an area; or a mistake."""
    round_mean = winding(line.vertices, truth.centre)
    if round_mean > (math.pi if line.closed else ROUND_MEAN) or is_scribble(line.vertices):
        return "wrong"
    return "curve"


def count_wrong(kinds: Iterable[Kind]) -> int:
    """How many lines are wrong: those that are, and all of a kind that there are too many of."""
    counts = Counter(kinds)
    crowds = sum(count for kind, count in counts.items() if count > AT_MOST.get(kind, math.inf))
    return counts["wrong"] + crowds


def is_mark(line: Line, truth: Ellipse, axes: View) -> bool:
    """Whether a line marks a point: the mean, or any other when it is a small circle or tiny."""
    z = truth.whiten(line.vertices)
    if np.hypot(*z.T).max() <= CENTRE:
        return True
    if not line.closed:
        return False
    if bool((np.ptp(line.vertices, axis=0) <= TINY * (axes.high - axes.low)).all()):
        return True
    reach = np.hypot(*(z - (z.min(axis=0) + z.max(axis=0)) / 2).T).max()
    allowed = (FILLED_SPOT if line.filled else HOLLOW_SPOT) * RADII[0]
    return bool(reach <= allowed) and is_round(line.vertices)


def _is_grid_line(line: Line, truth: Ellipse) -> bool:
    """Whether a straight line runs along x or y, past all the contours."""
    across = np.ptp(line.vertices, axis=0) <= 1e-3 * extent(line.vertices)
    half = RADII[-1] * np.sqrt(np.diag(truth.S))
    past = (line.vertices.min(axis=0) <= truth.centre - half) & (
        line.vertices.max(axis=0) >= truth.centre + half
    )
    return bool((across[::-1] & past).any())
