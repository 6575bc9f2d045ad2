"""Is the picture right? Contours at each of the four radii around Mean, all the way round, and no other.

Each visible line is one of three things: (part of) a contour, furniture, or wrong (`sorting`).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from grader.answers import Drawing
from grader.exercises.gaussian_density.drawing.contours import RADII, TOLERANCE, Parts, open_angle, parts
from grader.exercises.gaussian_density.drawing.ellipses import Ellipse, same_ellipse
from grader.exercises.gaussian_density.drawing.furniture import AT_MOST, plain_kind
from grader.exercises.gaussian_density.drawing.rings import ALLOWED_GAP, CONTOUR_SETS, MAX_RINGS, Ring, rings
from grader.exercises.gaussian_density.drawing.sorting import (
    NEAR,
    Apart,
    Sorted,
    contour,
    count_others,
    sort,
    tell_apart,
)
from grader.lines.line import Line, View, lines
from grader.lines.taming import safe_limits

ContourState = Literal["whole", "open", "coarse", "unseen", "absent"]

MOST_WRONG = 16
"""With more wrong lines than this the contours cannot be told any more."""
FEWEST_CORNERS = 24
"""A contour that is not there, although its corners are, has fewer corners than this."""


@dataclass(frozen=True)
class Judgement:
    """What a drawing shows for one Sigma (2, 2) and Mean (2,)."""

    truth: Ellipse
    """The true density's contour of radius 1."""
    contours: tuple[ContourState, ...]
    """For each of `RADII`: all the way round; only in part; with too few corners; there, but not to be seen; not
    there."""
    others: int
    """Lines that are neither contours nor furniture."""
    seen: tuple[Line, ...]
    """All lines that can be seen, marks left out."""
    unseen: int
    """Lines that are there but cannot be seen."""
    elsewhere: int
    """Artists on other axes or figures."""
    rings: tuple[Ring, ...] = ()
    """The ellipses that are seen, smallest first, in whatever place."""
    flooded: bool = False
    """There are so many lines that the contours cannot be told; nothing else was looked at."""
    parted: tuple[Sorted, Apart] | None = None
    """What each line counts as; None when there are too many."""

    @property
    def right(self) -> bool:
        """Whether this is a right picture."""
        return self.complete and self.others == 0

    @property
    def complete(self) -> bool:
        """Whether all four contours are there, with or without others."""
        return all(state == "whole" for state in self.contours)

    @property
    def clear(self) -> bool:
        """Whether all four contours are there, and no more other lines than those."""
        return self.complete and self.others <= len(RADII)


def judge(drawing: Drawing, Sigma: NDArray[np.floating], Mean: NDArray[np.floating]) -> Judgement:
    """Judge a drawing, with any finite numbers in it, against the Gaussian that it should show.

    Sigma is (2, 2), symmetric positive definite, Mean (2,); any floating dtype. Raises
    `numpy.linalg.LinAlgError` when Sigma is not positive definite.
    """
    truth = Ellipse(np.asarray(Mean, dtype=np.float64), np.asarray(Sigma, dtype=np.float64))
    axes, view = _views(drawing, truth)
    drawn = lines(drawing, view)
    seen = [line for line in drawn.lines if line.seen]
    if drawn.too_many:
        return _flooded(truth, seen, drawing)
    found = sort(_without_bands(seen, truth), truth, axes)
    if len(found.curved) > MAX_RINGS + AT_MOST["curve"]:
        return _flooded(truth, seen, drawing)
    ellipses = rings(found.of_rings)
    if ellipses is None:
        return _flooded(truth, seen, drawing)
    apart = tell_apart(found, ellipses, truth)
    others = count_others(found, apart)
    if others > MOST_WRONG:
        return _flooded(truth, seen, drawing)
    unseen = [line for line in drawn.lines if not line.seen]
    hidden = [made for line in unseen if (made := parts(line, truth)) is not None]
    visible = [made for _, made in found.contours]
    return Judgement(
        truth=truth,
        contours=tuple(_state(i, visible, hidden, ellipses, truth) for i in range(len(RADII))),
        others=others,
        seen=tuple(line for line in seen if plain_kind(line, truth, axes) != "mark"),
        unseen=len(unseen),
        elsewhere=drawing.artists_elsewhere,
        rings=ellipses,
        parted=(found, apart),
    )


def _flooded(truth: Ellipse, seen: list[Line], drawing: Drawing) -> Judgement:
    """More lines than can be told apart are no contours at all."""
    nothing: tuple[ContourState, ...] = tuple("absent" for _ in RADII)
    return Judgement(truth, nothing, len(seen), tuple(seen), 0, drawing.artists_elsewhere, flooded=True)


def _views(drawing: Drawing, truth: Ellipse) -> tuple[View, View]:
    """The axes as a reader sees them, and those with all of the contours in view: any limits will do."""
    low, high = (
        np.array(side) for side in zip(safe_limits(drawing.xlim), safe_limits(drawing.ylim), strict=True)
    )
    half = (1 + NEAR) * RADII[-1] * np.sqrt(np.diag(truth.S))
    detail = float(half.max())
    whole = View(np.minimum(low, truth.centre - half), np.maximum(high, truth.centre + half), detail)
    return View(low, high, detail), whole


def _without_bands(seen: list[Line], truth: Ellipse) -> list[Line]:
    """The lines without the filled bands of `contourf` where the contours themselves are drawn as lines.

    Those are an image below the contours, be they few or many.
    """
    rest = [line for line in seen if not _is_band(line)]
    if len(rest) == len(seen):
        return seen
    made = [found for line in rest if (found := parts(line, truth)) is not None]
    complete = all(open_angle(made, i) <= ALLOWED_GAP for i in range(len(RADII)))
    return rest if complete else seen


def _is_band(line: Line) -> bool:
    return line.filled and not line.stroked and line.artist in CONTOUR_SETS


def _state(
    index: int, visible: list[Parts], hidden: list[Parts], ellipses: Sequence[Ring], truth: Ellipse
) -> ContourState:
    angle = open_angle(visible, index)
    if angle <= ALLOWED_GAP:
        return "whole"
    if hidden and open_angle([*visible, *hidden], index) <= ALLOWED_GAP:
        return "unseen"
    right = contour(index, truth)
    if any(
        ring.whole and len(ring.steps) < FEWEST_CORNERS and same_ellipse(ring.ellipse, right, TOLERANCE)
        for ring in ellipses
    ):
        return "coarse"
    return "open" if angle < 2 * math.pi - ALLOWED_GAP else "absent"
