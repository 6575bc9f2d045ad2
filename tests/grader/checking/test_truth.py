from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
import torch

from gaussfit.data import six_points
from gaussfit.density import gaussian_nll
from gaussfit.errors import CovarianceError
from grader.checking.truth import POINTS, total_nll, true_nll


@pytest.mark.parametrize("seed", range(20))
def test_the_truth_is_the_references(seed: int) -> None:
    rng = np.random.default_rng(seed)
    root = rng.normal(size=(2, 2)) * 10.0 ** rng.uniform(-1.5, 1.5)
    Sigma = root @ root.T
    x, Mean = rng.uniform(-10, 10, (2, 50)), rng.uniform(-10, 10, 2)
    expected = gaussian_nll(torch.tensor(x), torch.tensor(Sigma), torch.tensor(Mean)).numpy()
    np.testing.assert_allclose(true_nll(x, Sigma, Mean), expected, rtol=1e-10)


def test_the_points_are_the_students() -> None:
    np.testing.assert_array_equal(POINTS, six_points().double().numpy())


def test_the_total_is_that_of_the_exercise() -> None:
    assert total_nll(1, 0, 1, 0, 0) == pytest.approx(24.96205, abs=1e-5)


@pytest.mark.parametrize(
    "Sigma", [[[1, 2], [2, 1]], [[1, 0], [1, 1]], [[np.inf, 0], [0, 1]], [[0, 0], [0, 0]]]
)
def test_what_is_no_covariance_has_no_truth(Sigma: list[list[float]]) -> None:
    with pytest.raises(CovarianceError, match="Sigma must"):
        true_nll(np.zeros((2, 1)), np.array(Sigma, dtype=float), np.zeros(2))


def test_the_trusted_side_does_not_import_torch() -> None:
    """It would cost every worker, and `gaussfit check`, more than a second."""
    program = (
        "import sys, grader.marking, grader.pool, grader.check; from grader.checking import shipped_checks; "
        "shipped_checks(); sys.exit(int('torch' in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
