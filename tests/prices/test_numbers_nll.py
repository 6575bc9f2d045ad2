"""What can be had for `gaussian_nll` without knowing anything of the density: 2 of 10 points at most, under any seed.

Blind is an answer in which Sigma neither weighs the directions of a step nor sets the number at the mean, or by chance.
Who knows the normaliser knows something, and earns it.
"""

from __future__ import annotations

import hashlib
import itertools
import math
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
import torch

from benchmarks.exercise import EXERCISE
from benchmarks.seeds.plain import PlainSession, mark
from grader.checking import mark_questions
from grader.exercises.gaussian_density.nll import check_gaussian_nll
from grader.running.outside import Runner

LOG_2PI = math.log(2 * math.pi)
SEEDS = [f"price {number}" for number in range(20)]
MOST = 2.0
SIX = (1.9267, 2.1277, 5.9357, 8.3670, 3.3507, 3.2544)

Strategy = Callable[[Any, Any, Any], Any]


def constants() -> Iterator[tuple[str, Strategy]]:
    """One number, whatever is asked."""
    for number in (0.0, 1.0, -1.0, 0.5, LOG_2PI, 2 * LOG_2PI, 18.377, 1e-30, 1e30, 3e38, math.inf, math.nan):
        yield f"N times {number:.3g}", lambda x, S, m, n=number: torch.full(x.shape[1:], n)
        yield f"one {number:.3g}", lambda x, S, m, n=number: n
    yield "the six numbers", lambda x, S, m: torch.tensor(SIX)
    yield "the six numbers over again", lambda x, S, m: [SIX[i % 6] for i in range(x.shape[1])]
    yield "1 to N", lambda x, S, m: torch.arange(1.0, x.shape[1] + 1)
    yield "zeros like x", lambda x, S, m: torch.zeros_like(x)
    yield "empty list", lambda x, S, m: []


OF_STEPS: dict[str, Callable[[Any], Any]] = {
    "sum": lambda v: v.sum(0),
    "first": lambda v: v[0],
    "second squared": lambda v: v[1] ** 2,
    "product": lambda v: v[0] * v[1],
    "length": lambda v: v.norm(dim=0),
    "half square": lambda v: 0.5 * v.square().sum(0),
    "square": lambda v: v.square().sum(0),
    "city blocks": lambda v: v.abs().sum(0),
    "largest": lambda v: v.abs().amax(0),
    "weighted": lambda v: v[0] ** 2 + 3 * v[1] ** 2,
    "slanted": lambda v: v[0] ** 2 + v[0] * v[1] + 2 * v[1] ** 2,
    "a guess of Sigma": lambda v: 0.5 * (0.5 * v[0] ** 2 + 0.7 * v[0] * v[1] + 1.4 * v[1] ** 2),
    "density": lambda v: torch.exp(-0.5 * v.square().sum(0)) / (2 * math.pi),
    "angle": lambda v: torch.atan2(v[1], v[0]),
    "ranks": lambda v: v.norm(dim=0).argsort().argsort().double(),
    "tied ranks": lambda v: torch.unique(v.norm(dim=0), return_inverse=True)[1].double(),
    "sorted": lambda v: v.norm(dim=0).sort().values,
    "distances to all": lambda v: torch.cdist(v.T, v.T).sum(0),
    "distance to the first": lambda v: (v - v[:, :1]).norm(dim=0),
    "cumulated": lambda v: v.square().sum(0).cumsum(0),
    "softmax": lambda v: torch.softmax(v.square().sum(0), 0),
    "own covariance": lambda v: (v * (torch.linalg.pinv(torch.cov(v) + torch.eye(2)) @ v)).sum(0),
}
"""Functions of v (2, N), which is x or x - Mean."""


def of_points() -> Iterator[tuple[str, Strategy]]:
    """Functions of x alone, and of x and Mean."""
    for name, function in OF_STEPS.items():
        yield f"x: {name}", lambda x, S, m, f=function: f(x)
        yield f"x - Mean: {name}", lambda x, S, m, f=function: f(x - m[:, None])
        yield f"x - Mean: {name} + log 2 pi", lambda x, S, m, f=function: f(x - m[:, None]) + LOG_2PI
    for scale in (1e-30, 1e-6, 1e6, 1e30):
        yield (
            f"x - Mean: {scale:g} of it",
            lambda x, S, m, k=scale: k * (x - m[:, None]).square().sum(0).double(),
        )


def with_sizes() -> Iterator[tuple[str, Strategy]]:
    """Sigma changes all numbers alike: by a factor, or by what is added."""
    sizes: dict[str, Callable[[Any], Any]] = {
        "det": torch.det,
        "trace": torch.trace,
        "norm": torch.linalg.matrix_norm,
        "largest": lambda S: S.max(),
        "sum": lambda S: S.sum(),
        "B": lambda S: S[0, 1],
    }
    for (name, size), steps in itertools.product(sizes.items(), ("half square", "weighted", "city blocks")):
        f = OF_STEPS[steps]
        yield f"{steps} over {name}", lambda x, S, m, f=f, s=size: f(x - m[:, None]) / s(S)
        yield f"{steps} times {name}", lambda x, S, m, f=f, s=size: f(x - m[:, None]) * s(S) + LOG_2PI
        yield f"{steps} plus {name}", lambda x, S, m, f=f, s=size: f(x - m[:, None]) + s(S)


def digest(*arrays: Any) -> int:
    return int.from_bytes(hashlib.sha256(b"".join(a.numpy().tobytes() for a in arrays)).digest()[:6], "big")


