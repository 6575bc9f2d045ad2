"""The visible check of the five numbers. The notebook carries the source."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, SupportsFloat

import numpy as np
import torch

from gaussfit.lesson.telling import attempt, overhearing, tell

__all__ = ["best_gaussian", "least_total", "look_at_parameters"]


def least_total(data: torch.Tensor) -> float:
    """Return the least total NLL that any Gaussian reaches on points, the columns of data (d, N)."""
    d, count = data.shape
    log_det = float(torch.cov(data.double(), correction=0).logdet())
    return count / 2 * (d * math.log(2 * math.pi) + log_det + d)


def best_gaussian(data: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Return Sigma and Mean under which points, the columns of data (d, N), are most likely."""
    return torch.cov(data, correction=0), data.mean(1)


def look_at_parameters(
    numbers: dict[str, Any],
    total: Callable[..., SupportsFloat],
    pass_mark: float,
    least: float = -math.inf,
) -> bool:
    """Print what is right about the five numbers; `total(Sigma, Mean)` is the NLL of the data, `least` its minimum."""
    found = {}
    for name, given in numbers.items():
        boxed = isinstance(given, torch.Tensor) or type(given) is np.ndarray
        number = attempt(given.item) if boxed and math.prod(given.shape) == 1 else given
        if number is None or number is ...:
            tell(False, "", f"{name} has no value yet.")
        elif isinstance(number, (str, bytes, bool, complex)):
            tell(False, "", f"{name} should be a real number; it is {number!r}.")
        elif (value := attempt(float, number)) is not None:
            found[name] = value
    if len(found) < len(numbers):
        return False
    A, B, C, X, Y = found.values()
    if not tell(
        all(map(math.isfinite, found.values())),
        "All five are numbers.",
        f"All five should be finite numbers; they are {A}, {B}, {C}, {X}, {Y}.",
    ):
        return False
    if not tell(
        A > 0 and A * C > B * B,
        "Sigma is a covariance matrix.",
        "Sigma is not a covariance matrix: it needs A > 0 and A·C > B²; "
        f"A = {A:g}, A·C = {A * C:g}, B² = {B * B:g}.",
    ):
        return False

    def by_yours() -> float:
        with overhearing():
            return float(total(torch.tensor([[A, B], [B, C]]), torch.tensor([X, Y])))

    nll = attempt(by_yours)
    if nll is None:
        return tell(False, "", "So the total is unknown: it takes a gaussian_nll that works.")
    if nll < least - 1e-3:
        return tell(
            False,
            "",
            f"By your gaussian_nll the total NLL is {nll:.3f}. No Gaussian gets below {least:.3f} on these points, "
            "so something is wrong with gaussian_nll.",
        )
    return tell(
        nll < pass_mark,
        f"By your gaussian_nll the total NLL is {nll:.3f}, below {pass_mark:g}.",
        f"By your gaussian_nll the total NLL is {nll:.3f}; it should be below {pass_mark:g}.",
    )
