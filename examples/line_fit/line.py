"""What the exercise teaches, done right: the lesson takes its model answers from here."""

from __future__ import annotations

import torch


def residuals(x: torch.Tensor, y: torch.Tensor, slope: float, intercept: float) -> torch.Tensor:
    """How far each point lies above the line, a tensor of shape (N,); x and y have that shape too."""
    return y - (slope * x + intercept)


def fit_line(x: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
    """Slope and intercept of the line with the smallest sum of squared residuals, a tensor of shape (2,)."""
    dx, dy = x - x.mean(), y - y.mean()
    slope = (dx * dy).sum() / (dx * dx).sum()
    return torch.stack([slope, y.mean() - slope * x.mean()])
