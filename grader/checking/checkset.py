"""The whole set of hidden checks, validated before any submission runs."""

from __future__ import annotations

import graphlib
import math
from collections.abc import Iterable
from dataclasses import dataclass

from grader.checking.declaring import Declaration
from grader.checking.errors import CheckSetError

MAX_POINTS = 10.0
"""What the checks of each question add up to."""

QUESTION_ORDER = ("gaussian_nll", "draw_density", "parameters")
"""The order in which questions are reported; any other question follows in alphabetical order."""


@dataclass(frozen=True)
class Check:
    """A declared check, with the question that its file is about."""

    id: str
    question: str
    declaration: Declaration


def ordered(checks: Iterable[Check]) -> tuple[Check, ...]:
    """The checks in the order in which they run: by question, as written, but never before what they need.

    Raises:
        CheckSetError: no check at all, a duplicate id, a title or points that say nothing, an unknown or
            circular need, or the points of a question don't add up.
    """
    checks = tuple(checks)
    if not checks:
        raise CheckSetError("There must be at least one check; none was found in check_*.py.")
    _refuse_duplicates(checks)
    by_question: dict[str, list[Check]] = {}
    for check in checks:
        by_question.setdefault(check.question, []).append(check)
    known = [question for question in QUESTION_ORDER if question in by_question]
    others = sorted(by_question.keys() - set(known))
    return tuple(check for question in known + others for check in _question_in_order(by_question[question]))


def _refuse_duplicates(checks: tuple[Check, ...]) -> None:
    seen: dict[str, str] = {}
    for check in checks:
        if check.id in seen:
            raise CheckSetError(
                f"Check names must differ; {check.id} is in the questions {seen[check.id]} and {check.question}."
            )
        seen[check.id] = check.question


def _question_in_order(checks: list[Check]) -> list[Check]:
    for check in checks:
        _refuse_bad_declaration(check)
    total = math.fsum(check.declaration.points for check in checks)
    if abs(total - MAX_POINTS) > 1e-9:
        raise CheckSetError(
            f"The points of {checks[0].question} must add up to {MAX_POINTS:g}; they add up to {total:g}."
        )
    by_id = {check.id: check for check in checks}
    for check in checks:
        for need in check.declaration.needs:
            if need not in by_id:
                raise CheckSetError(
                    f"A check needs checks of its own question; {check.id} needs {need}, "
                    f"which {check.question} does not have."
                )
    sorter = graphlib.TopologicalSorter({check.id: check.declaration.needs for check in checks})
    try:
        sorter.prepare()
    except graphlib.CycleError as error:
        raise CheckSetError(
            f"Checks must not need each other in a circle; these do: {' -> '.join(error.args[1])}."
        ) from error
    return _as_written(checks)


def _refuse_bad_declaration(check: Check) -> None:
    title, points = check.declaration.title, check.declaration.points
    if not title.strip():
        raise CheckSetError(f"A check needs a title; that of {check.id} is empty.")
    if not (math.isfinite(points) and points > 0):
        raise CheckSetError(f"A check must be worth more than 0 points; {check.id} is worth {points}.")


def _as_written(checks: list[Check]) -> list[Check]:
    """Topological order that keeps the file's order where it can. The needs are known to have no circle."""
    waiting, done, result = list(checks), set[str](), list[Check]()
    while waiting:
        check = next(check for check in waiting if done.issuperset(check.declaration.needs))
        waiting.remove(check)
        done.add(check.id)
        result.append(check)
    return result
