"""The whole set of hidden checks, validated before any submission runs."""

from __future__ import annotations

import graphlib
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from grader.checking.declaring import Declaration
from grader.checking.errors import CheckSetError


@dataclass(frozen=True)
class Check:
    """A declared check, with the question that its file is about."""

    id: str
    question: str
    declaration: Declaration


def ordered(checks: Iterable[Check], points: Mapping[str, float]) -> tuple[Check, ...]:
    """The checks in the order in which they run: by question, as written, but never before what they need.

    `points` says what the checks of each question add up to, in the order of the questions.

    Raises:
        CheckSetError: a question without a check, a duplicate id, a title or points that say nothing, an unknown or
            circular need, or the points of a question don't add up.
    """
    checks = tuple(checks)
    _refuse_duplicates(checks)
    by_question: dict[str, list[Check]] = {question: [] for question in points}
    for check in checks:
        by_question[check.question].append(check)
    return tuple(
        check
        for question, members in by_question.items()
        for check in _question_in_order(question, members, points[question])
    )


def _refuse_duplicates(checks: tuple[Check, ...]) -> None:
    seen: dict[str, str] = {}
    for check in checks:
        if check.id in seen:
            raise CheckSetError(
                f"Check names must differ; {check.id} is in the questions {seen[check.id]} and {check.question}."
            )
        seen[check.id] = check.question


def _question_in_order(question: str, checks: list[Check], points: float) -> list[Check]:
    if not checks:
        raise CheckSetError(f"The question {question} must have at least one check; its file has none.")
    for check in checks:
        _refuse_bad_declaration(check)
    total = math.fsum(check.declaration.points for check in checks)
    if abs(total - points) > 1e-9:
        raise CheckSetError(f"The points of {question} must add up to {points:g}; they add up to {total:g}.")
    by_id = {check.id: check for check in checks}
    for check in checks:
        for need in check.declaration.needs:
            if need not in by_id:
                raise CheckSetError(
                    f"A check needs checks of its own question; {check.id} needs {need}, "
                    f"which {question} does not have."
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
