"""The public example of `gaussian_nll`: bounded, before any hidden input is known, and told in plain words."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pytest

from grader.answers import Answer, StudentError, Value
from grader.exercises.gaussian_density.nll.example import (
    COUNT,
    FACT,
    LARGEST,
    MEAN,
    POINTS,
    R2,
    RIGHT,
    SIGMA,
    nll_example,
    nll_pictures,
)
from grader.exercises.gaussian_density.stopping import LONGEST, STOPPED
from grader.marking.one import mark
from grader.reading import Release, submitted
from grader.running.outside import Runner
from grader.running.outside.sandbox import probe


class Answering:
    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def call(self, name: str, arguments: list[np.ndarray]) -> Answer:
        assert [argument.shape for argument in arguments] == [(2, COUNT), (2, 2), (2,)]
        return self.answer


def said(numbers: Any) -> Any:
    array = np.asarray(numbers, dtype=np.float64)
    return nll_example(Answering(Answer("ok", Value("tensor", "Tensor", shape=array.shape, array=array))))


def sentence(numbers: Any) -> str:
    (shown,) = nll_pictures(said(numbers))
    return shown.sentences[-1]


def test_r2_is_the_squared_distance() -> None:
    d = POINTS.astype(np.float64) - MEAN[:, None]
    assert np.allclose(R2, (d * np.linalg.solve(SIGMA.astype(np.float64), d)).sum(0))


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        (RIGHT, "lie on the right line"),
        (RIGHT + R2 / 2, "rise by 1 for each"),
        (RIGHT + 0.3, "too high: look at the terms without x"),
        (RIGHT - 0.3, "too low"),
        (RIGHT + POINTS[0], "do not lie on one line"),
        (np.where(R2 > 8, np.nan, RIGHT), "infinite or nan"),
    ],
)
def test_what_the_picture_shows_is_told(numbers: Any, words: str) -> None:
    assert words in sentence(numbers)


def test_what_is_kept_is_bounded_and_json() -> None:
    kept = said([np.inf, np.nan, *[-1e300] * (COUNT - 2)])[FACT]
    assert kept == [None, None, *[-LARGEST] * (COUNT - 2)]


@pytest.mark.parametrize("numbers", [3.0, [1.0, 2.0]])
def test_without_one_number_a_point_there_is_no_picture(numbers: Any) -> None:
    assert nll_pictures(said(numbers)) == ()


def test_numbers_that_are_none_have_no_picture() -> None:
    assert nll_pictures(said([np.nan] * COUNT)) == ()


def test_the_picture_has_the_dots_that_lie_in_it() -> None:
    (shown,) = nll_pictures(said(RIGHT))
    assert len(re.findall(r'<circle class="gf-dot"', shown.svg)) == COUNT + 1  # and one in the legend


def test_a_crash_names_the_line() -> None:
    error = StudentError("IndexError", "too many " * 99, "y = x[:, :, 0]", "")
    found = nll_example(Answering(Answer("raised", error=error)))
    assert len(found[STOPPED]["message"]) == LONGEST
    (told,) = nll_pictures(found)
    assert told.svg == ""
    assert "stops with IndexError at the line “y = x[:, :, 0]”: too many" in told.sentences[0]


@pytest.mark.parametrize(
    "answer",
    [Answer("missing"), Answer("timeout"), Answer("raised", error=StudentError("NotImplementedError", ""))],
)
def test_what_did_not_stop_with_an_error_tells_nothing(answer: Answer) -> None:
    assert nll_pictures(nll_example(Answering(answer))) == ()


def test_neither_numbers_nor_errors_carry_a_hidden_input(
    release: Release, compose_bytes: Callable[[Mapping[str, str]], bytes]
) -> None:
    """Code that says right numbers once, and from then on what it was called with, as numbers and as an error."""
    spying = """
seen = []

def gaussian_nll(x, Sigma, Mean):
    seen.append(x.flatten().tolist())
    if len(seen) == 1:
        return torch.zeros(x.shape[1])
    raise ValueError("SEEN" + str(seen))

def draw_density(fig, Sigma, Mean):
    raise ValueError("SEEN" + str(seen[1:]) + str(Sigma))
"""
    submission = submitted(compose_bytes({"gaussian_nll": spying, "draw_density": "pass"}), release)
    with Runner(sandbox="locked" if probe().locked else "process") as runner:
        marked = mark(submission, "s1", release=release, runner=runner, seed="a secret of tests")
    nll, drawing, _ = marked.result.questions
    assert nll.facts == {FACT: [0.0] * COUNT}
    assert drawing.facts[STOPPED]["message"] == "SEEN[]tensor([[2., 1.],\n        [1., 1.]])"
    assert not any("SEEN" in check.message for question in (nll, drawing) for check in question.checks)
