"""The hidden inputs of `gaussian_nll`, under many seeds."""

from __future__ import annotations

import numpy as np
import pytest

from grader.checking import Hidden
from grader.exercises.gaussian_density.nll.inputs import far, mirrored, narrow, rings, sample, scaled, turned
from grader.exercises.gaussian_density.nll.points import Case

SEEDS = [f"seed {i}" for i in range(100)]


def cases(hidden: Hidden) -> list[Case]:
    makers = (mirrored, rings, turned, scaled, narrow, far)
    return [maker(hidden) for maker in makers] + [sample(hidden, n) for n in (1, 2, 1000)]


@pytest.mark.parametrize("seed", SEEDS)
def test_inputs_stay_within_what_the_exercise_promises(seed: str) -> None:
    for case in cases(Hidden(seed, "gaussian_nll")):
        assert [array.dtype for array in (case.x, case.Sigma, case.Mean)] == [np.float32] * 3
        assert [case.x.shape[0], case.Sigma.shape, case.Mean.shape] == [2, (2, 2), (2,)]
        assert case.Sigma[0, 1] == case.Sigma[1, 0]
        assert np.linalg.cond(case.Sigma.astype(float)) <= 1e3
        assert 1 <= case.count <= 1000
        assert max(np.abs(case.x).max(), np.abs(case.Mean).max()) <= 10


@pytest.mark.parametrize("seed", SEEDS[:20])
def test_mirrored_points_are_exact_and_rings_have_determinant_one(seed: str) -> None:
    hidden = Hidden(seed, "gaussian_nll")
    case = mirrored(hidden)
    v = case.x.astype(float) - case.Mean.astype(float)[:, None]
    assert np.array_equal(v[:, 1:7:2], -v[:, 2:7:2])
    assert not v[:, 0].any()
    assert np.array_equal(case.x[:, 1], case.x[:, 8])
    assert np.linalg.det(rings(hidden).Sigma.astype(float)) == pytest.approx(1, abs=2e-3)
