"""Whether an answer of `gaussian_nll` takes the logarithm of a density that is already 0."""

from __future__ import annotations

import numpy as np

from grader.checking.student import Student
from grader.exercises.gaussian_density.nll.points import Case, attempt

NEAR = 15.0
"""Nats up to which even a density with a small number added (1e-8) is what it was."""
SHORT = 0.9
"""Share of the right number that a number is below where it has stopped short of it."""
ALIKE = 0.01
"""Share by which numbers may differ that all come of the number that was added, or of the smallest allowed."""


def broken_off(student: Student, cases: list[Case]) -> list[Case]:
    """The cases of far points that get nothing finite, or all the same too small number; one is asked for here."""
    far = [case for case in cases if case.truth.min() > NEAR]
    return [case for case in [*far, _far_case()] if _is_broken_off(student, case)]


def _is_broken_off(student: Student, case: Case) -> bool:
    value = attempt(student, case).value
    if value is None or value.array is None or value.array.size != case.count:
        return False
    finite = value.array[np.isfinite(value.array)]
    if not finite.size:
        return True
    capped = np.ptp(finite) <= ALIKE * np.abs(finite).max()
    return bool(capped and np.abs(finite).max() < SHORT * case.truth.min())


def near(cases: list[Case]) -> list[Case]:
    """The cases whose points are all likely enough."""
    return [case for case in cases if case.truth.max() < NEAR]


def _far_case() -> Case:
    """Points that are no secret, about 55 standard deviations away."""
    x = np.array([[5.5, -5.4, 0.3, 0.2], [0.4, -0.3, 5.6, -5.5]])
    return Case(x.astype(np.float32), np.float32(0.01) * np.eye(2, dtype=np.float32), np.zeros(2, np.float32))
