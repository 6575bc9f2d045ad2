"""Numbers with their nouns."""

from __future__ import annotations

import pytest

from grader.words import counted, numbered


@pytest.mark.parametrize(
    ("number", "told"),
    [
        (0, "0 points"),
        (1, "1 point"),
        (1.0, "1 point"),
        (2, "2 points"),
        (2.5, "2.5 points"),
        (1_000_000, "1000000 points"),
    ],
)
def test_one_alone_has_no_s(number: float, told: str) -> None:
    assert counted(number, "point") == told


@pytest.mark.parametrize(
    ("numbers", "told"),
    [
        ((3,), "call 3"),
        ((1, 2), "calls 1 and 2"),
        ((1, 2, 3, 5), "calls 1 to 3 and 5"),
        ((1, 3, 7, 8), "calls 1, 3, 7 and 8"),
    ],
)
def test_numbers_that_follow_each_other_are_told_by_the_first_and_the_last(
    numbers: tuple[int, ...], told: str
) -> None:
    assert numbered("call", numbers) == told
