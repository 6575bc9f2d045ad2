"""What may stand in each part of the formula for the negative log likelihood, rightly or by mistake; see `slips`."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

# What v is.


def from_mean(x: Array, Mean: Array) -> Array:
    """Right: x - Mean."""
    return x - Mean[:, None]


def mean_forgotten(x: Array, _Mean: Array) -> Array:
    """The points as they are."""
    return x


def mean_added(x: Array, Mean: Array) -> Array:
    """x + Mean."""
    return x + Mean[:, None]


# What stands between the two vectors.


def inverse(Sigma: Array) -> Array:
    """Right: Sigma^-1."""
    return np.asarray(np.linalg.inv(Sigma), dtype=np.float64)


def not_inverted(Sigma: Array) -> Array:
    """Sigma itself."""
    return Sigma


def inverse_squared(Sigma: Array) -> Array:
    """Sigma^-1 applied to the vector as if Sigma were a standard deviation: |Sigma^-1 v|^2."""
    precision = np.linalg.inv(Sigma)
    return precision @ precision


def lower_triangle_as_root(Sigma: Array) -> Array:
    """Sigma's lower triangle taken for its Cholesky factor."""
    root = np.linalg.inv(np.tril(Sigma))
    return root.T @ root


def variances_as_scales(Sigma: Array) -> Array:
    """Two independent normals whose standard deviations are the variances."""
    return np.diag(np.diagonal(Sigma) ** -2.0)


def correlation_dropped(Sigma: Array) -> Array:
    """Two independent normals with the right variances."""
    return np.diag(1 / np.diagonal(Sigma))


# How Sigma's size enters.


def half_det_with_2pi(Sigma: Array) -> float:
    """1/2 det(2 pi Sigma)."""
    return (2 * math.pi) ** 2 * half_det(Sigma)


def det_with_2pi(Sigma: Array) -> float:
    """det(2 pi Sigma)."""
    return (2 * math.pi) ** 2 * det(Sigma)


def root_det_with_2pi(Sigma: Array) -> float:
    """The root of det(2 pi Sigma): what the density is divided by, as it is."""
    return 2 * math.pi * root_det(Sigma)


def half_log_det(Sigma: Array) -> float:
    """Right: 1/2 log det Sigma."""
    return math.log(np.linalg.det(Sigma)) / 2


def whole_log_det(Sigma: Array) -> float:
    """The 1/2 (the root of the determinant) was lost."""
    return 2 * half_log_det(Sigma)


def half_det(Sigma: Array) -> float:
    """1/2 det Sigma."""
    return float(np.linalg.det(Sigma)) / 2


def det(Sigma: Array) -> float:
    """det Sigma."""
    return float(np.linalg.det(Sigma))


def root_det(Sigma: Array) -> float:
    """The root of det Sigma."""
    return math.sqrt(np.linalg.det(Sigma))


def log_diagonal(Sigma: Array) -> float:
    """log det of the lower triangle: the product of the diagonal."""
    return float(np.log(np.diagonal(Sigma)).sum())


def half_log_diagonal(Sigma: Array) -> float:
    """1/2 log of the product of the variances."""
    return log_diagonal(Sigma) / 2


def minus_half_log_det(Sigma: Array) -> float:
    """1/2 log det of the inverse."""
    return -half_log_det(Sigma)


def half_log10_det(Sigma: Array) -> float:
    """1/2 log10 det Sigma."""
    return half_log_det(Sigma) / math.log(10)


def half_log2_det(Sigma: Array) -> float:
    """1/2 log2 det Sigma."""
    return half_log_det(Sigma) / math.log(2)


def no_size(_Sigma: Array) -> float:
    """Left out."""
    return 0.0


# What is done with the sum.


def as_it_is(nll: Array) -> Array:
    """Right: the negative log likelihood."""
    return nll


def negative(nll: Array) -> Array:
    """The log likelihood."""
    return -nll


def density(nll: Array) -> Array:
    """The density itself."""
    return np.exp(-nll)


def negative_density(nll: Array) -> Array:
    """Minus the density."""
    return -np.exp(-nll)


def doubled(nll: Array) -> Array:
    """Minus two times the log likelihood: both halves lost."""
    return 2 * nll


def in_bits(nll: Array) -> Array:
    """To the base 2."""
    return nll / math.log(2)


def in_decimal_digits(nll: Array) -> Array:
    """To the base 10."""
    return nll / math.log(10)
