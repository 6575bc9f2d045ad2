"""What keeps a curve from being seen although it is painted: clips of the student's own, and images on top.

Part of the student's process: imports numpy, matplotlib and the standard library alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeGuard

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.collections import QuadMesh
from matplotlib.image import AxesImage
from numpy.typing import NDArray

from grader.running.inside.recording import Colour

Vertices = NDArray[np.float64]

COVERED = 0.6
"""A curve with this share of its vertices below opaque images is not seen."""


@dataclass
class Outline:
    """One painted sub-path, with the fields of `grader.answers.Curve`, which grows while what goes on from it comes."""

    pieces: list[Vertices]
    """Its vertices, (n, 2) each, in data coordinates."""
    closed: bool
    stroke: Colour | None
    fill: Colour | None
    linewidth: float
    level: float | None
    dots: bool
    path: int
    artist: str
    zorder: float


def clipped(pixels: Vertices, artist: Artist, axes: Axes) -> Vertices:
    """The polyline (n, 2) with nan where the artist's own clip cuts it off.

    The clip that matplotlib gives every artist, the box of the axes, is left aside: any limits will do.
    """
    kept = np.ones(len(pixels), dtype=bool)
    box = artist.clipbox
    if box is not None and not np.allclose(box.extents, axes.bbox.extents, atol=0.5):
        kept &= ((box.min <= pixels) & (pixels <= box.max)).all(axis=1)
    path, transform = artist.get_transformed_clip_path_and_affine()
    if path is not None and transform is not None:
        kept &= transform.transform_path(path).contains_points(pixels)
    return pixels if kept.all() else np.where(kept[:, None], pixels, np.nan)


def cover(curves: list[Outline], image: Artist) -> None:
    """Take stroke and fill from the curves that an image hides which is painted after them."""
    if not (image.get_visible() and _is_opaque(image)):
        return
    low, high = _corners(image)
    for curve in curves:
        vertices = np.concatenate(curve.pieces)
        inside = ((low <= vertices) & (vertices <= high)).all(axis=1)
        if inside.mean() >= COVERED:
            curve.stroke = curve.fill = None


def _is_opaque(image: Artist) -> TypeGuard[QuadMesh | AxesImage]:
    """Whether an image of the plane hides what is below; in doubt, it does not."""
    if isinstance(image, QuadMesh):
        image.update_scalarmappable()
        return bool(np.min(np.atleast_2d(image.get_facecolor())[:, 3]) == 1)
    array = image.get_array() if isinstance(image, AxesImage) else None
    if not isinstance(image, AxesImage) or array is None:
        return False
    alpha = image.get_alpha()
    painted = image.to_rgba(array, alpha=None if alpha is None else float(np.min(alpha)))
    return bool(np.min(painted[..., 3]) == 1)


def _corners(image: QuadMesh | AxesImage) -> tuple[Vertices, Vertices]:
    """The lower left and upper right corners in data coordinates."""
    if isinstance(image, QuadMesh):
        places = np.asarray(image.get_coordinates(), dtype=np.float64).reshape(-1, 2)
        return places.min(axis=0), places.max(axis=0)
    left, right, bottom, top = image.get_extent()
    return np.array([min(left, right), min(bottom, top)]), np.array([max(left, right), max(bottom, top)])
