"""Whose points the numbers of a class fit, where each student has points of their own: facts, not accusations."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from grader.exercise import Facts, Finding
from grader.exercises.gaussian_density.parameters.numbers import NAMES
from grader.exercises.gaussian_density.task import CARRIED, Five, Task
from grader.exercises.gaussian_density.variants import as_marked

QUESTION = "parameters"
CLOSE = 0.05
"""Nats from the best: so near to somebody else's points numbers come by chance once in thousands of pairs."""
MOST_TOLD = 200


@dataclass(frozen=True)
class _One:
    """A submission with points of its own."""

    name: str
    task: Task
    carried: str | None
    numbers: Five | None

    def total_on(self, task: Task) -> float:
        """The total of these numbers on somebody's points."""
        total = None if self.numbers is None else task.total_nll(*self.numbers)
        return math.inf if total is None else total

    def told_on(self, task: Task) -> str:
        """The same in words."""
        total = self.total_on(task)
        return f"{math.ceil(total * 1000) / 1000:.3f}" if total < 1e6 else "no total"


def pairs(findings: Sequence[Finding]) -> tuple[str, ...]:
    """A sentence for each submission whose notebook carries another id than its own, whose numbers another one has
    as well, whom they fit, or whose numbers fit another's points and not its own."""
    ones = [
        _one(each.name, each.task, each.facts.get(QUESTION, {}))
        for each in findings
        if isinstance(each.task, Task) and each.task.course
    ]
    by_id = {id: each for each in ones for id in (*each.task.also, each.task.student)}
    sources = _sources(ones)
    points = np.array([each.task.x for each in ones])
    told = []
    for each in ones:
        facts = [*_of_id(each, by_id), *_of_copy(each, sources)] or [*_of_fit(each, ones, points)]
        if facts:
            own = f"on the student's own points they come to {each.told_on(each.task)}"
            told.append(f"{each.name}: {'; '.join([*facts, *([own] if each.numbers else [])])}.")
    left = [f"So it is with {len(told) - MOST_TOLD} more."] if len(told) > MOST_TOLD else []
    return (*told[:MOST_TOLD], *left)


def _one(name: str, task: Task, facts: Facts) -> _One:
    found = [facts.get(each) for each in NAMES]
    A, B, C, X, Y = (float(each) if isinstance(each, int | float) else math.nan for each in found)
    carried = facts.get(CARRIED)
    numbers = None if math.isnan(A + B + C + X + Y) else (A, B, C, X, Y)
    return _One(name, as_marked(task, facts), carried if isinstance(carried, str) else None, numbers)


def _of_id(each: _One, by_id: Mapping[str, _One]) -> Iterator[str]:
    """What there is to tell of the id in the notebook."""
    if each.carried is None or each.task.carries_own:
        return
    other = by_id.get(each.carried)
    whose = f"the id of {other.name}" if other else "an id that nobody here has" if each.carried else "no id"
    yield f"the notebook carries {whose}"
    if each.numbers:
        carried = each.task.of_student(each.carried)
        where = "that go with it" if each.carried else "that it then shows"
        yield f"on the points {where} the numbers come to {each.told_on(carried)}"


def _sources(ones: Sequence[_One]) -> Mapping[Five, _One]:
    """By numbers that several have: the one whom they fit best, if they fit anyone."""
    found: dict[Five, list[_One]] = {}
    for each in ones:
        if each.numbers:
            found.setdefault(each.numbers, []).append(each)
    best = {
        numbers: min(those, key=lambda one: one.total_on(one.task))
        for numbers, those in found.items()
        if len(those) > 1
    }
    return {numbers: one for numbers, one in best.items() if one.total_on(one.task) < one.task.pass_mark}


def _of_copy(each: _One, sources: Mapping[Five, _One]) -> Iterator[str]:
    source = sources.get(each.numbers) if each.numbers else None
    if source is None or source is each:
        return
    same = f"{source.name} has the same five numbers"
    carried = each.task if each.carried is None else each.task.of_student(each.carried)
    if not each.task.carries_own and carried.data == source.task.data:
        yield same  # how they do on those points is told already
    else:
        yield f"{same}, which come to {source.told_on(source.task)} on the points of {source.name}"


def _of_fit(each: _One, ones: Sequence[_One], points: NDArray[np.float64]) -> Iterator[str]:
    """Whose points the numbers fit very well, where they don't fit the student's own."""
    if each.numbers is None or each.total_on(each.task) < each.task.pass_mark:
        return
    with np.errstate(all="ignore"):
        nearest = ones[int(np.argmin(_totals(each.numbers, points)))]
    if each.total_on(nearest.task) < nearest.task.best_nll + CLOSE:
        yield f"on the points of {nearest.name} the numbers come to {each.told_on(nearest.task)}"


def _totals(numbers: Five, points: NDArray[np.float64]) -> NDArray[np.float64]:
    """The quadratic forms of the numbers over each student's points, which tell the totals apart."""
    A, B, C, X, Y = numbers
    x, y = points[:, 0] - X, points[:, 1] - Y
    squares = (C * x**2 - 2 * B * x * y + A * y**2).sum(axis=1) / (A * C - B * B)
    found: NDArray[np.float64] = np.nan_to_num(squares, nan=np.inf)
    return found
