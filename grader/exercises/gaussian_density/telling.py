"""What the checks of both functions tell staff alike: what rounding is, what was changed, where nothing came back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from grader.checking import Call, CheckFailed, StudentProblem
from grader.explained import Explained
from grader.words import numbered

ROUNDING = 4 * float(np.finfo(np.float32).eps)
"""Share of what is measured that tells nothing: what the functions are given is rounded to float32."""


def nothing(problem: CheckFailed | StudentProblem) -> Explained:
    """Why there is nothing to compare; the student's own sentence stands above it."""
    noted = f" The check noted: {problem.staff}" if problem.staff else ""
    return Explained((f"There is nothing to compare.{noted}",))


def changed_in(calls: Mapping[int, Call], names: Sequence[str]) -> Explained:
    """What was changed, and by which of the calls that a check looked at, by their numbers."""
    found: dict[tuple[int, ...], list[int]] = {}
    for number, call in calls.items():
        if call.answer.changed:
            found.setdefault(tuple(sorted(call.answer.changed)), []).append(number)
    told = (
        f"It changed {' and '.join(names[position] for position in changed)} in {numbered('call', numbers)}."
        for changed, numbers in found.items()
    )
    return Explained(tuple(told) or ("No call changed any of its arguments.",))
