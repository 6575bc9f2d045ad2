from __future__ import annotations

import doctest
import math

import numpy as np
import pytest
import scipy.stats
import torch

from gaussfit import density, numbers
from gaussfit.data import six_points
from gaussfit.density import (
    MASSES,
    cholesky_factor,
    contour_radius,
    fit_gaussian,
    gaussian_nll,
    mass_within,
    sample_gaussian,
)
from gaussfit.errors import ArgumentTypeError, CovarianceError, GaussfitError, RangeError, ShapeError


def covariance(d: int, condition: float, seed: int) -> torch.Tensor:
    """Return a random covariance whose eigenvalues run from 1/sqrt(condition) to sqrt(condition)."""
    random = np.random.default_rng(seed)
    basis, _ = np.linalg.qr(random.standard_normal((d, d)))
    eigenvalues = np.logspace(-0.5, 0.5, d) ** math.log10(condition)
    Sigma = basis * eigenvalues @ basis.T
    return torch.from_numpy((Sigma + Sigma.T) / 2)


def torch_nll(x: torch.Tensor, Sigma: torch.Tensor, Mean: torch.Tensor) -> torch.Tensor:
    return -torch.distributions.MultivariateNormal(Mean, covariance_matrix=Sigma).log_prob(x.T)


@pytest.mark.parametrize("d", [1, 2, 3, 10])
@pytest.mark.parametrize("scale", [1e-3, 1.0, 1e3])
def test_nll_agrees_with_torch_in_any_dimension_and_at_any_scale(d: int, scale: float) -> None:
    Sigma = covariance(d, 100, seed=d) * scale**2
    Mean = torch.linspace(-5, 5, d, dtype=torch.float64)
    x = sample_gaussian(Sigma, Mean, 50, seed=1)
    torch.testing.assert_close(gaussian_nll(x, Sigma, Mean), torch_nll(x, Sigma, Mean), rtol=1e-6, atol=1e-6)


@pytest.mark.parametrize("d", [2, 5])
def test_nll_agrees_with_scipy(d: int) -> None:
    Sigma, Mean = covariance(d, 50, seed=3), torch.arange(d, dtype=torch.float64)
    x = sample_gaussian(Sigma, Mean, 20, seed=2)
    expected = -scipy.stats.multivariate_normal(Mean.numpy(), Sigma.numpy()).logpdf(x.numpy().T)
    np.testing.assert_allclose(gaussian_nll(x, Sigma, Mean).numpy(), expected, rtol=1e-10)


@pytest.mark.parametrize("seed", range(10))
def test_nll_of_float32_is_exact_to_its_digits_at_condition_number_one_million(seed: int) -> None:
    Sigma = covariance(2, 1e6, seed).float()
    Mean = torch.tensor([3.0, -7.0])
    x = sample_gaussian(Sigma, Mean, 100, seed)
    nll = gaussian_nll(x, Sigma, Mean)
    assert nll.dtype == torch.float32
    expected = torch_nll(x.double(), Sigma.double(), Mean.double())
    torch.testing.assert_close(nll.double(), expected, rtol=1e-6, atol=1e-6)


def test_nll_in_float32_without_the_care_taken_here_would_be_off() -> None:
    """The test above can fail: the same formula kept in float32 misses by far more than it allows."""
    Sigma, Mean = covariance(2, 1e6, seed=0).float(), torch.tensor([3.0, -7.0])
    x = sample_gaussian(Sigma, Mean, 100, seed=0)
    careless = torch_nll(x, Sigma, Mean).double()
    expected = torch_nll(x.double(), Sigma.double(), Mean.double())
    assert float((careless - expected).abs().max()) > 1e-4


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16, torch.float32, torch.float64])
def test_nll_keeps_the_dtype_of_the_points(dtype: torch.dtype) -> None:
    nll = gaussian_nll(torch.zeros(2, 3, dtype=dtype), torch.eye(2), torch.zeros(2))
    assert nll.dtype == dtype
    torch.testing.assert_close(
        nll.double(), torch.full((3,), math.log(2 * math.pi)).double(), rtol=4e-3, atol=0
    )


def test_nll_of_no_points_is_empty() -> None:
    assert gaussian_nll(torch.zeros(2, 0), torch.eye(2), torch.zeros(2)).shape == (0,)


def test_nll_leaves_its_arguments_alone() -> None:
    given = six_points(), torch.eye(2), torch.ones(2)
    kept = [tensor.clone() for tensor in given]
    gaussian_nll(*given)
    assert all(torch.equal(now, before) for now, before in zip(given, kept, strict=True))


