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

from grader.exercises.gaussian_density.nll import parts
from grader.exercises.gaussian_density.nll.parts import Array

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


RIGHT: Parts = {
    "deviation": parts.from_mean,
    "precision": parts.inverse,
    "weight": 0.5,
    "log_det": parts.half_log_det,
    "constant": LOG_2PI,
    "whole": parts.as_it_is,
}
"""The reference, part by part."""

SLIPS: tuple[Slip, ...] = (
    Slip(("missing-half",), {"weight": 1.0}),
    Slip(("missing-log-normalizer",), {"log_det": parts.no_size, "constant": 0.0}),
    Slip(("missing-log-normalizer",), {"log_det": parts.no_size}, "determinant"),
    Slip(("missing-log-normalizer",), {"constant": 0.0}, "constant"),
    Slip(("half-log-2pi",), {"constant": LOG_2PI / 2}),
    Slip(("logdet-not-halved",), {"log_det": parts.whole_log_det}),
    Slip(("logdet-not-halved",), {"log_det": parts.whole_log_det, "constant": 2 * LOG_2PI}),
    Slip(("det-not-logdet",), {"log_det": parts.half_det}),
    Slip(("det-not-logdet",), {"log_det": parts.det}),
    Slip(("det-not-logdet",), {"log_det": parts.root_det}),
    Slip(("det-not-logdet",), {"log_det": parts.half_det_with_2pi, "constant": 0.0}),
    Slip(("det-not-logdet",), {"log_det": parts.det_with_2pi, "constant": 0.0}),
    Slip(("det-not-logdet",), {"log_det": parts.root_det_with_2pi, "constant": 0.0}),
    Slip(("sigma-not-inverted",), {"precision": parts.not_inverted}),
    Slip(
        ("precision-for-covariance",), {"precision": parts.not_inverted, "log_det": parts.minus_half_log_det}
    ),
    Slip(("sign-flipped",), {"whole": parts.negative}),
    Slip(("density-not-log",), {"whole": parts.density}),
    Slip(("density-not-log",), {"whole": parts.negative_density}),
    Slip(("mean-not-subtracted",), {"deviation": parts.mean_forgotten}),
    Slip(("sigma-as-scale",), {"precision": parts.inverse_squared, "log_det": parts.whole_log_det}),
    Slip(("sigma-as-scale",), {"precision": parts.inverse_squared}),
    Slip(("sigma-as-scale",), {"precision": parts.lower_triangle_as_root, "log_det": parts.log_diagonal}),
    Slip(("sigma-as-scale",), {"precision": parts.variances_as_scales, "log_det": parts.log_diagonal}),
    Slip(("log-base",), {"log_det": parts.half_log10_det, "constant": LOG_2PI / math.log(10)}),
    Slip(("log-base",), {"log_det": parts.half_log2_det, "constant": LOG_2PI / math.log(2)}),
    Slip(("log-base",), {"log_det": parts.half_log10_det}),
    Slip(("log-base",), {"log_det": parts.half_log2_det}),
    Slip(("log-base",), {"constant": LOG_2PI / math.log(10)}),
    Slip(("log-base",), {"constant": LOG_2PI / math.log(2)}),
    Slip(("log-base",), {"whole": parts.in_bits}),
    Slip(("log-base",), {"whole": parts.in_decimal_digits}),
    Slip(("missing-half", "logdet-not-halved"), {"whole": parts.doubled}),
    Slip((), {"deviation": parts.mean_added}),
    Slip(
        ("correlation-ignored",), {"precision": parts.correlation_dropped, "log_det": parts.half_log_diagonal}
    ),
    Slip(("correlation-ignored",), {"precision": parts.correlation_dropped}),
    Slip((), {"log_det": parts.minus_half_log_det}),
    Slip((), {"constant": 2 * LOG_2PI}),
)
"""All slips. Those without a slug are there for their pairs: the other slip of the pair can still be named."""
