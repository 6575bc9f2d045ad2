"""What each check of `gaussian_nll` compared, for staff: its numbers beside the right ones.

The checks' own inputs, reading and tolerances are used; a test holds that what is told here agrees with every verdict.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from grader.checking import CheckFailed, Hidden, Student, StudentProblem
from grader.checking.student import settled
from grader.exercises.gaussian_density.nll import inputs
from grader.exercises.gaussian_density.nll.comparing import EVEN, leaning, range_of
from grader.exercises.gaussian_density.nll.points import (
    ASKED,
    NAME,
    Case,
    attempt,
    is_read_singly,
    numbers,
    strict_numbers,
)
from grader.exercises.gaussian_density.telling import ROUNDING, changed_in, nothing
from grader.exercises.gaussian_density.truth import tolerance
from grader.explained import Compared, Explained

Numbers = NDArray[np.float64]

ARGUMENTS = ("x", "Sigma", "Mean")


def row(what: str, returned: float, right: float, allowed: float) -> Compared:
    """A comparison of numbers, numpy's or Python's."""
    return Compared(what, float(returned), float(right), float(allowed))


def point(index: int) -> str:
    """What a column of x is called."""
    return f"point {index + 1}"


def difference(number: Numbers | float, other: float) -> Numbers:
    """What a number is more than another; 0 where that is rounding alone."""
    found = np.asarray(number - other)
    return np.where(np.abs(found) <= ROUNDING * np.maximum(np.abs(number), abs(other)), 0.0, found)


def explain_check(check: str, student: Student, hidden: Hidden) -> Explained:
    """What a check compared; what kept it from comparing, where there was nothing to compare."""
    try:
        return _CHECKS[check](student, hidden)
    except (CheckFailed, StudentProblem) as problem:
        return nothing(problem)


def _follow(student: Student, hidden: Hidden) -> Explained:
    each = numbers(student, inputs.mirrored(hidden))
    told = f"The numbers go from {each.min():.5g} to {each.max():.5g}; they should not all be alike."
    spread = EVEN * range_of(each)
    again = [
        row(
            f"{point(first)}, given once more as {point(second)}",
            each[second],
            each[first],
            spread,
        )
        for first, second in zip((1, 4), range(*inputs.REPEATED.indices(each.size)), strict=True)
    ]
    return Explained((told,), tuple(again))


def _sigma(student: Student, hidden: Hidden) -> Explained:
    before, after = leaning(student, inputs.rings(hidden)), leaning(student, inputs.turned(hidden))
    told = (
        f"What two steps along x get more than two along y: {before:.5g}; with the entries A and C of Sigma exchanged "
        f"{after:.5g}. One should be above 0 and one below, or else the size of Sigma must count as it should:"
    )
    return Explained((told,), _size_compared(student, hidden))


def _shape(student: Student, hidden: Hidden) -> Explained:
    shapes: list[str] = []
    forms, mixed = "", False
    for case in (inputs.mirrored(hidden), inputs.sample(hidden, 1)):
        answer = attempt(student, case, ASKED)
        if shapes and answer.outcome == "missing":
            break  # the check looked no further
        value = settled(NAME, answer).value
        shape = None if value is None else value.shape
        forms = forms or ("" if value is None else ", ".join(filter(None, (value.type_name, value.dtype))))
        right = shape == (case.count,)
        mixed = mixed or (right and is_read_singly(student, case))
        asked = "as asked" if right else f"asked is ({case.count},)"
        shapes.append(f"For x of shape {case.x.shape} it returned the shape {shape}, {asked}.")
    told = "A point's number depends on which other points are in x: the calls show it."
    return Explained((*shapes, f"What it returned is of the form {forms}.", *([told] if mixed else [])))


def _mean(student: Student, hidden: Hidden) -> Explained:
    each = numbers(student, inputs.mirrored(hidden))
    pairs = tuple(
        row(
            f"{point(i)}, opposite {point(i + 1)}",
            each[i],
            each[i + 1],
            EVEN * range_of(each[:7]),
        )
        for i in (1, 3, 5)
    )
    told = (
        f"Point 1 is Mean itself and got {each[0]:.5g}. All others should lie on one side of that; they go from "
        f"{each.min():.5g} to {each.max():.5g}."
    )
    return Explained((told,), pairs)


def _ellipses(student: Student, hidden: Hidden) -> Explained:
    compared = []
    for name, case in (("first density", inputs.rings(hidden)), ("second density", inputs.scaled(hidden))):
        each = numbers(student, case)
        allowed = EVEN * range_of(each)
        for ring, points in (("inner", each[1:5]), ("outer", each[5:9])):
            compared.append(
                row(
                    f"{name}, {ring} ellipse: highest beside lowest number",
                    points.max(),
                    points.min(),
                    allowed,
                )
            )
    return Explained(("Points on one ellipse are equally likely.",), tuple(compared))


def _steps(student: Student, hidden: Hidden) -> Explained:
    compared = []
    for name, case in (("first density", inputs.rings(hidden)), ("second density", inputs.scaled(hidden))):
        each = numbers(student, case)
        allowed = tolerance(case.truth[1:]) + tolerance(case.truth[:1])
        steps, right = difference(each[1:], each[0]), case.truth[1:] - case.truth[0]
        compared += [
            row(f"{name}, from Mean to {point(i + 1)}", steps[i], right[i], allowed[i])
            for i in range(len(steps))
        ]
        if not all(each.agrees for each in compared):
            break  # the check looked no further
    return Explained(
        ("What a point gets more than Mean itself: half the squared distance.",), tuple(compared)
    )


def _size(student: Student, hidden: Hidden) -> Explained:
    told = "The number at Mean, where the distance is 0, for a larger Sigma less that for a smaller one."
    return Explained((told,), _size_compared(student, hidden))


def _size_compared(student: Student, hidden: Hidden) -> tuple[Compared, ...]:
    first, second = inputs.rings(hidden), inputs.scaled(hidden)
    change = float(difference(numbers(student, second)[0], numbers(student, first)[0]))
    right = second.truth[0] - first.truth[0]
    allowed = tolerance(first.truth)[0] + tolerance(second.truth)[0]
    return (row("change at Mean", change, right, allowed),)


def _constant(student: Student, hidden: Hidden) -> Explained:
    case = inputs.rings(hidden)
    each = numbers(student, case)
    found = row("number at Mean, det Sigma = 1", each[0], case.truth[0], tolerance(case.truth)[0])
    return Explained(("Only the constant log 2π is left there.",), (found,))


def _any_number(student: Student, hidden: Hidden) -> Explained:
    few, many = [inputs.sample(hidden, count) for count in (1, 2)], inputs.sample(hidden, 1000)
    cases = (*few, inputs.mirrored(hidden), many)
    return _worst((f"with {case.count}", strict_numbers, student, case) for case in cases)


def _narrow(student: Student, hidden: Hidden) -> Explained:
    cases = (("narrow density", inputs.narrow(hidden)), ("far points", inputs.far(hidden)))
    return _worst((name, numbers, student, case) for name, case in cases)


def _worst(asked: Iterable[tuple[str, Callable[[Student, Case], Numbers], Student, Case]]) -> Explained:
    """The number that is farthest off in each call, up to the first that is off: the check looked no further."""
    compared: list[Compared] = []
    for name, read, student, case in asked:
        try:
            each = read(student, case)
        except CheckFailed as problem:
            return Explained((f"{name}: {problem}",), tuple(compared))
        except StudentProblem as problem:
            return Explained((f"{name}: {problem.staff or problem}",), tuple(compared))
        allowed = tolerance(case.truth)
        i = int(np.argmax(np.abs(each - case.truth) / allowed))
        compared.append(row(f"{name}: worst is {point(i)}", each[i], case.truth[i], allowed[i]))
        if not compared[-1].agrees:
            break
    return Explained((), tuple(compared))


def _untouched(student: Student, _: Hidden) -> Explained:
    return changed_in(dict(enumerate(student.calls, start=1)), ARGUMENTS)


_CHECKS: Mapping[str, Callable[[Student, Hidden], Explained]] = {
    "test_numbers_follow_the_points": _follow,
    "test_Sigma_takes_part": _sigma,
    "test_one_number_a_point": _shape,
    "test_mean_is_subtracted": _mean,
    "test_covariance_sets_the_distance": _ellipses,
    "test_distance_is_half_the_square": _steps,
    "test_log_determinant": _size,
    "test_constant": _constant,
    "test_right_for_any_number_of_points": _any_number,
    "test_right_for_a_narrow_density": _narrow,
    "test_arguments_are_left_alone": _untouched,
}
