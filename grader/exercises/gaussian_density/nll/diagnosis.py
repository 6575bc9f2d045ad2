"""Which mistakes the returned numbers of `gaussian_nll` show. Reads no source text; gives and takes no marks."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from grader.answers import Answer
from grader.checking.errors import CheckFailed, StudentProblem
from grader.checking.student import Student
from grader.exercises.gaussian_density.messages import NLL_SLUGS, told
from grader.exercises.gaussian_density.nll.fit import explain, weigh
from grader.exercises.gaussian_density.nll.points import (
    ASKED,
    NAME,
    OTHER_ORDERS,
    SINGLY_UP_TO,
    Case,
    attempt,
    is_not_implemented,
    is_read_singly,
    is_total,
    numbers_in_order,
    numbers_of_single_points,
    working_order,
)
from grader.exercises.gaussian_density.nll.slips import Slip
from grader.exercises.gaussian_density.nll.underflow import broken_off, near
from grader.exercises.gaussian_density.task import task_of
from grader.exercises.gaussian_density.truth import RELATIVE
from grader.explained import Candidate
from grader.results import Diagnosis

Array = NDArray[np.float64]

FEWEST = 3
"""With one or two points, x may look like Mean or Sigma; such calls are no evidence for a formula."""

OWN_POINTS = 15
"""Points asked for to see which arguments count: enough to tell a quadratic (6 coefficients) from anything else."""


def diagnose_nll(student: Student) -> tuple[Diagnosis, ...]:
    """The mistakes that the calls of the checks (and a few more) show, the most specific first."""
    asked = list(_asked(student))
    cases = [case for case in asked if FEWEST <= case.count <= SINGLY_UP_TO]
    if not cases:
        return ()
    first = attempt(student, cases[0])
    if first.outcome in ("timeout", "died"):
        return ()
    unfinished = _unfinished(student, first)
    if unfinished:
        return (told(NAME, unfinished, task_of(student)),)
    found = _found(student, cases, [case for case in asked if case.count == 1])
    if any(call.answer.changed for call in student.calls):
        found["modifies-input"] = ""
    if not found and first.outcome == "raised":
        found["runtime-error"] = ""
    return tuple(told(NAME, slug, task_of(student), found[slug]) for slug in NLL_SLUGS if slug in found)


def weigh_nll(student: Student) -> tuple[Candidate, ...]:
    """How much of what came back each slip explains, the best first."""
    cases = [case for case in _asked(student) if FEWEST <= case.count <= SINGLY_UP_TO]
    return weigh(_evidence(student, cases, working_order(student, cases[0]))) if cases else ()


def _asked(student: Student) -> Iterator[Case]:
    """The inputs of the recorded calls with arguments in the asked order."""
    for call in student.calls:
        if call.name == NAME and [argument.shape for argument in call.arguments[1:]] == [(2, 2), (2,)]:
            yield Case(*call.arguments)


def _unfinished(student: Student, first: Answer) -> str:
    """The slug of an answer that is not there."""
    if first.outcome == "missing":
        error = student.cell_error(NAME)
        broken = error is not None and error.type_name != "NotImplementedError"
        return "runtime-error" if broken else "not-implemented"
    returns_none = first.value is not None and first.value.kind == "none"
    return "not-implemented" if is_not_implemented(first) or returns_none else ""


def _found(student: Student, cases: list[Case], single: list[Case]) -> dict[str, str]:
    """Slug: variant of the message, for all that the numbers show."""
    order = working_order(student, cases[0])
    if order == ASKED and _is_hard_coded(student):
        return {"hard-coded": ""}
    # The checks' cases hold Mean itself as a point; this one does not, and so shows what is relative to it.
    cases = [*cases, _own_case(4)]
    explanation = explain(_evidence(student, cases, order))
    near_mean = _before_underflow(student, cases) if order == ASKED else None
    explanation = explanation if near_mean is None else near_mean
    if explanation is None and order == ASKED:
        explanation, order = _in_another_order(student, cases)
    if explanation is None and order != ASKED:
        return {}
    found = {} if order == ASKED else {"wrong-argument-order": ""}
    for slip in explanation or ():
        found.update(dict.fromkeys(slip.slugs, slip.variant))
    if near_mean is not None:
        found["density-underflow"] = "besides" if near_mean else ""
    shape = _shape(student, cases, order) or _shape(student, single[:1], order)
    return {**found, **({shape: ""} if shape else {})}


def _evidence(student: Student, cases: list[Case], order: tuple[int, ...]) -> list[tuple[Case, Array]]:
    """The cases for which there is one finite number a point."""
    evidence = []
    for case in cases:
        try:
            evidence.append((case, numbers_in_order(student, case, order)))
        except (CheckFailed, StudentProblem):
            continue
    return evidence


def _before_underflow(student: Student, cases: list[Case]) -> tuple[Slip, ...] | None:
    """The slips near Mean of an answer that breaks off far from it; None where it does not, or makes no sense near.

    What one formula explains near and far does not break off: a density is 0 far away, and Sigma may be small.
    """
    broken = broken_off(student, cases)
    evidence = _evidence(student, near(cases), ASKED)
    explanation = explain(evidence) if broken else None
    beyond = _evidence(student, broken, ASKED)
    if explanation is not None and len(beyond) == len(broken) and explain([*evidence, *beyond]) is not None:
        return None
    return explanation


def _in_another_order(student: Student, cases: list[Case]) -> tuple[tuple[Slip, ...] | None, tuple[int, ...]]:
    """Whether the answer is right, or has named slips, once its arguments come in another order."""
    for order in OTHER_ORDERS:
        evidence = _evidence(student, cases[:3], order)
        explanation = explain(evidence) if len(evidence) == len(cases[:3]) else None
        if explanation is not None:
            return explanation, order
    return None, ASKED


def _shape(student: Student, cases: list[Case], order: tuple[int, ...]) -> str:
    """The slug of a total, of mixed points, or of another shape than (N,); empty when the shape is right."""
    for case in cases:
        value = attempt(student, case, order).value
        if value is None or value.array is None:
            continue
        if is_total(value, case.count):
            return _total(student, case, order, value.array)
        if value.array.size % case.count or (case.count == 1 and value.array.size > 1):
            # a number for each coordinate is a sum over the wrong axis; else it is something else than a shape
            return "wrong-shape" if value.array.shape == (len(case.x),) else ""
        if is_read_singly(student, case, order) and value.array.size == case.count:
            return _total(student, case, order, value.array) or "points-mixed"
        if value.array.shape != (case.count,):
            return "wrong-shape"
    return ""


def _total(student: Student, case: Case, order: tuple[int, ...], total: Array) -> str:
    """What one number for several points (or that one repeated) is to the numbers of the points alone."""
    missed = "wrong-shape" if total.size == 1 else ""
    try:
        each = numbers_of_single_points(student, case, order)
    except (CheckFailed, StudentProblem):
        return missed
    for slug, expected in (("summed", each.sum()), ("averaged", each.mean())):
        if np.abs(total - expected).max() <= RELATIVE * np.abs(each).sum():
            return slug
    return missed


def _is_hard_coded(student: Student) -> bool:
    """Whether the result is fixed, is that of fixed points, or that of a fixed Gaussian, whatever is given."""
    own, few = _own_case(OWN_POINTS), _own_case(4)
    x, Sigma, Mean = few.x + 1, 2 * few.Sigma, -few.Mean
    if _remembers_data(student, few, Case(task_of(student).x.astype(np.float32), Sigma, Mean)):
        return True
    result = _returned(student, few)
    if result is None:
        return False
    if _same(result, _returned(student, Case(x, Sigma, Mean))):
        return True
    if result.size > 1 and _same(result, _returned(student, Case(x, few.Sigma, few.Mean))):
        return _same(result, _returned(student, own))
    result = _returned(student, own)
    if result is None or result.size != OWN_POINTS:
        return False
    return _same(result, _returned(student, Case(own.x, Sigma, Mean))) and _is_mound(own.x, result.ravel())


def _remembers_data(student: Student, few: Case, data: Case) -> bool:
    """Whether as many points as the notebook's get remembered numbers: any, or its own where no others get any."""
    remembered = _returned(student, data)
    if remembered is None:
        return False
    if _same(remembered, _returned(student, Case(_own_case(data.count).x, few.Sigma, few.Mean))):
        return True
    other = _returned(student, few)
    readable = other is not None and other.size == few.count
    return not readable and _same(remembered, _returned(student, Case(data.x, few.Sigma, few.Mean)))


