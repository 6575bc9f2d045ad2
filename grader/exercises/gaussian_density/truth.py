"""What is right, in float64, computed here on the trusted side.

In numpy, for the trusted side has no other need of torch, and importing it would cost each worker more than a
second and 150 MB. A test holds it equal to the reference, `gaussfit.density.gaussian_nll`.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from gaussfit.errors import CovarianceError

Real = NDArray[np.floating]

RELATIVE = 1e-3
ABSOLUTE = 1e-3
"""An answer agrees within 1e-3 relative plus 1e-3 nats. Argued in docs/marking.md."""


def true_nll(x: Real, Sigma: Real, Mean: Real) -> NDArray[np.float64]:
    """The negative log likelihood of each column of x (d, N) in nats, (N,) float64. Raises CovarianceError.

    Source: Bishop (2006), equation 2.43, through the Cholesky factor.
    """
    x, Sigma, Mean = (np.asarray(array, dtype=np.float64) for array in (x, Sigma, Mean))
    if not np.isfinite(Sigma).all() or not np.array_equal(Sigma, Sigma.T):
        raise CovarianceError("Sigma must hold finite numbers and be symmetric.")
    try:
        L = np.linalg.cholesky(Sigma)
    except np.linalg.LinAlgError:
        raise CovarianceError("Sigma must be positive definite, with eigenvalues > 0.") from None
    z = np.linalg.solve(L, x - Mean[:, None])
    log_det = 2 * np.log(L.diagonal()).sum()
    nll: NDArray[np.float64] = (np.square(z).sum(0) + log_det + len(Mean) * math.log(2 * math.pi)) / 2
    return nll


def tolerance(truth: NDArray[np.float64]) -> NDArray[np.float64]:
    """How far an answer may lie from `truth`, elementwise."""
    return RELATIVE * np.abs(truth) + ABSOLUTE


def total_nll(x: Real, A: float, B: float, C: float, X: float, Y: float) -> float | None:
    """Total negative log likelihood of the points x (2, N) in nats, inf when it is beyond float64.

    None when [[A, B], [B, C]] is no covariance.
    """
    try:
        with np.errstate(all="ignore"):
            total = float(true_nll(x, np.array([[A, B], [B, C]]), np.array([X, Y])).sum())
    except CovarianceError:
        return None
    return total if np.isfinite(total) else float("inf")
