"""Numbers without bounds, brought to where arithmetic on them is safe: a child may report any finite ones.

Coordinates end up as multiples of `RESOLUTION` within `FARTHEST`, so that a difference is 0 or no smaller than
the one, squares and determinants neither vanish nor overflow, and colours lie in [0, 1].
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from grader.answers import Curve, Drawing

Vertices = NDArray[np.float64]
Colour = tuple[float, float, float, float]

FARTHEST = 1e6
"""Beyond this, coordinates are no picture."""
RESOLUTION = 1e-9
"""Finer detail is no picture either."""
WIDEST = 1e4
"""Line width in points."""


def tame(drawing: Drawing) -> Drawing:
    """The drawing with safe numbers; curves that are nowhere, or absurdly far away, are left out."""
    curves = tuple(
        _tame_curve(curve)
        for curve in drawing.curves
        if len(curve.vertices) and np.all(np.abs(curve.vertices) < FARTHEST)
    )
    return replace(
        drawing,
        curves=curves,
        background=_colour(drawing.background),
        xlim=safe_limits(drawing.xlim),
        ylim=safe_limits(drawing.ylim),
        images=tuple(_image(image) for image in drawing.images),
    )


def safe_limits(limits: tuple[float, float]) -> tuple[float, float]:
    """The limits of an axis as they may be calculated with, the lower one first."""
    first, second = sorted(min(max(limit, -FARTHEST), FARTHEST) for limit in limits)
    return first, second


def _tame_curve(curve: Curve) -> Curve:
    return replace(
        curve,
        vertices=np.round(curve.vertices / RESOLUTION) * RESOLUTION,
        stroke=None if curve.stroke is None else _colour(curve.stroke),
        fill=None if curve.fill is None else _colour(curve.fill),
        linewidth=min(max(curve.linewidth, 0.0), WIDEST),
    )


def _colour(colour: Colour) -> Colour:
    red, green, blue, alpha = (min(max(part, 0.0), 1.0) for part in colour)
    return red, green, blue, alpha


def _image(sides: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    left, right, bottom, top = sides
    return *safe_limits((left, right)), *safe_limits((bottom, top))
