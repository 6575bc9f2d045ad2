"""Every error that gaussfit raises on purpose; each is also the builtin that a caller expects."""

from __future__ import annotations

__all__ = ["ArgumentTypeError", "CovarianceError", "GaussfitError", "RangeError", "ShapeError"]


class GaussfitError(Exception):
    """The root of the tree: catch it to catch all that gaussfit raises on purpose."""


class CovarianceError(GaussfitError, ValueError):
    """Sigma is no covariance: not square, not finite, not symmetric, or not positive definite."""


class ShapeError(GaussfitError, ValueError):
    """A tensor has another shape than the formula needs."""


class ArgumentTypeError(GaussfitError, TypeError):
    """An argument is not a tensor of floating-point numbers."""


class RangeError(GaussfitError, ValueError):
    """A number lies outside the range in which the question makes sense."""
