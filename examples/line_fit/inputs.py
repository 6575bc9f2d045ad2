"""Hidden inputs, what is right for them, and how an answer is read."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from grader.answers import Value
from grader.checking import CheckFailed, Hidden

Numbers = NDArray[np.float64]


def points(hidden: Hidden, label: str, count: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """x and y, float32 of shape (count,): designed to rise, only their numbers are random."""
    rng = hidden.rng(label)
    x = np.arange(count) + rng.uniform(0.2, 0.8, count)
    y = rng.uniform(0.6, 0.9) * x - 1 + rng.uniform(-0.3, 0.3, count)
    return x.astype(np.float32), y.astype(np.float32)


def best(x: NDArray[np.float32], y: NDArray[np.float32]) -> tuple[float, float]:
    """Slope and intercept of the best line."""
    slope, intercept = np.polyfit(x.astype(float), y.astype(float), 1)
    return float(slope), float(intercept)


def numbers(value: Value, count: int) -> Numbers:
    """The answer's numbers, (count,). Raises CheckFailed when it holds anything else."""
    if value.array is None or value.array.shape != (count,) or not np.isfinite(value.array).all():
        raise CheckFailed("Return finite numbers, as a 1-D tensor of the asked length.")
    return value.array
