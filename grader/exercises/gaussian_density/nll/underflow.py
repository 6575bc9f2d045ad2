"""Whether an answer of `gaussian_nll` takes the logarithm of a density that is already 0."""

from __future__ import annotations

import numpy as np

from grader.checking.student import Student
from grader.exercises.gaussian_density.nll.points import Case, attempt
from grader.exercises.gaussian_density.nll.slips import Slip

NEAR = 15.0
"""Nats up to which even a density with a small number added (1e-8) is what it was."""
ALIKE = 0.01
"""Share by which numbers may differ that all come of the number that was added, or of the smallest allowed."""


def breaks_off(student: Student, cases: list[Case], explanation: tuple[Slip, ...] | None) -> bool:
    """Whether far points get nothing finite, or all the same small number, and near ones do not.

    With `explanation` for all that was finite, only what is not finite shows it.
    """
    beyond = [_far_case()] if explanation is not None else []
    for case in [*(case for case in cases if case not in near(cases)), *beyond]:
        value = attempt(student, case).value
        if value is None or value.array is None or value.array.size != case.count:
            continue
        each = value.array.ravel()
        if not np.isfinite(each).any():
            return True
        if explanation is None and _stops(each, case):
            return True
    return False


def _stops(each: np.ndarray[tuple[int, ...], np.dtype[np.float64]], case: Case) -> bool:
    finite = each[np.isfinite(each)]
    capped = np.ptp(finite) <= ALIKE * np.abs(finite).max()
    return bool(capped and np.abs(finite).max() < case.truth.min() / 2)


def near(cases: list[Case]) -> list[Case]:
    """The cases whose points are all likely enough."""
    return [case for case in cases if case.truth.max() < NEAR]


def _far_case() -> Case:
    """Points that are no secret, about 55 standard deviations away."""
    x = np.array([[5.5, -5.4, 0.3, 0.2], [0.4, -0.3, 5.6, -5.5]])
    return Case(x.astype(np.float32), np.float32(0.01) * np.eye(2, dtype=np.float32), np.zeros(2, np.float32))
