"""Hidden checks of the five numbers A, B, C, X, Y. Everything is judged by the trusted formula and the six points.

No check looks for the one right setting: any Gaussian that makes the points likely enough is right. A setting
below the pass mark also passes every check before it, as each of those is what the pass mark implies.
"""

from __future__ import annotations

import functools
import math

import numpy as np

from gaussfit.numbers import PASS_MARK
from grader.checking import CheckFailed, Student, check
from grader.exercises.gaussian_density.parameters.numbers import NAMES, START, defect, is_unset
from grader.exercises.gaussian_density.truth import POINTS, total_nll

HUGE = 1e6

START_NLL = 24.962049
"""Total at the start values A=1, B=0, C=1, X=0, Y=0, cut (not rounded) so that the start itself is not below."""


@check(title="A, B, C, X and Y are five finite real numbers of your own", points=1.0)
def test_all_are_finite_real_numbers(student: Student) -> None:
    """Any kind of real number will do, also tensors of one element and fractions; text, lists, nan will not, nor
    undefined names, placeholders, and the values of the start."""
    values = {name: student.kept(name) for name in NAMES}
    unset = [name for name, value in values.items() if is_unset(value)]
    if unset:
        raise CheckFailed(f"No value yet for {_listed(unset)}. Assign all five in the answer cell.")
    for name, value in values.items():
        problem = defect(value)
        if problem:
            raise CheckFailed(f"{name} must be one finite real number; it is {problem}.")
    if _numbers(student) == START:
        raise CheckFailed(
            "These are the values at which the sliders start. Move them, and copy what you find."
        )
    student.facts.update(zip(NAMES, _numbers(student), strict=True))


@check(
    title="[[A, B], [B, C]] is a covariance: A > 0 and AC > B²",
    points=1.0,
    needs=("test_all_are_finite_real_numbers",),
)
def test_Sigma_is_positive_definite(student: Student) -> None:
    """No covariance, no density: without this the formula can be made as small as one likes."""
    A, B, C, X, Y = _numbers(student)
    total = total_nll(A, B, C, X, Y)
    if total is None:
        rule = "A must be above 0" if A <= 0 else "A·C must be clearly above B²"
        raise CheckFailed(f"Sigma = [[A, B], [B, C]] is no covariance: {rule}.", staff=f"{A=}, {B=}, {C=}")
    student.facts.update(nll=total, pass_mark=PASS_MARK, best_nll=_best_nll(), start_nll=total_nll(*START))


@check(
    title="The six points are more likely than at the start",
    points=1.0,
    needs=("test_Sigma_is_positive_definite",),
)
def test_better_than_the_start(student: Student) -> None:
    """The first step: some move of the sliders that helps."""
    total = _total(student)
    if not total < START_NLL:
        raise CheckFailed(
            f"The total negative log likelihood is {_shown(total)}; the sliders start at {START_NLL:.2f}, "
            "and lower is better."
        )


@check(
    title="The Gaussian stands where the points are",
    points=1.0,
    needs=("test_better_than_the_start",),
)
def test_Mean_is_among_the_points(student: Student) -> None:
    """The mean handled: with the best covariance for it, the total would be below the mark."""
    X, Y = _numbers(student)[3:]
    if not _best_nll_for_mean(X, Y) < PASS_MARK:
        raise CheckFailed(
            "The mean (X, Y) lies too far from the middle of the points: with no covariance would the total get "
            f"below {PASS_MARK:g}. Move the centre first."
        )


@check(
    title="The spread could reach the mark with the best mean",
    points=1.5,
    needs=("test_better_than_the_start",),
)
def test_Sigma_fits_the_points(student: Student) -> None:
    """The covariance handled: with the best mean, the total would be below the mark."""
    A, B, C = _numbers(student)[:3]
    total = total_nll(A, B, C, *_best_mean())
    if total is None or not total < PASS_MARK:
        raise CheckFailed(
            f"With this Sigma no mean brings the total below {PASS_MARK:g}. Compare the ellipses with the points: "
            "are they as wide, as high, and tilted the same way?"
        )


@check(
    title=f"The total negative log likelihood is below {PASS_MARK:g}",
    points=4.5,
    needs=("test_Mean_is_among_the_points", "test_Sigma_fits_the_points"),
)
def test_total_is_below_the_pass_mark(student: Student) -> None:
    """The challenge, judged in float64 by the reference formula."""
    total = _total(student)
    if not total < PASS_MARK:
        raise CheckFailed(
            f"The total is {_shown(total)}; it must get below {PASS_MARK:g}, and the best possible is "
            f"{_best_nll():.3f}: {total - _best_nll():.3f} to go at most."
        )


def _numbers(student: Student) -> tuple[float, ...]:
    """The five numbers, once `test_all_are_finite_real_numbers` has passed."""
    return tuple(_number(student, name) for name in NAMES)


def _number(student: Student, name: str) -> float:
    """The number that a name was given; nan for what is no number."""
    value = student.kept(name)
    if value is None or value.array is None or value.array.size != 1:
        return math.nan
    return float(value.array.item())


def _total(student: Student) -> float:
    """The total nll of the six points, once Sigma is known to be a covariance."""
    total: float = student.facts["nll"]
    return total


@functools.cache
def _best_nll() -> float:
    """The lowest total that any Gaussian reaches: 18.377."""
    return _best_nll_for_mean(*_best_mean())


@functools.cache
def _best_mean() -> tuple[float, float]:
    """The mean of the six points."""
    X, Y = POINTS.mean(axis=1).tolist()
    return X, Y


def _best_nll_for_mean(X: float, Y: float) -> float:
    """The lowest total with this mean: reached where Sigma is the points' scatter about it (Bishop 2.122)."""
    with np.errstate(over="ignore", invalid="ignore"):
        centred = POINTS - np.array([[X], [Y]])
        A, B, _, C = (centred @ centred.T / centred.shape[1]).ravel().tolist()
    total = total_nll(A, B, C, X, Y) if all(map(math.isfinite, (A, B, C))) else None
    return math.inf if total is None else total


def _shown(number: float) -> str:
    """Three decimals; a total just above the mark is rounded up, so that it never reads as if it were the mark."""
    if number >= HUGE:
        return f"more than {HUGE:,.0f}"
    return f"{max(number, math.ceil(number * 1000) / 1000 if number < PASS_MARK + 0.01 else number):.3f}"


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1]
