"""The live figure of the search: what stands still is drawn once, only what moves is drawn again."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import torch
from matplotlib.font_manager import FontProperties
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.textpath import TextPath, text_to_path
from matplotlib.transforms import IdentityTransform

__all__ = ["DrewElsewhere", "LiveFigure", "as_png"]


def as_png(pixels: np.ndarray[tuple[int, ...], np.dtype[np.uint8]]) -> bytes:
    """Return pixels, shape (height, width, 4), as PNG: at zlib's fastest and unfiltered, as flat colours pack well."""
    height, width, _ = pixels.shape
    rows = np.zeros((height, 1 + 4 * width), np.uint8)  # a row begins with its filter, 0 for none
    rows[:, 1:] = pixels.reshape(height, -1)
    header = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    chunks = [b"IHDR" + header, b"IDAT" + zlib.compress(rows.data, 1), b"IEND"]
    framed = [struct.pack(">I", len(c) - 4) + c + struct.pack(">I", zlib.crc32(c)) for c in chunks]
    return b"".join([b"\x89PNG\r\n\x1a\n", *framed])


def character(one: str) -> tuple[TextPath, float]:
    """Return the outline of a character at 10 points, and how wide it is."""
    font = FontProperties(size=10)
    return TextPath((0, 0), one, prop=font), text_to_path.get_text_width_height_descent(one, font, False)[0]


class DrewElsewhere(Exception):
    """A drawing function left nothing on the axes of the figure that it was given."""


