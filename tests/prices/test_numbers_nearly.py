"""Answers to `gaussian_nll` that are nearly right earn what they understand, the same under any seed."""

from __future__ import annotations

import itertools
import math
from collections import UserList
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch

from benchmarks.seeds.plain import Marked, PlainSession, mark
from grader.exercises.gaussian_density.nll import check_gaussian_nll
from grader.exercises.gaussian_density.nll.diagnosis import diagnose_nll

SEEDS = [f"nearly {number}" for number in range(6)]
LOG_2PI = math.log(2 * math.pi)


def right(x: Any, S: Any, m: Any) -> Any:
    return -torch.distributions.MultivariateNormal(m, S).log_prob(x.T)


def marked(answer: Callable[..., Any], seed: str) -> Marked:
    return mark(PlainSession({"gaussian_nll": answer}), check_gaussian_nll, "gaussian_nll", seed)


def size(S: Any) -> Any:
    return 0.5 * torch.logdet(S) + LOG_2PI


def halves(x: Any, S: Any, m: Any) -> tuple[Any, Any]:
    """Half the squares of the two whitened coordinates, (N,) each."""
    z = torch.linalg.solve(torch.linalg.cholesky(S), x - m[:, None])
    first, second = 0.5 * z.square()
    return first, second


def outer(x: Any, S: Any, m: Any) -> Any:
    """(N, N), the right numbers on the diagonal."""
    first, second = halves(x, S, m)
    return first[:, None] + second + size(S)


def reshaped(x: Any, S: Any, m: Any) -> Any:
    return right(x.reshape(-1, 2).T, S, m)


def remembered_total(x: Any, S: Any, m: Any) -> Any:
    return [float(right(x, S, m).sum())] * x.shape[1]


NEARLY: dict[str, tuple[float, tuple[str, ...], Callable[..., Any]]] = {
    "total": (8, ("summed",), lambda x, S, m: right(x, S, m).sum()),
    "total for each point": (8, ("summed",), lambda x, S, m: right(x, S, m).sum().expand(x.shape[1])),
    "total for each point, a list": (8, ("summed",), remembered_total),
    "total for each point, a column": (
        8,
        ("summed",),
        lambda x, S, m: right(x, S, m).sum().expand(x.shape[1], 1),
    ),
    "average for each point": (8, ("averaged",), lambda x, S, m: right(x, S, m).mean().repeat(x.shape[1])),
    "broadcast, mean over rows": (8, ("points-mixed",), lambda x, S, m: outer(x, S, m).mean(0)),
    "broadcast, mean over columns": (8, ("points-mixed",), lambda x, S, m: outer(x, S, m).mean(1)),
    "broadcast, sum over rows": (8, ("points-mixed",), lambda x, S, m: outer(x, S, m).sum(0)),
    "broadcast, first row": (8, ("points-mixed",), lambda x, S, m: outer(x, S, m)[0]),
    "reshape for transpose": (8, ("points-mixed",), reshaped),
    "view for transpose": (8, ("points-mixed",), lambda x, S, m: right(x.contiguous().view(-1, 2).T, S, m)),
    "points the other way round": (8, ("points-mixed",), lambda x, S, m: right(x.flip(1), S, m)),
    "sorted": (8, ("points-mixed",), lambda x, S, m: right(x, S, m).sort().values),
    "cumulated": (8, ("points-mixed",), lambda x, S, m: right(x, S, m).cumsum(0)),
    "matrix": (8, ("wrong-shape",), outer),
    "total of a matrix": (8, ("wrong-shape",), lambda x, S, m: outer(x, S, m).sum()),
    "row": (9, ("wrong-shape",), lambda x, S, m: right(x, S, m)[None]),
    "column": (9, ("wrong-shape",), lambda x, S, m: right(x, S, m)[:, None]),
    "map": (9, (), lambda x, S, m: map(float, right(x, S, m))),
    "generator": (9, (), lambda x, S, m: (number for number in right(x, S, m))),
    "zip": (9, ("wrong-shape",), lambda x, S, m: zip(right(x, S, m).tolist(), strict=True)),
    "complex tensor": (9, (), lambda x, S, m: right(x, S, m).to(torch.complex64)),
    "complex array": (9, (), lambda x, S, m: right(x, S, m).numpy().astype(complex)),
    "smallest subtracted": (6.5, (), lambda x, S, m: right(x, S, m) - right(x, S, m).min()),
    "a number a coordinate": (0, ("wrong-shape",), lambda x, S, m: (x - m[:, None]).square().sum(1)),
    "imaginary parts": (0, (), lambda x, S, m: torch.complex(right(x, S, m), right(x, S, m))),
    "endless generator": (0, (), lambda x, S, m: itertools.cycle(right(x, S, m).tolist())),
    "random": (0, (), lambda x, S, m: right(x, S, m) * torch.rand(x.shape[1])),
}


