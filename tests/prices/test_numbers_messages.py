"""What student code chooses after it saw a hidden input changes no message about `gaussian_nll` but by a few facts."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
import torch

from benchmarks.seeds.plain import PlainSession, mark
from grader.exercises.gaussian_density.nll import check_gaussian_nll

FEW = 8
"""Sentences of one check: the kinds of value, fewer or more, all or some."""


def right(x: Any, S: Any, m: Any) -> Any:
    return -torch.distributions.MultivariateNormal(m, S).log_prob(x.T)


def chosen() -> Iterator[Any]:
    """Values that spell something: in a shape, in a count, in which numbers are wrong, in a type's name."""
    for shape in [(n,) for n in range(40)] + [(n, k) for n in range(1, 8) for k in range(1, 8)]:
        yield lambda x, S, m, shape=shape: torch.zeros(shape) + right(x, S, m)[0]
    for lengths in [(n, 1, k) for n in range(1, 6) for k in range(1, 6)]:
        yield lambda x, S, m, lengths=lengths: np.zeros(lengths)
    for off in range(1, 33):

        def some_off(x: Any, S: Any, m: Any, off: int = off) -> Any:
            each = right(x, S, m)
            each[:off] += 1.0 if x.shape[1] == 1000 else 0.0
            return each

        yield some_off
    for number in range(16):
        made = type(f"Type{number}", (), {})
        yield lambda x, S, m, made=made: made()
        yield lambda x, S, m, number=number: "x" * number
        yield lambda x, S, m, number=number: [[0.0] * number, [0.0]]
        yield lambda x, S, m, number=number: right(x, S, m).reshape([1] * number + [-1])


@pytest.fixture(scope="module")
def sentences() -> dict[str, set[str]]:
    found = defaultdict(set)
    for answer in chosen():
        marked = mark(PlainSession({"gaussian_nll": answer}), check_gaussian_nll, "gaussian_nll", "seed")
        for check, told in marked.told.items():
            found[check].add(told or "")
    return found


def test_a_check_has_few_sentences(sentences: dict[str, set[str]]) -> None:
    assert {check: len(told) for check, told in sentences.items() if len(told) > FEW} == {}


def test_no_sentence_holds_a_number_that_was_chosen(sentences: dict[str, set[str]]) -> None:
    told = " ".join(sentence for each in sentences.values() for sentence in each)
    assert set(re.findall(r"\d[\d.]*", told)) <= {"0", "0.1", "1", "1000"}
    assert "Type" not in told
