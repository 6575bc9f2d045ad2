"""Hidden inputs, made from the course's secret seed: the same seed gives the same inputs in any order of checks."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

import numpy as np


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
