"""Asks a student's functions, and tells in a sentence what is wrong with an answer."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Callable, Iterator
from typing import Any

import torch
from IPython import get_ipython

from gaussfit.lesson.telling import line_of_yours

__all__ = [
    "Unusable",
    "as_a_number",
    "covariance_problem",
    "nll_of_each",
    "overheard",
    "shortly",
    "told",
]


class Unusable(Exception):
    """A function returned something that cannot be shown; the text says what is wrong with it."""


@contextlib.contextmanager
def overheard() -> Iterator[io.StringIO]:
    """Catch what your functions print; what they display is dropped.

    IPython's own capture_output puts another publisher in place of the kernel's, and a message that comes in
    on another thread meanwhile is then lost, with the slider that sent it.
    """
    printed = io.StringIO()
    publisher: Any = getattr(get_ipython(), "display_pub", None)
    with contextlib.ExitStack() as stack:
        stack.enter_context(contextlib.redirect_stdout(printed))
        stack.enter_context(contextlib.redirect_stderr(printed))
        if hasattr(publisher, "register_hook"):
            publisher.register_hook(dropped)
            stack.callback(publisher.unregister_hook, dropped)
        yield printed


def dropped(message: object) -> None:
    """Make nothing of a message, so that it isn't sent."""


def covariance_problem(A: float, B: float, C: float) -> str:
    """Say why [[A, B], [B, C]] is no covariance; say nothing if it is one."""
    rule = "Sigma is not positive definite: it needs A > 0 and A·C > B²"
    if A <= 0:
        return f"{rule}, but A = {A:g}."
    if A * C - B * B < 1e-6:  # less than that is lost when 32-bit numbers are rounded
        return f"{rule}, but A·C = {A * C:.6g} and B² = {B * B:.6g}."
    return ""


def as_a_number(text: str, low: float, high: float) -> float:
    """Return what was typed as a number, with a comma or a point. Raises Unusable if it is none in the range."""
    try:
        number = float(text.strip().replace(",", ".").replace("−", "-"))
    except ValueError:
        raise Unusable(f"{text[:20]!r} is not a number; type one such as 1.5.") from None
    if not low <= number <= high:
        raise Unusable(f"{number:g} is out of range; type a number from {low:g} to {high:g}.")
    return number


def nll_of_each(
    gaussian_nll: Callable[..., object], data: torch.Tensor, Sigma: torch.Tensor, Mean: torch.Tensor
) -> list[float]:
    """Return the NLL of each point by your function. Raises Unusable for anything but N finite numbers."""
    values = gaussian_nll(data.clone(), Sigma.clone(), Mean.clone())
    if values is None:
        raise Unusable("gaussian_nll returned nothing: does it end with return?")
    try:
        numbers = torch.as_tensor(values).detach().double()
    except (TypeError, ValueError, RuntimeError):
        raise Unusable(
            f"gaussian_nll should return numbers; it returned a {type(values).__name__}."
        ) from None
    wanted, shape = (data.shape[1],), tuple(numbers.shape)
    if shape != wanted:
        raise Unusable(
            f"gaussian_nll should return one number a point, shape {wanted}; yours has shape {shape}."
        )
    if not numbers.isfinite().all():
        raise Unusable("gaussian_nll returned numbers that are not finite, though Sigma is a covariance.")
    return [float(number) for number in numbers]


def told(name: str, error: Exception) -> str:
    """Tell in one short sentence how a function of yours stopped, with the line of yours that led there."""
    if isinstance(error, Unusable):
        return str(error)
    if isinstance(error, NotImplementedError):
        return f"{name} is not written yet."
    return f"{name} stopped with {shortly(error)}{line_of_yours(error)}"


def shortly(error: Exception) -> str:
    """Return an error's name and the first line of its text, cut when that is long."""
    return f"{type(error).__name__}: {error}".partition("\n")[0][:200]
