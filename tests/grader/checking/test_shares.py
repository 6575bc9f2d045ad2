"""Shares of other points than the checks are written for: exact, in proportion, and nothing lost on a wrong answer."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from benchmarks.exercise import EXERCISE
from grader.checking import checks_of
from grader.checking.marking import never_full
from grader.checking.shares import shares
from grader.results import CheckResult

QUARTERS = st.integers(0, 400).map(lambda quarters: quarters / 4)
WRITTEN = st.lists(
    st.tuples(st.integers(1, 40).map(lambda quarters: quarters / 4), st.booleans()), min_size=1, max_size=15
)


@given(WRITTEN, QUARTERS)
@example([(0.25, True)] * 15, 0.25)
def test_shares_add_up_and_stay_near_their_part(written: Sequence[tuple[float, bool]], total: float) -> None:
    points, last = [each for each, _ in written], [last for _, last in written]
    found = shares(points, last, total)
    assert sum(found) == total
    assert all(share >= 0 and share % 0.25 == 0 for share in found)
    if 4 * total >= sum(last):
        assert all(share > 0 for share, is_last in zip(found, last, strict=True) if is_last)
    exact = [Fraction(each) * Fraction(total) / sum(map(Fraction, points)) for each in points]
    if all(part >= Fraction(1, 4) for part, is_last in zip(exact, last, strict=True) if is_last):
        assert all(abs(share - part) < 0.25 for share, part in zip(found, exact, strict=True))


@given(WRITTEN)
def test_the_points_that_checks_are_written_for_leave_them_as_they_are(
    written: Sequence[tuple[float, bool]],
) -> None:
    points = [each for each, _ in written]
    assert shares(points, [last for _, last in written], sum(points)) == tuple(points)


@pytest.mark.parametrize(
    ("written", "total", "found"),
    [
        ((1, 1, 1, 1, 1.5, 4.5), 15, (1.5, 1.5, 1.5, 1.5, 2.25, 6.75)),
        ((1, 1, 1), 1, (0.5, 0.25, 0.25)),  # level: the earlier one gets what is left
        ((1, 1, 1), 0, (0, 0, 0)),
        ((9, 1), 0.25, (0.25, 0)),
    ],
)
def test_what_is_left_goes_to_the_largest_remainder(
    written: tuple[float, ...], total: float, found: tuple[float, ...]
) -> None:
    assert shares(written, [False] * len(written), total) == found


@given(st.lists(st.tuples(QUARTERS, st.booleans()), min_size=1, max_size=12))
def test_an_answer_that_fails_a_check_never_has_all_points(checks: Sequence[tuple[float, bool]]) -> None:
    results = tuple(
        CheckResult(str(i), "", worth if passed else 0.0, worth, "passed" if passed else "failed", "")
        for i, (worth, passed) in enumerate(checks)
    )
    after, most = never_full(results), sum(each.max_points for each in results)
    if all(passed for _, passed in checks):
        assert after == results
    elif most:
        assert 0 <= sum(each.points for each in after) < most
    assert [each.max_points for each in after] == [each.max_points for each in results]


@pytest.mark.parametrize("total", [0, 0.25, 1, 7.75, 100])
def test_the_checks_of_a_question_add_up_to_what_the_course_gives_it(total: float) -> None:
    exercise = EXERCISE.configured(dict.fromkeys(EXERCISE.ids, total), EXERCISE.task)
    for question in exercise.ids:
        worth = [each.declaration.points for each in checks_of(exercise).checks if each.question == question]
        assert sum(worth) == total
    assert (
        exercise.configured({each.id: each.points for each in EXERCISE.questions}, EXERCISE.task) == EXERCISE
    )
