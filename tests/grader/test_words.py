"""Numbers with their nouns."""

from __future__ import annotations

import pytest

from grader.words import counted


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
