"""A catalogue of mistaken formulas for the negative log likelihood: small functions that stand in for a right part.

The formula has six parts, in float64:

    whole( weight * q + log_det(Sigma) + constant ),   q = v^T precision(Sigma) v,   v = deviation(x, Mean)

A slip puts a mistaken function into one or more parts; two slips combine when they touch different parts.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypedDict

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
LOG_2PI = math.log(2 * math.pi)


class Parts(TypedDict, total=False):
    """Some parts of the formula, or all of them."""

    deviation: Callable[[Array, Array], Array]
    precision: Callable[[Array], Array]
    weight: float
    log_det: Callable[[Array], float]
    constant: float
    whole: Callable[[Array], Array]


@dataclass(frozen=True)
class Slip:
    """One mistake: the parts that it replaces, and the slugs that name it (none for a slip without a name)."""

    slugs: tuple[str, ...]
    parts: Parts
    variant: str = ""
    """Which of several mistakes of the same slug; it chooses the message."""


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


RIGHT: Parts = {
    "deviation": from_mean,
    "precision": inverse,
    "weight": 0.5,
    "log_det": half_log_det,
    "constant": LOG_2PI,
    "whole": as_it_is,
}
"""The reference, part by part."""

SLIPS: tuple[Slip, ...] = (
    Slip(("missing-half",), {"weight": 1.0}),
    Slip(("missing-log-normalizer",), {"log_det": no_size, "constant": 0.0}),
    Slip(("missing-log-normalizer",), {"log_det": no_size}, "determinant"),
    Slip(("missing-log-normalizer",), {"constant": 0.0}, "constant"),
    Slip(("half-log-2pi",), {"constant": LOG_2PI / 2}),
    Slip(("logdet-not-halved",), {"log_det": whole_log_det}),
    Slip(("logdet-not-halved",), {"log_det": whole_log_det, "constant": 2 * LOG_2PI}),
    Slip(("det-not-logdet",), {"log_det": half_det}),
    Slip(("det-not-logdet",), {"log_det": det}),
    Slip(("det-not-logdet",), {"log_det": root_det}),
    Slip(("det-not-logdet",), {"log_det": half_det_with_2pi, "constant": 0.0}),
    Slip(("det-not-logdet",), {"log_det": det_with_2pi, "constant": 0.0}),
    Slip(("det-not-logdet",), {"log_det": root_det_with_2pi, "constant": 0.0}),
    Slip(("sigma-not-inverted",), {"precision": not_inverted}),
    Slip(("precision-for-covariance",), {"precision": not_inverted, "log_det": minus_half_log_det}),
    Slip(("sign-flipped",), {"whole": negative}),
    Slip(("density-not-log",), {"whole": density}),
    Slip(("density-not-log",), {"whole": negative_density}),
    Slip(("mean-not-subtracted",), {"deviation": mean_forgotten}),
    Slip(("sigma-as-scale",), {"precision": inverse_squared, "log_det": whole_log_det}),
    Slip(("sigma-as-scale",), {"precision": inverse_squared}),
    Slip(("sigma-as-scale",), {"precision": lower_triangle_as_root, "log_det": log_diagonal}),
    Slip(("sigma-as-scale",), {"precision": variances_as_scales, "log_det": log_diagonal}),
    Slip(("log-base",), {"log_det": half_log10_det, "constant": LOG_2PI / math.log(10)}),
    Slip(("log-base",), {"log_det": half_log2_det, "constant": LOG_2PI / math.log(2)}),
    Slip(("log-base",), {"log_det": half_log10_det}),
    Slip(("log-base",), {"log_det": half_log2_det}),
    Slip(("log-base",), {"constant": LOG_2PI / math.log(10)}),
    Slip(("log-base",), {"constant": LOG_2PI / math.log(2)}),
    Slip(("log-base",), {"whole": in_bits}),
    Slip(("log-base",), {"whole": in_decimal_digits}),
    Slip(("missing-half", "logdet-not-halved"), {"whole": doubled}),
    Slip((), {"deviation": mean_added}),
    Slip(("correlation-ignored",), {"precision": correlation_dropped, "log_det": half_log_diagonal}),
    Slip(("correlation-ignored",), {"precision": correlation_dropped}),
    Slip((), {"log_det": minus_half_log_det}),
    Slip((), {"constant": 2 * LOG_2PI}),
)
"""All slips. Those without a slug are there for their pairs: the other slip of the pair can still be named."""
