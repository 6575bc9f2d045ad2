"""What may be shown beside four right contours costs nothing; what may not, does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.patches import Arc, Circle, Ellipse, FancyBboxPatch, Polygon

from grader.exercises.gaussian_density.drawing import RADII, Judgement, judge

Make = Callable[..., Any]
Paint = Callable[[Axes], object]
SIGMA = np.array([[2.0, -0.9], [-0.9, 0.8]])
MEAN = np.array([1.0, -0.5])
X, Y = np.meshgrid(np.linspace(-5, 5, 201), np.linspace(-5, 5, 201))
D = np.stack([X - MEAN[0], Y - MEAN[1]], axis=-1)
DENSITY = np.exp(-np.einsum("...i,ij,...j", D, np.linalg.inv(SIGMA), D) / 2)
POINTS = [(-0.3, 0.3), (0.75, 0.13), (2.4, -1.56), (-3.3, 1.38), (-1.4, 1.04), (1.2, 1.14)]


@pytest.fixture
def beside(drawn: Make, ring: Make) -> Callable[[Paint], Judgement]:
    """Four right contours, and what else is painted before them."""

    def report(paint: Paint) -> Judgement:
        def draw(fig: Any) -> None:
            ax = fig.gca()
            paint(ax)
            for r in RADII:
                ax.plot(*ring(r).T, color="k")

        return judge(drawn(draw), SIGMA, MEAN)

    return report


FURNITURE: dict[str, Paint] = {
    "hollow circle at the mean": lambda ax: ax.add_patch(Circle(tuple(MEAN), 0.05, fill=False)),
    "larger hollow circle at the mean": lambda ax: ax.add_patch(Circle(tuple(MEAN), 0.15, fill=False)),
    "filled circle at the mean": lambda ax: ax.add_patch(Circle(tuple(MEAN), 0.2)),
    "hollow circles at the data": lambda ax: [ax.add_patch(Circle(p, 0.1, fill=False)) for p in POINTS],
    "contourf of few bands": lambda ax: ax.contourf(X, Y, DENSITY),
    "contourf of three bands": lambda ax: ax.contourf(X, Y, DENSITY, levels=3, alpha=0.3),
    "contourf and colour bar": lambda ax: ax.figure.colorbar(ax.contourf(X, Y, DENSITY, 5), ax=ax),
    "tricontourf": lambda ax: ax.tricontourf(
        X[::10, ::10].ravel(), Y[::10, ::10].ravel(), DENSITY[::10, ::10].ravel()
    ),
    "rounded frame": lambda ax: ax.add_patch(
        FancyBboxPatch((-4, -4), 8, 8, boxstyle="round,pad=0.3", fill=False)
    ),
    "frame with large corners": lambda ax: ax.add_patch(
        FancyBboxPatch((-4, -4), 8, 8, boxstyle="round,pad=0,rounding_size=1.5", fill=False)
    ),
    "half axes that meet": lambda ax: ax.plot([0, 1, 2], [1, -0.5, 0], "g"),
    "eigenvector arrows": lambda ax: [
        ax.arrow(*MEAN, dx, dy, width=0.05) for dx, dy in ((1, -0.6), (0.6, 1))
    ],
    "an angle": lambda ax: ax.add_patch(Arc(tuple(MEAN), 1, 1, theta1=0, theta2=75)),
    "cross hairs": lambda ax: (ax.axhline(-0.5), ax.axvline(1)),
    "legend with proxies": lambda ax: ax.legend(handles=[Ellipse((0, 0), 1, 1, label="80 %")]),
    "data joined to Mean": lambda ax: [ax.plot([x, MEAN[0]], [y, MEAN[1]]) for x, y in POINTS],
    "grid by hand": lambda ax: [ax.plot([-9, 9], [k, k], "0.8") for k in range(-9, 10)],
    "marginal density": lambda ax: ax.fill_between(X[0], -5, -5 + np.exp(-(X[0] ** 2))),
    "hull of the data": lambda ax: ax.add_patch(Polygon(POINTS[:4], fill=False)),
    "a hundred bars": lambda ax: ax.hist(np.linspace(-3, 3, 500), bins=100, alpha=0.1),
    "rings far out of the view": lambda ax: (
        ax.plot(50 + np.cos(X[0]), 50 + np.sin(X[0])),
        ax.set(xlim=(-5, 5), ylim=(-5, 5)),
    ),
}
WRONG: dict[str, Paint] = {
    "hollow circle": lambda ax: ax.add_patch(Circle(tuple(MEAN), 0.4, fill=False)),
    "small ellipse of the right shape": lambda ax: ax.contour(X, Y, DENSITY, levels=[np.exp(-(0.3**2) / 2)]),
    "hatching": lambda ax: [ax.plot([-1, 2], [y, y + 1]) for y in np.linspace(-2, 1, 60)],
    "scribble": lambda ax: ax.plot(*np.random.default_rng(0).normal(size=(2, 300))),
    "spiral": lambda ax: ax.plot(1 + X[0] * np.cos(9 * X[0]), -0.5 + X[0] * np.sin(9 * X[0])),
    "open ring": lambda ax: ax.add_patch(Arc(tuple(MEAN), 5, 5, theta1=0, theta2=335)),
    "most of a ring": lambda ax: ax.add_patch(Arc(tuple(MEAN), 5, 5, theta1=0, theta2=200)),
    "dotted ring": lambda ax: ax.plot(1 + 3 * np.cos(X[0]), -0.5 + 3 * np.sin(X[0]), "."),
    "blob round the mean": lambda ax: ax.fill(
        *(MEAN[:, None] + (3 + np.cos(2 * X[0])) * np.stack([np.cos(X[0]), np.sin(X[0])])), fill=False
    ),
    "ring that the limits cut": lambda ax: (
        ax.add_patch(Circle((4, 0), 2, fill=False)),
        ax.set(xlim=(-5, 5), ylim=(-5, 5)),
    ),
    "ring with limits that show nothing": lambda ax: (
        ax.plot(1 + 2 * np.cos(X[0]), -0.5 + 2 * np.sin(X[0])),
        ax.set(xlim=(90, 91), ylim=(90, 91)),
    ),
}


@pytest.mark.parametrize("name", FURNITURE)
def test_furniture_costs_nothing(beside: Make, name: str) -> None:
    assert beside(FURNITURE[name]).right


@pytest.mark.parametrize("name", WRONG)
def test_other_lines_are_wrong(beside: Make, name: str) -> None:
    found = beside(WRONG[name])
    assert not found.right
    assert found.others


def test_few_bands_without_right_lines_are_contours_of_their_own(drawn: Make) -> None:
    assert not judge(drawn(lambda fig: fig.gca().contourf(X, Y, DENSITY)), SIGMA, MEAN).right


def contours(ax: Axes) -> None:
    ax.contour(X, Y, DENSITY, levels=sorted(np.exp(-(r**2) / 2) for r in RADII))


ELSEWHERE: dict[str, Callable[[Any], object]] = {
    "beside": lambda fig: contours(fig.add_axes([0.92, 0.1, 0.07, 0.8])),
    "above": lambda fig: (
        fig.gca().set_position([0.1, 0.1, 0.8, 0.4]),
        contours(fig.add_axes([0.1, 0.6, 0.8, 0.3])),
    ),
    "in a corner": lambda fig: contours(fig.add_axes([0.5, 0.5, 0.2, 0.2])),
    "on an inset": lambda fig: contours(fig.gca().inset_axes([0, 0, 1, 1])),
    "half of a grid": lambda fig: contours(fig.add_subplot(1, 2, 2)),
}
STANDS_IN: dict[str, Callable[[Any], object]] = {
    "twin": lambda fig: contours(fig.gca().twinx()),
    "overlay": lambda fig: contours(fig.add_axes(fig.gca().get_position())),
    "whole figure": lambda fig: contours(fig.add_axes([0, 0, 1, 1])),
    "cleared": lambda fig: (fig.clf(), contours(fig.add_subplot(1, 2, 2))),
    "removed": lambda fig: (fig.gca().remove(), contours(fig.add_subplot())),
    "subplots": lambda fig: (fig.clf(), contours(plt.subplot(111))),
}


@pytest.mark.parametrize("name", ELSEWHERE)
def test_axes_beside_the_given_ones_are_elsewhere(drawn: Make, name: str) -> None:
    report = drawn(ELSEWHERE[name])
    assert report.artists_elsewhere
    assert judge(report, SIGMA, MEAN).contours == ("absent",) * 4


@pytest.mark.parametrize("name", STANDS_IN)
def test_axes_that_cover_or_replace_the_given_ones_count(drawn: Make, name: str) -> None:
    assert judge(drawn(STANDS_IN[name]), SIGMA, MEAN).right


def test_only_nan_is_nothing_drawn(drawn: Make) -> None:
    report = drawn(lambda fig: fig.gca().plot([np.nan] * 9, [np.nan] * 9))
    assert (report.curves, report.artists) == ((), 0)


def test_a_line_whose_details_a_report_leaves_out_is_told(drawn: Make, ring: Make) -> None:
    fine = ring(1.0, 100_000)
    assert not drawn(lambda fig: fig.gca().plot(*fine.T)).cut
    fine[7::50] += 3
    assert drawn(lambda fig: fig.gca().plot(*fine.T)).cut
