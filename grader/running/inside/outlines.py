"""The outlines that matplotlib paints for an artist, as plain polylines in data coordinates.

Instead of knowing each kind of artist, a renderer that paints nothing (`recording`) is told by matplotlib
what to paint: paths in pixels with colours, alpha, visibility, offsets and transforms all worked out. Part of
the student's process: imports numpy, matplotlib and the standard library alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypedDict

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection, PolyCollection, RegularPolyCollection
from matplotlib.contour import ContourSet
from matplotlib.lines import Line2D
from matplotlib.path import Path
from matplotlib.transforms import Affine2D, Transform
from numpy.typing import NDArray

from grader.running.inside.hiding import Outline, clipped
from grader.running.inside.recording import OutlineRecorder, Painted

Vertices = NDArray[np.float64]

BEZIER_STEPS = 32
"""Points a Bezier segment is sampled at: an ellipse patch (8 segments) becomes a polygon of 256 vertices."""


class _Look(TypedDict):
    """What all outlines of an artist share."""

    artist: str
    zorder: float


def outlines(artist: Artist, axes: Axes, recorder: OutlineRecorder) -> Iterator[Outline]:
    """Yield every sub-path that the artist paints, one by one.

    Those that leave no trace come too, without stroke and fill: whoever looks for them learns why.
    Vertices are (n, 2) float64 in the data coordinates of `axes`. Paths of one artist that are painted
    together (the rings of a filled band) carry the same `path` number. Raises what the artist's `draw` raises.
    """
    recorder.paths, recorder.markers = [], []
    clip_on = artist.get_clip_on()
    if isinstance(artist, Line2D):
        # Long lines are else cut to the visible part of the axes.
        artist.set_clip_on(False)
        artist.recache(always=True)
    if isinstance(artist, ContourSet) and not artist.filled and artist.labelTexts:
        _fill_label_gaps(artist)
    visible = artist.get_visible()
    artist.set_visible(True)
    artist.draw(recorder)
    look: _Look = {"artist": type(artist).__name__[:60], "zorder": float(artist.get_zorder())}
    levels = _levels(artist)
    to_data = axes.transData.inverted()
    if visible and not recorder.paths and recorder.markers and is_dots(artist):
        yield from _dots(recorder, to_data, look)
        return
    for number, (path, key, transform, stroke, fill, width) in enumerate(_shapes(recorder, artist)):
        if not visible:
            stroke = fill = None
        for pixels, closed in _clipped(_sub_paths(path, transform), artist, axes, clip_on):
            yield Outline(
                [np.asarray(to_data.transform(pixels), dtype=np.float64)],
                closed=bool(closed or (fill and not stroke)),
                stroke=stroke,
                fill=fill,
                linewidth=width,
                level=levels.get(id(key)),
                dots=False,
                path=number,
                **look,
            )


def _fill_label_gaps(contours: ContourSet) -> None:
    """Give contour lines back what `clabel` cut out for its labels: they go on below a label."""
    generator = getattr(contours, "_contour_generator", None)
    if generator is None:
        return
    whole = [generator.create_contour(level) for level in contours.levels]
    contours.set_paths(
        [
            Path(np.concatenate(vertices), np.concatenate(codes)) if len(vertices) else Path(np.empty((0, 2)))
            for vertices, codes in whole
        ]
    )


def is_dots(artist: Artist) -> bool:
    """Whether the artist's shapes have a size on the screen, so that they mark points."""
    sized = PathCollection | PolyCollection | RegularPolyCollection
    if isinstance(artist, sized):
        return artist.get_transform().frozen() == Affine2D()
    return isinstance(artist, Line2D)


def _shapes(recorder: OutlineRecorder, artist: Artist) -> Iterator[Painted]:
    """The recorded paths, and shapes painted as markers which are none (a lone ellipse of a collection)."""
    if isinstance(artist, Line2D):
        yield from recorder.paths
        return
    if is_dots(artist):
        return
    yield from recorder.paths
    for shape, points, shape_transform, transform, stroke, fill, width in recorder.markers:
        for x, y in transform.transform(points.vertices):
            yield shape, shape, shape_transform + Affine2D().translate(x, y), stroke, fill, width