def test_the_reference_numbers_of_the_exercise() -> None:
    x = six_points().double()
    assert float(gaussian_nll(x, torch.eye(2), torch.zeros(2)).sum()) == pytest.approx(24.96, abs=5e-3)
    Sigma, Mean = fit_gaussian(x)
    assert Mean.tolist() == pytest.approx([-0.10735, 0.40658], abs=5e-6)
    assert Sigma.flatten().tolist() == pytest.approx([3.49377, -1.35494, -1.35494, 0.97432], abs=5e-6)
    assert float(gaussian_nll(x, Sigma, Mean).sum()) == pytest.approx(18.3771, abs=5e-5)


@pytest.mark.parametrize("d", [1, 2, 4])
def test_fit_is_the_average_and_the_covariance_divided_by_n(d: int) -> None:
    x = sample_gaussian(covariance(d, 10, seed=5), torch.ones(d).double(), 30, seed=6)
    Sigma, Mean = fit_gaussian(x)
    np.testing.assert_allclose(Mean, np.mean(x.numpy(), axis=1))
    np.testing.assert_allclose(Sigma, np.cov(x.numpy(), ddof=0).reshape(d, d))


def test_fit_in_float32_is_float32_and_exactly_symmetric() -> None:
    Sigma, Mean = fit_gaussian(six_points())
    assert Sigma.dtype == Mean.dtype == torch.float32
    assert torch.equal(Sigma, Sigma.T)


@pytest.mark.parametrize(
    ("x", "sentence"),
    [
        (torch.zeros(2, 0), "A fit needs points; x has none"),
        (torch.rand(2, 1), "these 1 spread in 0"),
        (torch.rand(2, 2), "these 2 spread in 1"),
        (torch.stack([torch.arange(9.0), 2 * torch.arange(9.0) + 1]), "these 9 spread in 1"),
    ],
)
def test_points_that_fill_no_plane_have_no_fit(x: torch.Tensor, sentence: str) -> None:
    with pytest.raises(CovarianceError, match=sentence):
        fit_gaussian(x)


def test_fit_rejects_points_with_nan() -> None:
    x = six_points()
    x[0, 2] = math.nan
    with pytest.raises(RangeError, match="finite points; x holds nan or infinity"):
        fit_gaussian(x)


def test_sample_has_the_mean_and_the_covariance_asked_for() -> None:
    Sigma, Mean = covariance(2, 30, seed=8), torch.tensor([4.0, -1.0]).double()
    n = 100_000
    x = sample_gaussian(Sigma, Mean, n, seed=1).numpy()
    spread = np.sqrt(Sigma.diagonal().numpy() / n)
    np.testing.assert_array_less(abs(x.mean(1) - Mean.numpy()), 4 * spread)
    np.testing.assert_allclose(np.cov(x), Sigma.numpy(), rtol=0.03, atol=0.03)


def test_sample_is_the_same_for_the_same_seed_and_leaves_the_global_one_alone() -> None:
    state = torch.random.get_rng_state()
    first, again, other = (sample_gaussian(torch.eye(2), torch.zeros(2), 5, seed) for seed in (7, 7, 8))
    assert torch.equal(first, again)
    assert not torch.equal(first, other)
    assert torch.equal(state, torch.random.get_rng_state())


def test_contour_radii_of_the_exercise() -> None:
    radii = [contour_radius(mass) for mass in MASSES]
    assert radii == pytest.approx([0.668, 1.011, 1.354, 1.794], abs=5e-4)
    assert [mass_within(radius) for radius in radii] == pytest.approx(MASSES, rel=1e-12)


@pytest.mark.parametrize("radius", [0.0, 1e-6, 0.5, 2.0, 10.0])
def test_mass_within_is_the_chi_squared_distribution_function(radius: float) -> None:
    assert mass_within(radius) == pytest.approx(scipy.stats.chi2(df=2).cdf(radius**2), rel=1e-9)


@pytest.mark.parametrize("mass", [-0.1, 1.0, 1.5, math.nan])
def test_no_contour_holds_less_than_nothing_or_all(mass: float) -> None:
    with pytest.raises(RangeError, match=r"must lie in \[0, 1\); this one is"):
        contour_radius(mass)


@pytest.mark.parametrize("radius", [-1e-9, math.nan])
def test_a_radius_is_not_negative(radius: float) -> None:
    with pytest.raises(RangeError, match="must be 0 or more; this one is"):
        mass_within(radius)


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_cholesky_factor_is_the_lower_triangular_root(dtype: torch.dtype) -> None:
    Sigma = covariance(3, 100, seed=9).to(dtype)
    L = cholesky_factor(Sigma)
    assert L.dtype == dtype
    torch.testing.assert_close(L @ L.T, Sigma)
    assert torch.equal(L, L.tril())


