"""Hidden checks of `gaussian_nll`, by what it returns.

Each part of the formula is looked at where the others cannot hide it: the mean through points that mirror each
other, the covariance through points at one distance, the half through steps away from the mean, the
log-determinant and the constant at the mean, where the distance is 0.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from grader.checking import CheckFailed, Hidden, Student, check
from grader.checking.student import settled
from grader.exercises.gaussian_density.nll.comparing import EVEN, LOWEST, agree, leaning, range_of, seen
from grader.exercises.gaussian_density.nll.inputs import (
    REPEATED,
    far,
    mirrored,
    narrow,
    rings,
    sample,
    scaled,
    turned,
)
from grader.exercises.gaussian_density.nll.points import (
    ASKED,
    attempt,
    is_read_singly,
    numbers,
    strict_numbers,
)
from grader.exercises.gaussian_density.truth import tolerance

LAZY = ("map", "filter", "zip", "range", "generator")
"""Forms in which numbers come one by one."""

Numbers = NDArray[np.float64]


@check(title="The numbers follow the points", points=0.25)
def test_numbers_follow_the_points(student: Student, hidden: Hidden) -> None:
    """One finite number a point (or a total, read point by point), the same for the same point, not all alike."""
    case = mirrored(hidden)
    each = numbers(student, case)
    spread = range_of(each)
    if not math.isfinite(spread):
        raise CheckFailed("Some of the numbers are too large to be compared.", staff=seen(each, case))
    # Also among the points away from Mean: one number that stands out of zeros is memory that nobody wrote to.
    if not min(spread, range_of(each[1:])) > 1e-6 * np.abs(each).max():
        raise CheckFailed(
            "Every point gets the same number. Where does x enter your formula?", staff=seen(each, case)
        )
    if np.abs(each[REPEATED] - each[[1, 4]]).max() > EVEN * spread:
        raise CheckFailed(
            "The same point gets two different numbers in one call. The result of a point should depend on that "
            "point, Sigma and Mean alone.",
            staff=seen(each, case),
        )


@check(title="Sigma takes part", points=0.25, needs=("test_numbers_follow_the_points",))
def test_Sigma_takes_part(student: Student, hidden: Hidden) -> None:
    """Sigma weighs the directions of a step, or sets the number at the mean as it should.

    What ignores Sigma, or lets it change all numbers alike, knows nothing of the density yet: the points for form,
    size and constant are not to be had by chance.
    """
    leanings = leaning(student, rings(hidden)), leaning(student, turned(hidden))
    if not leanings[0] * leanings[1] < 0 and _size_is_off(student, hidden):
        raise CheckFailed(
            "Where Sigma is wider along x, a step along x should count less than one along y, and the other way round. "
            "Your numbers do not follow Sigma in this. How does it enter your formula?",
            staff=f"steps along x less steps along y, before and after A and C are exchanged: {leanings}",
        )


def _size_is_off(student: Student, hidden: Hidden) -> bool:
    """Whether the number at the mean changes by a wrong amount from one Sigma to a larger one."""
    first, second = rings(hidden), scaled(hidden)
    right = second.truth[0] - first.truth[0]
    allowed = tolerance(first.truth)[0] + tolerance(second.truth)[0]
    return bool(abs(numbers(student, second)[0] - numbers(student, first)[0] - right) > allowed)


@check(
    title="The result is 1-D, with one number a point",
    points=1.0,
    needs=("test_Sigma_takes_part",),
)
def test_one_number_a_point(student: Student, hidden: Hidden) -> None:
    """The asked shape, (N,), for the asked order of arguments; also for a single point."""
    for case in (mirrored(hidden), sample(hidden, 1)):
        each = strict_numbers(student, case)
        if is_read_singly(student, case):
            raise CheckFailed(
                "A point gets one number when it is alone and another among other points: are points mixed, or added "
                "up? The result of a point should depend on that point, Sigma and Mean alone.",
                staff=seen(each, case),
            )
        value = settled("gaussian_nll", attempt(student, case, ASKED)).value
        if value is not None and value.shape != each.shape:
            raise CheckFailed(
                "Return one number for each column of x, in the shape (N,), also for a single column. "
                "Which dimension of your result is one too many?",
                staff=f"x {case.x.shape}, result {value.shape}",
            )
        if value is not None and (value.type_name in LAZY or "complex" in (value.dtype or "")):
            raise CheckFailed(
                "Return real numbers, all at once; yours come in another form.",
                staff=f"{value.type_name}, {value.dtype}",
            )


@check(title="The distance is taken from Mean", points=1.5, needs=("test_numbers_follow_the_points",))
def test_mean_is_subtracted(student: Student, hidden: Hidden) -> None:
    """Opposite points get the same number, and the mean itself the lowest (for a density: the highest)."""
    case = mirrored(hidden)
    each = numbers(student, case)
    spread = range_of(each[:7])
    uneven = np.abs(each[1:7:2] - each[2:7:2]).max()
    beyond_mean = min(np.ptp(each[each <= each[0]]), np.ptp(each[each >= each[0]]))
    unmoved = np.abs(each[1:7] - each[0]).min() <= EVEN**2 * spread
    if uneven > EVEN * spread or beyond_mean > LOWEST * spread or unmoved:
        raise CheckFailed(
            "Two points that lie opposite each other around Mean are equally likely, and none is likelier than Mean "
            "itself; your numbers say otherwise. How do you use Mean?",
            staff=seen(each, case),
        )


@check(
    title="Sigma decides which points are equally likely",
    points=1.5,
    needs=("test_Sigma_takes_part",),
)
def test_covariance_sets_the_distance(student: Student, hidden: Hidden) -> None:
    """All points of one ellipse get one number, and that of a wider ellipse is farther from the mean's."""
    for case in (rings(hidden), scaled(hidden)):
        each = numbers(student, case)
        spread = range_of(each)
        inner, outer = each[1:5], each[5:9]
        if max(range_of(inner), range_of(outer)) > EVEN * spread:
            raise CheckFailed(
                "Points on one ellipse of the density should get the same number; yours don't. What stands "
                "between the two vectors, and does all of Sigma take part in it?",
                staff=seen(each, case),
            )
        steps = np.array([inner.mean() - each[0], outer.mean() - inner.mean()])
        if not (np.abs(steps) > EVEN * spread).all() or steps[0] * steps[1] < 0:
            raise CheckFailed(
                "The farther a point is from Mean, the less likely it is. Your numbers do not go one way only.",
                staff=seen(each, case),
            )


