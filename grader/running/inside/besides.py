"""What a student may paint beside the contours: frames, words, arrows, and images of the density.

Part of the student's process: imports numpy, matplotlib and the standard library alone.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.collections import Collection, PolyQuadMesh, QuadMesh, TriMesh
from matplotlib.contour import ContourSet
from matplotlib.image import _ImageBase
from matplotlib.legend import Legend
from matplotlib.offsetbox import OffsetBox
from matplotlib.patches import FancyArrow, FancyArrowPatch
from matplotlib.quiver import Barbs, Quiver
from matplotlib.spines import Spine
from matplotlib.table import Table
from matplotlib.text import Text

from grader.running.inside.outlines import is_dots

MAX_IMAGES = 20

IMAGES = (_ImageBase, QuadMesh, PolyQuadMesh, TriMesh)
BESIDES = (
    *(Axis, Spine, Text, Legend, OffsetBox, Table),
    *(Quiver, Barbs, FancyArrow, FancyArrowPatch),
)
"""Frames, words and arrows."""
MANY_LEVELS = 16
"""A filled contour set with so many bands is an image of the density."""
TEXTURE = 32
"""Copies of one shape beyond which a collection (a hexagonal histogram) is an image."""


def is_besides(artist: Artist) -> bool:
    """Whether an artist is allowed beside the contours and never a contour itself."""
    return isinstance(artist, BESIDES) or is_image(artist)


def is_image(artist: Artist) -> bool:
    """Whether an artist paints the plane in shades: no contours, whatever its edges look like."""
    if isinstance(artist, ContourSet):
        return bool(artist.filled) and len(artist.get_paths()) >= MANY_LEVELS
    if isinstance(artist, Collection) and len(artist.get_paths()) == 1 and not is_dots(artist):
        return len(np.atleast_2d(artist.get_offsets())) > TEXTURE
    return isinstance(artist, IMAGES)


def image_extents(artists: Iterable[Artist], axes: Axes) -> list[tuple[float, float, float, float]]:
    """Where images were added, as (left, right, bottom, top) in data coordinates."""
    found: list[tuple[float, float, float, float]] = []
    for artist in artists:
        if not (artist.get_visible() and is_image(artist)) or len(found) >= MAX_IMAGES:
            continue
        if isinstance(artist, Collection):
            box = artist.get_datalim(axes.transData)
            sides = (box.x0, box.x1, box.y0, box.y1)
        else:
            sides = artist.get_extent()  # type: ignore[attr-defined]
        if np.isfinite(sides).all():
            left, right, bottom, top = (float(side) for side in sides)
            found.append((left, right, bottom, top))
    return found
