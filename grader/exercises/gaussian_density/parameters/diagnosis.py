"""Which mistakes the five numbers show. Gives and takes no marks."""

from __future__ import annotations

from grader.checking.student import Student
from grader.exercises.gaussian_density.messages import PARAMETERS_SLUGS, told
from grader.exercises.gaussian_density.parameters.fit import numbers
from grader.exercises.gaussian_density.parameters.numbers import NAMES, NOT_FINITE, defect, is_unset
from grader.exercises.gaussian_density.task import SHIPPED, START, Task, task_of
from grader.explained import Candidate
from grader.results import Diagnosis

QUESTION = "parameters"
CLEARLY = 0.5
"""Nats by which a flipped sign or an exchanged mean must do better before it is named: less could be chance."""


def diagnose_parameters(student: Student) -> tuple[Diagnosis, ...]:
    """The mistakes that the five bound values show, the most specific first."""
    slugs, task = _slugs(student), task_of(student)
    return tuple(
        told(QUESTION, slug, task, _variant(slug, task)) for slug in PARAMETERS_SLUGS if slug in slugs
    )


def _variant(slug: str, task: Task) -> str:
    """What is said of the lesson's own points need not be so of others."""
    return "other" if slug == "sigma-at-identity" and task.data != SHIPPED.data else ""


def _slugs(student: Student) -> set[str]:
    values = {name: student.kept(name) for name in NAMES}
    if all(is_unset(value) for value in values.values()):
        if _cell_raised(student):
            return {"runtime-error"}
        return {"missing-variable" if _ran_without_binding(student) else "not-implemented"}
    if any(value is None for value in values.values()):
        return {"runtime-error"} if _cell_raised(student) else {"missing-variable"}
    defects = {defect(value) for value in values.values()} - {""}
    if defects:
        not_finite = {"not-finite"} if NOT_FINITE in defects else set()
        return not_finite | ({"wrong-type"} if defects - {NOT_FINITE} else set())
    A, B, C, X, Y = (
        value.array.item() for value in values.values() if value is not None and value.array is not None
    )
    return _slugs_of_numbers(task_of(student), A, B, C, X, Y)


def _cell_raised(student: Student) -> bool:
    """Whether an error, other than that of the untouched cell, is why names are missing."""
    errors = [error for error in map(student.cell_error, NAMES) if error is not None]
    return any(error.type_name != "NotImplementedError" for error in errors)


def _ran_without_binding(student: Student) -> bool:
    """Whether the cell ran to its end and bound none of the names: `a` for `A`, say. The untouched one does not."""
    return all(student.kept(name) is None and student.cell_error(name) is None for name in NAMES)


def _slugs_of_numbers(task: Task, A: float, B: float, C: float, X: float, Y: float) -> set[str]:
    total = task.total_nll(A, B, C, X, Y)
    if total is None:
        return {"not-positive-definite"}
    if total < task.pass_mark:
        return set()
    if START[:3] == (A, B, C):
        return {"nll-too-high", "sigma-at-identity"}
    changed = mended(task, A, B, C, X, Y)
    for slips, other in sorted(changed.items(), key=lambda item: (len(item[0]), item[1] or total)):
        if _explains(task, total, other):
            return {"nll-too-high", *slips}
    return {"nll-too-high"}


def mended(
    task: Task, A: float, B: float, C: float, X: float, Y: float
) -> dict[tuple[str, ...], float | None]:
    """The total without each of these slips; None where that is no Gaussian.

    Left out is what changes nothing: the sign of a B that is 0, and an X and a Y that are equal.
    """
    flipped, swapped = ("b-sign-flipped",) if B else (), ("swapped-mean",) if X != Y else ()
    settings = {flipped: (A, -B, C, X, Y), swapped: (A, B, C, Y, X), flipped + swapped: (A, -B, C, Y, X)}
    return {slips: task.total_nll(*setting) for slips, setting in settings.items() if slips}


def _explains(task: Task, total: float, other: float | None) -> bool:
    """Whether a setting would pass without a slip, and clearly so."""
    return other is not None and other < task.pass_mark and total - other > CLEARLY


def weigh_parameters(student: Student) -> tuple[Candidate, ...]:
    """What the total would be without each slip: those that would pass first, then the lower the better."""
    A, B, C, X, Y = numbers(student)
    task = task_of(student)
    total = task.total_nll(A, B, C, X, Y)
    if any(defect(student.kept(name)) for name in NAMES) or total is None or total < task.pass_mark:
        return ()
    found = [
        Candidate(
            " and ".join(slips),
            _explains(task, total, other),
            f"with that undone the total would be {other:.3f}",
        )
        for slips, other in mended(task, A, B, C, X, Y).items()
        if other is not None and other < total
    ]
    return tuple(sorted(found, key=lambda each: not each.fits))
