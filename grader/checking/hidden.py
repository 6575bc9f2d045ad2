"""Hidden inputs, made from the course's secret seed: the same seed gives the same inputs in any order of checks."""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array32 = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Gaussian:
    """A covariance, (2, 2) float32 and exactly symmetric, and a mean, (2,) float32."""

    Sigma: Array32
    Mean: Array32


class Hidden:
    """The source of a question's hidden inputs.

    Every input is drawn from a generator of its own, keyed by the seed, the question and a label, so that a
    check gets the same inputs whatever ran before it, and adding a check changes no other check's inputs.
    """

    def __init__(self, seed: bytes | str, question: str) -> None:
        """`seed` is the course's secret; text is taken as UTF-8."""
        self._key = hashlib.sha256(seed.encode() if isinstance(seed, str) else seed).digest()
        self._question = question

    def rng(self, label: str) -> np.random.Generator:
        """A generator that depends on the seed, the question and the label only."""
        digest = hashlib.sha256(self._key + f"{self._question}\0{label}".encode()).digest()
        return np.random.default_rng(int.from_bytes(digest, "big"))

    def gaussian(
        self,
        label: str,
        *,
        scale: tuple[float, float] = (0.7, 2.0),
        correlation: tuple[float, float] = (0.35, 0.8),
        mean: tuple[float, float] = (0.5, 2.0),
    ) -> Gaussian:
        """A Gaussian by standard deviations, size of the correlation and size of the mean's coordinates.

        The signs of the correlation and of the mean's coordinates are random. Mean lies on a grid of 1/64.
        """
        rng = self.rng(label)
        first, second = np.exp(rng.uniform(math.log(scale[0]), math.log(scale[1]), 2))
        rho = rng.choice([-1, 1]) * rng.uniform(*correlation)
        Mean = np.round(rng.choice([-1, 1], 2) * rng.uniform(*mean, 2) * 64) / 64
        covariance = rho * first * second
        return Gaussian(
            np.array([[first**2, covariance], [covariance, second**2]], dtype=np.float32),
            Mean.astype(np.float32),
        )
