"""What is worth a look once the two functions work: all of it is drawn with the student's own functions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import matplotlib.pyplot as plt
import torch
from matplotlib.axes import Axes

from gaussfit.lesson.looking_at_parameters import best_gaussian
from gaussfit.lesson.telling import overhearing
from gaussfit.search.asking import Unusable
from gaussfit.search.controls import START
from gaussfit.search.descent import as_five, descend, where_it_ended

__all__ = ["descended", "draw_landscape", "draw_left_out", "draw_model", "left_out", "two_clumps"]


def squares(n: int, size: float = 5) -> torch.Tensor:
    """Return the n x n points of a grid over the window, one point a column."""
    steps = torch.linspace(-size, size, n)
    return torch.stack(torch.meshgrid(steps, steps, indexing="xy")).reshape(2, -1)


def as_number(given: Any) -> float:
    """A number of any kind as a float: a tensor's, NumPy's or a Fraction, too."""
    return float(given.item() if hasattr(given, "item") else given)


def draw_model(
    data: torch.Tensor,
    Sigma: torch.Tensor,
    Mean: torch.Tensor,
    gaussian_nll: Callable[..., Any],
    draw_sample: Callable[..., Any],
) -> None:
    """Draw density and log density as your gaussian_nll has them, with the points and a sample."""
    n, window = 101, (-5, 5, -5, 5)
    log_density = -torch.as_tensor(gaussian_nll(squares(n), Sigma, Mean)).detach().reshape(n, n)
    fig, both = plt.subplots(1, 2, figsize=(10, 4.6))
    pictures = {"density": log_density.exp(), "log density": log_density.clamp(min=-20)}
    for ax, (name, values) in zip(both, pictures.items(), strict=True):
        shown = ax.imshow(values.numpy(), origin="lower", extent=window, cmap="Blues")
        fig.colorbar(shown, ax=ax, shrink=0.8)
        ax.scatter(*data, s=30 if data.shape[1] < 50 else 8, color="red", zorder=3)
        ax.set(title=name, xlim=(-5, 5), ylim=(-5, 5))
    plt.sca(both[0])
    draw_sample(fig, Sigma, Mean)
    both[0].collections[-1].set(color="black", alpha=0.5)


def two_clumps(n: int = 100) -> torch.Tensor:
    """Return points of two clumps, one point a column."""
    round_clump = torch.randn(2, n, generator=torch.Generator().manual_seed(0)) * 0.6
    return round_clump + torch.tensor([[2.0], [1.0]]) * (1 - 2 * (torch.arange(n) % 2))


def left_out(data: torch.Tensor, gaussian_nll: Callable[..., Any], circle: bool) -> tuple[float, float]:
    """Return the total of all points under their best Gaussian, and that of each under the best of all the others.

    With circle, the best one that is round.
    """

    def best(points: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        Sigma, Mean = torch.cov(points, correction=0), points.mean(1)
        return (Sigma.diagonal().mean() * torch.eye(2).to(Sigma) if circle else Sigma), Mean

    def nll(points: torch.Tensor, seen: torch.Tensor) -> float:
        return float(torch.as_tensor(gaussian_nll(points, *best(seen))).detach().sum())

    count = data.shape[1]
    others = [torch.cat([data[:, :i], data[:, i + 1 :]], 1) for i in range(count)]
    return nll(data, data), sum(nll(data[:, [i]], others[i]) for i in range(count))


def draw_left_out(data: torch.Tensor, gaussian_nll: Callable[..., Any]) -> None:
    """Draw the totals of seen and of left-out points as bars, for the best ellipse and the best circle."""
    totals = {
        "best ellipse": left_out(data, gaussian_nll, False),
        "best circle": left_out(data, gaussian_nll, True),
    }
    fig, ax = plt.subplots(figsize=(7, 2.6))
    for row, (name, pair) in enumerate(totals.items()):
        for place, value, colour in zip((0.2, -0.2), pair, ("steelblue", "chocolate"), strict=True):
            ax.barh(row + place, value, height=0.36, color=colour)
            ax.text(value, row + place, f" {value:.2f}", va="center")
        print(
            f"{name}: {pair[0]:.2f} nats on the points that it saw, {pair[1]:.2f} on points that it did not."
        )
    ax.set(yticks=[0, 1], yticklabels=list(totals), xlabel="total NLL, blue: points seen, orange: left out")
    ax.margins(x=0.15)
    fig.tight_layout()


def descended(data: torch.Tensor, gaussian_nll: Callable[..., Any]) -> list[tuple[float, ...]]:
    """Return the path of gradient descent from the start of the sliders, and say where it ends."""
    try:
        with overhearing():
            path = descend(data, gaussian_nll, tuple(START.values()))
    except Unusable as error:
        print(f"✗ {error}")
        return []
    print(where_it_ended(path, as_five(*best_gaussian(data))))
    return path


def draw_landscape(
    data: torch.Tensor,
    gaussian_nll: Callable[..., Any],
    pass_mark: float,
    trail: list[tuple[float, ...]],
    path: list[tuple[float, ...]],
) -> None:
    """Draw the total over A and B, the others as your sliders stand, with your trail and that of gradient descent."""
    n, (_, _, C, X, Y) = 49, trail[-1] if trail else START.values()
    As, Bs = torch.linspace(-0.5, 6, n), torch.linspace(-2.5, 2.5, n)
    totals = torch.full((n, n), float("nan"))
    for i, B in enumerate(Bs.tolist()):
        for j, A in enumerate(As.tolist()):
            if A > 0 and A * C > B * B + 1e-6:
                Sigma = torch.tensor([[A, B], [B, C]])
                totals[i, j] = float(
                    torch.as_tensor(gaussian_nll(data, Sigma, torch.tensor([X, Y]))).detach().sum()
                )
    fig, ax = plt.subplots(figsize=(7, 4.6))
    ax.set_facecolor("lightgrey")
    low = float(totals[totals.isfinite()].min())
    heights = ax.contourf(As, Bs, totals.clamp(max=low + 20), levels=20, cmap="Blues_r")
    fig.colorbar(heights, label="total NLL")
    if low < pass_mark:
        ax.contour(As, Bs, totals, levels=[pass_mark], colors="red", linewidths=2)
    for walk, colour, name in ((trail, "black", "your sliders"), (path, "chocolate", "gradient descent")):
        draw_walk(ax, walk, colour, name)
    best = as_five(*best_gaussian(data))
    ax.plot(*best[:2], "*", color="chocolate", markeredgecolor="black", markersize=14, label="closed form")
    ax.set(xlabel="A", ylabel="B", title=f"C = {C:g}, X = {X:g}, Y = {Y:g}", xlim=(-0.5, 6), ylim=(-2.5, 2.5))
    ax.legend(loc="upper left")
    print(
        f"Inside the red line the total is below {pass_mark:g}; in the grey region A·C ≤ B²: no density is there."
    )


def draw_walk(ax: Axes, walk: list[tuple[float, ...]], colour: str, name: str) -> None:
    """Draw where A and B went, with a dot at the end."""
    if walk:
        A, B = [step[0] for step in walk], [step[1] for step in walk]
        ax.plot(A, B, color=colour, linewidth=1.5, label=name)
        ax.plot(A[-1:], B[-1:], "o", color=colour)
