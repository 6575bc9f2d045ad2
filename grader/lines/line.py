"""The lines that a drawing shows: pieces that meet are joined, and each is seen or not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from grader.answers import Curve, Drawing
from grader.lines.joining import join
from grader.lines.painting import seen_curves
from grader.lines.taming import tame

Vertices = NDArray[np.float64]

MAX_LINES = 600
"""A drawing with more lines than this, once what meets is joined, is not looked at line by line."""
MEETS = 1e-5
"""Ends this close, as a share of what matters in the picture, are one point (float32 has 7 digits)."""


@dataclass(frozen=True)
class Line:
    """A line (vertices (n, 2), n >= 2), closed or open, that is seen or not; or a row of dots."""

    vertices: Vertices
    closed: bool
    seen: bool
    artist: str
    dots: bool = False
    filled: bool = False
    stroked: bool = True


@dataclass(frozen=True)
class View:
    """The part of the plane that counts: lines wholly outside are not drawn for anybody to see."""

    low: Vertices
    high: Vertices
    detail: float
    """The size of what matters in it, in data units: ends are joined to a small share of this."""

    def shows(self, vertices: Vertices) -> bool:
        """Whether the box around the vertices reaches into the view."""
        reaches = (vertices.max(axis=0) >= self.low) & (vertices.min(axis=0) <= self.high)
        return bool(reaches.all())


@dataclass(frozen=True)
class Drawn:
    """What a drawing shows. `too_many`: more than is looked at, so that `lines` are not all of them."""

    lines: tuple[Line, ...]
    too_many: bool


def lines(drawing: Drawing, view: View) -> Drawn:
    """All the lines of a drawing that lie in the view, for any finite numbers in it."""
    drawing = tame(drawing)
    curves = tuple(
        curve for curve in drawing.curves if len(curve.vertices) >= 2 and view.shows(curve.vertices)
    )
    seen = seen_curves(replace(drawing, curves=curves))
    found = tuple(_lines(curves, seen, MEETS * view.detail))
    too_many = drawing.cut or sum(line.seen for line in found) > MAX_LINES
    return Drawn(found[:MAX_LINES], too_many)


def _lines(curves: tuple[Curve, ...], seen: tuple[bool, ...], tolerance: float) -> Iterator[Line]:
    """Seen lines first, those of one kind of artist in one go."""
    pieces: dict[tuple[bool, str], list[Curve]] = {}
    for curve, visible in sorted(zip(curves, seen, strict=True), key=lambda pair: not pair[1]):
        if curve.dots:
            yield Line(curve.vertices, False, visible, curve.artist, dots=True)
        elif curve.closed:
            filled, stroked = curve.fill is not None, curve.stroke is not None
            yield Line(closed(curve.vertices), True, visible, curve.artist, filled=filled, stroked=stroked)
        else:
            pieces.setdefault((visible, curve.artist), []).append(curve)
    for (visible, artist), parts in pieces.items():
        for vertices in join([part.vertices for part in parts], tolerance):
            meets = len(vertices) > 3 and float(np.abs(vertices[0] - vertices[-1]).max()) <= tolerance
            yield Line(closed(vertices) if meets else vertices, meets, visible, artist)


def closed(vertices: Vertices) -> Vertices:
    """The vertices, with the first one at the end as well."""
    return vertices if np.array_equal(vertices[0], vertices[-1]) else np.concatenate([vertices, vertices[:1]])
