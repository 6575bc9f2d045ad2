"""Numbers beside the right ones, for the checks of `gaussian_nll`."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from grader.checking import CheckFailed
from grader.checking.student import Student
from grader.exercises.gaussian_density.nll.inputs import CROSS
from grader.exercises.gaussian_density.nll.points import Case, numbers
from grader.exercises.gaussian_density.truth import tolerance

Numbers = NDArray[np.float64]

EVEN = 0.02
"""Numbers that should be equal may differ by this share of the range of all numbers. It has no unit, so that
the check works for a density or a log-likelihood too; rounding in float32 stays a hundred times below."""

LOWEST = 0.01
"""A number may be lower than that of the mean by this share of the range, with room for rounding as above."""


def agree(each: Numbers, case: Case, when: str) -> None:
    """Raise CheckFailed unless every number is right; `when` says of which call."""
    wrong = np.abs(each - case.truth) > tolerance(case.truth)
    if wrong.any():
        # how many are off is for the student's code to choose, which knows x by then
        which = (
            "the number is" if case.count == 1 else "all numbers are" if wrong.all() else "some numbers are"
        )
        raise CheckFailed(
            f"{when}, {which} off by more than 0.1 %.",
            staff=f"{int(wrong.sum())} of {case.count}; {seen(each, case)}",
        )


def range_of(each: Numbers) -> float:
    """Largest minus smallest; inf when that is beyond float64."""
    with np.errstate(over="ignore"):
        return float(np.ptp(each))


def seen(each: Numbers, case: Case) -> str:
    """For staff: the first numbers beside the right ones, with the inputs."""
    with np.printoptions(precision=5, suppress=True, threshold=20):
        return (
            f"got {each[:9]}, right {case.truth[:9]} for x={case.x[:, :9].tolist()}, Sigma={case.Sigma.tolist()}, "
            f"Mean={case.Mean.tolist()}"
        )


def leaning(student: Student, case: Case) -> float:
    """What two opposite steps along x get more than two as long along y; 0 when that is next to nothing."""
    each = numbers(student, case)
    right, left, above, below = each[CROSS]
    leaning = float((right + left) - (above + below))
    return leaning if abs(leaning) > EVEN * range_of(each) else 0.0
