"""Which outlines can be seen: a small simulation of painting, for colours, transparency and covering.

An outline is seen where the colours just inside it, on it and just outside it are not all the same once
everything is painted. So a white line on white is not seen, nor is one below an opaque patch, nor the border
between two patches of one colour; nested transparent patches are.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.path import Path
from numpy.typing import NDArray

from grader.answers import Curve, Drawing

Colour = tuple[float, float, float, float]
Fill = tuple[int, Colour, list[Path]]
"""A filled path: index of its last curve, colour, rings."""

CONTRAST = 0.02
"""Difference in one of red, green and blue (of 1) that an eye can just tell: 5 of 255 shades."""
HAIRLINE = 0.05
"""Line width in points below which nothing is to be seen."""
SAMPLES = 12
"""Places at which an outline is looked at."""
SEEN_SHARE = 0.6
"""Share of those places at which it must be seen."""
NUDGE = 0.01
"""How far inside and outside one looks, as a share of the distance to the middle."""
MAX_FILLED_RINGS, MAX_SIMULATED = 64, 300
"""Bounds on the work: the largest fills and outlines are simulated, small ones compared to the background."""
MAX_FILL_VERTICES = 64
"""More corners hardly change what a fill covers: 0.12 % of its radius, where one looks 1 % beside a line."""


def seen_curves(drawing: Drawing) -> tuple[bool, ...]:
    """For every curve of the drawing, each of one vertex or more, whether it can be seen."""
    curves = drawing.curves
    fills = _fills(curves)
    chosen: list[int] = []
    if fills:
        by_size = sorted(range(len(curves)), key=lambda i: -_extent(curves[i]))
        chosen = [i for i in by_size if not curves[i].dots][:MAX_SIMULATED]
    painted = dict(zip(chosen, _painted(curves, chosen, fills, drawing.background), strict=True))
    return tuple(
        _on_image(curve, drawing) or (painted[i] if i in painted else _contrasts(curve, drawing.background))
        for i, curve in enumerate(curves)
    )


def _on_image(curve: Curve, drawing: Drawing) -> bool:
    """Whether the curve is painted on an image, whose colours nobody knows: it is taken as seen."""
    inks = [curve.stroke if _stroked(curve) else None, curve.fill]
    if not any(ink is not None and ink[3] > CONTRAST for ink in inks):
        return False
    x, y = curve.vertices.T
    for left, right, bottom, top in drawing.images:
        inside = (
            (min(left, right) <= x)
            & (x <= max(left, right))
            & (min(bottom, top) <= y)
            & (y <= max(bottom, top))
        )
        if inside.mean() >= SEEN_SHARE:
            return True
    return False


def _extent(curve: Curve) -> float:
    return float(np.ptp(curve.vertices, axis=0).max())


def _stroked(curve: Curve) -> bool:
    return curve.stroke is not None and (curve.linewidth >= HAIRLINE or curve.dots)


def _contrasts(curve: Curve, background: Colour) -> bool:
    """Whether the curve differs from the bare background."""
    under = np.array(background[:3])
    inks = [curve.stroke if _stroked(curve) else None, curve.fill]
    return any(ink is not None and np.abs(_over(ink, under) - under).max() > CONTRAST for ink in inks)


def _over(ink: Colour, under: NDArray[np.float64]) -> NDArray[np.float64]:
    """Paint over colours (..., 3)."""
    return np.asarray(ink[3] * np.array(ink[:3]) + (1 - ink[3]) * under)


def _fills(curves: Sequence[Curve]) -> list[Fill]:
    """The largest filled paths, in order of painting."""
    filled = [
        i for i, curve in enumerate(curves) if curve.fill and not curve.dots and len(curve.vertices) > 2
    ]
    found: dict[int, tuple[int, Colour, list[Path]]] = {}
    for i in sorted(sorted(filled, key=lambda i: -_extent(curves[i]))[:MAX_FILLED_RINGS]):
        key = curves[i].path if curves[i].path >= 0 else -1 - i
        rings = found[key][2] if key in found else []
        found[key] = (i, curves[i].fill or (0.0,) * 4, [*rings, Path(_thinned(curves[i].vertices))])
    return sorted(found.values(), key=lambda fill: fill[0])


def _thinned(vertices: NDArray[np.float64]) -> NDArray[np.float64]:
    """At most MAX_FILL_VERTICES of the vertices, evenly chosen."""
    return vertices[:: -(-len(vertices) // MAX_FILL_VERTICES)]


def _painted(curves: Sequence[Curve], chosen: list[int], fills: list[Fill], background: Colour) -> list[bool]:
    """Paint at points inside, on and outside of the chosen curves, and compare."""
    if not chosen:
        return []
    spots = np.stack([_spots(curves[i].vertices) for i in chosen])
    colours = np.broadcast_to(np.array(background[:3]), (*spots.shape[:-1], 3)).copy()
    # A path is filled first and then stroked, all its rings together.
    ends = {curve.path: i for i, curve in enumerate(curves) if curve.path >= 0}
    stroked_after = np.array([ends.get(curves[i].path, i) for i in chosen])
    inks = [curves[i].stroke if _stroked(curves[i]) else None for i in chosen]
    alpha = np.array([0.0 if ink is None else ink[3] for ink in inks])[:, None, None]
    shade = np.array([(0.0,) * 3 if ink is None else ink[:3] for ink in inks])[:, None, :]
    unpainted = np.ones(len(chosen), dtype=bool)
    for last, ink, rings in [*fills, (len(curves) + 1, (0.0,) * 4, [])]:
        now = unpainted & (stroked_after < last)
        colours[now, 1] = alpha[now] * shade[now] + (1 - alpha[now]) * colours[now, 1]
        unpainted &= ~now
        inside = _inside(rings, spots)
        colours[inside] = ink[3] * np.array(ink[:3]) + (1 - ink[3]) * colours[inside]
    differ = np.ptp(colours, axis=1).max(axis=-1) > CONTRAST
    return [bool(share >= SEEN_SHARE) for share in differ.mean(axis=-1)]


def _spots(vertices: NDArray[np.float64]) -> NDArray[np.float64]:
    """Where a curve is looked at: (3, SAMPLES, 2), just inside, on, and just outside."""
    # Not the first vertex: where an outline starts, more than one line may meet.
    places = np.linspace(0, len(vertices), SAMPLES, endpoint=False).astype(np.int64)
    on = vertices[places + (len(vertices) > SAMPLES)]
    middle = (vertices.min(axis=0) + vertices.max(axis=0)) / 2
    return np.stack([on + NUDGE * (middle - on), on, on - NUDGE * (middle - on)])


def _inside(rings: Sequence[Path], spots: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which of the spots (..., 2) a path of several rings fills: those that lie in an odd number of them."""
    inside = np.zeros(spots.shape[:-1], dtype=bool)
    for ring in rings:
        corners = np.asarray(ring.vertices)
        low, high = corners.min(axis=0), corners.max(axis=0)
        near = ((low <= spots) & (spots <= high)).all(axis=-1)
        inside[near] ^= ring.contains_points(spots[near])
    return inside