def _dots(recorder: OutlineRecorder, to_data: Transform, look: _Look) -> Iterator[Outline]:
    """Markers that no line joins: the points alone."""
    for _, points, _, transform, stroke, fill, width in recorder.markers:
        pixels = transform.transform(points.vertices)
        pixels = pixels[np.isfinite(pixels).all(axis=1)]
        if len(pixels) and (stroke or fill):
            yield Outline(
                [np.asarray(to_data.transform(pixels), dtype=np.float64)],
                closed=False,
                stroke=stroke,
                fill=fill,
                linewidth=width,
                level=None,
                dots=True,
                path=-1,
                **look,
            )


def _levels(artist: Artist) -> dict[int, float]:
    """The level of each path of a line contour set, by the path's identity."""
    if not isinstance(artist, ContourSet) or artist.filled:
        return {}
    return {id(path): float(level) for path, level in zip(artist.get_paths(), artist.levels, strict=False)}


def _sub_paths(path: Path, transform: Transform) -> Iterator[tuple[Vertices, bool]]:
    """The polylines of a path in pixels, cut where it lifts the pen or a vertex is not finite."""
    path = transform.transform_path(path)
    vertices = np.asarray(path.vertices, dtype=np.float64)
    if path.codes is None:
        yield from _finite_runs(vertices, False)
        return
    all_codes = np.asarray(path.codes, dtype=np.uint8)
    starts = np.flatnonzero(all_codes == Path.MOVETO).tolist()
    for start, stop in zip(starts, [*starts[1:], len(vertices)], strict=True):
        codes, part = all_codes[start:stop], vertices[start:stop]
        if np.any(codes == Path.STOP):
            cut = int(np.argmax(codes == Path.STOP))
            codes, part = codes[:cut], part[:cut]
        closed = bool(np.any(codes == Path.CLOSEPOLY))
        if closed:
            part = np.where((codes == Path.CLOSEPOLY)[:, None], part[:1], part)
        if np.any((codes == Path.CURVE3) | (codes == Path.CURVE4)):
            part = _flattened(part, codes)
        yield from _finite_runs(part, closed)


def _clipped(
    runs: Iterator[tuple[Vertices, bool]], artist: Artist, axes: Axes, clip_on: bool
) -> Iterator[tuple[Vertices, bool]]:
    """What a clip of the student's own leaves of polylines."""
    for pixels, closed in runs:
        if clip_on:
            yield from _finite_runs(clipped(pixels, artist, axes), closed)
        else:
            yield pixels, closed


def _flattened(vertices: Vertices, codes: NDArray[np.uint8]) -> Vertices:
    """Sample the Bezier segments of one sub-path."""
    t = np.linspace(0.0, 1.0, BEZIER_STEPS + 1)[1:, None]
    out = [vertices[:1]]
    i = 1
    while i < len(vertices):
        here = out[-1][-1]
        if codes[i] == Path.CURVE3 and i + 1 < len(vertices):
            a, b = vertices[i : i + 2]
            out.append((1 - t) ** 2 * here + 2 * t * (1 - t) * a + t**2 * b)
            i += 2
        elif codes[i] == Path.CURVE4 and i + 2 < len(vertices):
            a, b, c = vertices[i : i + 3]
            out.append((1 - t) ** 3 * here + 3 * t * (1 - t) ** 2 * a + 3 * t**2 * (1 - t) * b + t**3 * c)
            i += 3
        else:
            out.append(vertices[i : i + 1])
            i += 1
    return np.concatenate(out)


def _finite_runs(vertices: Vertices, closed: bool) -> Iterator[tuple[Vertices, bool]]:
    """Cut a polyline at vertices that are not finite; what is cut is closed no more."""
    finite = np.isfinite(vertices).all(axis=1)
    if finite.all():
        runs = [vertices]
    else:
        closed = False
        edges = np.flatnonzero(np.diff(np.concatenate(([0], finite.astype(np.int8), [0]))))
        runs = [vertices[a:b] for a, b in edges.reshape(-1, 2)]
    for run in runs:
        if len(run) >= 2:
            extent = float(np.ptp(run, axis=0).max())
            meets = len(run) > 3 and float(np.abs(run[0] - run[-1]).max()) <= 1e-6 * extent
            yield run, closed or meets
