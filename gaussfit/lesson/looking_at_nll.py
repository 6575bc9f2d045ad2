"""The visible check of `gaussian_nll`: numbers that can be computed on paper. The notebook carries the source."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import torch

from gaussfit.lesson.telling import attempt, overhearing, syntax_error_of, tell

__all__ = ["look_at_gaussian_nll"]


def look_at_gaussian_nll(gaussian_nll: Any, data: torch.Tensor) -> bool:
    """Print what is right about gaussian_nll so far and what is missing; say whether all of it is right."""
    if wrong := syntax_error_of("gaussian_nll"):
        return tell(False, "", wrong)
    if not callable(gaussian_nll):
        return tell(False, "", "There is no function gaussian_nll: run the cell in which you write it.")
    data, count = data.to(torch.get_default_dtype()), data.shape[1]
    given = data.clone(), torch.tensor([[2.0, 1.0], [1.0, 1.0]]).to(data), torch.tensor([1.0, -1.0]).to(data)
    kept = [argument.clone() for argument in given]
    answer = numbers_returned(gaussian_nll, *given)
    if answer is None:
        return tell(False, "", f"So there are no numbers yet. Return a tensor of shape ({count},).")
    shape = tuple(answer.shape)
    basics = [
        tell(
            shape == (count,),
            f"{count} points give {count} numbers.",
            f"{count} points should give {count} numbers, shape ({count},); yours have shape {shape}.",
        ),
        tell(
            answer.is_floating_point() and bool(answer.isfinite().all()),
            "They are finite floating-point numbers.",
            f"They should be finite floating-point numbers; yours are {str(answer.tolist())[:100]}.",
        ),
        tell(
            all(torch.equal(now, before) for now, before in zip(given, kept, strict=True)),
            "x, Sigma and Mean stay as they were.",
            "Your function changed x, Sigma or Mean: compute with copies.",
        ),
    ]
    if answer.numel() != count or not basics[1]:
        return False
    return all(
        [
            *basics,
            *compare_on_paper(gaussian_nll, data),
            *compare_among_themselves(gaussian_nll, kept, answer.flatten()),
        ]
    )


def numbers_returned(gaussian_nll: Callable[..., object], *arguments: torch.Tensor) -> torch.Tensor | None:
    """Return what gaussian_nll returns as a tensor; tell why, when that is not possible."""
    with overhearing() as printed:
        returned, stopped = None, None
        try:
            returned = gaussian_nll(*arguments)
        except Exception as error:
            stopped = error
    if stopped is None and returned is None:
        instead = "It printed something, but " if printed.getvalue() else "It "
        print(f"✗ {instead}returned nothing: end with return.")
        return None

    def as_numbers() -> torch.Tensor:
        if stopped is not None:
            raise stopped
        try:
            return torch.as_tensor(returned).detach()
        except (TypeError, ValueError, RuntimeError):
            if not isinstance(returned, list) or any(isinstance(number, str) for number in returned):
                raise
            return torch.tensor([float(number) for number in returned])  # of decimals or fractions, say

    numbers: torch.Tensor | None = attempt(as_numbers)
    return numbers


def compare_on_paper(gaussian_nll: Callable[..., object], data: torch.Tensor) -> list[bool]:
    """Compare with numbers that you can compute by hand."""
    constant, start = math.log(2 * math.pi), float(data.double().square().sum()) / 2
    cases = [
        ("Sigma = [[1, 0], [0, 1]] at the mean", [0, 0], [[1, 0], [0, 1]], constant),
        ("Sigma = [[4, 0], [0, 1]] at (2, 0)", [2, 0], [[4, 0], [0, 1]], 1 / 2 + math.log(2) + constant),
        ("Sigma = [[2, 1], [1, 1]] at (1, 1)", [1, 1], [[2, 1], [1, 1]], 1 / 2 + constant),
        ("a point far away, (60, 0), Sigma = [[1, 0], [0, 1]]", [60, 0], [[1, 0], [0, 1]], 1800 + constant),
        (
            "a narrow one, Sigma = [[0.0001, 0], [0, 1]] at (0.02, 0)",
            [0.02, 0],
            [[0.0001, 0], [0, 1]],
            2 + math.log(0.01) + constant,
        ),
    ]
    found = []
    for name, point, Sigma, right in cases:
        points = torch.tensor(point).to(data)[:, None]
        yours = numbers_returned(gaussian_nll, points, torch.tensor(Sigma).to(data), torch.zeros(2).to(data))
        number = float(yours) if yours is not None and yours.numel() == 1 else math.nan
        found.append(compare_number(number, right, f"Mean = (0, 0) and {name}"))
    total = numbers_returned(gaussian_nll, data.clone(), torch.eye(2).to(data), torch.zeros(2).to(data))
    number = math.nan if total is None else float(total.double().sum())
    right = start + data.shape[1] * constant
    return [
        *found,
        compare_number(number, right, "Mean = (0, 0), Sigma = [[1, 0], [0, 1]], all of the data together"),
    ]


def compare_number(number: float, right: float, name: str) -> bool:
    """Tell whether a number is the right one, to three digits behind the point."""
    good = abs(number - right) <= 1e-3 + 1e-3 * abs(right)
    return tell(good, f"{name}: {right:.3f}.", f"{name}: this should be {right:.3f}; yours is {number:.3f}.")


def compare_among_themselves(
    gaussian_nll: Callable[..., object], given: list[torch.Tensor], answer: torch.Tensor
) -> list[bool]:
    """Compare your numbers with each other: of points that were moved, and of a point alone and among others."""
    data, Sigma, Mean = given
    way = torch.tensor([3.0, -2.0]).to(data)

    def same(yours: torch.Tensor | None, expected: torch.Tensor) -> bool:
        if yours is None or yours.numel() != expected.numel():
            return False
        return bool(torch.isclose(yours.flatten().double(), expected.double(), rtol=1e-3, atol=1e-3).all())

    moved = numbers_returned(gaussian_nll, data + way[:, None], Sigma.clone(), Mean + way)
    few = [numbers_returned(gaussian_nll, data[:, :n].clone(), Sigma.clone(), Mean.clone()) for n in (1, 2)]
    return [
        tell(
            same(moved, answer),
            "Moving the points and Mean together changes nothing.",
            "Moving the points and Mean together should change nothing; your numbers change.",
        ),
        tell(
            all(
                same(yours, answer[:n]) and yours is not None and yours.ndim == 1
                for n, yours in enumerate(few, 1)
            ),
            "A point gets the same number alone and among others.",
            "A point should get the same number alone and among others, and one point alone a shape of (1,).",
        ),
    ]
