"""The d-dimensional Gaussian: negative log likelihood, fit, samples, and the mass inside an ellipse.

Symbols: `x` is (d, N), one point a column; `Sigma` is the (d, d) covariance; `Mean` is (d,). Formulas:
C. M. Bishop, Pattern Recognition and Machine Learning (2006), section 2.3.
"""

from __future__ import annotations

import math

import torch

from gaussfit.constraints import check_covariance, check_points, guarded
from gaussfit.errors import CovarianceError, RangeError
from gaussfit.numbers import MASSES, contour_radius, mass_within

__all__ = [
    "MASSES",
    "cholesky_factor",
    "contour_radius",
    "fit_gaussian",
    "gaussian_nll",
    "mass_within",
    "sample_gaussian",
]


@guarded()
def gaussian_nll(x: torch.Tensor, Sigma: torch.Tensor, Mean: torch.Tensor) -> torch.Tensor:
    """Negative log likelihood of each point under a Gaussian, in nats.

    1/2 (x - Mean)^T Sigma^-1 (x - Mean) + 1/2 log det Sigma + d/2 log 2 pi

    x is (d, N), one point a column; Sigma is (d, d); Mean is (d,). Returns (N,), one number a point.

    Args:
        x: (d, N), any floating dtype, any d and N.
        Sigma: (d, d), symmetric positive definite.
        Mean: (d,).

    Returns:
        (N,), of the dtype of x; computed in float64. Where a coordinate of x is nan, so is the result.

    Raises:
        ArgumentTypeError: an argument is not a floating-point tensor.
        CovarianceError: Sigma is not square, finite, symmetric or positive definite; the text says which.
        ShapeError: x or Mean does not fit Sigma.

    Example:
        >>> gaussian_nll(torch.tensor([[0.0, 1.0], [0.0, 1.0]]), torch.eye(2), torch.zeros(2))
        tensor([1.8379, 2.8379])

    Source: Bishop (2006), equation 2.43, through the Cholesky factor L of Sigma: with z = L^-1 (x - Mean)
    the quadratic form is z^T z, and log det Sigma is twice the sum of log diag L. No inverse, no determinant.
    """
    L = torch.linalg.cholesky(Sigma.double())  # Sigma = L L^T; in double, as a narrow Sigma costs digits
    z = torch.linalg.solve_triangular(L, x.double() - Mean[:, None], upper=False)
    log_det = 2 * L.diagonal().log().sum()
    nll = z.square().sum(0) / 2 + log_det / 2 + len(Mean) / 2 * math.log(2 * math.pi)
    return torch.as_tensor(nll, dtype=x.dtype)


def fit_gaussian(x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Sigma and Mean under which the points are most likely (maximum likelihood, in closed form).

    Mean is the average of the points, Sigma the average of (x - Mean) (x - Mean)^T, divided by N, not N - 1.

    Args:
        x: (d, N), any floating dtype, one point a column.

    Returns:
        Sigma (d, d), exactly symmetric, and Mean (d,), both of the dtype of x.

    Raises:
        ArgumentTypeError: x is not a floating-point tensor.
        ShapeError: x is not (d, N).
        RangeError: a coordinate is nan or infinite.
        CovarianceError: the points lie in a subspace (N <= d, or on one line): the likelihood has no maximum.

    Example:
        >>> fit_gaussian(torch.tensor([[-1.0, 1.0, 0.0, 0.0], [0.0, 0.0, -2.0, 2.0]]))
        (tensor([[0.5000, 0.0000],
                [0.0000, 2.0000]]), tensor([0., 0.]))

    Source: Bishop (2006), equations 2.121 and 2.122.
    """
    points = check_points("x", x).double()
    d, count = points.shape
    if not count:
        raise CovarianceError("A fit needs points; x has none.")
    if not points.isfinite().all():
        raise RangeError("A fit needs finite points; x holds nan or infinity.")
    Mean = points.mean(1)
    centred = points - Mean[:, None]
    rank = int(torch.linalg.matrix_rank(centred))
    if rank < d:
        raise CovarianceError(
            f"A fit in {d} dimensions needs points that spread in all; these {count} spread in {rank}."
        )
    Sigma = centred @ centred.T / count
    Sigma = (Sigma + Sigma.T) / 2
    return Sigma.to(x.dtype), Mean.to(x.dtype)


@guarded()
def sample_gaussian(Sigma: torch.Tensor, Mean: torch.Tensor, n: int, seed: int) -> torch.Tensor:
    """Draw n points from a Gaussian: (d, n), one point a column; the same seed gives the same points.

    Args:
        Sigma: (d, d), any floating dtype, symmetric positive definite.
        Mean: (d,).
        n: how many points, 0 or more.
        seed: of a generator of its own; torch's global one stays as it is.

    Returns:
        (d, n), of the dtype of Sigma.

    Raises:
        ArgumentTypeError, CovarianceError, ShapeError: as `gaussian_nll`.

    Example:
        >>> sample_gaussian(torch.eye(2), torch.zeros(2), 3, seed=0).shape
        torch.Size([2, 3])

    Source: Bishop (2006), section 11.1.1: x = Mean + L z with z standard normal and L L^T = Sigma.
    """
    L = torch.linalg.cholesky(Sigma.double())  # a root of Sigma, not Sigma: L z has covariance L L^T = Sigma
    z = torch.randn(len(Mean), n, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)
    x: torch.Tensor = Mean[:, None] + L @ z
    return x.to(Sigma.dtype)


def cholesky_factor(Sigma: torch.Tensor) -> torch.Tensor:
    """Lower triangular L with L @ L.T = Sigma: (d, d), of Sigma's dtype, computed in float64.

    This root takes the unit circle to the ellipse of Mahalanobis radius 1.

    Raises:
        ArgumentTypeError: Sigma is not a floating-point tensor.
        CovarianceError: Sigma is not square, finite, symmetric or positive definite; the text says which.

    Example:
        >>> cholesky_factor(torch.tensor([[4.0, 2.0], [2.0, 2.0]]))
        tensor([[2., 0.],
                [1., 1.]])
    """
    check_covariance(Sigma)
    L: torch.Tensor = torch.linalg.cholesky(Sigma.double())
    return L.to(Sigma.dtype)
