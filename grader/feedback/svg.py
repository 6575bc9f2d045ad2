"""Small, sharp SVG pictures from numbers alone: nothing of a student's text ever gets into one."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from markupsafe import Markup, escape
from numpy.typing import NDArray

Points = NDArray[np.float64]

FARTHEST = 1e4
"""Pixels beyond which a coordinate is cut, so that no number gets long."""


@dataclass(frozen=True)
class Frame:
    """A rectangle of the picture, in pixels, and the ranges of data that it shows; y goes up."""

    left: float
    top: float
    width: float
    height: float
    xlim: tuple[float, float]
    ylim: tuple[float, float] = (0.0, 1.0)

    def x(self, value: float) -> float:
        """Pixel of a data coordinate."""
        return self.left + self.width * (value - self.xlim[0]) / (self.xlim[1] - self.xlim[0])

    def y(self, value: float) -> float:
        """Pixel of a data coordinate."""
        return self.top + self.height * (self.ylim[1] - value) / (self.ylim[1] - self.ylim[0])

    def pixels(self, points: Points) -> Points:
        """Pixels of data points; both are (n, 2)."""
        origin = np.array([self.left, self.top])
        size = np.array([self.width, self.height])
        low = np.array([self.xlim[0], self.ylim[1]])
        high = np.array([self.xlim[1], self.ylim[0]])
        return np.asarray(origin + size * (points - low) / (high - low))


def picture(name: str, width: float, height: float, title: str, told: str, body: Iterable[str]) -> Markup:
    """An SVG image that scales with the page.

    Args:
        name: unique on the page; letters, digits, `-` and `_`.
        width: of the drawing board in pixels, which is also the most that it is shown at.
        height: of the drawing board.
        title: what it is, for those who hear it; escaped here.
        told: what it shows, in sentences; escaped here.
        body: elements made by the functions of this module.
    """
    return Markup(
        f'<svg class="gf-picture" role="img" aria-labelledby="{escape(name)}-t {escape(name)}-d" '
        f'viewBox="0 0 {number(width)} {number(height)}" style="max-width:{number(width)}px" '
        f'xmlns="http://www.w3.org/2000/svg"><title id="{escape(name)}-t">{escape(title)}</title>'
        f'<desc id="{escape(name)}-d">{escape(told)}</desc>{"".join(body)}</svg>'
    )


def number(value: float) -> str:
    """A coordinate: a tenth of a pixel, no trailing zeros. Raises ValueError for nan."""
    if math.isnan(value):
        raise ValueError("A coordinate of a picture must be a number; this one is nan.")
    text = f"{min(max(value, -FARTHEST), FARTHEST):.1f}"
    return text.removesuffix(".0") if text not in ("-0.0",) else "0"


def path(points: Points, css: str, *, closed: bool = False) -> str:
    """A line through (n, 2) pixels; `css` names its class."""
    rounded = np.clip(points, -FARTHEST, FARTHEST).round(1)
    steps = " ".join(f"{x:g},{y:g}" for x, y in rounded.tolist())
    return f'<path class="{css}" d="M{steps}{"Z" if closed else ""}"/>'


def line(x1: float, y1: float, x2: float, y2: float, css: str) -> str:
    """A straight line between two pixels."""
    return f'<line class="{css}" x1="{number(x1)}" y1="{number(y1)}" x2="{number(x2)}" y2="{number(y2)}"/>'


def dot(x: float, y: float, radius: float, css: str) -> str:
    """A filled circle."""
    return f'<circle class="{css}" cx="{number(x)}" cy="{number(y)}" r="{number(radius)}"/>'


def bar(x: float, y: float, width: float, height: float, css: str) -> str:
    """A filled rectangle."""
    return (
        f'<rect class="{css}" x="{number(x)}" y="{number(y)}" '
        f'width="{number(max(width, 0))}" height="{number(max(height, 0))}"/>'
    )


def text(x: float, y: float, words: object, css: str = "gf-label", anchor: str = "middle") -> str:
    """A line of text, escaped; `anchor` is start, middle or end."""
    return f'<text class="{css}" x="{number(x)}" y="{number(y)}" text-anchor="{anchor}">{escape(str(words))}</text>'


def cross(x: float, y: float, size: float, css: str) -> str:
    """A plus sign."""
    return line(x - size, y, x + size, y, css) + line(x, y - size, x, y + size, css)


def inside(frame: Frame, body: Iterable[str]) -> str:
    """Elements in pixels of the picture, of which only what lies in the frame is shown."""
    left, top, width, height = (number(v) for v in (frame.left, frame.top, frame.width, frame.height))
    return (
        f'<svg x="{left}" y="{top}" width="{width}" height="{height}" '
        f'viewBox="{left} {top} {width} {height}">{"".join(body)}</svg>'
    )


def axes(frame: Frame, xticks: Sequence[float], yticks: Sequence[float] = ()) -> list[str]:
    """The frame with a grid and labelled ticks."""
    right, bottom = frame.left + frame.width, frame.top + frame.height
    drawn = [bar(frame.left, frame.top, frame.width, frame.height, "gf-frame")]
    for tick in xticks:
        drawn.append(line(frame.x(tick), frame.top, frame.x(tick), bottom, "gf-grid"))
        drawn.append(text(frame.x(tick), bottom + 14, _tick(tick)))
    for tick in yticks:
        drawn.append(line(frame.left, frame.y(tick), right, frame.y(tick), "gf-grid"))
        drawn.append(text(frame.left - 6, frame.y(tick) + 4, _tick(tick), anchor="end"))
    return drawn


def _tick(value: float) -> str:
    return f"{value:g}".replace("-", "−")
