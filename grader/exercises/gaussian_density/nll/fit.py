"""Which slips explain what a submission's `gaussian_nll` returned: the fewest that reproduce every number."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Hashable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from grader.exercises.gaussian_density.nll.points import Case
from grader.exercises.gaussian_density.nll.slips import RIGHT, SLIPS, Parts, Slip
from grader.exercises.gaussian_density.truth import ABSOLUTE, RELATIVE
from grader.explained import Candidate

MOST_SLIPS = 2
"""More than two slips at once fit too much to be evidence."""

RIGHT_FORMULA = "(the right formula)"

Array = NDArray[np.float64]


def explain(evidence: Sequence[tuple[Case, Array]]) -> tuple[Slip, ...] | None:
    """The slips behind these answers; () when all of them are right, None when nothing explains them.

    When several explanations of the same length fit, only what all of them have in common is told.

    Args:
        evidence: inputs, and one number a point that the submission returned for them.
    """
    if not evidence:
        return None
    formula = _Formula([case for case, _ in evidence])
    returned = np.concatenate([each for _, each in evidence])
    for count in range(MOST_SLIPS + 1):
        fitting = [slips for slips in _combinations(count) if _agrees(formula, slips, returned)]
        if fitting:
            shared = set(_slugs(fitting[0])).intersection(*map(_slugs, fitting))
            return tuple(slip for slip in fitting[0] if not slip.slugs or shared.issuperset(slip.slugs))
    return None


def weigh(evidence: Sequence[tuple[Case, Array]]) -> tuple[Candidate, ...]:
    """How many of the numbers each slip reproduces, the best first, down to the right formula itself.

    What reproduces no more than that explains nothing. Of pairs of slips, only those that reproduce all are told.
    """
    if not evidence:
        return ()
    formula = _Formula([case for case, _ in evidence])
    returned = np.concatenate([each for _, each in evidence])
    found: dict[str, tuple[int, int]] = {}
    for count in range(MOST_SLIPS + 1):
        for slips in _combinations(count):
            name = " and ".join(_slugs(slips)) if slips else RIGHT_FORMULA
            agreeing = int(_agreeing(formula, slips, returned).sum())
            if name and agreeing and (count < MOST_SLIPS or agreeing == len(returned)):
                found[name] = max(found.get(name, (0, 0)), (agreeing, -count))
    least = found.get(RIGHT_FORMULA, (0, 0))
    best = sorted(
        (item for item in found.items() if item[1] >= least), key=lambda item: item[1], reverse=True
    )
    return tuple(
        Candidate(
            name,
            agreeing == len(returned),
            f"gives {agreeing} of the {len(returned)} numbers that can be read{_elsewhere(name, agreeing, returned)}",
        )
        for name, (agreeing, _) in best
    )


def _elsewhere(name: str, agreeing: int, returned: Array) -> str:
    """The numbers are those of points that were asked for on their own."""
    found = name == RIGHT_FORMULA and agreeing == len(returned)
    return ", point by point: the mistake is in something other than the formula" if found else ""


def _slugs(slips: tuple[Slip, ...]) -> list[str]:
    return [slug for slip in slips for slug in slip.slugs]


def _combinations(count: int) -> Iterator[tuple[Slip, ...]]:
    """Sets of slips that touch different parts."""
    for slips in itertools.combinations(SLIPS, count):
        touched = [part for slip in slips for part in slip.parts]
        if len(touched) == len(set(touched)):
            yield slips


def _agrees(formula: _Formula, slips: tuple[Slip, ...], returned: Array) -> bool:
    return bool(_agreeing(formula, slips, returned).all())


def _agreeing(formula: _Formula, slips: tuple[Slip, ...], returned: Array) -> NDArray[np.bool_]:
    parts: Parts = {**RIGHT}
    for slip in slips:
        parts.update(slip.parts)
    with np.errstate(all="ignore"):
        predicted = formula(parts)
        # Densities are small: what is near enough shrinks with them.
        allowed = RELATIVE * np.abs(predicted) + ABSOLUTE * min(1.0, float(np.abs(predicted).max()))
        return np.asarray(np.abs(predicted - returned) <= allowed)


class _Formula:
    """The formula over all cases at once; what several combinations share is computed once."""

    def __init__(self, cases: Sequence[Case]) -> None:
        self._cases = [tuple(a.astype(np.float64) for a in (case.x, case.Sigma, case.Mean)) for case in cases]
        self._known: dict[Hashable, Array] = {}

    def __call__(self, parts: Parts) -> Array:
        """What the formula with these parts returns, over the points of all cases."""
        q = self._squares(parts["deviation"], parts["precision"])
        nll = parts["weight"] * q + self._sizes(parts["log_det"]) + parts["constant"]
        result: Array = parts["whole"](nll)
        return result

    def _squares(
        self, deviation: Callable[[Array, Array], Array], precision: Callable[[Array], Array]
    ) -> Array:
        if (deviation, precision) not in self._known:
            squares = []
            for x, Sigma, Mean in self._cases:
                v = deviation(x, Mean)
                squares.append(np.einsum("in,ij,jn->n", v, precision(Sigma), v))
            self._known[deviation, precision] = np.concatenate(squares)
        return self._known[deviation, precision]

    def _sizes(self, log_det: Callable[[Array], float]) -> Array:
        if log_det not in self._known:
            sizes = [np.full(x.shape[1], log_det(Sigma)) for x, Sigma, _ in self._cases]
            self._known[log_det] = np.concatenate(sizes)
        return self._known[log_det]
