"""The design of the hidden inputs of `gaussian_nll`: what the seed has no say in."""

from __future__ import annotations

import math

import numpy as np
import pytest

from grader.checking import Hidden
from grader.exercises.gaussian_density.nll.inputs import (
    far,
    mirrored,
    narrow,
    rings,
    sample,
    scaled,
    turned,
)
from grader.exercises.gaussian_density.nll.points import Case

SEEDS = [f"design {number}" for number in range(100)]


def cases(seed: str) -> dict[str, Case]:
    hidden = Hidden(seed, "gaussian_nll")
    made = {maker.__name__: maker(hidden) for maker in (mirrored, rings, turned, scaled, narrow, far)}
    return made | {f"sample of {count}": sample(hidden, count) for count in (1, 2, 1000)}


def design(case: Case) -> tuple[float, ...]:
    """The sign of B, which axis is wider, the quadrant of Mean, which of its coordinates is larger, N."""
    (A, B), (_, C) = case.Sigma.astype(float)
    x, y = case.Mean.astype(float)
    return tuple(map(float, (np.sign(B), A > C, np.sign(x), np.sign(y), abs(x) > abs(y), case.count)))


def test_the_design_is_the_same_under_every_seed() -> None:
    first = {name: design(case) for name, case in cases(SEEDS[0]).items()}
    assert all({name: design(case) for name, case in cases(seed).items()} == first for seed in SEEDS)


def test_the_numbers_differ_from_seed_to_seed() -> None:
    for name in cases(SEEDS[0]):
        made = [cases(seed)[name] for seed in SEEDS[:20]]
        assert len({case.x.tobytes() for case in made}) == len({case.Sigma.tobytes() for case in made}) == 20


@pytest.mark.parametrize("names", [("rings", "scaled"), ("sample of 1", "sample of 2"), ("narrow", "far")])
def test_both_signs_and_both_wide_axes_occur_in_what_a_check_reads(names: tuple[str, ...]) -> None:
    made = [cases(SEEDS[0])[name] for name in names]
    assert {design(case)[:2] for case in made} == {(-1.0, 1.0), (1.0, 0.0)} or {
        design(case)[:2] for case in made
    } == {(-1.0, 0.0), (1.0, 1.0)}


def test_all_quadrants_occur() -> None:
    assert {design(case)[2:4] for case in cases(SEEDS[0]).values()} >= {
        (a, b) for a in (1, -1) for b in (1, -1)
    }


def test_slips_that_cancel_at_round_numbers_stay_away_from_them() -> None:
    for seed in SEEDS:
        made = cases(seed)
        for case in made.values():
            (A, B), (_, C) = case.Sigma.astype(float)
            assert abs(abs(B) - 1) > 0.05  # 1 - B^2, of who forgets to divide by the deviations
            rho, ratio = abs(B) / math.sqrt(A * C), math.sqrt(max(A / C, C / A))
            assert case is made["narrow"] or abs(rho * ratio - 1) > 0.02
        at_means = [made[name].truth[0] for name in ("rings", "scaled")]
        rounded = np.diff(np.round(at_means, 1)) - np.diff(at_means)
        assert abs(rounded[0]) > 0.02
