"""Contours below an image or cut by a clip are not seen; what leaves them to be seen costs nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.patches import Circle, Rectangle

from grader.answers import Drawing
from grader.exercises.gaussian_density.drawing import RADII, judge

Make = Callable[..., Any]
WIDE = (-20.0, 20.0, -20.0, 20.0)
SIDE = np.linspace(-20, 20, 5)
HOLE = np.ma.masked_inside(np.add.outer(SIDE, SIDE), -15, 15)


@pytest.fixture
def contours_with(drawn: Make, ring: Make, gaussian: Any) -> Make:
    """What is seen of four thin lines on which something is done, before or after they are drawn."""

    def report(after: Callable[[Axes], object], before: Callable[[Axes], object] = lambda ax: None) -> Any:
        def draw(fig: Any) -> None:
            ax = fig.gca()
            before(ax)
            for r in RADII:
                ax.plot(*ring(r).T, zorder=2)
            after(ax)

        found: Drawing = drawn(draw)
        return judge(found, *gaussian)

    return report


def image(ax: Axes, zorder: float = 3, **look: Any) -> None:
    ax.imshow(look.pop("array", np.zeros((5, 5))), extent=WIDE, zorder=zorder, **look)


def mesh(ax: Axes, zorder: float = 3, **look: Any) -> None:
    ax.pcolormesh(SIDE, SIDE, look.pop("array", np.add.outer(SIDE, SIDE)), zorder=zorder, **look)


@pytest.mark.parametrize("paint", [image, mesh])
def test_an_opaque_image_on_top_hides_the_contours(contours_with: Make, paint: Make) -> None:
    assert contours_with(paint).contours == ("unseen",) * 4


@pytest.mark.parametrize("paint", [image, mesh])
@pytest.mark.parametrize(
    "look", [{"zorder": 1}, {"alpha": 0.5}, {"visible": False}, {"array": HOLE}], ids=str
)
def test_an_image_below_or_one_to_be_seen_through_hides_nothing(
    contours_with: Make, paint: Make, look: dict[str, Any]
) -> None:
    assert contours_with(lambda ax: paint(ax, **look)).right


def clip(shape: Callable[[Axes], Any]) -> Callable[[Axes], None]:
    return lambda ax: [line.set_clip_path(shape(ax)) for line in ax.lines][:0]


def test_lines_that_a_clip_cuts_are_open_or_gone(contours_with: Make) -> None:
    half = clip(lambda ax: Rectangle((1, -50), 100, 100, transform=ax.transData))
    assert contours_with(half).contours == ("open",) * 4
    gone = clip(lambda ax: Circle((50, 50), 1, transform=ax.transData))
    assert contours_with(gone).contours == ("absent",) * 4


def test_a_clip_that_cuts_nothing_or_is_off_costs_nothing(contours_with: Make) -> None:
    assert contours_with(clip(lambda ax: Circle((0, 0), 30, transform=ax.transData))).right
    off = clip(lambda ax: Circle((50, 50), 1, transform=ax.transData))
    assert contours_with(lambda ax: (off(ax), [line.set_clip_on(False) for line in ax.lines])).right


def test_limits_that_leave_the_contours_out_cost_nothing(contours_with: Make) -> None:
    assert contours_with(lambda ax: ax.set(xlim=(-0.1, 0.1), ylim=(-0.1, 0.1))).right


@pytest.mark.parametrize("projection", ["polar", "3d"])
def test_axes_without_x_and_y_are_elsewhere(drawn: Make, projection: str) -> None:
    def draw(fig: Any) -> None:
        fig.clear()
        fig.add_subplot(projection=projection).plot([0, 1], [0, 1])

    report = drawn(draw)
    assert (report.curves, report.artists_elsewhere) == ((), 1)