@check(
    title="A step away from Mean costs the right amount",
    points=1.5,
    needs=("test_covariance_sets_the_distance",),
)
def test_distance_is_half_the_square(student: Student, hidden: Hidden) -> None:
    """The step from the mean to a point: 1/2 of the squared Mahalanobis distance, upwards."""
    for case in (rings(hidden), scaled(hidden)):
        each = numbers(student, case)
        steps, right = each[1:] - each[0], case.truth[1:] - case.truth[0]
        allowed = tolerance(case.truth[1:]) + tolerance(case.truth[:1])
        if (np.abs(steps - right) > allowed).any():
            raise CheckFailed(
                "From Mean outwards your numbers do not rise by the right amount. How much more should a point one "
                "Mahalanobis unit away get than Mean itself?",
                staff=seen(each, case),
            )


@check(
    title="The size of Sigma enters as it should",
    points=1.25,
    needs=("test_Sigma_takes_part",),
)
def test_log_determinant(student: Student, hidden: Hidden) -> None:
    """What changes at the mean from one Sigma to a larger one."""
    if _size_is_off(student, hidden):
        raise CheckFailed(
            "At x = Mean, where the distance is 0, a wider density is lower. Your number there does not change with "
            "the size of Sigma by the right amount. What stands in front of the exponential in the density?",
            staff="; ".join(seen(numbers(student, case), case) for case in (rings(hidden), scaled(hidden))),
        )


@check(title="The constant is right", points=0.75, needs=("test_Sigma_takes_part",))
def test_constant(student: Student, hidden: Hidden) -> None:
    """The number at the mean for det Sigma = 1: all that is left is the constant."""
    case = rings(hidden)
    each = numbers(student, case)
    if abs(each[0] - case.truth[0]) > tolerance(case.truth)[0]:
        raise CheckFailed(
            "At x = Mean with det Sigma = 1 only the constant is left, and yours is not right. What makes the "
            "density integrate to 1 in two dimensions?",
            staff=seen(each, case),
        )


_PARTS = (
    "test_mean_is_subtracted",
    "test_distance_is_half_the_square",
    "test_log_determinant",
    "test_constant",
)


@check(title="Right for one, two and a thousand points", points=1.0, needs=_PARTS)
def test_right_for_any_number_of_points(student: Student, hidden: Hidden) -> None:
    """Every number, for the asked order of arguments. Two points in the plane make x a square: a trap."""
    for case in (sample(hidden, 1), sample(hidden, 2), mirrored(hidden), sample(hidden, 1000)):
        agree(strict_numbers(student, case), case, f"With {case.count} point{'s' * (case.count > 1)}")


@check(title="Right for a narrow, slanted density and for points far away", points=0.5, needs=_PARTS)
def test_right_for_a_narrow_density(student: Student, hidden: Hidden) -> None:
    """Nothing was added to Sigma, cut off, or computed in half precision; no logarithm of a vanished density."""
    case = narrow(hidden)
    agree(numbers(student, case), case, "For a narrow density")
    case = far(hidden)
    agree(numbers(student, case), case, "For points far from Mean, where the density itself is nearly 0")


@check(
    title="x, Sigma and Mean stay as they were",
    points=0.5,
    needs=("test_mean_is_subtracted", "test_Sigma_takes_part"),
)
def test_arguments_are_left_alone(student: Student, hidden: Hidden) -> None:
    """Whoever calls the function goes on using its arguments."""
    changed = {position for call in student.calls for position in call.answer.changed}
    if changed:
        names = " and ".join(("x", "Sigma", "Mean")[position] for position in sorted(changed))
        raise CheckFailed(
            f"Your function changes {names} in place (by -=, *= or [...] = ...?). Work on a copy."
        )