NOT_COVARIANCES = [
    ([[1.0, 2.0], [2.0, 1.0]], "must be positive definite, with eigenvalues > 0; the smallest is -1"),
    ([[1.0, 1.0], [1.0, 1.0]], r"must be positive definite, with eigenvalues > 0; the smallest is 0\."),
    ([[0.0, 0.0], [0.0, 0.0]], "must be positive definite, with eigenvalues > 0; the smallest is 0"),
    ([[-1.0, 0.0], [0.0, -1.0]], "must be positive definite.*the smallest is -1"),
    ([[1.0, 0.5], [0.0, 1.0]], "must be symmetric; it differs from its transpose by up to 0.5"),
    ([[1.0, math.nan], [math.nan, 1.0]], "must hold finite numbers; it holds nan or infinity"),
    ([[math.inf, 0.0], [0.0, 1.0]], "must hold finite numbers"),
    ([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]], r"must be a square \(d, d\) matrix; its shape is \(2, 3\)"),
    ([1.0, 1.0], r"must be a square \(d, d\) matrix; its shape is \(2,\)"),
    ([[]], r"must be a square \(d, d\) matrix; its shape is \(1, 0\)"),
]


@pytest.mark.parametrize(("entries", "sentence"), NOT_COVARIANCES)
def test_what_is_no_covariance_is_refused_with_the_reason(entries: list[float], sentence: str) -> None:
    Sigma = torch.tensor(entries)
    calls = [
        lambda: cholesky_factor(Sigma),
        lambda: gaussian_nll(six_points(), Sigma, torch.zeros(2)),
        lambda: sample_gaussian(Sigma, torch.zeros(2), 5, seed=0),
    ]
    for call in calls:
        with pytest.raises(CovarianceError, match=f"^Sigma {sentence}") as caught:
            call()
        assert isinstance(caught.value, GaussfitError)
        assert isinstance(caught.value, ValueError)


def test_rounding_is_no_asymmetry() -> None:
    Sigma = covariance(2, 10, seed=4).float()
    Sigma[0, 1] = torch.nextafter(Sigma[0, 1], torch.tensor(9.0))
    assert not torch.equal(Sigma, Sigma.T)
    gaussian_nll(six_points(), Sigma, torch.zeros(2))


@pytest.mark.parametrize(
    ("x", "Mean", "sentence"),
    [
        (
            torch.zeros(6, 2),
            torch.zeros(2),
            r"x must have shape \(2, N\), one point a column; its shape is \(6, 2\)",
        ),
        (
            torch.zeros(2),
            torch.zeros(2),
            r"x must have shape \(2, N\), one point a column; its shape is \(2,\)",
        ),
        (
            torch.zeros(2, 6),
            torch.zeros(3),
            r"Mean must have shape \(2,\), as Sigma is \(2, 2\); its shape is \(3,\)",
        ),
        (torch.zeros(2, 6), torch.zeros(2, 1), r"Mean must have shape \(2,\).*its shape is \(2, 1\)"),
    ],
)
def test_wrong_shapes_are_refused_with_the_shape_seen(
    x: torch.Tensor, Mean: torch.Tensor, sentence: str
) -> None:
    with pytest.raises(ShapeError, match=sentence):
        gaussian_nll(x, torch.eye(2), Mean)


def test_fit_refuses_a_flat_tensor() -> None:
    with pytest.raises(
        ShapeError, match=r"x must have shape \(d, N\), one point a column; its shape is \(6,\)"
    ):
        fit_gaussian(torch.zeros(6))


def test_integers_and_arrays_are_refused_with_the_way_out() -> None:
    whole = torch.zeros(2, 6, dtype=torch.int64)
    with pytest.raises(
        ArgumentTypeError, match=r"x must hold floating-point.*torch\.int64\. Use x\.float\(\)"
    ):
        gaussian_nll(whole, torch.eye(2), torch.zeros(2))
    with pytest.raises(
        TypeError, match=r"Sigma must be a torch tensor; it is a ndarray\. Wrap it in torch\.tensor"
    ):
        cholesky_factor(np.eye(2))  # type: ignore[arg-type]


def test_examples_in_the_docstrings_hold() -> None:
    results = [doctest.testmod(module) for module in (density, numbers)]
    assert sum(result.attempted for result in results) >= 6
    assert sum(result.failed for result in results) == 0
