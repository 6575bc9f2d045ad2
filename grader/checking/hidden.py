"""Hidden inputs, made from the course's secret seed: the same seed gives the same inputs in any order of checks."""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Array32 = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Gaussian:
    """A covariance, (2, 2) float32 and exactly symmetric, and a mean, (2,) float32."""

    Sigma: Array32
    Mean: Array32


@dataclass(frozen=True)
class Hidden:
    """The source of a question's hidden inputs.

    Every input is drawn from a generator of its own, keyed by the seed, the question and a label, so that a
    check gets the same inputs whatever ran before it, and adding a check changes no other check's inputs.
    Two of the same seed and question are equal, so that a function of it can keep what it made for a class.
    """

    seed: bytes | str = field(repr=False)
    """The course's secret; text is taken as UTF-8."""
    question: str

    def rng(self, label: str) -> np.random.Generator:
        """A generator that depends on the seed, the question and the label only."""
        seed = self.seed.encode() if isinstance(self.seed, str) else self.seed
        digest = hashlib.sha256(hashlib.sha256(seed).digest() + f"{self.question}\0{label}".encode()).digest()
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
