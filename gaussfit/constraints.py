"""The named constraints on the arguments of the reference functions, and the guard that applies them.

The functions that students read stay free of checks: `guarded` looks at the arguments called `Sigma`,
`Mean`, `x` and `data` before the function sees them.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Mapping
from typing import ParamSpec, TypeVar

import torch

from gaussfit.errors import ArgumentTypeError, CovarianceError, ShapeError

__all__ = ["check_covariance", "check_floating", "check_mean", "check_points", "guarded"]

P = ParamSpec("P")
R = TypeVar("R")

SYMMETRY_ULPS = 100
"""Rounding allowed between Sigma and its transpose, in units of its largest entry's last place: a product
`A @ A.T` may be off by a few, a typing slip is off by millions."""


def check_floating(name: str, value: object) -> torch.Tensor:
    """Return `value` if it is a tensor of real floating-point numbers, else raise ArgumentTypeError."""
    if not isinstance(value, torch.Tensor):
        raise ArgumentTypeError(
            f"{name} must be a torch tensor; it is a {type(value).__name__}. Wrap it in torch.tensor(...)."
        )
    if not value.is_floating_point():
        raise ArgumentTypeError(
            f"{name} must hold floating-point numbers; its dtype is {value.dtype}. Use {name}.float()."
        )
    return value


def check_covariance(value: object) -> torch.Tensor:
    """Return `value` in float64 if it is a covariance: (d, d), finite, symmetric and positive definite.

    Raises ArgumentTypeError for no floating tensor, CovarianceError for the rest, with what is wrong.
    """
    given = check_floating("Sigma", value).detach()
    Sigma = given.double()
    if Sigma.ndim != 2 or Sigma.shape[0] != Sigma.shape[1] or not len(Sigma):
        raise CovarianceError(f"Sigma must be a square (d, d) matrix; its shape is {tuple(Sigma.shape)}.")
    if not Sigma.isfinite().all():
        raise CovarianceError("Sigma must hold finite numbers; it holds nan or infinity.")
    asymmetry = float((Sigma - Sigma.T).abs().max())
    if asymmetry > SYMMETRY_ULPS * torch.finfo(given.dtype).eps * float(Sigma.abs().max()):
        raise CovarianceError(
            f"Sigma must be symmetric; it differs from its transpose by up to {asymmetry:.4g}."
        )
    if int(torch.linalg.cholesky_ex(Sigma).info):
        eigenvalues = torch.linalg.eigvalsh(Sigma)
        rounding = len(Sigma) * torch.finfo(Sigma.dtype).eps * float(eigenvalues.abs().max())
        smallest = float(eigenvalues[0]) if abs(float(eigenvalues[0])) > rounding else 0.0
        raise CovarianceError(
            f"Sigma must be positive definite, with eigenvalues > 0; the smallest is {smallest:.4g}."
        )
    return Sigma


def check_mean(value: object, d: int) -> None:
    """Raise ShapeError unless `value` is a tensor of shape (d,); ArgumentTypeError for no floating tensor."""
    Mean = check_floating("Mean", value)
    if tuple(Mean.shape) != (d,):
        raise ShapeError(
            f"Mean must have shape ({d},), as Sigma is ({d}, {d}); its shape is {tuple(Mean.shape)}."
        )


def check_points(name: str, value: object, d: int | None = None) -> torch.Tensor:
    """Return `value` if it is a floating (d, N) tensor, else raise ArgumentTypeError or ShapeError."""
    x = check_floating(name, value)
    if x.ndim != 2 or (d is not None and x.shape[0] != d):
        wanted = "d" if d is None else d
        raise ShapeError(
            f"{name} must have shape ({wanted}, N), one point a column; its shape is {tuple(x.shape)}."
        )
    return x


def guarded(d: int | None = None) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Decorate a function so that its arguments called Sigma, Mean, x and data are checked on every call.

    `d` is the only dimension that the function knows; None for any. Raises, from the decorated function,
    ArgumentTypeError, CovarianceError and ShapeError as the checks above do.
    """

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        signature = inspect.signature(function)

        @functools.wraps(function)
        def checked(*args: P.args, **kwargs: P.kwargs) -> R:
            _check(signature.bind(*args, **kwargs).arguments, d)
            return function(*args, **kwargs)

        return checked

    return decorate


def _check(given: Mapping[str, object], d: int | None) -> None:
    if "Sigma" in given:
        size = len(check_covariance(given["Sigma"]))
        if d is not None and size != d:
            raise ShapeError(f"Sigma must be ({d}, {d}) here; it is ({size}, {size}).")
        d = size
    if "Mean" in given and d is not None:
        check_mean(given["Mean"], d)
    for name in ("x", "data"):
        if name in given:
            check_points(name, given[name], d)
