"""What each line of a judged drawing counted as, and why, in words for staff."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from gaussfit.numbers import MASSES
from grader.exercises.gaussian_density.drawing.contours import Parts
from grader.exercises.gaussian_density.drawing.ellipses import Ellipse
from grader.exercises.gaussian_density.drawing.furniture import AT_MOST, Kind
from grader.exercises.gaussian_density.drawing.judging import Judgement
from grader.exercises.gaussian_density.drawing.rings import Ring
from grader.exercises.gaussian_density.drawing.sorting import Sorted
from grader.lines.line import Line

Group = Literal["contour", "wrong", "furniture"]
GROUPS: tuple[Group, ...] = ("contour", "wrong", "furniture")

WHY: Mapping[Kind, str] = {
    "mark": "it marks a point: small, or within a tenth of a radius of Mean",
    "grid": "straight along x or y, past all contours",
    "straight": "straight, or of a few straight sides",
    "box": "a box",
    "dots": "a row of dots that is no contour",
    "curve": "a curve that does not go round Mean",
    "wrong": "it goes round Mean, or is a scribble, and is no contour",
}


@dataclass(frozen=True, eq=False)
class Counted:
    """A line, what it counted as, and why."""

    line: Line
    group: Group
    why: str


def counted(judgement: Judgement) -> tuple[Counted, ...]:
    """All visible lines: contours first, then what is wrong, then furniture. None of a drawing with too many."""
    if judgement.parted is None:
        return ()
    found, apart = judgement.parted
    told = [
        *(Counted(line, "contour", _at(made)) for line, made in found.contours),
        *_ellipses(found, judgement),
        *_plain([*found.plain, *apart.curved]),
    ]
    return tuple(sorted(told, key=lambda each: GROUPS.index(each.group)))


def mass(index: int) -> str:
    """What the contour at one of `RADII` is called."""
    return f"{round(100 * MASSES[index])} %"


def reach(line: Line, truth: Ellipse) -> tuple[float, float]:
    """The smallest and the largest Mahalanobis radius of a line's vertices."""
    radii = np.hypot(*truth.whiten(line.vertices).T)
    return float(radii.min()), float(radii.max())


def _at(made: Parts) -> str:
    masses = " and ".join(mass(i) for i, (starts, _) in enumerate(made.arcs) if len(starts))
    return f"on the contour of {masses}, within 2 % of its radius"


def _ellipses(found: Sorted, judgement: Judgement) -> Iterator[Counted]:
    """The lines after the contours that belong to an ellipse, or are dots of none."""
    _, apart = judgement.parted or (None, None)
    curved = [line for line, _ in apart.curved] if apart is not None else []
    first = len(found.contours)
    for place, line in enumerate(found.of_rings[first:], start=first):
        ring = next((ring for ring in judgement.rings if place in ring.sources), None)
        if any(line is each for each in curved):
            continue
        if apart is not None and ring is not None and any(ring is each for each in apart.strange):
            yield Counted(line, "wrong", _where(line, ring, judgement.truth))
        elif ring is not None:
            low, high = reach(line, judgement.truth)
            yield Counted(line, "furniture", f"near a contour but not on it: radius {low:.3f} to {high:.3f}")
        else:
            yield Counted(line, "furniture", WHY["dots"])


def _where(line: Line, ring: Ring, truth: Ellipse) -> str:
    low, high = reach(line, truth)
    part = "" if ring.whole else f", open by {np.degrees(ring.gap):.0f}°"
    return (
        f"an ellipse where no contour belongs{part}; its Mahalanobis radius runs from {low:.3f} to {high:.3f}"
    )


def _plain(lines: Sequence[tuple[Line, Kind]]) -> Iterator[Counted]:
    counts = Counter(kind for _, kind in lines)
    for line, kind in lines:
        most = AT_MOST.get(kind)
        if most is not None and counts[kind] > most:
            yield Counted(line, "wrong", f"{WHY[kind]}, but there are {counts[kind]} such lines: too many")
        else:
            yield Counted(line, "wrong" if kind == "wrong" else "furniture", WHY[kind])
