"""What staff are told of a mark of `parameters`: the totals that each check went by."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace

from grader.checking import Hidden, Student
from grader.exercises.gaussian_density.parameters.diagnosis import weigh_parameters
from grader.exercises.gaussian_density.parameters.fit import numbers
from grader.exercises.gaussian_density.parameters.numbers import NAMES, defect
from grader.exercises.gaussian_density.task import Task, task_of
from grader.exercises.gaussian_density.variants import carried_id
from grader.explained import Explained, Explaining

ROUNDING = 4 * sys.float_info.epsilon
"""Share of A·C and B² by which they differ when they are the same but for rounding."""
ZERO = "0, but for rounding"


def explain_check(check: str, student: Student, _: Hidden) -> Explained:
    """What a check looked at, with all digits that matter."""
    if any(defect(student.kept(name)) for name in NAMES):
        return _values(student)
    found = _CHECKS[check](student)
    return replace(found, sentences=(*found.sentences, *_on_other_points(task_of(student), student)))


def _values(student: Student) -> Explained:
    """What each name holds."""
    told = [f"{name}: {defect(student.kept(name)) or 'a finite real number'}" for name in NAMES]
    return Explained((f"{'; '.join(told)}.",))


def _positive_definite(student: Student) -> Explained:
    A, B, C = numbers(student)[:3]
    size = ZERO if _is_singular(student) else f"{A * C - B * B:.9g}"
    return Explained((f"A = {A:.9g}, and A·C − B² = {size}; both must be above 0.",))


def _is_singular(student: Student) -> bool:
    """Whether Sigma is no covariance, and A·C − B² is 0 but for rounding."""
    A, B, C, X, Y = numbers(student)
    rounding = ROUNDING * max(abs(A * C), B * B)
    return task_of(student).total_nll(A, B, C, X, Y) is None and abs(A * C - B * B) <= rounding


def _better_than_start(student: Student) -> Explained:
    task = task_of(student)
    return _below("The total", task.total_nll(*numbers(student)), task.below_start, "that at the start, ")


def _mean(student: Student) -> Explained:
    X, Y = numbers(student)[3:]
    task = task_of(student)
    total = task.best_nll_for_mean(X, Y)
    return _below("With this mean and the covariance that suits it best, the total", total, task.pass_mark)


def _covariance(student: Student) -> Explained:
    A, B, C = numbers(student)[:3]
    task = task_of(student)
    total = task.total_nll(A, B, C, *task.best_mean)
    return _below("With this Sigma and the best mean, the total", total, task.pass_mark)


def _total(student: Student) -> Explained:
    task = task_of(student)
    found = _below("The total", task.total_nll(*numbers(student)), task.pass_mark)
    best = f"The best that any Gaussian reaches is {task.best_nll:.9g}."
    return Explained((*found.sentences, best))


def _on_other_points(task: Task, student: Student) -> tuple[str, ...]:
    """Where the notebook carries another id: how the numbers do on the points that it showed."""
    if task.entered is None or task.carries_own:
        return ()
    total = task.of_student(task.entered, task.entered).total_nll(*numbers(student))
    fits = "are no Gaussian" if total is None else f"come to {total:.9g}"
    return (
        f"The notebook carries {carried_id(task)}, not {task.student!r}; on the points that go with that the "
        f"numbers {fits}.",
    )


def _below(what: str, total: float | None, mark: float, name: str = "") -> Explained:
    """A total beside what it must be below."""
    total = math.inf if total is None else total
    far = f"{abs(total - mark):.4g} {'below' if total < mark else 'too high'}"
    return Explained((f"{what} is {total:.9g}. It must be below {name}{mark:.9g}: it is {far}.",))


def snippet(student: Student) -> str:
    """The total of these five numbers, by scipy; where Sigma is no covariance, what its check went by."""
    if any(defect(student.kept(name)) for name in NAMES):
        return ""
    A, B, C, X, Y = numbers(student)
    task = task_of(student)
    if task.total_nll(A, B, C, X, Y) is None:  # scipy raises, or goes on without a direction
        size = ZERO if _is_singular(student) else "{A * C - B * B:.9g}"
        return "\n".join(
            (
                f"A, B, C = {A!r}, {B!r}, {C!r}",
                f'print(f"A = {{A:.9g}}, and A·C − B² = {size}")',
                "# [[A, B], [B, C]] is no covariance matrix, so there is no total: both must be above 0.",
            )
        )
    return "\n".join(
        (
            "import numpy as np",
            "from scipy.stats import multivariate_normal",
            "",
            f"# The {task.word} points, in the precision that the notebook has them in.",
            f"data = np.array({[list(row) for row in zip(*task.data, strict=True)]}, dtype=np.float32).astype(float)",
            f"A, B, C, X, Y = {A!r}, {B!r}, {C!r}, {X!r}, {Y!r}",
            "print(-multivariate_normal([X, Y], [[A, B], [B, C]]).logpdf(data.T).sum())",
            f"# The total; it must be below {task.pass_mark:g}.",
        )
    )


_CHECKS: Mapping[str, Callable[[Student], Explained]] = {
    "test_all_are_finite_real_numbers": _values,
    "test_Sigma_is_positive_definite": _positive_definite,
    "test_better_than_the_start": _better_than_start,
    "test_Mean_is_among_the_points": _mean,
    "test_Sigma_fits_the_points": _covariance,
    "test_total_is_below_the_pass_mark": _total,
}

EXPLAINING = Explaining(check=explain_check, snippet=snippet, candidates=weigh_parameters)
