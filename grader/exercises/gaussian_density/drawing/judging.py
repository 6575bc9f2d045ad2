"""Is the picture right? Contours at each of the four radii around Mean, all the way round, and no other.

Each visible line is one of three things: (part of) a contour (`contours`), furniture (`furniture`), or wrong.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from grader.answers import Drawing
from grader.exercises.gaussian_density.drawing.contours import (
    FEWEST_DOTS,
    RADII,
    TOLERANCE,
    Parts,
    open_angle,
    parts,
)
from grader.exercises.gaussian_density.drawing.ellipses import Ellipse, fit_ellipse, same_ellipse
from grader.exercises.gaussian_density.drawing.furniture import (
    AT_MOST,
    Kind,
    count_wrong,
    curved_kind,
    plain_kind,
)
from grader.exercises.gaussian_density.drawing.rings import ALLOWED_GAP, MAX_RINGS, Ring, rings
from grader.lines.line import Line, View, lines
from grader.lines.strokes import strokes
from grader.lines.taming import safe_limits

ContourState = Literal["whole", "open", "coarse", "unseen", "absent"]

NEAR = 0.03
"""An ellipse that is fitted this close to a contour is that contour, if not quite, and no other."""
HALF_OPEN = math.pi
"""An ellipse of which no more is missing than this is one contour too many; a shorter arc marks an angle."""
MOST_WRONG = 16
"""With more wrong lines than this the contours cannot be told any more."""
MAX_STROKED = 30
"""So many curved lines are taken apart where the pen jumps."""
FEWEST_CORNERS = 24
"""A contour that is not there, although its corners are, has fewer corners than this."""
FILLED_CONTOURS = ("QuadContourSet", "TriContourSet")


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


@dataclass(frozen=True)
class _Sorted:
    """The visible lines of a picture, sorted."""

    contours: list[tuple[Line, Parts]] = field(default_factory=list)
    curved: list[Line] = field(default_factory=list)
    """Neither contours nor furniture by their outward shape."""
    dotted: list[Line] = field(default_factory=list)
    kinds: list[Kind] = field(default_factory=list)
    """Of all the other lines."""


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
    found = _sort(_without_bands(seen, truth), truth, axes)
    if len(found.curved) > MAX_RINGS + AT_MOST["curve"]:
        return _flooded(truth, seen, drawing)
    ellipses = rings([*(line for line, _ in found.contours), *found.dotted, *found.curved])
    if ellipses is None:
        return _flooded(truth, seen, drawing)
    others = _others(found, ellipses, truth)
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
    return line.filled and not line.stroked and line.artist in FILLED_CONTOURS


def _sort(seen: Sequence[Line], truth: Ellipse, axes: View) -> _Sorted:
    found = _Sorted()
    curved = [line for line in seen if not _put(line, found, truth, axes)]
    for line in curved:
        # Many lines with jumps are no four contours; those few that are were drawn without lifting the pen.
        pieces = strokes(line) if len(curved) <= MAX_STROKED else []
        # A zigzag has strokes too; it stays in one piece unless they are contours or ellipses.
        if pieces and fit_ellipse(line.vertices) is None and any(_is_ring(piece, truth) for piece in pieces):
            found.curved.extend(piece for piece in pieces if not _put(piece, found, truth, axes))
        else:
            found.curved.append(line)
    return found


def _is_ring(line: Line, truth: Ellipse) -> bool:
    return parts(line, truth) is not None or fit_ellipse(line.vertices) is not None


def _put(line: Line, found: _Sorted, truth: Ellipse, axes: View) -> bool:
    """Put a line where it belongs by its shape; False when it is curved and no contour."""
    made = parts(line, truth)
    if made is not None:
        found.contours.append((line, made))
        for piece in made.rest:
            kind = plain_kind(piece, truth, axes)
            if kind is None:
                found.curved.append(piece)
            else:
                found.kinds.append(kind)
        return True
    kind = plain_kind(line, truth, axes)
    if kind == "dots" and len(line.vertices) >= FEWEST_DOTS:
        found.dotted.append(line)
    elif kind is not None:
        found.kinds.append(kind)
    return kind is not None


def _others(found: _Sorted, ellipses: Sequence[Ring], truth: Ellipse) -> int:
    """How many lines are neither contours nor furniture."""
    right = [_contour(i, truth) for i in range(len(RADII))]
    strange, told = 0, set[int]()
    for ring in ellipses:
        near = any(same_ellipse(ring.ellipse, each, NEAR) for each in right)
        extra = not near and (ring.whole if ring.dots else ring.gap <= HALF_OPEN)
        strange += extra
        told |= set(ring.sources) if near or extra else set()
    short = {source for ring in ellipses for source in ring.sources} - told
    first = len(found.contours) + len(found.dotted)
    curved = [
        "curve" if first + i in short else curved_kind(line, truth)
        for i, line in enumerate(found.curved)
        if first + i not in told
    ]
    return strange + count_wrong([*found.kinds, *curved])


def _contour(index: int, truth: Ellipse) -> Ellipse:
    return Ellipse(truth.centre, RADII[index] ** 2 * truth.S)


def _state(
    index: int, visible: list[Parts], hidden: list[Parts], ellipses: Sequence[Ring], truth: Ellipse
) -> ContourState:
    angle = open_angle(visible, index)
    if angle <= ALLOWED_GAP:
        return "whole"
    if hidden and open_angle([*visible, *hidden], index) <= ALLOWED_GAP:
        return "unseen"
    right = _contour(index, truth)
    if any(
        ring.whole and len(ring.steps) < FEWEST_CORNERS and same_ellipse(ring.ellipse, right, TOLERANCE)
        for ring in ellipses
    ):
        return "coarse"
    return "open" if angle < 2 * math.pi - ALLOWED_GAP else "absent"
