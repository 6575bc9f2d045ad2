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
    "in_words",
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


def as_typed(number: float) -> str:
    """Return a number as people write it: steps of 0.01 add up to 1.2000000000000002."""
    return f"{round(number, 6) + 0.0:.6f}".rstrip("0").rstrip(".")


def in_words(A: float, B: float, C: float, X: float, Y: float) -> str:
    """Say what the ellipses look like, for those who do not see them."""
    if covariance_problem(A, B, C):
        return "There are no ellipses."
    lean = "upright" if B == 0 else "leaning to the right" if B > 0 else "leaning to the left"
    return (
        f"The ellipses lie around ({X:g}, {Y:g}), {lean}; standard deviation {A**0.5:.2f} sideways and "
        f"{C**0.5:.2f} upwards."
    )


def bars_of(distances: list[float], log_det: float, constant: float) -> str:
    """Return the three terms of each point's NLL as a table of bars; a log det below zero is taken off."""
    wide = 200 / max(8.0, max(distances) + abs(log_det) + constant)  # pixels a nat

    def bar(value: float, colour: str) -> str:
        look = f"display:inline-block;height:12px;width:{abs(value) * wide:.0f}px;background:{colour}"
        return f'<span style="{look}"></span>'

    off = "repeating-linear-gradient(45deg,#b35900 0 2px,#fff 2px 5px)"
    size = bar(log_det, "#b35900" if log_det >= 0 else off)
    rows = [
        f"<tr><td>{distance:.2f}</td><td style='white-space:nowrap'>"
        f"{bar(distance, 'steelblue')}{size}{bar(constant, '#777')}</td></tr>"
        for distance in distances
    ]
    sign = "striped, as it is taken off" if log_det < 0 else "brown"
    words = f"distance in blue; log det Sigma / 2 = {log_det:.2f}, {sign}; constant {constant:.2f} in grey"
    return (
        f"<table><caption style='text-align:left'>Each point's NLL: {words}.</caption>{''.join(rows)}</table>"
    )


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
