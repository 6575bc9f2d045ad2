"""The lesson's own pictures; the notebook carries the source of these functions."""

from __future__ import annotations

import math
from typing import Any

import matplotlib.pyplot as plt
import torch
from matplotlib.axes import Axes
from matplotlib.figure import Figure

__all__ = ["draw_mound", "random_member", "square_figure"]


def square_figure(size: float = 5) -> Figure:
    """Return a figure with one pair of axes, both from -5 to 5 and equally long."""
    fig, ax = plt.subplots(figsize=(size, size))
    ax.set(xlim=(-5, 5), ylim=(-5, 5), aspect="equal")
    ax.grid(alpha=0.3)
    return fig


def random_member() -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Pick a Gaussian at random: a rotation (2, 2), two widths (2,) and a mean (2,)."""
    angle = float(torch.rand(())) * math.pi
    turn = torch.tensor([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
    widths = 0.4 + 1.6 * torch.rand(2)
    return turn, widths, 2 * torch.rand(2) - 1


def draw_mound(side: Any, above: Axes, turn: torch.Tensor, widths: torch.Tensor, Mean: torch.Tensor) -> None:
    """Draw the density as a mound on the 3-D axes `side`, and seen from above on the axes `above`."""
    steps = torch.linspace(-5, 5, 101)
    up, right = torch.meshgrid(steps, steps, indexing="ij")
    along = (right - Mean[0]) * turn[0, 0] + (up - Mean[1]) * turn[1, 0]  # the first axis of the ellipse
    aside = (right - Mean[0]) * turn[0, 1] + (up - Mean[1]) * turn[1, 1]  # the second
    round_mound = torch.exp(-((along / widths[0]) ** 2 + (aside / widths[1]) ** 2) / 2)
    density = round_mound / (2 * math.pi * widths[0] * widths[1])
    side.plot_surface(right.numpy(), up.numpy(), density.numpy(), cmap="viridis")
    side.set(xlabel="first coordinate", ylabel="second coordinate", title="the mound")
    above.imshow(density.numpy(), origin="lower", extent=(-5, 5, -5, 5), cmap="Blues")
    above.set(title="from above")
