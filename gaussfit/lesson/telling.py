"""What the notebook's own check cells call: they tell a student in words what is right and what is missing.

The source of these functions is carried in the notebook, where `torch`, `plt` and each other are defined.
They look at basics only and hold no answer; the marks come from other checks, outside of the notebook.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import matplotlib.pyplot as plt
import torch

__all__ = ["attempt", "look_at_draw_density", "look_at_gaussian_nll", "look_at_parameters", "picture", "tell"]


def tell(right: bool, if_right: str, if_not: str) -> bool:
    """Print one finding; say whether it was good."""
    print("✓ " + if_right if right else "✗ " + if_not)
    return right


def attempt(function: Any, *arguments: Any) -> Any:
    """Call a function that you write; when it is unfinished or stops, say so in a sentence and return None."""
    try:
        return function(*arguments)
    except NotImplementedError as error:
        print(f"✗ Not there yet: {error or 'this function still raises NotImplementedError'}.")
    except Exception as error:
        print(f"✗ It stopped with {type(error).__name__}: {error}")
    return None


def look_at_gaussian_nll(gaussian_nll: Any, data: torch.Tensor) -> bool:
    """Tell what is right about `gaussian_nll` so far, and whether all that is looked at here is right."""
    if not callable(gaussian_nll):
        return tell(False, "", "There is no function gaussian_nll: run the cell in which you write it.")
    x, Sigma, Mean = data.clone(), torch.eye(2), torch.zeros(2)
    values = attempt(gaussian_nll, x, Sigma, Mean)
    if values is None:
        return tell(False, "", "gaussian_nll gave no numbers for the six points.")
    if not isinstance(values, torch.Tensor):
        values = attempt(torch.as_tensor, values)
        if values is None:
            return tell(False, "", "gaussian_nll should return a tensor of numbers.")
    by_hand = attempt(gaussian_nll, torch.zeros(2, 1), torch.eye(2), torch.zeros(2))
    near = by_hand is not None and torch.allclose(torch.as_tensor(by_hand).double(), torch.tensor(1.8379).double(), atol=1e-3)
    shape = tuple(values.shape)
    findings = [
        tell(shape == (6,), "Six points give six numbers.", f"Six points should give shape (6,), one number each; yours is {shape}."),
        tell(values.is_floating_point(), "The numbers are floating-point.", f"The numbers should be floating-point; yours are {values.dtype}."),
        tell(bool(values.isfinite().all()), "All of them are finite.", "Some of them are infinite or nan."),
        tell(
            torch.equal(x, data) and torch.equal(Sigma, torch.eye(2)) and torch.equal(Mean, torch.zeros(2)),
            "x, Sigma and Mean are as they were.",
            "x, Sigma or Mean changed during the call: compute with copies.",
        ),
        tell(near, "A point at the mean gets log 2π = 1.838, as it should.", "A point at the mean with Sigma = identity should get log 2π = 1.838; yours doesn't."),
    ]  # fmt: skip
    return all(findings)


def picture(draw_density: Callable[..., Any], Sigma: torch.Tensor, Mean: torch.Tensor) -> bytes:
    """Return the pixels that a drawing function leaves on a square figure of its own."""
    pixels = io.BytesIO()
    with plt.ioff():
        fig, ax = plt.subplots(figsize=(3, 3))
    ax.set(xlim=(-5, 5), ylim=(-5, 5))
    try:
        draw_density(fig, Sigma, Mean)
        fig.savefig(pixels, format="rgba")
        return pixels.getvalue()
    finally:
        plt.close(fig)


def look_at_draw_density(draw_density: Any) -> bool:
    """Tell what is right about `draw_density` so far, and whether all that is looked at here is right."""
    if not callable(draw_density):
        return tell(False, "", "There is no function draw_density: run the cell in which you write it.")
    Sigma, Mean = torch.tensor([[2.0, 1.0], [1.0, 1.0]]), torch.tensor([1.0, -1.0])
    tilted = torch.tensor([[2.0, -1.0], [-1.0, 1.0]])
    before = Sigma.clone(), Mean.clone()
    drawn = attempt(picture, draw_density, Sigma, Mean)
    if drawn is None:
        return tell(False, "", "draw_density made no picture.")
    empty = picture(lambda *_: None, Sigma, Mean)
    if not tell(drawn != empty, "It draws on the figure it is given.", "The figure it is given stays empty."):
        return False
    moved = attempt(picture, draw_density, Sigma, Mean + 1)
    turned = attempt(picture, draw_density, tilted, Mean)
    findings = [
        tell(moved != drawn, "The picture moves with Mean.", "The picture stays the same when Mean moves."),
        tell(turned != drawn, "The picture turns with Sigma.", "The picture stays the same when Sigma changes."),
        tell(
            torch.equal(Sigma, before[0]) and torch.equal(Mean, before[1]),
            "Sigma and Mean are as they were.",
            "Sigma or Mean changed during the call: compute with copies.",
        ),
    ]
    return all(findings)


def look_at_parameters(numbers: dict[str, Any], total: Callable[..., Any], pass_mark: float) -> bool:
    """Tell what is right about A, B, C, X, Y so far; `total(Sigma, Mean)` is the NLL of the data."""
    found: dict[str, float] = {}
    for name, number in numbers.items():
        if number is None or number is ...:
            tell(False, "", f"{name} has no value yet.")
        elif isinstance(number, (str, complex)):
            tell(False, "", f"{name} should be a real number; it is {number!r}.")
        else:
            found[name] = float("nan") if (value := attempt(float, number)) is None else value
    if len(found) < len(numbers):
        return False
    if not tell(all(abs(value) < float("inf") for value in found.values()), "There are five numbers.", "A, B, C, X and Y should be finite numbers."):
        return False
    A, B, C, X, Y = found.values()
    if not tell(A > 0 and A * C > B * B, "Sigma is a covariance.", "Sigma is no covariance: it needs A > 0 and A·C > B²."):
        return False
    nll = attempt(total, torch.tensor([[A, B], [B, C]]), torch.tensor([X, Y]))
    if nll is None:
        return tell(False, "", "The total needs your gaussian_nll, which does not work yet.")
    return tell(float(nll) < pass_mark, f"The total is {float(nll):.3f}, below {pass_mark:g}.", f"By your gaussian_nll the total is {float(nll):.3f}; find one below {pass_mark:g}.")
