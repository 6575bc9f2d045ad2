from __future__ import annotations

import math

import numpy as np
import pytest
import torch

from gaussfit.density import gaussian_nll
from gaussfit.errors import CovarianceError
from grader.exercises.gaussian_density.task import SHIPPED
from grader.exercises.gaussian_density.truth import true_nll


@pytest.mark.parametrize("condition", [1, 10, 1e3, 1e6])
def test_the_truth_is_that_of_torch_and_of_the_reference(condition: float) -> None:
    rng = np.random.default_rng(int(condition))
    rotation = np.linalg.qr(rng.normal(size=(2, 2)))[0]
    Sigma = rotation @ np.diag([3.0, 3.0 / condition]) @ rotation.T
    Sigma = (Sigma + Sigma.T) / 2
    x, Mean = rng.normal(size=(2, 50)) * 3, rng.normal(size=2)
    truth = true_nll(x, Sigma, Mean)
    tensors = [torch.from_numpy(array) for array in (x, Sigma, Mean)]
    model = torch.distributions.MultivariateNormal(tensors[2], tensors[1])
    assert truth == pytest.approx(-model.log_prob(tensors[0].T).numpy(), rel=1e-8)
    assert truth == pytest.approx(gaussian_nll(*tensors).numpy(), rel=1e-8)


@pytest.mark.parametrize(
    ("numbers", "total"),
    [((1, 0, 1, 0, 0), 24.962049), ((3.49377, -1.35494, 0.97432, -0.10735, 0.40658), 18.377064)],
)
def test_totals_are_those_of_the_exercise(numbers: tuple[float, ...], total: float) -> None:
    assert SHIPPED.total_nll(*numbers) == pytest.approx(total, abs=1e-6)


@pytest.mark.parametrize(
    "entries",
    [
        (1, 2, 1),
        (1, 1, 1),
        (-1, 0, -1),
        (0, 0, 0),
        (1, 1 + 1e-9, 1),
        (1, 1 - 1e-9, 1),
        (2, 1, 1),
    ],
)
def test_what_counts_as_a_covariance_is_what_the_reference_says(entries: tuple[float, ...]) -> None:
    A, B, C = entries
    Sigma = torch.tensor([[A, B], [B, C]], dtype=torch.float64)
    try:
        gaussian_nll(torch.zeros(2, 1, dtype=torch.float64), Sigma, torch.zeros(2, dtype=torch.float64))
    except CovarianceError:
        expected = False
    else:
        expected = True
    assert (SHIPPED.total_nll(A, B, C, 0, 0) is not None) is expected


@pytest.mark.parametrize("numbers", [(1e308, 1e307, 1e308, 1e308, 0), (1, 0, 1, 1e200, 0)])
def test_totals_beyond_float64_are_infinite(numbers: tuple[float, ...]) -> None:
    assert SHIPPED.total_nll(*numbers) == math.inf


@pytest.mark.parametrize(
    ("Sigma", "message"),
    [
        ([[1.0, 2.0], [2.0, 1.0]], "must be positive definite"),
        ([[np.nan, 0.0], [0.0, 1.0]], "must hold finite numbers"),
        ([[1.0, 0.2], [0.1, 1.0]], "be symmetric"),
    ],
)
def test_no_covariance_raises(Sigma: list[list[float]], message: str) -> None:
    with pytest.raises(CovarianceError, match=message):
        true_nll(np.zeros((2, 1)), np.array(Sigma), np.zeros(2))
