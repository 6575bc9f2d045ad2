"""The labels right and wrong of `gaussian_nll` and `parameters`, by an oracle that shares no code with the grader."""

from __future__ import annotations

import contextlib
import io
import warnings
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
import torch
from scipy.stats import multivariate_normal

from benchmarks.labelled import KINDS, SETUP, Labelled, labelled_answers

POINTS = np.array(
    [[-0.2997, 0.7500, 2.4024, -3.3377, -1.3939, 1.2348], [0.2965, 0.1307, -1.5569, 1.3849, 1.0405, 1.1438]]
)
UNREADABLE_HERE = ("endless", "cell_magic", "line_magics", "from_item_and_magic")
"""Answers that need IPython, or never end."""


@pytest.fixture(autouse=True)
def _default_dtype() -> Any:
    yield
    torch.set_default_dtype(torch.float32)


def answers(question: str) -> list[Labelled]:
    every = [answer for kind in KINDS for answer in labelled_answers(question, kind)]
    return [answer for answer in every if answer.name not in UNREADABLE_HERE]


def names_bound_by(source: str) -> dict[str, Any]:
    names: dict[str, Any] = {}
    with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        exec(SETUP + source, names)
    return names


def cases() -> list[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """Both signs of the covariance, round and narrow, near and far, and one, two, six and many points."""
    rng = np.random.default_rng(12)
    found = []
    for rho, scales, count, spread in (
        (0.6, (1.0, 2.0), 9, 1.5),
        (-0.6, (2.0, 1.0), 6, 1.5),
        (0.95, (1.5, 0.3), 1, 1.0),
        (-0.9, (0.7, 1.1), 2, 2.0),
        (0.3, (0.1, 0.12), 6, 45.0),
        (0.0, (1.0, 1.6), 400, 1.0),
    ):
        B = rho * scales[0] * scales[1]
        Sigma = np.float32([[scales[0] ** 2, B], [B, scales[1] ** 2]])
        Mean = rng.uniform(0.5, 2, 2).astype(np.float32) * np.float32([1, -1])
        x = (np.linalg.cholesky(Sigma) @ rng.standard_normal((2, count)) * spread + Mean[:, None]).astype(
            np.float32
        )
        found.append((x, Sigma, Mean))
    return found


def is_right_nll(names: dict[str, Any]) -> bool:
    for x, Sigma, Mean in cases():
        truth = np.atleast_1d(
            -multivariate_normal(Mean.astype(float), Sigma.astype(float)).logpdf(x.T.astype(float))
        )
        dtype = torch.get_default_dtype()
        given = [torch.from_numpy(array.copy()).to(dtype) for array in (x, Sigma, Mean)]
        value = names["gaussian_nll"](*given)
        if not isinstance(value, torch.Tensor | np.ndarray | list | tuple):
            return False
        value = value.detach() if isinstance(value, torch.Tensor) else value
        if any(isinstance(number, str) for number in value) or np.iscomplexobj(np.asarray(value)):
            return False
        numbers = np.array([float(number) for number in value]) if isinstance(value, list | tuple) else None
        numbers = np.asarray(torch.as_tensor(value), dtype=float) if numbers is None else numbers
        untouched = all(
            np.array_equal(g.detach().numpy(), a) for g, a in zip(given, (x, Sigma, Mean), strict=True)
        )
        if (
            numbers.shape != truth.shape
            or not untouched
            or not np.allclose(numbers, truth, rtol=1e-3, atol=1e-3)
        ):
            return False
    return True


def is_right_setting(names: dict[str, Any]) -> bool:
    five = []
    for name in "ABCXY":
        value = names[name]
        if isinstance(value, torch.Tensor | np.ndarray):
            value = np.ma.asarray(value.detach() if isinstance(value, torch.Tensor) else value)
            if value.size != 1 or np.ma.is_masked(value):
                return False
            value = value.item()
        kinds = int | float | np.integer | np.floating | Fraction | Decimal
        if isinstance(value, bool) or not isinstance(value, kinds) or not np.isfinite(float(value)):
            return False
        five.append(float(value))
    A, B, C, X, Y = five
    if not (A > 0 and A * C > B * B):
        return False
    return bool(-multivariate_normal([X, Y], [[A, B], [B, C]]).logpdf(POINTS.T).sum() < 23)


ORACLES = {"gaussian_nll": is_right_nll, "parameters": is_right_setting}


@pytest.mark.parametrize(
    "answer", [answer for question in ORACLES for answer in answers(question)], ids=lambda answer: answer.id
)
def test_the_label_is_what_the_oracle_says(answer: Labelled) -> None:
    torch.manual_seed(3)
    try:
        right = ORACLES[answer.question](names_bound_by(answer.source))
    except Exception:  # whatever an answer raises, it is not right
        right = False
    assert right == (answer.kind == "right")


@pytest.mark.parametrize("question", ORACLES)
def test_most_answers_were_asked(question: str) -> None:
    every = [answer for kind in KINDS for answer in labelled_answers(question, kind)]
    assert len(answers(question)) >= len(every) - 3
