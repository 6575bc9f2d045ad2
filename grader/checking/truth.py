"""What is right, in float64: computed from the reference, here on the trusted side."""

from __future__ import annotations

import functools
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from gaussfit.data import six_points
from gaussfit.density import gaussian_nll
from gaussfit.errors import CovarianceError

RELATIVE = 1e-3
ABSOLUTE = 1e-3
"""An answer agrees within 1e-3 relative plus 1e-3 nats. Argued in docs/marking.md."""


def true_nll(x: NDArray[Any], Sigma: NDArray[Any], Mean: NDArray[Any]) -> NDArray[np.float64]:
    """The negative log likelihood of each column of x (2, N) in nats, (N,) float64. Raises CovarianceError."""
    arguments = (torch.from_numpy(np.array(a, dtype=np.float64)) for a in (x, Sigma, Mean))
    result: NDArray[np.float64] = gaussian_nll(*arguments).numpy()
    return result


def tolerance(truth: NDArray[np.float64]) -> NDArray[np.float64]:
    """How far an answer may lie from `truth`, elementwise."""
    return RELATIVE * np.abs(truth) + ABSOLUTE


@functools.lru_cache(maxsize=256)
def total_nll(A: float, B: float, C: float, X: float, Y: float) -> float | None:
    """Total negative log likelihood of the six points in nats, inf when it is beyond float64.

    None when [[A, B], [B, C]] is no covariance.
    """
    points = six_points().numpy()
    try:
        with np.errstate(all="ignore"):
            total = float(true_nll(points, np.array([[A, B], [B, C]]), np.array([X, Y])).sum())
    except CovarianceError:
        return None
    return total if np.isfinite(total) else float("inf")
