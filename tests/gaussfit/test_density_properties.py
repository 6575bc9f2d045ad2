"""What holds for every Gaussian, whatever its parameters."""

from __future__ import annotations

import numpy as np
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from gaussfit.density import fit_gaussian, gaussian_nll, sample_gaussian

steady = settings(max_examples=50)
"""The same examples on every run and no clock: a busy machine must not fail a test."""

dimensions = st.integers(1, 5)
numbers = st.floats(-10, 10, allow_subnormal=False)


def tensors(*shape: int) -> st.SearchStrategy[torch.Tensor]:
    return arrays(np.float64, shape, elements=numbers).map(torch.from_numpy)


@st.composite
def invertible(draw: st.DrawFn, d: int) -> torch.Tensor:
    """A d x d matrix of condition number up to 100: rotations around a stretch, of either orientation."""
    seed = draw(st.integers(0, 10_000))
    left, right = np.linalg.qr(np.random.default_rng(seed).standard_normal((2, d, d)))[0]
    stretch: NDArray[np.float64] = draw(arrays(np.float64, d, elements=st.floats(0.1, 10)))
    return torch.from_numpy(left * stretch @ right)


@st.composite
def covariances(draw: st.DrawFn, d: int) -> torch.Tensor:
    root = draw(invertible(d))
    Sigma = root @ root.T
    return (Sigma + Sigma.T) / 2


@st.composite
def gaussians(draw: st.DrawFn) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Points, covariance and mean of one dimension."""
    d = draw(dimensions)
    points = draw(tensors(d, draw(st.integers(1, 8))))
    return points, draw(covariances(d)), draw(tensors(d))


def close(actual: torch.Tensor, expected: torch.Tensor) -> None:
    torch.testing.assert_close(actual, expected, rtol=1e-8, atol=1e-8)


@steady
@given(gaussians())
def test_nll_agrees_with_torch(gaussian: tuple[torch.Tensor, torch.Tensor, torch.Tensor]) -> None:
    x, Sigma, Mean = gaussian
    oracle = torch.distributions.MultivariateNormal(Mean, covariance_matrix=Sigma)
    torch.testing.assert_close(gaussian_nll(x, Sigma, Mean), -oracle.log_prob(x.T), rtol=1e-6, atol=1e-6)


@steady
@given(gaussians(), st.data())
def test_moving_points_and_mean_together_changes_nothing(
    gaussian: tuple[torch.Tensor, torch.Tensor, torch.Tensor], data: st.DataObject
) -> None:
    x, Sigma, Mean = gaussian
    shift = data.draw(tensors(len(Mean)))
    close(gaussian_nll(x + shift[:, None], Sigma, Mean + shift), gaussian_nll(x, Sigma, Mean))


@steady
@given(gaussians(), st.data())
def test_a_change_of_variables_adds_the_log_of_its_volume(
    gaussian: tuple[torch.Tensor, torch.Tensor, torch.Tensor], data: st.DataObject
) -> None:
    x, Sigma, Mean = gaussian
    A = data.draw(invertible(len(Mean)))
    shift = data.draw(tensors(len(Mean)))
    image = A @ Sigma @ A.T
    moved = gaussian_nll(A @ x + shift[:, None], (image + image.T) / 2, A @ Mean + shift)
    torch.testing.assert_close(
        moved, gaussian_nll(x, Sigma, Mean) + torch.linalg.slogdet(A).logabsdet, rtol=1e-6, atol=1e-6
    )


@steady
@given(gaussians(), st.randoms(use_true_random=False))
def test_each_point_has_its_own_nll_whatever_the_order(
    gaussian: tuple[torch.Tensor, torch.Tensor, torch.Tensor], random: object
) -> None:
    x, Sigma, Mean = gaussian
    order = list(range(x.shape[1]))
    random.shuffle(order)  # type: ignore[attr-defined]
    close(gaussian_nll(x[:, order], Sigma, Mean), gaussian_nll(x, Sigma, Mean)[order])


@steady
@given(gaussians())
def test_no_point_is_more_likely_than_the_mean(
    gaussian: tuple[torch.Tensor, torch.Tensor, torch.Tensor],
) -> None:
    x, Sigma, Mean = gaussian
    assert bool((gaussian_nll(x, Sigma, Mean) >= gaussian_nll(Mean[:, None], Sigma, Mean)).all())


@steady
@given(covariances(2), tensors(2))
def test_the_density_integrates_to_one_over_the_plane(Sigma: torch.Tensor, Mean: torch.Tensor) -> None:
    narrowest = float(torch.linalg.eigvalsh(Sigma)[0].sqrt())
    reach = 7 * Sigma.diagonal().sqrt()
    # Sums on a grid converge faster than any power for a Gaussian; at this step the error is below 1e-6.
    steps = [torch.arange(-float(r), float(r), narrowest) for r in reach]
    grid = torch.cartesian_prod(*(s.double() for s in steps)).T + Mean[:, None]
    integral = float((-gaussian_nll(grid, Sigma, Mean)).exp().sum()) * narrowest**2
    assert abs(integral - 1) < 1e-5


@st.composite
def scatters(draw: st.DrawFn) -> torch.Tensor:
    """Points that have a fit: more than dimensions, drawn from some Gaussian."""
    d = draw(dimensions)
    n = draw(st.integers(d + 2, 40))
    return sample_gaussian(draw(covariances(d)), draw(tensors(d)), n, draw(st.integers(0, 10_000)))


@steady
@given(scatters())
def test_the_gradient_vanishes_at_the_closed_form_fit(x: torch.Tensor) -> None:
    Sigma, Mean = (parameter.requires_grad_() for parameter in fit_gaussian(x))
    average = gaussian_nll(x, Sigma, Mean).mean()
    by_Sigma, by_Mean = torch.autograd.grad(average, (Sigma, Mean))
    root = torch.linalg.cholesky(Sigma.detach())
    # In the units of the fit itself, where every direction has spread 1.
    close(root.T @ by_Sigma @ root, torch.zeros_like(Sigma))
    close(root.T @ by_Mean, torch.zeros_like(Mean))


@steady
@given(scatters(), st.data())
def test_no_other_gaussian_makes_the_points_more_likely(x: torch.Tensor, data: st.DataObject) -> None:
    Sigma, Mean = fit_gaussian(x)
    other_Sigma, other_Mean = data.draw(covariances(len(Mean))), data.draw(tensors(len(Mean)))
    fitted, other = gaussian_nll(x, Sigma, Mean).sum(), gaussian_nll(x, other_Sigma, other_Mean).sum()
    assert float(fitted) <= float(other) + 1e-9


@steady
@given(scatters(), st.data())
def test_the_fit_follows_a_change_of_variables(x: torch.Tensor, data: st.DataObject) -> None:
    A = data.draw(invertible(len(x)))
    Sigma, Mean = fit_gaussian(x)
    moved_Sigma, moved_Mean = fit_gaussian(A @ x)
    close(moved_Mean, A @ Mean)
    torch.testing.assert_close(moved_Sigma, A @ Sigma @ A.T, rtol=1e-8, atol=1e-6)
