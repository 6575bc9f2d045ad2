"""The five submitted numbers, and the best that any could reach."""

from __future__ import annotations

import functools
import math

import numpy as np

from gaussfit.numbers import PASS_MARK
from grader.checking.student import Student
from grader.exercise import Facts
from grader.exercises.gaussian_density.parameters.numbers import NAMES, START, defect
from grader.exercises.gaussian_density.truth import POINTS, total_nll


def parameter_facts(student: Student) -> Facts:
    """The numbers, once all five are ones, and their total, once they are a Gaussian's; with what it is compared to."""
    if any(defect(student.kept(name)) for name in NAMES):
        return {}
    found = numbers(student)
    if found == START:
        return {}
    facts = dict(zip(NAMES, found, strict=True))
    total = total_nll(*found)
    if total is None:
        return facts
    compared = {"pass_mark": PASS_MARK, "best_nll": best_nll(), "start_nll": total_nll(*START)}
    return {**facts, "nll": total, **compared}


def numbers(student: Student) -> tuple[float, float, float, float, float]:
    """The five numbers; nan for what is none."""
    A, B, C, X, Y = (number(student, name) for name in NAMES)
    return A, B, C, X, Y


def number(student: Student, name: str) -> float:
    """The number that a name was given; nan for what is no number."""
    value = student.kept(name)
    if value is None or value.array is None or value.array.size != 1:
        return math.nan
    return float(value.array.item())


@functools.cache
def best_nll() -> float:
    """The lowest total that any Gaussian reaches: 18.377."""
    return best_nll_for_mean(*best_mean())


@functools.cache
def best_mean() -> tuple[float, float]:
    """The mean of the six points."""
    X, Y = POINTS.mean(axis=1).tolist()
    return X, Y


def best_nll_for_mean(X: float, Y: float) -> float:
    """The lowest total with this mean: reached where Sigma is the points' scatter about it (Bishop 2.122)."""
    with np.errstate(over="ignore", invalid="ignore"):
        centred = POINTS - np.array([[X], [Y]])
        A, B, _, C = (centred @ centred.T / centred.shape[1]).ravel().tolist()
    total = total_nll(A, B, C, X, Y) if all(map(math.isfinite, (A, B, C))) else None
    return math.inf if total is None else total
