"""The visible check of `draw_density`: does it follow, and what do its curves hold. The notebook carries it."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import torch
from matplotlib.figure import Figure

from gaussfit.lesson.curves import shares_held
from gaussfit.lesson.telling import attempt, overhearing, syntax_error_of, tell

__all__ = ["lay_over_right_contours", "look_at_draw_density", "picture_and_shares"]


LEVELS_ASKED = 0.2, 0.4, 0.6, 0.8
GAUSSIANS_TRIED = (
    ([[2.0, 1.0], [1.0, 1.0]], [1.0, -1.0]),
    ([[1.0, -0.8], [-0.8, 2.0]], [-1.0, 0.5]),
    ([[0.2, 0.0], [0.0, 3.0]], [0.5, 1.0]),
)


def picture_and_shares(
    draw_density: Callable[..., object], Sigma: torch.Tensor, Mean: torch.Tensor
) -> tuple[np.ndarray[Any, Any], tuple[list[float], ...]]:
    """Return the pixels that a drawing function leaves on a figure of its own, and what its curves hold of a sample."""
    with plt.ioff():
        fig, ax = plt.subplots(figsize=(3, 3))
    try:
        with overhearing():
            ax.set(xlim=(-5, 5), ylim=(-5, 5))
            draw_density(fig, Sigma, Mean)
            for axes in fig.axes[:1]:
                axes.set(xlim=(-5, 5), ylim=(-5, 5))
            fig.canvas.draw()
        pixels = np.asarray(fig.canvas.buffer_rgba()).astype(int)  # type: ignore[attr-defined]
        points = np.random.default_rng(0).multivariate_normal(Mean.tolist(), Sigma.tolist(), 10_000)
        return pixels, shares_held(fig.axes[0], points) if fig.axes else ([], [], [])
    finally:
        plt.close(fig)


def look_at_draw_density(draw_density: Any) -> bool:
    """Print what is right about draw_density so far and what is missing; say whether all of it is right."""
    if wrong := syntax_error_of("draw_density"):
        return tell(False, "", wrong)
    if not callable(draw_density):
        return tell(False, "", "There is no function draw_density: run the cell in which you write it.")
    Sigma, Mean = (torch.tensor(numbers) for numbers in GAUSSIANS_TRIED[0])
    given = Sigma.clone(), Mean.clone()
    drawn = attempt(picture_and_shares, draw_density, *given)
    if drawn is None:
        return tell(False, "", "So there is no picture yet. Draw four ellipses.")
    if look_alike(drawn, picture_and_shares(lambda *_: None, Sigma, Mean)):
        return tell(
            False, "", "The figure that it is given stays empty: draw on fig.gca(), in a colour that shows."
        )
    moved = attempt(picture_and_shares, draw_density, Sigma.clone(), -Mean)
    mirrored = attempt(
        picture_and_shares, draw_density, torch.tensor([[2.0, -1.0], [-1.0, 1.0]]), Mean.clone()
    )
    return all(
        [
            tell(True, "It draws on the figure that it is given.", ""),
            tell(
                moved is not None and not look_alike(moved, drawn),
                "The picture changes when Mean changes.",
                "The picture should change when Mean changes.",
            ),
            tell(
                mirrored is not None and not look_alike(mirrored, drawn),
                "The picture changes when the covariance B changes its sign.",
                "The picture should change when the covariance B changes its sign.",
            ),
            tell(
                torch.equal(given[0], Sigma) and torch.equal(given[1], Mean),
                "Sigma and Mean stay as they were.",
                "Your function changed Sigma or Mean: compute with copies.",
            ),
            *(look_at_holding(draw_density, *numbers) for numbers in GAUSSIANS_TRIED),
        ]
    )


def look_alike(one: tuple[Any, Any], other: tuple[Any, Any]) -> bool:
    """Say whether nobody could tell two pictures from each other."""
    return one[0].shape == other[0].shape and bool(np.abs(one[0] - other[0]).max() < 24)


def look_at_holding(draw_density: Callable[..., object], Sigma: list[list[float]], Mean: list[float]) -> bool:
    """Tell how many points of a sample the curves hold, and how many they should."""
    drawn = attempt(picture_and_shares, draw_density, torch.tensor(Sigma), torch.tensor(Mean))
    if drawn is None:
        return False
    lines, others, gaps = ([share for share in sort if 0.03 < share < 0.97] for sort in drawn[1])
    if not lines + others + gaps:
        print(
            "• How many points your curves hold cannot be counted here: compare them with the sample below."
        )
        return True
    found = all(
        any(abs(share - level) < 0.025 for share in lines + others)
        or any(-0.07 < share - level < 0.025 for share in gaps)  # a curve that its label interrupts
        for level in LEVELS_ASKED
    )
    surplus = any(min(abs(share - level) for level in LEVELS_ASKED) > 0.025 for share in lines)
    held = lines + others if lines + others else gaps
    counts = ", ".join(str(round(500 * share)) for share in sorted({round(share, 2) for share in held})[:8])
    name = f"Of 500 points with Sigma = {Sigma}, Mean = {Mean}, the ellipses"
    return tell(
        found and not surplus,
        f"{name} hold about 100, 200, 300 and 400.",
        f"{name} should hold about 100, 200, 300 and 400; yours hold {counts}.",
    )


def lay_over_right_contours(draw_density: Any, fig: Figure, right: str) -> None:
    """Draw with your function once more, over a picture of the right contours; not before it has only ticks."""
    with overhearing():
        complete = look_at_draw_density(draw_density)
    if not complete:
        plt.close(fig)
        print("Once the check has only ticks, your contours are laid over the right ones here.")
        return
    picture = plt.imread(io.BytesIO(base64.b64decode(right)))
    fig.gca().imshow(picture, cmap="gray", extent=(-5, 5, -5, 5), zorder=0)
    Sigma, Mean = (torch.tensor(numbers) for numbers in GAUSSIANS_TRIED[0])
    attempt(draw_density, fig, Sigma, Mean)