class LiveFigure:
    """A figure of 8 x 8 inches with the data in red and room for a label at each point.

    `still` is the picture of all that never moves: frame, ticks, grid. To draw, that picture is put back and what
    moves is drawn on top of it. That takes a few milliseconds, where a whole figure takes a tenth of a second.
    """

    def __init__(self, data: torch.Tensor) -> None:
        """Make the figure for data of shape (2, N)."""
        self.points = data.T.tolist()
        self.labels = [""] * len(self.points)
        self.digits = {each: character(each) for each in "0123456789.-"}  # of which the labels are made
        with plt.ioff():  # a number that nobody else uses: pyplot knows figures by their numbers
            self.fig = plt.figure(num=8008, figsize=(8, 8), dpi=80, facecolor="white")
        self.canvas: Any = self.fig.canvas
        self.start_anew()
        self.leave_pyplot()

    def start_anew(self) -> None:
        """Give the figure one pair of axes with nothing on it but ours."""
        self.fig.clear()
        self.fig.subplots_adjust(left=0.08, right=0.98, bottom=0.06, top=0.96)
        self.ax = self.fig.add_subplot()
        self.furnish()

    def furnish(self) -> None:
        """Put on the axes what is ours. What is `animated` is left out of the still picture."""
        self.ax.set(xlim=(-5, 5), ylim=(-5, 5), aspect="equal", facecolor="white")
        self.ax.set(xlabel="first coordinate", ylabel="second coordinate")
        self.ax.grid(alpha=0.3)
        [self.dots] = self.ax.plot(
            *zip(*self.points, strict=True), "o", color="red", markersize=5.5, zorder=3, animated=True
        )
        nothing, as_it_is = Path(np.zeros((0, 2))), IdentityTransform()
        self.papers = PathPatch(nothing, facecolor="white", edgecolor="none", alpha=0.9)
        self.ink = PathPatch(nothing, facecolor="black", edgecolor="none")
        for zorder, artist in enumerate((self.papers, self.ink), 4):
            artist.set(transform=as_it_is, zorder=zorder, animated=True)
            self.ax.add_artist(artist)
        self.title = self.ax.set_title(" ", animated=True)
        self.still: Any = None
        self.frame = self.frame_now()

    def frame_now(self) -> tuple[object, ...]:
        """Return what must not change if the still picture is to be right."""
        place = self.ax.get_position(original=True).bounds
        return (*self.fig.axes, place, *self.fig.bbox.size, *self.ax.get_xlim(), *self.ax.get_ylim())

    def leave_pyplot(self) -> None:
        """Take the figure out of pyplot's list, or the next cell would show it once more."""
        plt.close(self.fig)
        self.fig.set_canvas(self.canvas)

    def foreign(self) -> list[Any]:
        """Return what lies on the axes and is not ours."""
        ax = self.ax
        legend = [ax.get_legend()] if ax.get_legend() else []
        drawn = [*ax.collections, *ax.images, *ax.lines, *ax.patches, *ax.tables, *ax.texts, *ax.artists]
        return [artist for artist in drawn + legend if artist not in (self.dots, self.papers, self.ink)]

    def collect(self, draw: Callable[..., object], *arguments: object) -> list[Any]:
        """Call `draw(fig, *arguments)` with ours as pyplot's current figure; return what it put on the axes.

        Raises DrewElsewhere when that is nothing, and whatever `draw` raises.
        """
        before = self.foreign()
        others = plt.get_fignums()
        with plt.ioff():
            plt.figure(self.fig)
            try:
                draw(self.fig, *arguments)
            finally:
                self.leave_pyplot()
                for number in set(plt.get_fignums()) - set(others):
                    plt.close(number)
                self.mend()
        added = [artist for artist in self.foreign() if artist not in before]
        if not added:
            raise DrewElsewhere
        for artist in added:
            artist.set_animated(True)
        return added

    def mend(self) -> None:
        """Bring back what is ours, should a drawing function have cleared the figure or its axes."""
        if self.ax not in self.fig.axes:
            self.start_anew()
        elif self.dots not in self.ax.lines:
            self.furnish()
        self.ax.set(xlim=(-5, 5), ylim=(-5, 5), aspect="equal")

    def render(self, moving: list[Any], labels: list[str], title: str) -> bytes:
        """Return the figure as PNG: the still picture, `moving` on top, a label at each point, and a title."""
        self.title.set_text(title)
        everything = [*moving, self.dots, self.papers, self.ink, self.title]
        slow = self.frame_now() != self.frame  # a colour bar, say, made room for itself
        if slow:
            self.ax.apply_aspect()
        self.write(labels)
        if slow:
            for artist in everything:
                artist.set_animated(False)
            self.canvas.draw()
        else:
            self.put_back_still()
            for artist in sorted(everything, key=lambda artist: artist.get_zorder()):
                self.ax.draw_artist(artist)
        return as_png(np.asarray(self.canvas.buffer_rgba()))

    def write(self, labels: list[str]) -> None:
        """Write a number up and to the right of each point.

        That is one shape for all of them, put together of ready-made digits: setting six texts takes matplotlib
        longer than all the rest of the picture.
        """
        self.labels = labels
        pixels = self.fig.dpi / 72
        papers, ink = [], []
        for place, text in zip(self.ax.transData.transform(self.points), labels, strict=True):
            end = 6.0
            for character in text:
                digit, width = self.digits[character]
                ink.append(Path(digit.vertices * pixels + place + np.multiply((end, 6), pixels), digit.codes))
                end += width
            corners = [(5, 5), (end, 5), (end, 15), (5, 15), (5, 5)]
            if text:
                papers.append(Path(np.multiply(corners, pixels) + place, closed=True))
        self.papers.set_path(Path.make_compound_path(*papers))
        self.ink.set_path(Path.make_compound_path(*ink))

    def put_back_still(self) -> None:
        """Put the still picture on the canvas; draw it first if there is none."""
        if self.still is None:
            self.canvas.draw()
            self.still = self.canvas.copy_from_bbox(self.fig.bbox)
        self.canvas.restore_region(self.still)

    def tidy(self) -> None:
        """Take off the axes what others put there, so that nothing piles up."""
        if self.frame_now() != self.frame:
            self.fig.set_size_inches(8, 8)
            self.start_anew()
        for artist in self.foreign():
            artist.remove()
