"""The d-dimensional Gaussian: negative log likelihood, fit, samples, and the mass inside an ellipse.

Symbols: `x` is (d, N), one point a column; `Sigma` is the (d, d) covariance; `Mean` is (d,). Formulas:
C. M. Bishop, Pattern Recognition and Machine Learning (2006), section 2.3.
"""

from __future__ import annotations

import math

import torch

from gaussfit.constraints import check_covariance, check_points, guarded
from gaussfit.errors import CovarianceError, RangeError

__all__ = [
    "MASSES",
    "cholesky_factor",
    "contour_radius",
    "fit_gaussian",
    "gaussian_nll",
    "mass_within",
    "sample_gaussian",
]

MASSES = (0.2, 0.4, 0.6, 0.8)
"""The shares of the mass that the four drawn contours hold."""


@guarded
def gaussian_nll(x: torch.Tensor, Sigma: torch.Tensor, Mean: torch.Tensor) -> torch.Tensor:
    """Negative log likelihood of each point under a Gaussian, in nats.

    1/2 (x - Mean)^T Sigma^-1 (x - Mean) + 1/2 log det Sigma + d/2 log 2 pi

    x is (d, N), one point a column; Sigma is (d, d); Mean is (d,). Returns (N,).
    """
    L = torch.linalg.cholesky(Sigma.double())  # Sigma = L L^T; in double, as a narrow Sigma costs digits
    z = torch.linalg.solve_triangular(L, x.double() - Mean[:, None], upper=False)
    log_det = 2 * L.diagonal().log().sum()
    nll = z.square().sum(0) / 2 + log_det / 2 + len(Mean) / 2 * math.log(2 * math.pi)
    return nll.to(x.dtype)


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
        CovarianceError: the points lie in a subspace (N <= d, or on one line): the likelihood has no maximum.

    Source: Bishop (2006), equations 2.121 and 2.122.
    """
    points = check_points("x", x).double()
    d, count = points.shape
    if not count:
        raise CovarianceError("A fit needs points; x has none.")
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


@guarded
def sample_gaussian(Sigma: torch.Tensor, Mean: torch.Tensor, n: int, seed: int) -> torch.Tensor:
    """Draw n points from a Gaussian: (d, n), one point a column; the same seed gives the same points."""
    L = torch.linalg.cholesky(Sigma.double())  # a root of Sigma, not Sigma: L z has covariance L L^T = Sigma
    z = torch.randn(len(Mean), n, generator=torch.Generator().manual_seed(seed), dtype=torch.float64)
    return (Mean[:, None] + L @ z).to(Sigma.dtype)


def cholesky_factor(Sigma: torch.Tensor) -> torch.Tensor:
    """Lower triangular L with L @ L.T = Sigma, (d, d), of Sigma's dtype.

    Raises:
        ArgumentTypeError: Sigma is not a floating-point tensor.
        CovarianceError: Sigma is not square, finite, symmetric or positive definite; the text says which.
    """
    check_covariance(Sigma)
    L: torch.Tensor = torch.linalg.cholesky(Sigma.double())
    return L.to(Sigma.dtype)


def contour_radius(mass: float) -> float:
    """Mahalanobis radius of the ellipse that holds this share of a 2-D Gaussian: sqrt(-2 log(1 - mass)).

    Raises RangeError unless 0 <= mass < 1.
    """
    if not 0 <= mass < 1:
        raise RangeError(f"A share of the mass must lie in [0, 1); this one is {mass}.")
    return math.sqrt(-2 * math.log1p(-mass))


def mass_within(radius: float) -> float:
    """Share of a 2-D Gaussian's mass within this Mahalanobis radius: 1 - exp(-radius^2 / 2).

    Raises RangeError for a negative radius or nan.
    """
    if not radius >= 0:
        raise RangeError(f"A radius must be 0 or more; this one is {radius}.")
    return -math.expm1(-(radius**2) / 2)
