"""Gradient descent on a student's own `gaussian_nll`, and what breaks its gradient."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
from torch.overrides import TorchFunctionMode

from gaussfit.lesson.telling import your_line
from gaussfit.search.asking import Unusable

__all__ = ["as_five", "descend", "where_it_ended"]


CUTS = {"detach", "item", "tolist", "numpy", "__array__", "__float__", "tensor"}
ADVICE = (
    "keep to torch's functions from Sigma and Mean to the tensor that you return, without numpy, float(), .item(), "
    ".detach() or torch.tensor()"
)


class Cuts(TorchFunctionMode):
    """Notes the line of yours that first takes a number out of torch, where no gradient follows it."""

    where = ""

    def __torch_function__(self, function: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        """Call a function of torch, and look at it first."""
        given = [
            each for argument in args for each in (argument if isinstance(argument, list) else [argument])
        ]
        if function.__name__ in CUTS and not self.where and any(map(has_gradient, given)):
            self.where = your_line()
        return function(*args, **(kwargs or {}))


def has_gradient(given: object) -> bool:
    """Say whether something is a tensor that gradients go through."""
    return isinstance(given, torch.Tensor) and given.requires_grad


def descend(
    data: torch.Tensor, gaussian_nll: Callable[..., Any], start: tuple[float, ...], steps: int = 300
) -> list[tuple[float, ...]]:
    """Follow the gradient of your gaussian_nll; return A, B, C, X, Y at the start and after each step.

    Sigma = L L^T with a lower triangular L is a covariance whatever the numbers in L, so no step can leave the family.
    Raises Unusable when no gradient comes through your function, and whatever that raises.
    """
    A, B, C, X, Y = start
    L = torch.linalg.cholesky(torch.tensor([[A, B], [B, C]])).requires_grad_()
    Mean = torch.tensor([X, Y]).requires_grad_()
    walker, path = torch.optim.Adam([L, Mean], lr=0.05), [start]
    for _ in range(steps):
        Sigma = L.tril() @ L.tril().T
        L.grad, Mean.grad = gradient_of(gaussian_nll, data, Sigma, Mean, (L, Mean))
        walker.step()
        path.append(as_five(L.tril() @ L.tril().T, Mean))
    return path


def as_five(Sigma: torch.Tensor, Mean: torch.Tensor) -> tuple[float, ...]:
    """Return A, B, C, X and Y of a Gaussian, with as many digits as anybody can use."""
    (A, B), (_, C) = Sigma.tolist()
    return tuple(round(number, 4) for number in (A, B, C, *Mean.tolist()))


def gradient_of(
    gaussian_nll: Callable[..., Any],
    data: torch.Tensor,
    Sigma: torch.Tensor,
    Mean: torch.Tensor,
    of: tuple[torch.Tensor, torch.Tensor],
) -> tuple[torch.Tensor, torch.Tensor]:
    """Return how the total changes with L and with Mean. Raises Unusable when your function breaks that."""
    with Cuts() as cuts:
        try:
            total = torch.as_tensor(gaussian_nll(data.clone(), Sigma.clone(), Mean.clone())).sum()
        except RuntimeError as error:
            if "requires grad" not in str(error):
                raise
            total = torch.zeros(())
    found = torch.autograd.grad(total, of, allow_unused=True) if total.requires_grad else (None, None)
    L, M = (usable(each, name, cuts.where) for each, name in zip(found, ("Sigma", "Mean"), strict=True))
    return L, M


def usable(gradient: torch.Tensor | None, name: str, where: str) -> torch.Tensor:
    """Return a gradient that is there and finite. Raises Unusable for any other."""
    if gradient is None:
        raise Unusable(f"No gradient of gaussian_nll comes through {name}{where}: {ADVICE}.")
    if not gradient.isfinite().all():
        raise Unusable(
            f"The gradient of gaussian_nll for {name} is not finite here: torch.linalg.solve and logdet have one "
            "for every covariance; eigenvectors have none where two eigenvalues are equal."
        )
    return gradient


def where_it_ended(path: list[tuple[float, ...]], closed_form: tuple[float, ...]) -> str:
    """Say where a path of gradient descent ends, and where the closed form stands."""
    end, best = (", ".join(f"{number:.3f}" for number in five) for five in (path[-1], closed_form))
    told = f"Gradient descent took {len(path) - 1} steps downhill, to A, B, C, X, Y = {end}."
    if max(abs(now - before) for now, before in zip(path[-1], path[-30], strict=True)) > 0.001:
        told += " It still moves: go on with another click."
    return f"{told} The closed form has {best}."
