"""Reading an answer of `gaussian_nll` as one number a point, with mistakes carried forward.

A slip in the shape, in the order of the arguments, or a total where one number a point is asked for, loses the
points of the check that is about it. So that it does not lose all others too, `numbers` reads what such an
answer says about each point; `strict_numbers` is for the check that asks for exactly what the exercise asks for.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from grader.answers import Answer, Value
from grader.checking.errors import CheckFailed, StudentProblem, StudentRaised
from grader.checking.student import Student, settled
from grader.exercises.gaussian_density.truth import tolerance, true_nll

NAME = "gaussian_nll"
ASKED = (0, 1, 2)
"""The order of the arguments x, Sigma, Mean that the exercise asks for."""
OTHER_ORDERS = tuple(order for order in itertools.permutations(ASKED) if order != ASKED)
SINGLY_UP_TO = 13
"""An answer that says nothing about each point is taken apart by asking for each alone, up to this many points."""
APART = 0.01
"""Share by which the number of a point among others differs from that of the point alone where points are mixed.
Rounding, also to half precision, stays below."""
NUDGES = 3
"""How often a point is moved: random numbers stay within `APART` of each other once in fifty times."""
PROBED = (1, 7)
"""Columns that are asked for alone to see whether points are mixed."""

Numbers = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Case:
    """Inputs of one call: x (2, N), Sigma (2, 2), Mean (2,), all float32."""

    x: NDArray[np.float32]
    Sigma: NDArray[np.float32]
    Mean: NDArray[np.float32]

    @property
    def count(self) -> int:
        """N, the number of points."""
        return int(self.x.shape[1])

    @cached_property
    def truth(self) -> Numbers:
        """The right answer, (N,) float64."""
        return true_nll(self.x, self.Sigma, self.Mean)

    def points(self) -> list[Case]:
        """Each point as a case of its own."""
        return [Case(self.x[:, i : i + 1].copy(), self.Sigma, self.Mean) for i in range(self.count)]


def attempt(student: Student, case: Case, order: tuple[int, ...] = ASKED) -> Answer:
    """Call gaussian_nll with the arguments in this order; whatever comes of it."""
    arguments = (case.x, case.Sigma, case.Mean)
    return student.attempt(NAME, *(arguments[position] for position in order))


def numbers(student: Student, case: Case) -> Numbers:
    """What the answer says about each point, (N,) float64, finite.

    Raises StudentProblem when the call comes to nothing, CheckFailed when it says nothing about each point.
    """
    return numbers_in_order(student, case, working_order(student, case))


def numbers_in_order(student: Student, case: Case, order: tuple[int, ...]) -> Numbers:
    """As `numbers`, with the arguments in this order."""
    if is_read_singly(student, case, order):
        return numbers_of_single_points(student, case, order)
    return finite(read_each(settled(NAME, attempt(student, case, order)).value, case.count))


def numbers_of_single_points(student: Student, case: Case, order: tuple[int, ...]) -> Numbers:
    """What each point gets when it is asked for alone, (N,) float64, finite. Raises as `numbers` does."""
    parts = [settled(NAME, attempt(student, part, order)) for part in case.points()]
    return finite(np.concatenate([read_each(part.value, 1) for part in parts]))


def is_read_singly(student: Student, case: Case, order: tuple[int, ...] = ASKED) -> bool:
    """Whether an answer for several points says nothing about each of them, but one for a point alone does.

    A total is such an answer, another number of numbers, a total that is repeated for each point, and numbers in
    which points are mixed (by a `reshape` where a transpose was meant, by a mean over a broadcast matrix).
    """
    answer = settled(NAME, attempt(student, case, order))
    if answer.value is None or answer.value.array is None or not 1 < case.count <= SINGLY_UP_TO:
        return False
    if is_total(answer.value, case.count):
        return True
    if not _is_readable(answer.value, case.count):
        return _single(student, case.points()[0], order) is not None
    return student.once(("points are mixed", order), lambda: _are_mixed(student, case, order))


def _are_mixed(student: Student, case: Case, order: tuple[int, ...]) -> bool:
    """Whether points get other numbers alone than among others, and numbers that say something.

    Numbers that are all alike for points alone (as after the smallest was subtracted) say nothing, nor do those that
    jump when a point is moved by the smallest step that there is (random ones).
    """
    among = read_each(attempt(student, case, order).value, case.count)
    if (np.abs(among - case.truth) <= tolerance(case.truth)).all():
        return False
    parts = [case.points()[column] for column in PROBED if column < case.count]
    alone = [_single(student, part, order) for part in parts]
    if len(alone) < len(PROBED) or None in alone:
        return False
    first, second = (number for number in alone if number is not None)
    if not _apart(first, second) or not any(map(_apart, among[list(PROBED)], (first, second))):
        return False
    nudged = parts[-1].x
    for _ in range(NUDGES):
        nudged = np.nextafter(nudged, np.float32(np.inf))
        again = _single(student, Case(nudged, case.Sigma, case.Mean), order)
        if again is None or _apart(second, again):
            return False
    return True


def _apart(one: float, other: float) -> bool:
    return abs(one - other) > APART * max(abs(one), abs(other))


def _single(student: Student, case: Case, order: tuple[int, ...]) -> float | None:
    """The finite number that a point gets alone, if it gets one."""
    answer = attempt(student, case, order)
    if answer.outcome != "ok" or not _is_readable(answer.value, 1):
        return None
    (number,) = read_each(answer.value, 1)
    return float(number) if np.isfinite(number) else None


def strict_numbers(student: Student, case: Case) -> Numbers:
    """As `numbers`, but for the asked order only, and a total is no answer; (1, N) and (N, 1) still are."""
    answer = settled(NAME, attempt(student, case))
    return finite(read_each(answer.value, case.count))


def working_order(student: Student, case: Case) -> tuple[int, ...]:
    """The order of arguments that this answer understands: the asked one unless only another one works.

    "Works" means that a number a point, or one total, comes back. Others are tried only when the code raised
    for the asked one or gave a wrong number of numbers.
    """
    asked = attempt(student, case)
    if asked.outcome == "ok":
        if asked.value is None or asked.value.kind == "none" or _is_readable(asked.value, case.count):
            return ASKED
    elif asked.outcome != "raised" or is_not_implemented(asked):
        return ASKED
    for order in OTHER_ORDERS:
        answer = attempt(student, case, order)
        if answer.outcome == "ok" and _is_readable(answer.value, case.count):
            return order
        if answer.outcome in ("timeout", "died"):
            break
    return ASKED


def is_not_implemented(answer: Answer) -> bool:
    """Whether the call ended with NotImplementedError, as the untouched cell does."""
    return answer.error is not None and answer.error.type_name == "NotImplementedError"


def is_total(value: Value | None, count: int) -> bool:
    """Whether one number came back for several points."""
    return count > 1 and value is not None and value.array is not None and value.array.size == 1


def _is_readable(value: Value | None, count: int) -> bool:
    try:
        return is_total(value, count) or read_each(value, count).size == count
    except (CheckFailed, StudentProblem):
        return False


def read_each(value: Value | None, count: int) -> Numbers:
    """The numbers of `value`, one a point, whatever its shape; of an (N, N) matrix, the diagonal."""
    if value is None:
        raise StudentRaised(f"{NAME} returned nothing that could be read.", staff="no value in the answer")
    if value.kind == "none":
        raise CheckFailed(f"{NAME} returns None. Does it end with `return`?")
    if value.kind not in ("tensor", "array", "sequence", "scalar") or value.array is None:
        raise CheckFailed(
            f"{NAME} must return real numbers, as a 1-D tensor; it returns {_kind(value)}.",
            staff=value.type_name,
        )
    if value.array.size == count:
        return value.array.reshape(count)
    if value.array.shape == (count, count):
        return np.diagonal(value.array).copy()
    raise CheckFailed(
        f"{NAME} must return one number a point; it returns {_amount(value.array.size, count)}.",
        staff=f"{count} points, shape {value.array.shape}",
    )


def finite(each: Numbers) -> Numbers:
    """`each` if all are finite, else CheckFailed."""
    if not np.isfinite(each).all():
        raise CheckFailed(
            "Some of the numbers are infinite or nan, though every covariance here is a proper one. "
            "What do you take the logarithm of, and what do you divide by?"
        )
    return each


def _kind(value: Value) -> str:
    named = {"text": "text", "bool": "True or False", "complex": "complex numbers"}
    return named.get(value.kind, "something of another type")


def _amount(size: int, count: int) -> str:
    """In words that say nothing but more or less: how many is for the student's code to choose, who knows x by then."""
    return "a single number" if size == 1 else "fewer numbers" if size < count else "more numbers"
