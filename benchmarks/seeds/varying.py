"""An answer's marks under many seeds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

Only = Literal["labelled", "mutants"] | None
"""Which answers are tried; None for all."""


@dataclass(frozen=True)
class Varying:
    """What an answer got under each seed, and the checks that did not pass."""

    id: str
    scores: dict[str, float]
    failed: dict[str, tuple[str, ...]]
    measured: dict[str, str] = field(default_factory=dict)
    """Under the first seed of each score: what the checks measured, beside their tolerances."""

    def lines(self) -> Iterator[str]:
        """The marks with their number of seeds; for the rarer ones a seed, and what it fails or passes besides."""
        counted = Counter(self.scores.values()).most_common()
        yield f"{self.id}: " + ", ".join(f"{score:g} under {count} seeds" for score, count in counted)
        usual = self._first(counted[0][0])
        for score, _ in counted[1:]:
            seed = self._first(score)
            more = sorted(set(self.failed[seed]) - set(self.failed[usual]))
            fewer = sorted(set(self.failed[usual]) - set(self.failed[seed]))
            yield f"    {score:g} under {seed!r}: fails {', '.join(more) or 'nothing more'}; " + (
                f"passes {', '.join(fewer) or 'nothing more'}"
            )
            for each in (usual, seed):
                if each in self.measured:
                    yield f"        {each}: {self.measured[each]}"

    def _first(self, score: float) -> str:
        return next(seed for seed, each in self.scores.items() if each == score)


def joined(parts: Sequence[Varying]) -> Varying:
    """The marks of one answer under the seeds of all parts."""
    whole = Varying(parts[0].id, {}, {})
    for part in parts:
        whole.scores.update(part.scores)
        whole.failed.update(part.failed)
        whole.measured.update(part.measured)
    return whole
