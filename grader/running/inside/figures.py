"""The figure that a student's drawing function is given, and what was drawn on it, as plain data.

`begin` gives out a figure, the student's function draws, `finish` reports. Part of the student's process:
imports numpy, matplotlib and the standard library alone, and decides nothing about marks.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure, FigureBase
from matplotlib.spines import Spine

from grader.running.inside import others
from grader.running.inside.besides import image_extents, is_besides
from grader.running.inside.hiding import cover
from grader.running.inside.outlines import outlines
from grader.running.inside.recording import OutlineRecorder

MAX_CURVES = 2_500
MAX_CURVE_VERTICES = 4_000
MAX_VERTICES = 120_000
"""A report stays below 4 MB, and is judged in a third of a second.

Longer curves are thinned, further ones are not reported.
"""


READY = {False: 4, True: 2}
"""Figures, plain and furnished, that the warm process makes: making one takes longer than drawing four ellipses."""
_ready: dict[bool, list[Figure]] = {plain: [] for plain in READY}
_settings: dict[str, Any] = {}
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


def _current_settings() -> dict[str, Any]:
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


def finish(state: State) -> dict[str, Any]:
    """Report what was drawn since `begin`, with the fields of `grader.answers.Drawing`; close all figures.

    Curves come in the order of painting. Raises what matplotlib raises when it cannot draw the figure.
    """
    try:
        return _report(state)
    finally:
        plt.close("all")
        others.forget()


def _report(state: State) -> dict[str, Any]:
    known = {id(artist) for artist in state.before}
    all_axes = state.figure.get_axes()
    candidates = [state.axes] if state.axes in all_axes else []
    candidates += [axes for axes in all_axes if axes is not state.axes]
    # A polar or a 3-D axes has no x and y to draw contours in.
    candidates = [axes for axes in candidates if axes.name == "rectilinear"]
    if not candidates:
        return {**_empty(), "artists_elsewhere": _count_elsewhere(state, None, known)}
    judged, curves = candidates[0], list[dict[str, Any]]()
    for axes in candidates:
        found = _curves(axes, known)
        if any(not curve["dots"] for curve in found) or (found and not curves):
            judged, curves = axes, found
        if any(not curve["dots"] for curve in curves):
            break
    return {
        "curves": _bounded(curves),
        "background": _background(judged),
        "xlim": _pair(judged.get_xlim()),
        "ylim": _pair(judged.get_ylim()),
        "artists": len(_added(judged, known)),
        "artists_elsewhere": _count_elsewhere(state, judged, known),
        "axes": len(all_axes),
        "images": image_extents(_added(judged, known), judged),
    }


def _empty() -> dict[str, Any]:
    """The report on a figure whose axes are all gone."""
    white = (1.0, 1.0, 1.0, 1.0)
    unit = (0.0, 1.0)
    report = {"curves": [], "background": white, "xlim": unit, "ylim": unit, "artists": 0}
    return {**report, "axes": 0}


def _descendants(figure: FigureBase) -> Iterable[Artist]:
    """The figure's own artists, its axes, and theirs."""
    for child in figure.get_children():
        yield child
        if isinstance(child, Axes):
            yield from child.get_children()


def _added(axes: Axes, known: set[int]) -> list[Artist]:
    """Artists new on these axes, in painting order; figure-level ones too that are placed by its data."""
    placed = [
        artist
        for artist in axes.figure.get_children()
        if not isinstance(artist, Axes) and artist.get_transform().contains_branch(axes.transData)
    ]
    furniture = {id(axes.patch), id(axes.figure.patch)}
    new = [
        artist
        for artist in [*axes.get_children(), *placed]
        if id(artist) not in known | furniture and not isinstance(artist, (Axis, Spine, Axes))
    ]
    titles = {id(axes.title), id(axes._left_title), id(axes._right_title)}  # type: ignore[attr-defined]
    return sorted((a for a in new if id(a) not in titles), key=lambda artist: artist.get_zorder())


def _curves(axes: Axes, known: set[int]) -> list[dict[str, Any]]:
    """Everything painted on these axes that could be a contour."""
    axes.apply_aspect()
    width, height = axes.figure.bbox.size
    recorder = OutlineRecorder(width, height)
    found: list[dict[str, Any]] = []
    for number, artist in enumerate(_added(axes, known)):
        if is_besides(artist):
            cover(found, artist)
            continue
        for curve in outlines(artist, axes, recorder):
            if not axes.get_visible():
                curve["stroke"] = curve["fill"] = None
            # One number a painted path, over all artists.
            if curve["path"] >= 0:
                curve["path"] += number * 100_000
            if np.isfinite(curve["vertices"]).all():
                _append(found, curve)
    return found


def _append(found: list[dict[str, Any]], curve: dict[str, Any]) -> None:
    """Add a curve; an open one that goes on where the last one ended is joined to it."""
    if found and not (curve["closed"] or found[-1]["closed"] or curve["dots"] or found[-1]["dots"]):
        last = found[-1]
        same = all(last[key] == curve[key] for key in ("stroke", "fill", "linewidth", "artist", "level"))
        if same and np.allclose(last["tail"], curve["vertices"][0], rtol=1e-9, atol=1e-9):
            last["pieces"].append(curve["vertices"][1:])
            last["tail"] = curve["vertices"][-1]
            return
    curve["pieces"] = [curve["vertices"]]
    curve["tail"] = curve["vertices"][-1]
    found.append(curve)


def _bounded(curves: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Plain curves within the bounds on number and size."""
    kept: list[dict[str, Any]] = []
    budget = MAX_VERTICES
    for curve in curves[:MAX_CURVES]:
        vertices = np.concatenate(curve.pop("pieces"))
        del curve["tail"]
        if len(vertices) > MAX_CURVE_VERTICES:
            vertices = vertices[np.linspace(0, len(vertices) - 1, MAX_CURVE_VERTICES).astype(np.int64)]
        budget -= len(vertices)
        if budget < 0:
            break
        kept.append({**curve, "vertices": vertices})
    return kept


def _count_elsewhere(state: State, judged: Axes | None, known: set[int]) -> int:
    """How many artists were added to other axes of the figure, to the figure itself, or to other figures."""
    here = known | ({id(artist) for artist in _added(judged, known)} if judged else set())
    figures = [state.figure, *state.elsewhere]
    return sum(
        len(_added(axes, here)) for figure in figures for axes in figure.get_axes() if axes is not judged
    )


def _background(axes: Axes) -> tuple[float, float, float, float]:
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
