"""What the notebook's own check cells say of the labelled answers; `python -m benchmarks.telling` looks at all."""

from __future__ import annotations

import re

import pytest

from benchmarks.labelled import QUESTIONS, labelled_answers
from benchmarks.telling import BLOCK, PAGE, only_ticks

SAMPLE = {
    "gaussian_nll": (
        "list_of_decimals double_by_default",
        "subtracts_in_place signs_of_the_inverse_lost density strings",
    ),
    "draw_density": (
        "nan_gaps big_markers contour_with_inline_labels everything_else_too",
        "circle_through_sigma angle_negative nine_contours half_turn",
    ),
    "parameters": ("from_item_and_magic", ""),
}


@pytest.mark.parametrize("question", SAMPLE)
def test_right_answers_get_no_cross_and_wrong_ones_do(question: str) -> None:
    right, wrong = (names.split() for names in SAMPLE[question])
    for answer in labelled_answers(question, "right"):
        assert answer.name not in right or only_ticks(answer), answer.id
    for answer in labelled_answers(question, "wrong"):
        assert answer.name not in wrong or not only_ticks(answer), answer.id


def test_the_table_counts_the_labelled_answers_and_keeps_its_promise() -> None:
    [table] = BLOCK.findall(PAGE.read_text(encoding="utf-8"))
    rows = [list(map(int, re.findall(r"\| (\d+)", line))) for line in table.splitlines()[2:]]
    for question, (count, _) in zip(QUESTIONS, rows, strict=False):
        assert count == len(labelled_answers(question, "wrong"))
    count, now = rows[-1]
    assert now < 0.1 * count
