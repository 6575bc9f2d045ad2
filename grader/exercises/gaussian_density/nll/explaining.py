"""What staff are told of a mark of `gaussian_nll`: what is right for each call, and how it is asked."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from grader.checking import Call, CheckFailed, Student, StudentProblem
from grader.checking.student import settled
from grader.exercises.gaussian_density.nll.compared import ARGUMENTS, explain_check, point, row
from grader.exercises.gaussian_density.nll.diagnosis import weigh_nll
from grader.exercises.gaussian_density.nll.points import (
    NAME,
    Case,
    is_total,
    read_each,
)
from grader.exercises.gaussian_density.task import task_of
from grader.exercises.gaussian_density.truth import tolerance
from grader.explained import Compared, Explained, Explaining

Numbers = NDArray[np.float64]

MOST_POINTS = 13
"""Points of one call that are shown; of more, those that are farthest off."""


def explain_call(call: Call) -> Explained:
    """The number that each point should have got, beside the one that it got."""
    if [argument.shape for argument in call.arguments[1:]] != [(2, 2), (2,)]:
        return Explained(
            ("Asked with the arguments in another order, to see whether that one is understood.",),
            short="arguments in another order",
        )
    case = Case(*call.arguments)
    try:
        each = read_each(settled(NAME, call.answer).value, case.count)
    except (CheckFailed, StudentProblem) as problem:
        rows = _points(np.full(case.count, np.nan), case)
        return Explained(
            _of_a_total(call, case), rows, short=problem.message if call.answer.outcome == "ok" else ""
        )
    wrong = int((~(np.abs(each - case.truth) <= tolerance(case.truth))).sum())
    short = f"{case.count - wrong} of {case.count} numbers right"
    told = f"Shown are the {MOST_POINTS} points that are farthest off." if case.count > MOST_POINTS else ""
    return Explained((told,) if told else (), _points(each, case), short=short)


def _of_a_total(call: Call, case: Case) -> tuple[str, ...]:
    if not is_total(call.answer.value, case.count):
        return ()
    return (f"The right numbers add up to {case.truth.sum():.6g}; their mean is {case.truth.mean():.6g}.",)


def _points(each: Numbers, case: Case) -> tuple[Compared, ...]:
    """The points in order, or of many the worst."""
    allowed = tolerance(case.truth)
    places = np.arange(case.count)
    if case.count > MOST_POINTS:
        excess = np.nan_to_num(np.abs(each - case.truth) / allowed, nan=np.inf)
        places = np.sort(np.argsort(-excess, kind="stable")[:MOST_POINTS])
    return tuple(
        row(f"{point(i)} at {_at(case, i)}", each[i], case.truth[i], allowed[i]) for i in places.tolist()
    )


def _at(case: Case, index: int) -> str:
    return "({:.3f}, {:.3f})".format(*case.x[:, index].tolist())


def _data(student: Student) -> str:
    """What the notebook calls `data`."""
    return f"data = torch.tensor({[list(row) for row in zip(*task_of(student).data, strict=True)]})"


EXPLAINING = Explaining(
    arguments={NAME: ARGUMENTS},
    before=_data,
    call=explain_call,
    check=explain_check,
    candidates=weigh_nll,
)
