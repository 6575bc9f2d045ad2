"""Seeds at the bounds: where a mark that depends on the seed shows first.

What a seed chooses, it chooses between two bounds. `bounds 0` to `bounds 31` take one bound or the other for each
number of a label, in all combinations of five numbers, which is what the label of a Gaussian has. The next 32 do
so again, with the combinations of one label beside other ones of the next.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import numpy as np

from grader.checking import Hidden

FACTORS = 5
"""Numbers of a label whose combinations are complete; a sixth goes with the first, and so on."""
BLOCK = 2**FACTORS


def hidden_of(seed: str, question: str) -> Hidden:
    """The hidden inputs of a seed; `bounds N` has none but those at the bounds."""
    at_bounds = re.fullmatch(r"bounds (\d+)", seed)
    return AtBounds(seed, question, int(at_bounds[1])) if at_bounds else Hidden(seed, question)


@dataclass(frozen=True)
class AtBounds(Hidden):
    """Inputs each number of which is the least or the most that a seed may choose."""

    number: int

    def rng(self, label: str) -> np.random.Generator:
        """A generator whose `uniform` gives bounds."""
        block, place = divmod(self.number, BLOCK)
        shift = Hidden(f"block {block}", self.question).rng(label).integers(BLOCK)
        return Bounds((place + int(shift)) % BLOCK)


class Bounds(np.random.Generator):
    """Gives the lower bound for a 0 in the number's binary digits, the upper one for a 1, from the last digit on."""

    def __init__(self, combination: int) -> None:
        """At the last digit."""
        super().__init__(np.random.PCG64(0))
        self.combination = combination
        self.drawn = 0

    def uniform(self, low: Any = 0.0, high: Any = 1.0, size: Any = None) -> Any:
        """As the generator's, but for what it gives."""
        count = 1 if size is None else int(np.prod(size))
        digits = (self.drawn + np.arange(count)) % FACTORS
        self.drawn += count
        upper = (self.combination >> digits & 1).astype(bool)
        chosen = np.where(upper, high, low).astype(np.float64)
        return float(chosen[0]) if size is None else chosen.reshape(size)