def _returned(student: Student, case: Case) -> Array | None:
    value = attempt(student, case).value
    return None if value is None else value.array


def _same(first: Array, second: Array | None) -> bool:
    return second is not None and np.array_equal(first, second)


def _is_mound(x: NDArray[np.float32], each: Array) -> bool:
    """Whether the numbers rise in all directions as a quadratic of x, as those of one fixed Gaussian do."""
    u, v = x.astype(np.float64)
    terms = np.stack([u * u, u * v, v * v, u, v, np.ones_like(u)], axis=1)
    coefficients = np.linalg.lstsq(terms, each, rcond=None)[0]
    a, b, c = coefficients[:3]
    return bool(
        np.abs(terms @ coefficients - each).max() <= 1e-3 * np.ptp(each) and a > 0 and 4 * a * c > b * b
    )


def _own_case(count: int) -> Case:
    """Inputs that are no secret, for questions that the checks did not ask."""
    angles = np.linspace(0.3, 12.0, max(count, OWN_POINTS))[:count]
    x = np.stack([angles / 4 * np.cos(angles), angles / 5 * np.sin(angles)])
    Sigma, Mean = np.array([[1.7, 0.6], [0.6, 0.9]]), np.array([0.75, -1.25])
    return Case(*(array.astype(np.float32) for array in (x, Sigma, Mean)))
