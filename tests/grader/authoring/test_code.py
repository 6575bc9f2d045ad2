from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pytest
import torch

from gaussfit import density, drawing
from gaussfit.constraints import guarded
from gaussfit.data import six_points
from grader.authoring.code import notebook_source

SHOWN: list[Callable[..., Any]] = [
    drawing.draw_data,
    drawing.draw_density,
    density.sample_gaussian,
    drawing.draw_sample,
    density.gaussian_nll,
    drawing.draw_negative_log_likelihood,
]


def notebook() -> dict[str, Any]:
    """Return what a notebook's names are once its cells have run, in the lesson's order."""
    names: dict[str, Any] = {"math": math, "numpy": np, "np": np, "torch": torch, "plt": plt}
    for function in SHOWN:
        exec(notebook_source(function), names)
    return names


def test_the_source_runs_in_a_notebook_and_computes_what_the_reference_computes() -> None:
    x, Sigma, Mean = six_points(), torch.tensor([[2.0, -1.0], [-1.0, 1.0]]), torch.tensor([0.5, 0.25])
    shown = notebook()
    assert torch.equal(shown["gaussian_nll"](x, Sigma, Mean), density.gaussian_nll(x, Sigma, Mean))


def test_the_source_runs_in_a_notebook_and_draws_what_the_reference_draws() -> None:
    x, Sigma, Mean = six_points(), torch.tensor([[2.0, -1.0], [-1.0, 1.0]]), torch.tensor([0.5, 0.25])
    shown = notebook()
    pictures = []
    for names in (shown, vars(drawing)):
        fig = plt.figure(figsize=(2, 2))
        names["draw_negative_log_likelihood"](fig, x, Sigma, Mean, draw_sample=names["draw_sample"])
        fig.canvas.draw()
        pictures.append(np.asarray(fig.canvas.buffer_rgba()))  # type: ignore[attr-defined]
        plt.close(fig)
    np.testing.assert_array_equal(*pictures)


@pytest.mark.parametrize("function", SHOWN, ids=lambda function: function.__name__)
def test_the_source_shows_nothing_of_the_package(function: Callable[..., Any]) -> None:
    source = notebook_source(function)
    assert "gaussfit" not in source
    assert "@" not in source.partition("\n")[0]
    assert ">>>" not in source
    assert "Raises" not in source
    assert all(len(line) <= 110 for line in source.splitlines())


def test_body_and_comments_stay_as_written() -> None:
    source = notebook_source(density.gaussian_nll)
    assert source.startswith('def gaussian_nll(x, Sigma, Mean):\n    """Negative log likelihood')
    assert "  # Sigma = L L^T" in source


@guarded()
def many_arguments(
    a: int = 1,
    *,
    length_of_the_first_name: float = 2.5,
    length_of_the_second_name: float = 3.5,
    the_last: int = 10000,
) -> None:
    """One line.

    Args:
        a: a number.
    """
    print(a)  # the comment


def bare(x: int) -> int:
    return x  # as it is


def test_a_long_first_line_is_folded_and_sections_are_dropped() -> None:
    assert notebook_source(many_arguments) == (
        "def many_arguments(a=1, *, length_of_the_first_name=2.5, length_of_the_second_name=3.5,\n"
        "        the_last=10000):\n"
        '    """One line."""\n'
        "    print(a)  # the comment\n"
    )


def test_a_function_without_a_docstring_keeps_its_body() -> None:
    assert notebook_source(bare) == "def bare(x):\n    return x  # as it is\n"


def test_only_functions_have_a_notebook_source() -> None:
    with pytest.raises(TypeError, match="function made with def; it was given <built-in function len>"):
        notebook_source(len)
    with pytest.raises(TypeError, match="needs a function made with def"):
        notebook_source(lambda: 0)
