"""The five submitted numbers, and what is known of them."""

from __future__ import annotations

import math

from grader.checking.student import Student
from grader.exercise import Facts, Json
from grader.exercises.gaussian_density.parameters.numbers import NAMES, defect
from grader.exercises.gaussian_density.task import CARRIED, FACT, SHIPPED, START, Five, task_of


def parameter_facts(student: Student) -> Facts:
    """The numbers, once all five are ones, and their total, once they are a Gaussian's; with what it is compared to."""
    task = task_of(student)
    facts: dict[str, Json] = {} if task.entered is None else {CARRIED: task.entered}
    if any(defect(student.kept(name)) for name in NAMES):
        return facts
    found = numbers(student)
    if found == START:
        return facts
    facts.update(zip(NAMES, found, strict=True))
    if task.data != SHIPPED.data:
        facts[FACT] = task.data
    total = task.total_nll(*found)
    if total is None:
        return facts
    compared = {"pass_mark": task.pass_mark, "best_nll": task.best_nll, "start_nll": task.start_nll}
    return {**facts, "nll": total, **compared}


def numbers(student: Student) -> Five:
    """The five numbers; nan for what is none."""
    A, B, C, X, Y = (number(student, name) for name in NAMES)
    return A, B, C, X, Y


def number(student: Student, name: str) -> float:
    """The number that a name was given; nan for what is no number."""
    value = student.kept(name)
    if value is None or value.array is None or value.array.size != 1:
        return math.nan
    return float(value.array.item())
