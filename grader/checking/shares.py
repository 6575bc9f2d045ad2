"""What each check of a question is worth when a course gives the question other points than its checks are written for.

Shares are counted in quarters of a point. Each quarter goes to the check that is farthest below its exact share, the
earlier one where two are level: the method of the largest remainder. But first a check that no other needs gets one,
so that an answer that fails anything lacks something. `grader.checking.marking` sees to the rest: where there are fewer
quarters than such checks, an answer that fails one still never gets all points.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from grader.checking.checkset import Check

QUARTER = 0.25
"""What points are multiples of: their sums are exact."""


def scaled(checks: Sequence[Check], points: Mapping[str, float]) -> tuple[Check, ...]:
    """The checks, those of each question with shares that add up to its points; the same where they do already."""
    worth: dict[str, float] = {}
    for question, total in points.items():
        members = [check for check in checks if check.question == question]
        needed = {need for check in members for need in check.declaration.needs}
        last = [check.id not in needed for check in members]
        found = shares([check.declaration.points for check in members], last, total)
        worth.update((check.id, share) for check, share in zip(members, found, strict=True))
    return tuple(
        replace(check, declaration=replace(check.declaration, points=worth[check.id])) for check in checks
    )


def shares(written: Sequence[float], last: Sequence[bool], total: float) -> tuple[float, ...]:
    """The shares of `total`, a multiple of 0.25, in proportion to `written`; `last`: which no other needs."""
    exact = [Fraction(each) for each in written]
    if sum(exact) == Fraction(total):
        return tuple(written)
    quarters = round(total / QUARTER)
    exact = [each * quarters / sum(exact) for each in exact]
    # Those with the largest shares first, should the quarters not last for all.
    first = sorted((i for i in range(len(exact)) if last[i]), key=lambda i: -exact[i])[:quarters]
    given = [int(i in first) for i in range(len(exact))]
    for _ in range(quarters - len(first)):
        given[max(range(len(exact)), key=lambda i: exact[i] - given[i])] += 1
    return tuple(QUARTER * each for each in given)
