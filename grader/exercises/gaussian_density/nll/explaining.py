"""What staff are told of a mark of `gaussian_nll`: what is right for each call, and how it is asked."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from grader.answers import Outcome
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
from grader.words import counted

Numbers = NDArray[np.float64]

MOST_POINTS = 13
"""Points of one call that are shown; of more, those that are farthest off."""
NO_VALUE: Mapping[Outcome, tuple[str, str]] = {
    "raised": ("There is no value to compare, as the call raised an error.", "raised an error"),
    "timeout": ("There is no value to compare, as the call was stopped at the time limit.", "stopped"),
    "died": ("There is no value to compare, as the process ended.", "ended the process"),
    "missing": ("There is no value to compare, as there is no such function.", "no such function"),
}
"""What there is to say of a call that came to no value, and the gist of it."""
NOT_ONE_A_POINT = "There is not one number a point to compare."


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
        why, short = NO_VALUE.get(call.answer.outcome, (NOT_ONE_A_POINT, problem.message))
        return Explained(_of_a_total(call, case) or (why,), _points(None, case), short=short)
    wrong = int((~(np.abs(each - case.truth) <= tolerance(case.truth))).sum())
    short = f"{case.count - wrong} of {counted(case.count, 'number')} right"
    told = f"Shown are the {MOST_POINTS} points that are farthest off." if case.count > MOST_POINTS else ""
    return Explained((told,) if told else (), _points(each, case), short=short)


def _of_a_total(call: Call, case: Case) -> tuple[str, ...]:
    if not is_total(call.answer.value, case.count):
        return ()
    return (f"The right numbers add up to {case.truth.sum():.6g}; their mean is {case.truth.mean():.6g}.",)


def _points(each: Numbers | None, case: Case) -> tuple[Compared, ...]:
    """The points in order, or of many the worst; the first where no numbers came back."""
    allowed = tolerance(case.truth)
    places = np.arange(case.count)
    if each is None:
        return tuple(
            Compared(_named(i, case), None, float(case.truth[i]), float(allowed[i]))
            for i in places[:MOST_POINTS].tolist()
        )
    if case.count > MOST_POINTS:
        excess = np.nan_to_num(np.abs(each - case.truth) / allowed, nan=np.inf)
        places = np.sort(np.argsort(-excess, kind="stable")[:MOST_POINTS])
    return tuple(row(_named(i, case), each[i], case.truth[i], allowed[i]) for i in places.tolist())


def _named(index: int, case: Case) -> str:
    return "{} at ({:.3f}, {:.3f})".format(point(index), *case.x[:, index].tolist())


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
