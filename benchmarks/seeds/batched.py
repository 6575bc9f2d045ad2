"""Marks of an answer to `gaussian_nll` under many seeds at once, where torch can run it so.

`torch.vmap` calls the function for the inputs of all seeds in one go, and the checks' rules are applied to the stacked
numbers. That holds for answers in plain torch that return one number a point for the asked arguments; `marks` says
None for all others, and those are marked one seed after the other (`plain`). `rules` says once more what
`check_gaussian_nll` says; `tests/benchmarks/test_seeds.py` holds the two together.
"""

from __future__ import annotations

import contextlib
import functools
import io
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import CodeType
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from benchmarks.seeds.bounds import hidden_of
from benchmarks.seeds.plain import PlainSession, checks_in, session_of, time_limit
from grader.checking import Hidden
from grader.exercises.gaussian_density.nll import check_gaussian_nll, inputs
from grader.exercises.gaussian_density.nll.comparing import EVEN, LOWEST
from grader.exercises.gaussian_density.nll.points import APART, PROBED, Case
from grader.exercises.gaussian_density.truth import tolerance

Numbers = NDArray[np.float64]
Passed = NDArray[np.bool_]
QUESTION = "gaussian_nll"

CASES: Mapping[str, Callable[[Hidden], Case]] = {
    "mirrored": inputs.mirrored,
    "rings": inputs.rings,
    "turned": inputs.turned,
    "scaled": inputs.scaled,
    "one": lambda hidden: inputs.sample(hidden, 1),
    "two": lambda hidden: inputs.sample(hidden, 2),
    "thousand": lambda hidden: inputs.sample(hidden, 1000),
    "narrow": inputs.narrow,
    "far": inputs.far,
    **{
        f"alone {column}": functools.partial(lambda column, hidden: _alone(hidden, column), column)
        for column in PROBED
    },
}
"""All that the checks ask a regular answer for."""


@dataclass(frozen=True)
class Stacked:
    """One case under S seeds: its arguments (S, 2, N), (S, 2, 2), (S, 2) float32, and the right numbers (S, N)."""

    arguments: tuple[torch.Tensor, ...]
    truth: Numbers


@dataclass(frozen=True)
class Marks:
    """Points under each seed, and for each check where it passed; False also where it was not tried."""

    scores: Numbers
    passed: dict[str, Passed]


def stacked(seeds: Sequence[str]) -> dict[str, Stacked]:
    """The inputs of these seeds."""
    found = {}
    for name, make in CASES.items():
        cases = [make(hidden_of(seed, QUESTION)) for seed in seeds]
        arrays = ([getattr(case, field) for case in cases] for field in ("x", "Sigma", "Mean"))
        tensors = tuple(torch.from_numpy(np.stack(each)) for each in arrays)
        found[name] = Stacked(tensors, np.stack([case.truth for case in cases]))
    return found


def _alone(hidden: Hidden, column: int) -> Case:
    case = inputs.mirrored(hidden)
    return case.points()[column]


def marks(code: CodeType | SyntaxError, cases: Mapping[str, Stacked]) -> Marks | None:
    """An answer's marks under the seeds of the cases; None where it must be marked seed by seed."""
    torch.set_default_dtype(torch.float32)
    session = session_of(code, PlainSession)
    function = session.names.get(QUESTION)
    if not callable(function) or torch.get_default_dtype() != torch.float32:
        return None
    each = {}
    for name, case in cases.items():
        numbers = _numbers(function, case)
        if numbers is None:
            return None
        each[name] = numbers
    return (
        None
        if _are_mixed(each)
        else _weighed(rules(each, {name: case.truth for name, case in cases.items()}))
    )


def _numbers(function: Callable[..., Any], case: Stacked) -> Numbers | None:
    """What the function returns under each seed, (S, N); None unless it is (N,) and the arguments stay."""
    given = [argument.clone() for argument in case.arguments]
    try:
        with time_limit(), warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
            warnings.simplefilter("ignore")
            value = torch.vmap(function)(*given)
    except Exception:  # whatever it is, the plain way tells it
        return None
    if (
        type(value) is not torch.Tensor
        or value.shape != case.truth.shape
        or not value.dtype.is_floating_point
    ):
        return None
    if not all(torch.equal(one, other) for one, other in zip(given, case.arguments, strict=True)):
        return None
    return value.detach().to(torch.float64).numpy()


def _are_mixed(each: Mapping[str, Numbers]) -> bool:
    """Whether a point may get another number alone than among others: not for this module."""
    for column in PROBED:
        alone, among = each[f"alone {column}"][:, 0], each["mirrored"][:, column]
        with np.errstate(all="ignore"):
            apart = np.abs(alone - among) > APART * np.maximum(np.abs(alone), np.abs(among))
        if (apart | (np.isfinite(alone) != np.isfinite(among))).any():
            return True
    return False


