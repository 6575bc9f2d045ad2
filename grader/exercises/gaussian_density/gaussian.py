"""A Gaussian as hidden calls get it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array32 = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Gaussian:
    """A covariance, (2, 2) float32 and exactly symmetric, and a mean, (2,) float32."""

    Sigma: Array32
    Mean: Array32
