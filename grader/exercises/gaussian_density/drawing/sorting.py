"""What each visible line of a drawing counts as: (part of) a contour, furniture, or wrong."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from grader.exercises.gaussian_density.drawing.contours import FEWEST_DOTS, RADII, Parts, parts
from grader.exercises.gaussian_density.drawing.ellipses import Ellipse, fit_ellipse, same_ellipse
from grader.exercises.gaussian_density.drawing.furniture import Kind, count_wrong, curved_kind, plain_kind
from grader.exercises.gaussian_density.drawing.rings import Ring
from grader.lines.line import Line, View
from grader.lines.strokes import strokes

NEAR = 0.03
"""An ellipse that is fitted this close to a contour is that contour, if not quite, and no other."""
HALF_OPEN = math.pi
"""An ellipse of which no more is missing than this is one contour too many; a shorter arc marks an angle."""
MAX_STROKED = 30
"""So many curved lines are taken apart where the pen jumps."""


@dataclass(frozen=True)
class Sorted:
    """The visible lines of a picture, sorted by their shape."""

    contours: list[tuple[Line, Parts]] = field(default_factory=list)
    curved: list[Line] = field(default_factory=list)
    """Neither contours nor furniture by their outward shape."""
    dotted: list[Line] = field(default_factory=list)
    plain: list[tuple[Line, Kind]] = field(default_factory=list)
    """All the other lines, with what they are."""

    @property
    def of_rings(self) -> list[Line]:
        """The lines that may be ellipses; a ring's sources are their places in this list."""
        return [*(line for line, _ in self.contours), *self.dotted, *self.curved]


@dataclass(frozen=True)
class Apart:
    """What the lines that may be ellipses were told to be, beside the contours."""

    strange: tuple[Ring, ...]
    """Ellipses where no contour belongs."""
    curved: tuple[tuple[Line, Kind], ...]
    """Curved lines that are no ellipses, with what they are."""


def contour(index: int, truth: Ellipse) -> Ellipse:
    """The right contour at one of `RADII`."""
    return Ellipse(truth.centre, RADII[index] ** 2 * truth.S)


def sort(seen: Sequence[Line], truth: Ellipse, axes: View) -> Sorted:
    """Sort lines by their shape."""
    found = Sorted()
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


def tell_apart(found: Sorted, ellipses: Sequence[Ring], truth: Ellipse) -> Apart:
    """What the lines that may be ellipses are; `ellipses` are the rings of `found.of_rings`."""
    right = [contour(i, truth) for i in range(len(RADII))]
    strange, told = list[Ring](), set[int]()
    for ring in ellipses:
        near = any(same_ellipse(ring.ellipse, each, NEAR) for each in right)
        extra = not near and (ring.whole if ring.dots else ring.gap <= HALF_OPEN)
        strange += [ring] if extra else []
        told |= set(ring.sources) if near or extra else set()
    short = {source for ring in ellipses for source in ring.sources} - told
    first = len(found.contours) + len(found.dotted)
    curved = tuple(
        (line, "curve" if first + i in short else curved_kind(line, truth))
        for i, line in enumerate(found.curved)
        if first + i not in told
    )
    return Apart(tuple(strange), curved)


def count_others(found: Sorted, apart: Apart) -> int:
    """How many lines are neither contours nor furniture."""
    return len(apart.strange) + count_wrong(kind for _, kind in (*found.plain, *apart.curved))


def _is_ring(line: Line, truth: Ellipse) -> bool:
    return parts(line, truth) is not None or fit_ellipse(line.vertices) is not None


def _put(line: Line, found: Sorted, truth: Ellipse, axes: View) -> bool:
    """Put a line where it belongs by its shape; False when it is curved and no contour."""
    made = parts(line, truth)
    if made is not None:
        found.contours.append((line, made))
        for piece in made.rest:
            kind = plain_kind(piece, truth, axes)
            if kind is None:
                found.curved.append(piece)
            else:
                found.plain.append((piece, kind))
        return True
    kind = plain_kind(line, truth, axes)
    if kind == "dots" and len(line.vertices) >= FEWEST_DOTS:
        found.dotted.append(line)
    elif kind is not None:
        found.plain.append((line, kind))
    return kind is not None