def _weighed(passed: Mapping[str, Passed]) -> Marks:
    """Points, with each check that needs one that fails left out."""
    found: dict[str, Passed] = {}
    scores = np.zeros(len(next(iter(passed.values()))))
    for name, declaration, _ in checks_in(check_gaussian_nll):
        found[name] = np.logical_and.reduce([passed[name], *(found[need] for need in declaration.needs)])
        scores += declaration.points * found[name]
    return Marks(scores, found)


def rules(each: Mapping[str, Numbers], truth: Mapping[str, Numbers]) -> dict[str, Passed]:
    """Where each check passes, by its name, (S,)."""
    with np.errstate(all="ignore"):
        finite = {name: np.isfinite(numbers).all(axis=1) for name, numbers in each.items()}
        right = {
            name: finite[name] & (np.abs(each[name] - truth[name]) <= tolerance(truth[name])).all(axis=1)
            for name in each
        }
        ringed = finite["rings"] & finite["scaled"]
        sized = ringed & ~_size_is_off(each, truth)
        return {
            "test_numbers_follow_the_points": finite["mirrored"] & _follow(each["mirrored"]),
            "test_Sigma_takes_part": finite["rings"]
            & finite["turned"]
            & ((_leaning(each["rings"]) * _leaning(each["turned"]) < 0) | sized),
            "test_one_number_a_point": finite["mirrored"] & finite["one"],
            "test_mean_is_subtracted": finite["mirrored"] & _is_centred(each["mirrored"]),
            "test_covariance_sets_the_distance": ringed
            & _are_rings(each["rings"])
            & _are_rings(each["scaled"]),
            "test_distance_is_half_the_square": ringed & _steps_are_right(each, truth),
            "test_log_determinant": sized,
            "test_constant": finite["rings"]
            & (np.abs(each["rings"] - truth["rings"]) <= tolerance(truth["rings"]))[:, 0],
            "test_right_for_any_number_of_points": right["one"]
            & right["two"]
            & right["mirrored"]
            & right["thousand"],
            "test_right_for_a_narrow_density": right["narrow"] & right["far"],
            "test_arguments_are_left_alone": np.ones(len(each["one"]), dtype=bool),
        }


def _follow(each: Numbers) -> Passed:
    spread = np.ptp(each, axis=1)
    differ = np.minimum(spread, np.ptp(each[:, 1:], axis=1)) > 1e-6 * np.abs(each).max(axis=1)
    again = np.abs(each[:, inputs.REPEATED] - each[:, [1, 4]]).max(axis=1) <= EVEN * spread
    return np.asarray(np.isfinite(spread) & differ & again)


def _leaning(each: Numbers) -> Numbers:
    right, left, above, below = each[:, inputs.CROSS].T
    leaning = (right + left) - (above + below)
    return np.where(np.abs(leaning) > EVEN * np.ptp(each, axis=1), leaning, 0.0)


def _size_is_off(each: Mapping[str, Numbers], truth: Mapping[str, Numbers]) -> Passed:
    first, second = truth["rings"][:, 0], truth["scaled"][:, 0]
    change = each["scaled"][:, 0] - each["rings"][:, 0]
    return np.asarray(np.abs(change - (second - first)) > tolerance(first) + tolerance(second))


def _is_centred(each: Numbers) -> Passed:
    spread = np.ptp(each[:, :7], axis=1)
    uneven = np.abs(each[:, 1:7:2] - each[:, 2:7:2]).max(axis=1)
    least, most = each.min(axis=1), each.max(axis=1)
    beyond = np.minimum(each[:, 0] - least, most - each[:, 0])
    unmoved = np.abs(each[:, 1:7] - each[:, :1]).min(axis=1) <= EVEN**2 * spread
    return np.asarray((uneven <= EVEN * spread) & (beyond <= LOWEST * spread) & ~unmoved)


def _are_rings(each: Numbers) -> Passed:
    spread = np.ptp(each, axis=1)
    inner, outer = each[:, 1:5], each[:, 5:9]
    even = np.maximum(np.ptp(inner, axis=1), np.ptp(outer, axis=1)) <= EVEN * spread
    middle = inner.mean(axis=1)
    first, second = middle - each[:, 0], outer.mean(axis=1) - middle
    far = np.minimum(np.abs(first), np.abs(second)) > EVEN * spread
    return np.asarray(even & far & (first * second >= 0))


def _steps_are_right(each: Mapping[str, Numbers], truth: Mapping[str, Numbers]) -> Passed:
    good = np.ones(len(each["rings"]), dtype=bool)
    for name in ("rings", "scaled"):
        steps, right = each[name][:, 1:] - each[name][:, :1], truth[name][:, 1:] - truth[name][:, :1]
        allowed = tolerance(truth[name][:, 1:]) + tolerance(truth[name][:, :1])
        good &= (np.abs(steps - right) <= allowed).all(axis=1)
    return good
