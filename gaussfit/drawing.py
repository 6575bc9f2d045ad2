"""The pictures of the exercise: the data, the density's contours, a sample, and all with each point's NLL.

Every function draws on the figure's current axes (`fig.gca()`, made when there are none) and leaves what is
there. The notebook shows the source of these functions, so they use nothing but `math`, `torch`, each other,
and `sample_gaussian`. All of them raise ArgumentTypeError, CovarianceError (Sigma is no covariance) or
ShapeError: `data` is (2, N), one point a column; `Sigma` is (2, 2); `Mean` is (2,); of any floating dtype.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import torch
from matplotlib.figure import Figure

from gaussfit.constraints import guarded
from gaussfit.density import gaussian_nll, sample_gaussian

__all__ = ["draw_data", "draw_density", "draw_negative_log_likelihood", "draw_sample"]


@guarded(d=2)
def draw_data(fig: Figure, data: torch.Tensor, size: float = 30) -> None:
    """Scatter the points, the columns of data (2, N), in red; size is the area of a dot in points squared."""
    right, up = data.detach()
    fig.gca().scatter(right, up, s=size, color="red", zorder=3)


@guarded(d=2)
def draw_density(fig: Figure, Sigma: torch.Tensor, Mean: torch.Tensor) -> None:
    """Draw the four ellipses that hold 20, 40, 60 and 80 % of the mass of a 2-D Gaussian, in blue."""
    angle = torch.linspace(0, 2 * math.pi, 201, dtype=torch.float64)
    circle = torch.stack([angle.cos(), angle.sin()])
    L = torch.linalg.cholesky(Sigma.double())  # a root of Sigma, not Sigma: L circle has radius 1
    for mass in 0.2, 0.4, 0.6, 0.8:
        radius = math.sqrt(-2 * math.log(1 - mass))  # the mass within radius r is 1 - exp(-r^2 / 2)
        right, up = (Mean[:, None] + radius * L @ circle).detach()
        fig.gca().plot(right, up, color="steelblue", linewidth=2)


@guarded(d=2)
def draw_sample(fig: Figure, Sigma: torch.Tensor, Mean: torch.Tensor) -> None:
    """Scatter 500 points drawn from the Gaussian, always with the same seed, in slate blue."""
    right, up = sample_gaussian(Sigma, Mean, 500, seed=0).detach()
    fig.gca().scatter(right, up, s=4, color="slateblue", alpha=0.8, zorder=1)


@guarded(d=2)
def draw_negative_log_likelihood(
    fig: Figure,
    data: torch.Tensor,
    Sigma: torch.Tensor,
    Mean: torch.Tensor,
    gaussian_nll: Callable[[torch.Tensor, torch.Tensor, torch.Tensor], torch.Tensor] = gaussian_nll,
    draw_density: Callable[[Figure, torch.Tensor, torch.Tensor], object] = draw_density,
    draw_sample: Callable[[Figure, torch.Tensor, torch.Tensor], object] | None = None,
) -> None:
    """Draw data and contours on [-5, 5], each point with its own NLL, the total in the title, in nats.

    The functions that it calls are arguments, so that a student's own can take their place; with draw_sample
    given, a sample is drawn too.
    """
    ax = fig.gca()
    if draw_sample is not None:
        draw_sample(fig, Sigma, Mean)
    draw_density(fig, Sigma, Mean)
    draw_data(fig, data)
    nll = torch.as_tensor(gaussian_nll(data, Sigma, Mean)).detach()
    for (x, y), value in zip(data.T.tolist(), nll.tolist(), strict=True):
        ax.annotate(f"{value:.3f}", (x, y), xytext=(6, 6), textcoords="offset points", zorder=4)
    ax.set(xlim=(-5, 5), ylim=(-5, 5), aspect="equal")
    ax.set_title(f"Total negative log likelihood: {float(nll.sum()):.3f} nats")
