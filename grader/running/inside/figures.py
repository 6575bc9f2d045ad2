"""The figure that a student's drawing function is given, and what was drawn on it, as plain data.

`begin` gives out a figure, the student's function draws, `finish` reports. Part of the student's process:
imports numpy, matplotlib and the standard library alone, and decides nothing about marks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NotRequired, TypedDict

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure, FigureBase
from matplotlib.transforms import BboxBase

from grader.running.inside import others
from grader.running.inside.besides import image_extents
from grader.running.inside.curves import PlainCurve, added, bounded, painted
from grader.running.inside.hiding import Outline
from grader.running.inside.recording import Colour

READY = {False: 4, True: 2}
"""Figures, plain and furnished, that the warm process makes: making one takes longer than drawing four ellipses."""
_ready: dict[bool, list[Figure]] = {plain: [] for plain in READY}
_settings: dict[str, object] = {}
"""matplotlib's settings when they were made."""


@dataclass(frozen=True)
class State:
    """The figure handed to the student's function, and what was on it before."""

    figure: Figure
    axes: Axes
    before: tuple[Artist, ...]
    """Kept as objects, so that no identity is used twice."""
    elsewhere: list[Figure]
    """Other figures: those of the cells that are still in use, and those that the call makes."""


class Report(TypedDict):
    """The fields of `grader.answers.Drawing`."""

    curves: list[PlainCurve]
    cut: bool
    background: Colour
    xlim: tuple[float, float]
    ylim: tuple[float, float]
    artists: int
    axes: int
    artists_elsewhere: int
    images: NotRequired[list[tuple[float, float, float, float]]]


def begin(furnished: bool) -> State:
    """Make a fresh pyplot figure with one axes and make it the current one.

    `furnished`: the axes already carry points, a closed line, a text and limits, as in the lesson's figure;
    they don't count as drawn.
    """
    plt.close("all")
    figure = _give_out(furnished)
    axes = figure.axes[0]
    elsewhere = others.others(figure)
    before = [artist for each in [figure, *elsewhere] for artist in _descendants(each)]
    return State(figure, axes, tuple(before), elsewhere)


def prepare() -> None:
    """Make figures in advance, in the warm process: children give them out."""
    for furnished, count in READY.items():
        for _ in range(count):
            _ready[furnished].append(_make(furnished))
            plt.close("all")
    _settings.update(_current_settings())


def _give_out(furnished: bool) -> Figure:
    """A figure made in advance, unless the student set something that a new one would show."""
    if not _ready[furnished] or _current_settings() != _settings:
        return _make(furnished)
    figure = _ready[furnished].pop()
    plt.figure(figure)  # pyplot's current one again
    return figure


def _current_settings() -> dict[str, object]:
    """matplotlib's settings but for the hooks, which are `others`' own."""
    return dict(plt.rcParams.items()) | {"figure.hooks": None}


def _make(furnished: bool) -> Figure:
    figure = plt.figure(figsize=(8, 8))
    axes = figure.add_subplot()
    if furnished:
        axes.set_xlim(-5, 5)
        axes.set_ylim(-5, 5)
        axes.set_aspect("equal")
        turn = np.linspace(0.0, 2 * np.pi, 60)
        axes.scatter([-2.0, 0.5, 1.5], [1.0, -0.5, 2.0], s=30, color="red")
        axes.plot(3 * np.cos(turn), 2 * np.sin(turn), color="grey")
        axes.text(0.0, 0.0, "data")
    return figure


def finish(state: State) -> Report:
    """Report what was drawn since `begin`, with the fields of `grader.answers.Drawing`; close all figures.

    Curves come in the order of painting. Raises what matplotlib raises when it cannot draw the figure.
    """
    try:
        return _report(state)
    finally:
        plt.close("all")
        others.forget()


def _report(state: State) -> Report:
    known = {id(artist) for artist in state.before}
    all_axes = state.figure.get_axes()
    # A polar or a 3-D axes has no x and y to draw contours in.
    candidates = [axes for axes in _standing_in(state, all_axes) if axes.name == "rectilinear"]
    if not candidates:
        return _empty(_count_elsewhere(state, None, known))
    judged, (curves, blank) = candidates[0], (list[Outline](), 0)
    for axes in candidates:
        found, blank_here = painted(axes, known)
        if axes is judged or any(not curve.dots for curve in found) or (found and not curves):
            judged, curves, blank = axes, found, blank_here
        if any(not curve.dots for curve in curves):
            break
    kept, cut = bounded(curves)
    return {
        "curves": kept,
        "cut": cut,
        "background": _background(judged),
        "xlim": _pair(judged.get_xlim()),
        "ylim": _pair(judged.get_ylim()),
        "artists": len(added(judged, known)) - blank,
        "artists_elsewhere": _count_elsewhere(state, judged, known),
        "axes": len(all_axes),
        "images": image_extents(added(judged, known), judged),
    }


def _standing_in(state: State, all_axes: Sequence[Axes]) -> list[Axes]:
    """The axes that the figure came with, and those that cover them; any others only where those are gone."""
    if state.axes not in all_axes:
        return list(all_axes)
    given = state.axes.get_window_extent()
    covering = [
        axes for axes in all_axes if axes is not state.axes and _covers(axes.get_window_extent(), given)
    ]
    return [state.axes, *covering]


def _covers(box: BboxBase, other: BboxBase) -> bool:
    """Whether a box in pixels holds all of another, to a pixel."""
    return bool(
        (np.asarray(box.min) <= np.asarray(other.min) + 1).all()
        and (np.asarray(box.max) >= np.asarray(other.max) - 1).all()
    )


def _empty(elsewhere: int) -> Report:
    """The report on a figure whose axes are all gone."""
    return {
        "curves": [],
        "cut": False,
        "background": (1.0, 1.0, 1.0, 1.0),
        "xlim": (0.0, 1.0),
        "ylim": (0.0, 1.0),
        "artists": 0,
        "axes": 0,
        "artists_elsewhere": elsewhere,
    }


def _descendants(figure: FigureBase) -> Iterator[Artist]:
    """The artists of a figure, and those of the axes and figures among them, insets too, however deep."""
    left: list[FigureBase | Axes] = [figure]
    while left:
        for child in left.pop().get_children():
            yield child
            if isinstance(child, (Axes, FigureBase)):
                left.append(child)


def _count_elsewhere(state: State, judged: Axes | None, known: set[int]) -> int:
    """How many artists were added to other axes of the figure, to the figure itself, or to other figures."""
    here = known | ({id(artist) for artist in added(judged, known)} if judged else set())
    figures = [state.figure, *state.elsewhere]
    outer = [axes for figure in figures for axes in figure.get_axes()]
    insets = [axes for each in outer for axes in each.child_axes if isinstance(axes, Axes)]
    return sum(len(added(axes, here)) for axes in (*outer, *insets) if axes is not judged)


def _background(axes: Axes) -> Colour:
    """The colour behind the drawing, opaque: that of the axes over that of the figure over white."""
    colour = np.ones(3)
    patches = [axes.figure.patch, axes.patch] if axes.axison else [axes.figure.patch]
    for patch in patches:
        red, green, blue, alpha = to_rgba(patch.get_facecolor())
        if patch.get_visible():
            colour = alpha * np.array([red, green, blue]) + (1 - alpha) * colour
    return float(colour[0]), float(colour[1]), float(colour[2]), 1.0


def _pair(limits: Sequence[float]) -> tuple[float, float]:
    return float(limits[0]), float(limits[1])
