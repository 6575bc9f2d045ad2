"""Hidden checks of the five numbers A, B, C, X, Y. Everything is judged by the trusted formula and the course's points.

No check looks for the one right setting: any Gaussian that makes the points likely enough is right. A setting
below the pass mark also passes every check before it, as each of those is what the pass mark implies.
"""

from __future__ import annotations

import math

from grader.checking import CheckFailed, Student, check
from grader.exercises.gaussian_density.parameters.fit import numbers
from grader.exercises.gaussian_density.parameters.numbers import NAMES, defect, is_unset
from grader.exercises.gaussian_density.task import START, Task, task_of

HUGE = 1e6


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
    if numbers(student) == START:
        raise CheckFailed(
            "These are the values at which the sliders start. Move them, and copy what you find."
        )


@check(
    title="[[A, B], [B, C]] is a covariance: A > 0 and AC > B²",
    points=1.0,
    needs=("test_all_are_finite_real_numbers",),
)
def test_Sigma_is_positive_definite(student: Student) -> None:
    """No covariance, no density: without this the formula can be made as small as one likes."""
    A, B, C, X, Y = numbers(student)
    total = task_of(student).total_nll(A, B, C, X, Y)
    if total is None:
        rule = "A must be above 0" if A <= 0 else "A·C must be clearly above B²"
        raise CheckFailed(
            f"Sigma = [[A, B], [B, C]] is not a covariance matrix: {rule}.", staff=f"{A=}, {B=}, {C=}"
        )


@check(
    title="The {task.word} points are more likely than at the start",
    points=1.0,
    needs=("test_Sigma_is_positive_definite",),
)
def test_better_than_the_start(student: Student) -> None:
    """The first step: some move of the sliders that helps."""
    total, task = _total(student), task_of(student)
    if not total < task.below_start:
        raise CheckFailed(
            f"The total negative log likelihood is {_shown(total, task)}; the sliders start at {task.below_start:.2f}, "
            "and lower is better."
        )


@check(
    title="The Gaussian stands where the points are",
    points=1.0,
    needs=("test_better_than_the_start",),
)
def test_Mean_is_among_the_points(student: Student) -> None:
    """The mean handled: with the best covariance for it, the total would be below the mark."""
    X, Y = numbers(student)[3:]
    task = task_of(student)
    if not task.best_nll_for_mean(X, Y) < task.pass_mark:
        raise CheckFailed(
            "The mean (X, Y) lies too far from the middle of the points: whatever the covariance, the total "
            f"stays above {task.pass_mark:g}. Move the centre first."
        )


@check(
    title="The spread could reach the mark with the best mean",
    points=1.5,
    needs=("test_better_than_the_start",),
)
def test_Sigma_fits_the_points(student: Student) -> None:
    """The covariance handled: with the best mean, the total would be below the mark."""
    A, B, C = numbers(student)[:3]
    task = task_of(student)
    total = task.total_nll(A, B, C, *task.best_mean)
    if total is None or not total < task.pass_mark:
        raise CheckFailed(
            f"With this Sigma no mean brings the total below {task.pass_mark:g}. Compare the ellipses with the points: "
            "are they as wide, as high, and tilted the same way?"
        )


@check(
    title="The total negative log likelihood is below {task.pass_mark:g}",
    points=4.5,
    needs=("test_Mean_is_among_the_points", "test_Sigma_fits_the_points"),
)
def test_total_is_below_the_pass_mark(student: Student) -> None:
    """The challenge, judged in float64 by the reference formula."""
    total, task = _total(student), task_of(student)
    if not total < task.pass_mark:
        raise CheckFailed(
            f"The total is {_shown(total, task)}; it must get below {task.pass_mark:g}, and the best possible is "
            f"{task.best_nll:.3f}: {total - task.best_nll:.3f} to go at most."
        )


def _total(student: Student) -> float:
    """The total nll of the points, once Sigma is known to be a covariance."""
    total = task_of(student).total_nll(*numbers(student))
    return math.inf if total is None else total


def _shown(number: float, task: Task) -> str:
    """Three decimals; a total just above the mark is rounded up, so that it never reads as if it were the mark."""
    if number >= HUGE:
        return f"more than {HUGE:,.0f}"
    return f"{max(number, math.ceil(number * 1000) / 1000 if number < task.pass_mark + 0.01 else number):.3f}"


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1]
