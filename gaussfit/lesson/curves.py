"""The curves on a figure, however they were drawn, and what each holds of a sample. The notebook carries the source."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.path import Path
from matplotlib.transforms import Affine2D
from numpy.typing import NDArray

__all__ = ["curves_drawn", "shares_held"]

Curve = NDArray[np.float64]
MOST_PIECES = 500
"""Pieces of one collection that are looked at: more is an image in squares, or a cloud."""


def curves_drawn(ax: Axes, strokes: Iterator[Curve]) -> list[Curve]:
    """Return the curves on the axes in the units of the data, each (N, 2). Strokes that meet are one curve."""
    back = ax.transData.inverted()
    return [
        curve
        for curve in put_together([back.transform(each) for each in strokes if len(each) > 1])
        if len(curve) > 2
    ]


def strokes_of_lines(artists: Any) -> Iterator[Curve]:
    """Give each stroke of lines or patches, in pixels."""
    for artist in artists:
        if artist.get_visible():
            yield from pieces_of_path(artist.get_path(), artist.get_transform())


def strokes_of_collections(ax: Axes) -> Iterator[Curve]:
    """Give each stroke of each collection, in pixels."""
    for collection in ax.collections:
        paths, own = collection.get_paths(), collection.get_transforms()
        places = collection.get_offset_transform().transform(np.asarray(collection.get_offsets()))
        if len(places) > 20:
            yield places  # dots that follow a curve
            continue
        count = max(len(paths), len(places)) if len(paths) and collection.get_visible() else 0
        for i in range(count if count <= MOST_PIECES else 0):
            each = Affine2D(own[i % len(own)]) if len(own) else Affine2D()
            place = Affine2D().translate(*places[i % len(places)]) if len(places) else Affine2D()
            yield from pieces_of_path(paths[i % len(paths)], each + collection.get_transform() + place)


def pieces_of_path(path: Path, transform: Any) -> Iterator[Curve]:
    """Give the pieces of a path, curves in it as straight strokes, in pixels."""
    if path.codes is not None:
        yield from map(np.asarray, path.to_polygons(transform, closed_only=False))
        return
    points = np.ma.filled(transform.transform(path.vertices), np.nan)
    gaps = np.flatnonzero(~np.isfinite(points).all(1))
    for piece in np.split(points, gaps):
        yield piece[np.isfinite(piece).all(1)]


def put_together(pieces: list[Curve]) -> list[Curve]:
    """Put pieces together that begin or end where another one ends."""
    whole: list[Curve] = []
    ends: dict[tuple[float, ...], int] = {}  # where an open curve begins or ends, and which it is
    for piece in pieces:
        for turned in (piece, piece[::-1]):
            i = ends.pop(rounded_point(turned[0]), None)
            if i is not None:
                before = (
                    whole[i] if rounded_point(whole[i][-1]) == rounded_point(turned[0]) else whole[i][::-1]
                )
                ends.pop(rounded_point(before[0]), None)
                whole[i] = np.concatenate([before, turned])
                break
        else:
            i = len(whole)
            whole.append(piece)
        if not is_closed_curve(whole[i]):
            ends.update({rounded_point(whole[i][0]): i, rounded_point(whole[i][-1]): i})
    return whole


def rounded_point(point: Curve) -> tuple[float, ...]:
    """Return a point so that two that lie on each other are equal."""
    return tuple(point.round(3).tolist())


def is_closed_curve(curve: Curve) -> bool:
    """Say whether a curve ends where it begins."""
    return rounded_point(curve[0]) == rounded_point(curve[-1])


def shares_held(ax: Axes, sample: Curve) -> tuple[list[float], list[float], list[float]]:
    """Return the share of a sample, shape (N, 2), inside each closed line, other closed curve, and open curve."""
    lines = curves_drawn(ax, strokes_of_lines(ax.lines))
    others = curves_drawn(ax, strokes_of_lines(ax.patches)) + curves_drawn(ax, strokes_of_collections(ax))
    sorts = (
        [curve for curve in lines if is_closed_curve(curve)],
        [curve for curve in others if is_closed_curve(curve)],
        [curve for curve in lines + others if not is_closed_curve(curve)],
    )
    held = [[float(Path(curve).contains_points(sample).mean()) for curve in each] for each in sorts]
    return held[0], held[1], held[2]
