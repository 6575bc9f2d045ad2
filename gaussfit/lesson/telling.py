"""What the notebook's own check cells call: they tell a student in words what is right and what is missing.

The source of these functions is carried in the notebook, where `torch`, `plt` and each other are defined.
They look at basics only and hold no answer; the marks come from other checks, outside of the notebook.
"""

from __future__ import annotations

import io
import math
from collections.abc import Callable
from typing import Any, SupportsFloat, TypeVar

import matplotlib.pyplot as plt
import numpy as np
import torch

__all__ = ["attempt", "look_at_draw_density", "look_at_gaussian_nll", "look_at_parameters", "picture", "tell"]


T = TypeVar("T")


def tell(right: bool, if_right: str, if_not: str) -> bool:
    """Print one finding; say whether it was good."""
    print("✓ " + if_right if right else "✗ " + if_not)
    return right


def attempt(function: Callable[..., T], *arguments: object) -> T | None:
    """Call a function; when it is unfinished or stops with an error, say so and return None."""
    try:
        return function(*arguments)
    except NotImplementedError as error:
        print(f"✗ Not there yet: {error}.")
    except Exception as error:
        print(f"✗ It stopped with {type(error).__name__}: {error}")
    return None


def look_at_gaussian_nll(gaussian_nll: object, data: torch.Tensor) -> bool:
    """Print what is right about gaussian_nll so far and what is missing; say whether all of it is right."""
    if not callable(gaussian_nll):
        return tell(False, "", "There is no function gaussian_nll: run the cell in which you write it.")
    given = data.clone(), torch.eye(2), torch.zeros(2)
    kept = [argument.clone() for argument in given]
    returned = attempt(gaussian_nll, *given)
    answer = None if returned is None else attempt(lambda: torch.as_tensor(returned).detach())
    if answer is None:
        return tell(False, "", "So there are no numbers yet; six points want a tensor of shape (6,).")
    one = attempt(gaussian_nll, torch.zeros(2, 1), torch.eye(2), torch.zeros(2))
    at_mean = None if one is None else attempt(lambda: torch.as_tensor(one).detach())
    shape, by_hand = tuple(answer.shape), math.log(2 * math.pi)
    return all(
        [
            tell(
                shape == (6,),
                "Six points give six numbers.",
                f"Six points should give six numbers, shape (6,); yours have shape {shape}.",
            ),
            tell(
                answer.is_floating_point() and bool(answer.isfinite().all()),
                "They are finite floating-point numbers.",
                f"They should be finite floating-point numbers; yours are {answer.tolist()}.",
            ),
            tell(
                all(torch.equal(now, before) for now, before in zip(given, kept, strict=True)),
                "x, Sigma and Mean stay as they were.",
                "x, Sigma or Mean is another one after the call: compute with copies.",
            ),
            tell(
                at_mean is not None and at_mean.numel() == 1 and abs(float(at_mean) - by_hand) < 1e-3,
                "Where point and mean coincide and Sigma is the identity, the NLL is log 2π = 1.838.",
                "Where point and mean coincide and Sigma is the identity, the NLL should be log 2π = 1.838.",
            ),
        ]
    )


def picture(draw_density: Callable[..., object], Sigma: torch.Tensor, Mean: torch.Tensor) -> bytes:
    """Return the pixels that a drawing function leaves on a small figure of its own."""
    pixels = io.BytesIO()
    with plt.ioff():
        fig, ax = plt.subplots(figsize=(3, 3))
    try:
        ax.set(xlim=(-5, 5), ylim=(-5, 5))
        draw_density(fig, Sigma, Mean)
        ax.set(xlim=(-5, 5), ylim=(-5, 5))
        fig.savefig(pixels, format="rgba")
        return pixels.getvalue()
    finally:
        plt.close(fig)


def look_at_draw_density(draw_density: object) -> bool:
    """Print what is right about draw_density so far and what is missing; say whether all of it is right."""
    if not callable(draw_density):
        return tell(False, "", "There is no function draw_density: run the cell in which you write it.")
    Sigma, Mean = torch.tensor([[2.0, 1.0], [1.0, 1.0]]), torch.tensor([1.0, -1.0])
    given = Sigma.clone(), Mean.clone()
    drawn = attempt(picture, draw_density, *given)
    if drawn is None:
        return tell(False, "", "So there is no picture yet; four ellipses are wanted.")
    if drawn == picture(lambda *_: None, Sigma, Mean):
        return tell(False, "", "The figure that it is given stays empty: draw on fig.gca().")
    moved = attempt(picture, draw_density, Sigma.clone(), -Mean)
    mirrored = attempt(picture, draw_density, torch.tensor([[2.0, -1.0], [-1.0, 1.0]]), Mean.clone())
    return all(
        [
            tell(True, "It draws on the figure that it is given.", ""),
            tell(
                moved is not None and moved != drawn,
                "The picture follows Mean.",
                "The picture should be another one when Mean is.",
            ),
            tell(
                mirrored is not None and mirrored != drawn,
                "The picture follows the sign of the covariance.",
                "The picture should be another one when the covariance B changes its sign.",
            ),
            tell(
                torch.equal(given[0], Sigma) and torch.equal(given[1], Mean),
                "Sigma and Mean stay as they were.",
                "Sigma or Mean is another one after the call: compute with copies.",
            ),
        ]
    )


def look_at_parameters(
    numbers: dict[str, Any], total: Callable[..., SupportsFloat], pass_mark: float
) -> bool:
    """Print what is right about the five numbers; `total(Sigma, Mean)` is the NLL of the data."""
    found = {}
    for name, given in numbers.items():
        boxed = isinstance(given, torch.Tensor) or type(given) is np.ndarray
        number = attempt(given.item) if boxed and math.prod(given.shape) == 1 else given
        if number is None or number is ...:
            tell(False, "", f"{name} has no value yet.")
        elif isinstance(number, (str, bytes, bool, complex)):
            tell(False, "", f"{name} should be a real number; it is {number!r}.")
        elif (value := attempt(float, number)) is not None:
            found[name] = value
    if len(found) < len(numbers):
        return False
    A, B, C, X, Y = found.values()
    if not tell(
        all(map(math.isfinite, found.values())),
        "All five are numbers.",
        f"All five should be finite numbers; they are {A}, {B}, {C}, {X}, {Y}.",
    ):
        return False
    if not tell(
        A > 0 and A * C > B * B,
        "Sigma is a covariance.",
        f"Sigma is no covariance: it needs A > 0 and A·C > B²; A = {A:g}, A·C = {A * C:g}, B² = {B * B:g}.",
    ):
        return False
    nll = attempt(lambda: float(total(torch.tensor([[A, B], [B, C]]), torch.tensor([X, Y]))))
    if nll is None:
        return tell(False, "", "So the total is unknown: it takes a gaussian_nll that works.")
    return tell(
        nll < pass_mark,
        f"By your gaussian_nll the total NLL is {nll:.3f}, below {pass_mark:g}.",
        f"By your gaussian_nll the total NLL is {nll:.3f}; it should be below {pass_mark:g}.",
    )