def hashed(x: Any, S: Any, m: Any) -> Any:
    return [digest(point, S, m) / 2**48 for point in x.T.contiguous()]


def hashed_call(x: Any, S: Any, m: Any) -> Any:
    return np.random.default_rng(digest(x, S, m)).random(x.shape[1])


def random_numbers() -> Iterator[tuple[str, Strategy]]:
    """What has no reason at all."""
    yield "rand", lambda x, S, m: torch.rand(x.shape[1])
    yield "randn", lambda x, S, m: 3 + torch.randn(x.shape[1])
    yield "a random total", lambda x, S, m: torch.rand(())
    yield (
        "sample of the model",
        lambda x, S, m: torch.distributions.MultivariateNormal(m, S).sample((x.shape[1],))[:, 0],
    )
    yield "hash of the point", hashed
    yield "hash of the point and log 2 pi", lambda x, S, m: [LOG_2PI + h for h in hashed(x, S, m)]
    yield "hash of the call", hashed_call


def masked() -> Iterator[tuple[str, Strategy]]:
    """Numbers that are not there."""

    def right(x: Any, S: Any, m: Any) -> Any:
        return -torch.distributions.MultivariateNormal(m, S).log_prob(x.T).numpy()

    yield "everything masked", lambda x, S, m: np.ma.masked_all(x.shape[1])
    yield "right below a mask", lambda x, S, m: np.ma.array(right(x, S, m), mask=True)
    yield "a list of masked", lambda x, S, m: [np.ma.masked] * x.shape[1]
    yield "one masked", lambda x, S, m: np.ma.array(right(x, S, m), mask=[i == 0 for i in range(x.shape[1])])
    yield "masked objects", lambda x, S, m: np.ma.array(right(x, S, m).astype(object), mask=True)
    yield "nan where it matters", lambda x, S, m: np.where(x[0].numpy() > 0, np.nan, right(x, S, m))
    yield "text", lambda x, S, m: [str(number) for number in right(x, S, m)]
    yield "bools", lambda x, S, m: x[0] > 0
    yield "sparse", lambda x, S, m: torch.tensor(right(x, S, m)).to_sparse()
    yield "meta", lambda x, S, m: torch.empty(x.shape[1], device="meta")
    yield "the function itself", lambda x, S, m: right


def remembered() -> Iterator[tuple[str, Strategy]]:
    """What was seen in earlier calls, replayed: each notebook begins anew."""
    for what in ("x", "S", "m", "steps"):

        def replay(x: Any, S: Any, m: Any, what: str = what, seen: list[Any] = []) -> Any:  # noqa: B006
            now = {"x": x[0], "S": S.ravel(), "m": m, "steps": (x - m[:, None]).square().sum(0)}[what].clone()
            seen.append(now)
            old = seen[-2] if len(seen) > 1 else now
            return old.repeat(x.shape[1])[: x.shape[1]]

        yield f"{what} of the call before", replay

    def counting(x: Any, S: Any, m: Any, seen: list[int] = []) -> Any:  # noqa: B006
        seen.append(1)
        return x[0] * len(seen)

    yield "times the number of calls", counting


STRATEGIES = [*constants(), *of_points(), *with_sizes(), *random_numbers(), *masked(), *remembered()]


def earned(strategy: Strategy, seed: str) -> float:
    return mark(PlainSession({"gaussian_nll": strategy}), check_gaussian_nll, "gaussian_nll", seed).score


def test_there_are_more_than_a_hundred() -> None:
    assert len(dict(STRATEGIES)) == len(STRATEGIES) > 150


@pytest.mark.parametrize(("name", "strategy"), STRATEGIES, ids=[name for name, _ in STRATEGIES])
def test_a_blind_strategy_earns_2_of_10_at_most(name: str, strategy: Strategy) -> None:
    torch.manual_seed(1)
    assert {seed: score for seed in SEEDS if (score := earned(strategy, seed)) > MOST} == {}


@pytest.mark.parametrize(
    "made", ["torch.empty(x.shape[1])", "np.empty(x.shape[1])", "x.new_empty(x.shape[1]).double()"]
)
def test_uninitialised_memory_earns_2_of_10_at_most(runner: Runner, made: str) -> None:
    """In a process of its own: here, the memory would be that in which the right numbers were just worked out."""
    source = f"import numpy as np, torch\ndef gaussian_nll(x, Sigma, Mean):\n    return {made}\n"
    for seed in SEEDS[:5]:
        with runner.open([source], {"gaussian_nll": 0}) as session:
            session.run()
            marks = mark_questions(session, seed, EXERCISE)
        assert marks[0].id == "gaussian_nll"
        assert marks[0].score <= MOST, seed


def test_the_right_answer_earns_10_here() -> None:
    def right(x: Any, S: Any, m: Any) -> Any:
        return -torch.distributions.MultivariateNormal(m, S).log_prob(x.T)

    assert {earned(right, seed) for seed in SEEDS} == {10}


def test_who_knows_the_normaliser_earns_more() -> None:
    def round_and_scaled(x: Any, S: Any, m: Any) -> Any:
        return 0.5 * (x - m[:, None]).square().sum(0) + 0.5 * torch.logdet(S) + LOG_2PI

    assert {earned(round_and_scaled, seed) for seed in SEEDS} == {5.5}


def test_who_weighs_the_directions_by_sigma_earns_more() -> None:
    def not_inverted(x: Any, S: Any, m: Any) -> Any:
        v = x - m[:, None]
        return 0.5 * ((v * (S @ v)).sum(0) + torch.logdet(S)) + LOG_2PI

    assert {earned(not_inverted, seed) for seed in SEEDS} == {5.5}
