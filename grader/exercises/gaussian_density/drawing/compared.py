"""What each check of `draw_density` compared, for staff: the ellipses of each picture beside the right ones."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from grader.checking import CheckFailed, Hidden, Student, StudentProblem
from grader.checking.student import call_key
from grader.exercises.gaussian_density.drawing.contours import RADII
from grader.exercises.gaussian_density.drawing.counted import mass
from grader.exercises.gaussian_density.drawing.inputs import gaussians
from grader.exercises.gaussian_density.drawing.judged import judged
from grader.exercises.gaussian_density.drawing.judging import Judgement
from grader.exercises.gaussian_density.drawing.measures import (
    PLACE,
    SPACING,
    STRETCH,
    TURN,
    axis_angle,
    axis_ratio,
)
from grader.exercises.gaussian_density.drawing.rings import ALLOWED_GAP, Ring
from grader.exercises.gaussian_density.telling import ROUNDING, changed_in, nothing
from grader.explained import Compared, Explained

NAME = "draw_density"
ARGUMENTS = ("Sigma", "Mean")
MOST_ELLIPSES = 12
"""Ellipses of one picture that are measured for staff, the smallest."""
PICTURES = ("first picture", "second picture")


class Measured(NamedTuple):
    """What an ellipse is measured to be, and should be; `scale` is the size of what is measured, in its unit."""

    found: float
    right: float
    allowed: float
    scale: float


def explain_check(check: str, student: Student, hidden: Hidden) -> Explained:
    """What a check compared; what kept it from comparing, where there was no picture."""
    try:
        return _CHECKS[check](student, hidden)
    except (CheckFailed, StudentProblem) as problem:
        return nothing(problem)


def _pictures(student: Student, hidden: Hidden) -> list[Judgement]:
    return [judged(student, case.Sigma, case.Mean) for case in gaussians(hidden)[:2]]


def _by_ring(
    measure: Callable[[Ring, Judgement], Measured], what: str
) -> Callable[[Student, Hidden], Explained]:
    """An explanation that measures each ellipse of a picture in which they tell something."""

    def explain(student: Student, hidden: Hidden) -> Explained:
        sentences, compared = [], []
        for name, judgement in zip(PICTURES, _pictures(student, hidden), strict=True):
            sentences += _untold(name, judgement)
            compared += [
                _row(f"{name}, ellipse {number}: {what}", measure(ring, judgement))
                for number, ring in enumerate(judgement.rings[:MOST_ELLIPSES], start=1)
                if not judgement.clear
            ]
        return Explained(tuple(sentences), tuple(compared))

    return explain


def _untold(name: str, judgement: Judgement) -> list[str]:
    """What is to be known of a picture beside its measures."""
    if judgement.clear:
        return [f"In the {name} all four contours are right, so that it passes."]
    if not judgement.rings:
        return [f"In the {name} there is no ellipse."]
    if len(judgement.rings) > len(RADII):
        return [
            f"In the {name} there are {len(judgement.rings)} ellipses; too many of them count as no answer."
        ]
    return []


def _row(what: str, measured: Measured) -> Compared:
    """A measure beside the right one, which it is where the two differ by rounding alone."""
    found, right, allowed, scale = map(float, measured)
    return Compared(what, right if abs(found - right) <= ROUNDING * scale else found, right, allowed)


def _gap(ring: Ring, _: Judgement) -> Measured:
    return Measured(math.degrees(ring.gap), 0.0, math.degrees(ALLOWED_GAP), 360.0)


def _place(ring: Ring, judgement: Judgement) -> Measured:
    far = float(np.linalg.norm(judgement.truth.whiten(ring.ellipse.centre[None, :])))
    return Measured(far, 0.0, PLACE, 1.0)


def _turn(ring: Ring, judgement: Judgement) -> Measured:
    """The angle of the long axis in degrees, on the side of the right one."""
    right = math.degrees(axis_angle(judgement.truth))
    off = (math.degrees(axis_angle(ring.ellipse)) - right + 90) % 180 - 90
    return Measured(right + off, right, math.degrees(TURN), 180.0)


def _stretch(ring: Ring, judgement: Judgement) -> Measured:
    right = axis_ratio(judgement.truth)
    return Measured(axis_ratio(ring.ellipse), right, STRETCH * right, right)


def _follow(student: Student, hidden: Hidden) -> Explained:
    found = _pictures(student, hidden)
    return Explained(tuple(_ellipses(name, each) for name, each in zip(PICTURES, found, strict=True)))


def _ellipses(name: str, judgement: Judgement) -> str:
    middles = ", ".join("({:.3g}, {:.3g})".format(*_middle(ring)) for ring in judgement.rings[:4])
    right = "({:.3g}, {:.3g})".format(*judgement.truth.centre)
    around = f", around {middles}" if middles else ""
    return f"In the {name} there are {len(judgement.rings)} ellipses{around}; Mean is {right}."


def _middle(ring: Ring) -> list[float]:
    """Where an ellipse lies; 0 where that is rounding beside its size."""
    rounding = ROUNDING * math.sqrt(ring.ellipse.area)
    return [0.0 if abs(at) <= rounding else at for at in ring.ellipse.centre.tolist()]


def _spacing(student: Student, hidden: Hidden) -> Explained:
    sentences, compared = [], []
    for name, judgement in zip(PICTURES, _pictures(student, hidden), strict=True):
        sentences.append(
            f"In the {name} there are {len(judgement.rings)} ellipses, where four are asked for, and "
            f"{judgement.others} lines that are neither contours nor furniture."
        )
        sizes = np.array([math.sqrt(ring.ellipse.area) for ring in judgement.rings])
        if len(sizes) == len(RADII) and not judgement.complete:
            scales = sizes / np.array(RADII)
            compared += [
                _row(f"{name}: size of the {mass(i)} one to the mean", Measured(scale, 1.0, SPACING, 1.0))
                for i, scale in enumerate(scales / scales.mean())
            ]
    return Explained(tuple(sentences), tuple(compared))


def _masses(student: Student, hidden: Hidden) -> Explained:
    return Explained(tuple(_states(PICTURES, _pictures(student, hidden))))


def _in_use(student: Student, hidden: Hidden) -> Explained:
    wide = gaussians(hidden)[2]
    found = judged(student, wide.Sigma, wide.Mean, furnished=True)
    others = f"{found.others} lines there are neither contours nor furniture."
    return Explained((*_states(("picture on axes in use",), [found]), others))


def _states(names: Sequence[str], found: Sequence[Judgement]) -> Iterator[str]:
    for name, judgement in zip(names, found, strict=True):
        states = ", ".join(f"{mass(i)} {state}" for i, state in enumerate(judgement.contours))
        yield f"The contours of the {name}: {states}."


def _untouched(student: Student, hidden: Hidden) -> Explained:
    asked = [
        call_key(NAME, (case.Sigma, case.Mean), furnished=False, drawn=True) for case in gaussians(hidden)[:2]
    ]
    calls = {
        number: call
        for number, call in enumerate(student.calls, start=1)
        if call_key(call.name, call.arguments, call.furnished, call.drawn) in asked
    }
    return changed_in(calls, ARGUMENTS)


_CHECKS: Mapping[str, Callable[[Student, Hidden], Explained]] = {
    "test_contours_follow_the_arguments": _follow,
    "test_contours_go_all_the_way_round": _by_ring(_gap, "open by, in degrees"),
    "test_contours_are_centred_on_mean": _by_ring(_place, "distance of its middle from Mean, in radii"),
    "test_contours_turn_with_sigma": _by_ring(_turn, "angle of its long axis, in degrees"),
    "test_contours_are_stretched_as_sigma_is": _by_ring(_stretch, "length over width"),
    "test_four_contours_and_no_other": _spacing,
    "test_contours_hold_their_mass": _masses,
    "test_right_on_a_figure_in_use": _in_use,
    "test_arguments_stay_as_they_were": _untouched,
}