@pytest.mark.parametrize("name", NEARLY)
def test_what_is_understood_earns_its_points_under_any_seed(name: str) -> None:
    points, _, answer = NEARLY[name]
    assert {marked(answer, seed).score for seed in SEEDS} == {points}


@pytest.mark.parametrize("name", NEARLY)
def test_the_slip_is_named_under_any_seed(name: str) -> None:
    _, slugs, answer = NEARLY[name]
    found = {
        tuple(diagnosis.slug for diagnosis in diagnose_nll(marked(answer, seed).student))
        for seed in SEEDS[:2]
    }
    assert found == {slugs}


RIGHT: dict[str, Callable[..., Any]] = {
    "tensor": right,
    "list": lambda x, S, m: right(x, S, m).tolist(),
    "tuple": lambda x, S, m: tuple(right(x, S, m)),
    "float16": lambda x, S, m: right(x.double(), S.double(), m.double()).half(),
    "objects": lambda x, S, m: np.array(right(x, S, m).tolist(), dtype=object),
    "nothing masked": lambda x, S, m: np.ma.array(right(x, S, m).numpy()),
    "by vmap": lambda x, S, m: torch.vmap(lambda p: right(p[:, None], S, m)[0])(x.T),
}


@pytest.mark.parametrize("name", RIGHT)
def test_a_right_answer_keeps_full_marks_in_any_form(name: str) -> None:
    assert {marked(RIGHT[name], seed).score for seed in SEEDS} == {10}


def test_a_list_of_the_students_own_kind_is_no_error_of_the_grader() -> None:
    assert marked(lambda x, S, m: UserList(right(x, S, m).tolist()), "seed").score == 0


SIGNS_LOST: dict[str, Callable[..., Any]] = {
    "abs(inv(Sigma))": lambda x, S, m: 0.5 * quadratic(x, torch.inverse(S).abs(), m) + size(S),
    "rho without its sign": lambda x, S, m: right(x, S.abs(), m),
    "rho always negative": lambda x, S, m: right(x, torch.where(torch.eye(2) > 0, S, -S.abs()), m),
    "the adjugate's minus lost": lambda x, S, m: 0.5 * quadratic(x, flipped(torch.inverse(S)), m) + size(S),
}


def quadratic(x: Any, P: Any, m: Any) -> Any:
    v = x - m[:, None]
    return (v * (P @ v)).sum(0)


def flipped(S: Any) -> Any:
    return S * torch.tensor([[1.0, -1.0], [-1.0, 1.0]])


@pytest.mark.parametrize("name", SIGNS_LOST)
def test_a_lost_sign_costs_the_same_under_any_seed(name: str) -> None:
    assert {marked(SIGNS_LOST[name], f"signs {number}").score for number in range(15)} == {5.5}


QUADRANTS: dict[str, Callable[..., Any]] = {
    "abs(Mean)": lambda x, S, m: right(x, S, m.abs()),
    "abs of its x": lambda x, S, m: right(x, S, torch.stack([m[0].abs(), m[1]])),
    "abs of its y": lambda x, S, m: right(x, S, torch.stack([m[0], m[1].abs()])),
    "Mean's larger coordinate first": lambda x, S, m: right(x, S, m[m.abs().argsort(descending=True)]),
    "wide axis taken for x": lambda x, S, m: right(x, S if S[0, 0] > S[1, 1] else S.flip(0, 1), m),
}


@pytest.mark.parametrize("name", QUADRANTS)
def test_what_is_right_in_some_quadrants_is_wrong_under_any_seed(name: str) -> None:
    scores = {marked(QUADRANTS[name], f"quadrants {number}").score for number in range(15)}
    assert len(scores) == 1
    assert max(scores) < 10
