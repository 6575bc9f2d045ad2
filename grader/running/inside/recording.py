"""A renderer that paints nothing and records the paths that it is asked to paint.

Part of the student's process: imports matplotlib and the standard library alone.
"""

from __future__ import annotations

from typing import Any

from matplotlib.backend_bases import GraphicsContextBase, RendererBase
from matplotlib.path import Path
from matplotlib.transforms import Affine2DBase, Transform
from numpy.typing import ArrayLike

Colour = tuple[float, float, float, float]

Painted = tuple[Path, Path, Transform, Colour | None, Colour | None, float]
"""A path, the path that it is known by, what takes it to pixels, stroke, fill and line width."""

CLEAR = 1 / 512
"""Alpha below which 8-bit colour shows nothing."""


class OutlineRecorder(RendererBase):
    """A renderer that records paths, in pixels, and paints nothing. Lengths are in points."""

    def __init__(self, width: float, height: float) -> None:
        """Take the figure's size in pixels."""
        super().__init__()
        self.width, self.height = width, height
        self.paths: list[Painted] = []
        self.markers: list[tuple[Path, Path, Transform, Transform, Colour | None, Colour | None, float]] = []

    def get_canvas_width_height(self) -> tuple[float, float]:
        """The figure's size in pixels."""
        return self.width, self.height

    def draw_path(
        self, gc: GraphicsContextBase, path: Path, transform: Transform, rgbFace: Any = None
    ) -> None:
        """Record one painted path."""
        self.paths.append((path, path, transform, *_ink(gc, rgbFace)))

    def draw_markers(
        self,
        gc: GraphicsContextBase,
        marker_path: Path,
        marker_trans: Transform,
        path: Path,
        trans: Transform,
        rgbFace: Any = None,
    ) -> None:
        """Record one shape repeated at the points of a path."""
        self.markers.append((marker_path, path, marker_trans, trans, *_ink(gc, rgbFace)))

    def draw_image(
        self,
        gc: GraphicsContextBase,
        x: float,
        y: float,
        im: ArrayLike,
        transform: Affine2DBase | None = None,
    ) -> None:
        """Images are no contours."""

    def draw_text(self, *args: object, **kw: object) -> None:
        """Text is no contour."""

    def draw_quad_mesh(self, *args: object, **kw: object) -> None:
        """An image of the density made of cells is no contour."""

    def draw_gouraud_triangles(self, *args: object, **kw: object) -> None:
        """An image of the density made of triangles is no contour."""


def _ink(gc: GraphicsContextBase, face: Any) -> tuple[Colour | None, Colour | None, float]:
    """Stroke, fill and line width as painted; None where nothing is."""
    width = float(gc.get_linewidth())
    red, green, blue, alpha = (float(part) for part in gc.get_rgb())
    stroke = (red, green, blue, alpha) if width > 0 and alpha > CLEAR else None
    fill: Colour | None = None
    if face is not None:
        parts = [float(part) for part in face]
        own = len(parts) > 3 and not gc.get_forced_alpha()
        alpha = parts[3] if own else float(gc.get_alpha())
        fill = (parts[0], parts[1], parts[2], alpha) if alpha > CLEAR else None
    return stroke, fill, width if stroke else 0.0
