"""From the artists on some axes to curves as plain data, in bounded number and size."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.spines import Spine
from numpy.typing import NDArray

from grader.running.inside.besides import is_besides
from grader.running.inside.hiding import Outline, cover
from grader.running.inside.outlines import outlines
from grader.running.inside.recording import Colour, OutlineRecorder

Vertices = NDArray[np.float64]

MAX_CURVES = 2_500
MAX_CURVE_VERTICES = 4_000
MAX_VERTICES = 120_000
"""A report stays below 4 MB, and is judged in a third of a second.

Longer curves are thinned, further ones are not reported: `cut` tells so where a reader would see the difference.
"""
THINNED = 0.01
"""A thinned line stays as near as this share of its extent to the whole one."""


class PlainCurve(TypedDict):
    """The fields of `grader.answers.Curve`."""

    vertices: Vertices
    closed: bool
    stroke: Colour | None
    fill: Colour | None
    linewidth: float
    level: float | None
    dots: bool
    path: int
    artist: str
    zorder: float


def added(axes: Axes, known: set[int]) -> list[Artist]:
    """Artists new on these axes, in painting order; figure-level ones too that are placed by its data."""
    placed = [
        artist
        for artist in axes.figure.get_children()
        if not isinstance(artist, Axes) and artist.get_transform().contains_branch(axes.transData)
    ]
    furniture = {id(axes.patch), id(axes.figure.patch)}
    new = [
        artist
        for artist in [*axes.get_children(), *placed]
        if id(artist) not in known | furniture and not isinstance(artist, (Axis, Spine, Axes))
    ]
    titles = {id(axes.title), id(axes._left_title), id(axes._right_title)}  # type: ignore[attr-defined]
    return sorted((a for a in new if id(a) not in titles), key=lambda artist: artist.get_zorder())


def painted(axes: Axes, known: set[int]) -> tuple[list[Outline], int]:
    """Everything painted on these axes that could be a contour, and how many artists paint nothing (only nan)."""
    axes.apply_aspect()
    width, height = axes.figure.bbox.size
    recorder = OutlineRecorder(width, height)
    found: list[Outline] = []
    blank = 0
    for number, artist in enumerate(added(axes, known)):
        if is_besides(artist):
            cover(found, artist)
            continue
        curves = list(outlines(artist, axes, recorder))
        blank += not curves
        for curve in curves:
            if not axes.get_visible():
                curve.stroke = curve.fill = None
            # One number a painted path, over all artists.
            if curve.path >= 0:
                curve.path += number * 100_000
            if np.isfinite(curve.pieces[0]).all():
                _append(found, curve)
    return found, blank


def _append(found: list[Outline], curve: Outline) -> None:
    """Add a curve; an open one that goes on where the last one ended is joined to it."""
    if found and not (curve.closed or found[-1].closed or curve.dots or found[-1].dots):
        last, vertices = found[-1], curve.pieces[0]
        if _look_alike(last, curve) and np.allclose(last.pieces[-1][-1], vertices[0], rtol=1e-9, atol=1e-9):
            last.pieces.append(vertices[1:])
            return
    found.append(curve)


def _look_alike(one: Outline, other: Outline) -> bool:
    painted_alike = one.stroke == other.stroke and one.fill == other.fill and one.linewidth == other.linewidth
    return painted_alike and one.artist == other.artist and one.level == other.level


def bounded(curves: Sequence[Outline]) -> tuple[list[PlainCurve], bool]:
    """Plain curves within the bounds on number and size, and whether anything that shows had to go."""
    kept: list[PlainCurve] = []
    budget = MAX_VERTICES
    cut = len(curves) > MAX_CURVES
    for curve in curves[:MAX_CURVES]:
        vertices = np.concatenate(curve.pieces)
        if len(vertices) > MAX_CURVE_VERTICES:
            chosen = np.linspace(0, len(vertices) - 1, MAX_CURVE_VERTICES).astype(np.int64)
            cut = cut or not (curve.dots or _stays_near(vertices, chosen))
            vertices = vertices[chosen]
        budget -= len(vertices)
        if budget < 0:
            return kept, True
        kept.append(_plain(curve, vertices))
    return kept, cut


def _plain(curve: Outline, vertices: Vertices) -> PlainCurve:
    return {
        "vertices": vertices,
        "closed": curve.closed,
        "stroke": curve.stroke,
        "fill": curve.fill,
        "linewidth": curve.linewidth,
        "level": curve.level,
        "dots": curve.dots,
        "path": curve.path,
        "artist": curve.artist,
        "zorder": curve.zorder,
    }


def _stays_near(vertices: Vertices, chosen: NDArray[np.int64]) -> bool:
    """Whether a line looks the same with the chosen vertices alone."""
    side = np.searchsorted(chosen, np.arange(len(vertices)), side="right") - 1
    start = vertices[chosen[side]]
    along = vertices[chosen[np.minimum(side + 1, len(chosen) - 1)]] - start
    steps = vertices - start
    square = np.maximum((along**2).sum(axis=1), np.finfo(float).tiny)
    share = np.clip((steps * along).sum(axis=1) / square, 0.0, 1.0)
    off = np.hypot(*(steps - share[:, None] * along).T)
    return bool(off.max() <= THINNED * np.ptp(vertices, axis=0).max())
