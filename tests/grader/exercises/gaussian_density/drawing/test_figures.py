"""Whatever way matplotlib is asked to draw the four contours, the report is the same picture."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.collections import EllipseCollection, LineCollection, PatchCollection, PolyCollection
from matplotlib.figure import Figure
from matplotlib.patches import Arc, Circle, Ellipse, PathPatch, Polygon
from matplotlib.path import Path
from matplotlib.transforms import Affine2D

from grader.exercises.gaussian_density.drawing import RADII, judge
from grader.running.inside import curves, figures, others

Make = Callable[..., Any]
SIGMA = np.array([[2.0, -0.9], [-0.9, 0.8]])
MEAN = np.array([1.0, -0.5])
ROOT = np.linalg.cholesky(SIGMA)
TURN = np.linspace(0, 2 * math.pi, 100)


def contour(r: float) -> np.ndarray:
    return (MEAN[:, None] + r * ROOT @ np.stack([np.cos(TURN), np.sin(TURN)])).T


def half_axes() -> tuple[np.ndarray, float]:
    values, axes = np.linalg.eigh(SIGMA)
    return np.sqrt(values), math.degrees(math.atan2(axes[1, 1], axes[0, 1]))


def affine(r: float = 1.0) -> Affine2D:
    matrix = np.eye(3)
    matrix[:2, :2], matrix[:2, 2] = r * ROOT, MEAN
    return Affine2D(matrix)


def grid() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    side = np.linspace(-6, 6, 400)
    x, y = np.meshgrid(side, side)
    d = np.stack([x - MEAN[0], y - MEAN[1]], axis=-1)
    return x, y, np.sqrt(np.einsum("...i,ij,...j", d, np.linalg.inv(SIGMA), d))


def by_plot(fig: Figure) -> None:
    for r in RADII:
        plt.plot(*contour(r).T)


def by_nan_gaps(fig: Figure) -> None:
    gap = [[np.nan, np.nan]]
    fig.gca().plot(*np.concatenate([part for r in RADII for part in (contour(r), gap)]).T)


def by_ellipse(fig: Figure) -> None:
    (short, long), angle = half_axes()
    for r in RADII:
        fig.axes[0].add_patch(Ellipse(tuple(MEAN), 2 * r * long, 2 * r * short, angle=angle, fill=False))


def by_transform(fig: Figure) -> None:
    ax = fig.axes[0]
    for r in RADII:
        ax.add_patch(Circle((0, 0), 1, fill=False, transform=affine(r) + ax.transData))


def by_figure_patches(fig: Figure) -> None:
    for r in RADII:
        fig.add_artist(Polygon(contour(r), fill=False, transform=fig.axes[0].transData))


def by_arcs(fig: Figure) -> None:
    ax = fig.axes[0]
    for r in RADII:
        for start in (0, 180):
            ax.add_patch(
                Arc((0, 0), 2, 2, theta1=start, theta2=start + 180, transform=affine(r) + ax.transData)
            )


def by_compound_path(fig: Figure) -> None:
    paths = [affine(r).transform_path(Path.unit_circle()) for r in RADII]
    fig.axes[0].add_patch(PathPatch(Path.make_compound_path(*paths), facecolor="none"))


def by_fill(fig: Figure) -> None:
    for r in reversed(RADII):
        fig.axes[0].fill(*contour(r).T, alpha=0.3)


def by_lines(fig: Figure) -> None:
    fig.axes[0].add_collection(LineCollection([contour(r) for r in RADII]))


def by_segments(fig: Figure) -> None:
    fig.axes[0].add_collection(LineCollection([contour(r)[i : i + 2] for r in RADII for i in range(99)]))


def by_polygons(fig: Figure) -> None:
    fig.axes[0].add_collection(PolyCollection([contour(r) for r in RADII], facecolors="none", edgecolors="k"))


def by_patches(fig: Figure) -> None:
    circles = PatchCollection([Circle((0, 0), r) for r in RADII], facecolor="none", edgecolor="k")
    circles.set_transform(affine() + fig.axes[0].transData)
    fig.axes[0].add_collection(circles)


def by_ellipses(fig: Figure) -> None:
    (short, long), angle = half_axes()
    ax = fig.axes[0]
    for r in RADII:
        size = {"widths": [2 * r * long], "heights": [2 * r * short], "angles": [angle], "units": "xy"}
        place = {"offsets": [MEAN], "offset_transform": ax.transData}
        ax.add_collection(EllipseCollection(**size, **place, facecolors="none", edgecolors="k"))


def by_contour(fig: Figure) -> None:
    fig.axes[0].contour(*grid(), levels=RADII)


def by_labelled_contour(fig: Figure) -> None:
    lines = fig.axes[0].contour(*grid(), levels=RADII)
    fig.axes[0].clabel(lines)
    fig.colorbar(lines)


def by_filled_contour(fig: Figure) -> None:
    fig.axes[0].contourf(*grid(), levels=[0, *RADII])


def by_filled_contour_with_frame(fig: Figure) -> None:
    # The outermost bands have one colour: no contour is seen at radius 3.
    fig.axes[0].contourf(*grid(), levels=[0, *RADII, 3, 99], colors=["r", "g", "b", "y", "c", "c"])


def by_tricontour(fig: Figure) -> None:
    r, t = np.meshgrid(np.linspace(0, 3, 60), np.linspace(0, 2 * np.pi, 120))
    x, y = MEAN[:, None] + ROOT @ np.stack([(r * np.cos(t)).ravel(), (r * np.sin(t)).ravel()])
    fig.axes[0].tricontour(x, y, r.ravel(), levels=RADII)


def by_dots(fig: Figure) -> None:
    for r in RADII:
        fig.axes[0].plot(*contour(r).T, ".")


def by_scatter(fig: Figure) -> None:
    plt.scatter(*np.concatenate([contour(r) for r in RADII]).T, s=1)


def on_new_axes(fig: Figure) -> None:
    fig.clear()
    ax = fig.add_subplot()
    for r in RADII:
        ax.plot(*contour(r).T)


def on_a_log_axis(fig: Figure) -> None:
    # Curved on the screen, and the same contours in data coordinates.
    fig.axes[0].set_yscale("symlog")
    by_plot(fig)


def on_inverted_axes(fig: Figure) -> None:
    by_plot(fig)
    fig.axes[0].set(xlim=(1, -1), ylim=(0, 0.1))


WAYS = [value for name, value in list(globals().items()) if name.startswith(("by_", "on_"))]


@pytest.mark.parametrize("way", WAYS, ids=[way.__name__ for way in WAYS])
@pytest.mark.parametrize("furnished", [False, True], ids=["empty", "furnished"])
def test_every_way_of_drawing_is_the_same_picture(
    drawn: Make, way: Callable[[Figure], None], furnished: bool
) -> None:
    found = judge(drawn(way, furnished), SIGMA, MEAN)
    assert found.right, (found.contours, found.others)


def everything_else(fig: Figure) -> None:
    ax = fig.axes[0]
    x, y, r = grid()
    ax.imshow(r, extent=(-6, 6, -6, 6), origin="lower")
    ax.pcolormesh(x[::20, ::20], y[::20, ::20], r[::20, ::20])
    ax.pcolor(x[::40, ::40], y[::40, ::40], r[::40, ::40])
    ax.hexbin(*np.random.default_rng(0).normal(size=(2, 200)), gridsize=10)
    ax.contourf(x, y, r, levels=40)
    ax.scatter([1, 2], [3, 4])
    ax.plot([1.0], [-0.5], "x", label="mean")
    ax.axhline(-0.5)
    ax.axvspan(-1, 1, alpha=0.1)
    ax.quiver([0], [0], [1], [1])
    ax.arrow(1, -0.5, 1, 1, width=0.3)
    ax.annotate("m", (1, -0.5), (3, 3), arrowprops={"arrowstyle": "fancy"})
    ax.bar([1, 2], [3, 4], alpha=0.1)
    ax.errorbar([0], [0], xerr=[1], yerr=[1])
    ax.table([["a"]])
    ax.legend()
    ax.set_title("density")


def test_what_else_may_be_shown_is_neither_contour_nor_obstacle(drawn: Make) -> None:
    assert judge(drawn(lambda fig: (everything_else(fig), by_plot(fig))), SIGMA, MEAN).right
    alone = judge(drawn(everything_else), SIGMA, MEAN)
    assert alone.contours == ("absent",) * 4
    assert alone.others == 0


def test_white_lines_on_an_image_are_seen(drawn: Make) -> None:
    def draw(fig: Figure) -> None:
        x, y, r = grid()
        fig.gca().pcolormesh(x[::10, ::10], y[::10, ::10], r[::10, ::10])
        fig.gca().plot(*np.concatenate([contour(r) for r in RADII]).T, color="white")

    assert judge(drawn(draw), SIGMA, MEAN).right


def test_what_was_there_before_does_not_count(drawn: Make) -> None:
    for furnished in (False, True):
        report = drawn(lambda fig: None, furnished)
        assert (report.curves, report.artists, report.artists_elsewhere) == ((), 0, 0)


@pytest.mark.parametrize("look", [{"alpha": 0}, {"linewidth": 0}, {"visible": False}, {"color": "white"}])
def test_invisible_contours_are_reported_as_unseen(drawn: Make, look: dict[str, Any]) -> None:
    found = judge(drawn(lambda fig: [fig.gca().plot(*contour(r).T, **look) for r in RADII]), SIGMA, MEAN)
    assert found.contours == ("unseen",) * 4


def test_hidden_axes_show_nothing(drawn: Make) -> None:
    found = judge(drawn(lambda fig: (by_plot(fig), fig.axes[0].set_visible(False))), SIGMA, MEAN)
    assert found.contours == ("unseen",) * 4


def test_another_figure_is_elsewhere(drawn: Make) -> None:
    report = drawn(lambda fig: (plt.figure(), by_plot(fig)))
    assert report.curves == ()
    assert report.artists_elsewhere == 4


def test_another_figure_is_elsewhere_even_when_it_was_shown_and_closed(drawn: Make) -> None:
    def draw(fig: Figure) -> None:
        plt.figure()
        by_plot(fig)
        plt.close("all")

    report = drawn(draw)
    assert (report.curves, report.artists, report.artists_elsewhere) == ((), 0, 4)
    assert drawn(lambda fig: None).artists_elsewhere == 0


def test_what_lay_in_an_inset_or_a_subfigure_before_the_call_is_not_drawn_by_it(drawn: Make) -> None:
    others.watch()
    old = plt.figure()
    inset = old.add_subplot().inset_axes((0.1, 0.1, 0.3, 0.3))
    inset.plot([0, 1], [0, 1])
    part = plt.figure().subfigures(1, 2)[0]
    part.add_subplot().plot([0, 1], [0, 1])
    assert drawn(lambda fig: None).artists_elsewhere == 0
    assert drawn(lambda fig: inset.plot([0, 1], [1, 0])).artists_elsewhere == 1


def test_axes_that_were_made_before_the_call_are_elsewhere(drawn: Make) -> None:
    others.watch()
    _, old = plt.subplots()
    old.plot([0, 1], [0, 1])
    plt.close("all")
    assert drawn(lambda fig: old.plot([0, 1], [1, 0])).artists_elsewhere == 1
    assert drawn(lambda fig: None).artists_elsewhere == 0


def test_axes_that_are_gone_leave_an_empty_report(drawn: Make) -> None:
    report = drawn(lambda fig: fig.clear())
    assert (report.curves, report.axes) == ((), 0)


def test_a_dark_background_is_told(drawn: Make) -> None:
    report = drawn(lambda fig: (fig.gca().set_facecolor("black"), fig.gca().plot([0, 1], [0, 1])))
    assert report.background == (0.0, 0.0, 0.0, 1.0)


def test_the_report_is_bounded(drawn: Make) -> None:
    t = np.linspace(0, 400 * np.pi, 1_000_000)
    report = drawn(lambda fig: fig.gca().plot(np.cos(t), np.sin(t)))
    assert sum(len(curve.vertices) for curve in report.curves) <= curves.MAX_VERTICES
    many = np.random.default_rng(0).normal(size=(6000, 2, 2))
    report = drawn(lambda fig: fig.gca().add_collection(LineCollection(many)))
    assert len(report.curves) == curves.MAX_CURVES


def test_contours_of_500_segments_each_in_any_order_are_right(drawn: Make) -> None:
    t = np.linspace(0, 2 * np.pi, 501)
    circle = np.stack([np.cos(t), np.sin(t)])
    paths = [MEAN + r * (ROOT @ circle).T for r in RADII]
    pieces = np.concatenate([np.stack([path[:-1], path[1:]], axis=1) for path in paths])
    np.random.default_rng(0).shuffle(pieces)
    report = drawn(lambda fig: fig.gca().add_collection(LineCollection(list(pieces))))
    assert judge(report, SIGMA, MEAN).right


def test_all_figures_are_closed_even_when_drawing_fails() -> None:
    class Broken(Circle):
        def draw(self, renderer: object) -> None:
            raise RuntimeError("broken artist")

    state = figures.begin(False)
    state.axes.add_patch(Broken((0, 0), 1))
    with pytest.raises(RuntimeError, match="broken artist"):
        figures.finish(state)
    assert plt.get_fignums() == []
