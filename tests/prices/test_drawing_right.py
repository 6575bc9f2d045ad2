"""What real students draw: each way of drawing the contours with each thing beside them, a hundred combinations.

All are right. The same things beside ellipses that are a tenth too large are not.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.collections import LineCollection
from matplotlib.patches import Ellipse, PathPatch, Polygon
from matplotlib.path import Path
from numpy.typing import NDArray

from grader.answers import Curve, Drawing
from grader.checking import Hidden
from grader.exercises.gaussian_density.drawing import RADII, judge
from grader.exercises.gaussian_density.drawing.inputs import gaussians
from grader.running.inside import figures

Array = NDArray[np.float64]
Paint = Callable[[Any, Array, Array, float], object]
"""Paints on axes, for Sigma, Mean and a factor by which the radii are too large."""


def ring(S: Array, m: Array, r: float, corners: int = 100) -> Array:
    t = np.linspace(0, 2 * np.pi, corners)
    return m[:, None] + r * np.linalg.cholesky(S) @ np.stack([np.cos(t), np.sin(t)])


def grid(S: Array, m: Array, count: int = 200) -> tuple[Array, Array, Array]:
    sd = np.sqrt(np.diag(S))
    X, Y = np.meshgrid(*(m[i] + 4 * sd[i] * np.linspace(-1, 1, count) for i in (0, 1)))
    v = np.stack([X - m[0], Y - m[1]], axis=-1)
    return X, Y, np.einsum("...i,ij,...j", v, np.linalg.inv(S), v)


def plots(ax: Any, S: Array, m: Array, k: float, **look: Any) -> None:
    for r in RADII:
        ax.plot(*ring(S, m, k * r), **look)


def patches(ax: Any, S: Array, m: Array, k: float, **look: Any) -> None:
    values, vectors = np.linalg.eigh(S)
    angle = math.degrees(math.atan2(*vectors[::-1, 1]))
    for r in reversed(RADII):
        width, height = 2 * k * r * np.sqrt(values[::-1])
        ax.add_patch(Ellipse((m[0], m[1]), width, height, angle=angle, **look))
    ax.autoscale_view()


def contour(ax: Any, S: Array, m: Array, k: float, **look: Any) -> Any:
    X, Y, q = grid(S, m)
    return ax.contour(
        X, Y, 1 - np.exp(-q / 2), levels=[1 - math.exp(-((k * r) ** 2) / 2) for r in RADII], **look
    )


def filled(ax: Any, S: Array, m: Array, k: float) -> None:
    X, Y, q = grid(S, m)
    ax.contourf(X, Y, np.exp(-q / 2), 7, cmap="Blues")
    contour(ax, S, m, k, colors="k")


def labelled(ax: Any, S: Array, m: Array, k: float) -> None:
    ax.clabel(contour(ax, S, m, k, colors="C1"), fontsize=8, inline=True)


WAYS: dict[str, Paint] = {
    "plot": plots,
    "plot, thick and dashed": lambda ax, S, m, k: plots(ax, S, m, k, lw=6, ls="--", color="C3"),
    "plot, with markers": lambda ax, S, m, k: plots(ax, S, m, k, marker="o", ms=3),
    "patches, hollow": lambda ax, S, m, k: patches(ax, S, m, k, fill=False, ec="C2"),
    "patches, alpha 0.3": lambda ax, S, m, k: patches(ax, S, m, k, alpha=0.3, fc="C0", ec="C0"),
    "polygons": lambda ax, S, m, k: [
        ax.add_patch(Polygon(ring(S, m, k * r).T, fill=False, ec="C4")) for r in RADII
    ],
    "a path": lambda ax, S, m, k: [
        ax.add_patch(PathPatch(Path(ring(S, m, k * r).T), fill=False, ec="C1")) for r in RADII
    ],
    "a collection": lambda ax, S, m, k: ax.add_collection(
        LineCollection([ring(S, m, k * r).T for r in RADII])
    ),
    "contour": contour,
    "contour with labels": labelled,
    "contourf below": filled,
    "dots": lambda ax, S, m, k: [ax.scatter(*ring(S, m, k * r), s=4) for r in RADII],
}


def arrows(ax: Any, S: Array, m: Array) -> None:
    values, vectors = np.linalg.eigh(S)
    for value, vector in zip(values, vectors.T, strict=True):
        ax.annotate("", m + 2 * math.sqrt(value) * vector, m, arrowprops={"arrowstyle": "->"})


def image(ax: Any, S: Array, m: Array) -> None:
    X, Y, q = grid(S, m, 60)
    ax.figure.colorbar(ax.pcolormesh(X, Y, np.exp(-q / 2), zorder=-5), ax=ax)


BESIDE: dict[str, Callable[[Any, Array, Array], object]] = {
    "nothing": lambda ax, S, m: None,
    "data and the mean": lambda ax, S, m: (
        ax.scatter(*np.random.default_rng(0).multivariate_normal(m, S, 200).T, s=5, c="r"),
        ax.plot(*m, "k+", ms=12),
    ),
    "a legend of proxies, titles": lambda ax, S, m: (
        ax.legend(handles=[plt.Line2D([], [], color="k"), Ellipse((0, 0), 1, 1)], labels=["20 %", "40 %"]),
        ax.set_title("a"),
        ax.set_xlabel("$x_1$"),
    ),
    "arrows and axes": lambda ax, S, m: (arrows(ax, S, m), ax.axhline(m[1]), ax.axvline(m[0], ls=":")),
    "a circle at the mean": lambda ax, S, m: ax.add_patch(plt.Circle((m[0], m[1]), 0.05, fill=False)),
    "an image and its bar": image,
    "grid lines, limits, equal": lambda ax, S, m: (
        ax.grid(True),
        ax.set(xlim=(-9, 9)),
        ax.set_aspect("equal"),
    ),
    "half axes, points joined": lambda ax, S, m: (
        [ax.plot(*np.stack([m, m + v], axis=1)) for v in np.linalg.eigh(S)[1].T],
        [ax.plot([m[0], x], [m[1], 1.0], lw=0.5) for x in range(6)],
    ),
    "marginals": lambda ax, S, m: ax.plot(
        np.linspace(-4, 4, 99) + m[0], m[1] - 9 + 3 * np.exp(-(np.linspace(-4, 4, 99) ** 2)), "g"
    ),
}


def drawn(paint: Callable[[Any], object], style: str) -> Drawing:
    mpl.use("agg")
    with plt.style.context(style):
        state = figures.begin(False)
        paint(state.figure)
        plain: dict[str, Any] = figures.finish(state)
    plt.close("all")
    return Drawing(**{**plain, "curves": tuple(Curve(**each) for each in plain["curves"])})


COMBINED = list(itertools.product(WAYS, BESIDE))
STYLES = ("default", "dark_background", "ggplot", "bmh")


@pytest.mark.parametrize(("way", "beside"), COMBINED)
def test_a_right_picture_is_right_whatever_stands_beside_it(way: str, beside: str) -> None:
    style = STYLES[COMBINED.index((way, beside)) % len(STYLES)]
    usual, _, wide = gaussians(Hidden("a course", "draw_density"))
    for case, factor in ((usual, 1.0), (wide, 1.0), (usual, 1.1)):
        S, m = case.Sigma.astype(float), case.Mean.astype(float)

        def paint(fig: Any, S: Array = S, m: Array = m, factor: float = factor) -> None:
            BESIDE[beside](fig.gca(), S, m)
            WAYS[way](fig.gca(), S, m, factor)

        assert judge(drawn(paint, style), S, m).right == (factor == 1.0)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("before", ["clf", "twin", "new axes"])
def test_other_axes_in_the_place_of_the_given_ones_are_right(way: str, before: str) -> None:
    case = gaussians(Hidden("a course", "draw_density"))[0]
    S, m = case.Sigma.astype(float), case.Mean.astype(float)

    def paint(fig: Any) -> None:
        if before == "clf":
            fig.clf()
        given = fig.gca()
        ax = {"clf": lambda: given, "twin": given.twinx, "new axes": lambda: fig.add_axes((0, 0, 1, 1))}[
            before
        ]()
        WAYS[way](ax, S, m, 1.0)

    assert judge(drawn(paint, "default"), S, m).right
