"""A sample of mutants of the reference: wrong ones lose marks, those that are right after all lose none."""

from __future__ import annotations

import ast
import random
from collections.abc import Iterator

import pytest

from benchmarks.labelled import LIMITS, QUESTIONS, Labelled, labelled_answers, mark_notebook
from benchmarks.mutants.operators import OPERATORS, mutants
from benchmarks.mutants.oracle import is_right
from benchmarks.mutants.sources import mutated, sources
from grader.running.outside import Runner

SEED = "a secret of tests"
SIZE = 10
"""Mutants of each reference; `python -m benchmarks.mutants` runs all, of other sources too."""
REFERENCES = [source for source in sources() if source.name == "reference"]
SAMPLE = [mutant for source in REFERENCES for mutant in random.Random(SEED).sample(mutated(source), SIZE)]


@pytest.fixture(scope="module")
def runner() -> Iterator[Runner]:
    with Runner(LIMITS) as runner:
        yield runner


@pytest.mark.parametrize("mutant", SAMPLE, ids=lambda mutant: mutant.id)
def test_mutant_gets_full_marks_only_if_it_is_right(mutant: Labelled, runner: Runner) -> None:
    result = mark_notebook(runner, [mutant], SEED)[mutant.question]
    assert (result.score == result.max_score) == is_right(mutant), mutant.source


def test_the_sample_holds_wrong_mutants_of_each_reference() -> None:
    wrong = [mutant.question for mutant in SAMPLE if not is_right(mutant)]
    assert min(wrong.count(source.question) for source in REFERENCES) >= SIZE / 2


@pytest.mark.parametrize("source", sources(), ids=lambda source: source.id)
def test_the_oracle_accepts_every_mutated_source(source: Labelled) -> None:
    assert is_right(source)


@pytest.mark.parametrize(
    "answer",
    [
        answer
        for question, name in zip(
            QUESTIONS, ("circle_through_sigma", "half_forgotten", "too_wide"), strict=True
        )
        for answer in labelled_answers(question, "wrong")
        if answer.name == name
    ],
    ids=lambda answer: answer.id,
)
def test_the_oracle_rejects_a_slip(answer: Labelled) -> None:
    assert not is_right(answer)


@pytest.mark.parametrize(
    ("operator", "source", "changed"),
    [
        ("arithmetic", "x - Mean", "x + Mean"),
        ("operand", "half * square", "square"),
        ("sign", "-a", "a"),
        ("constant", "a[1]", "a[2]"),
        ("dropped_call", "torch.log(det)", "det"),
        ("dropped_call", "x.log()", "x"),
        ("other_function", "z.sum(0)", "z.mean(0)"),
        ("transposed", "L @ z", "L.T @ z"),
        ("exchanged", "plot(x, y)", "plot(y, x)"),
        ("shortened", "for r in (1, 2):\n    draw(r)", "for r in (2,):\n    draw(r)"),
        ("deleted", "d = x", "pass"),
        ("in_place", "d = x - a", "x -= a\nd = x"),
    ],
)
def test_operator_makes_its_slip(operator: str, source: str, changed: str) -> None:
    found = {(mutant.operator, mutant.source) for mutant in mutants(source)}
    assert (operator, ast.unparse(ast.parse(changed))) in found


def test_mutants_parse_and_differ_from_their_source_and_each_other() -> None:
    for source in REFERENCES:
        texts = [mutant.source for mutant in mutated(source)]
        assert len({ast.dump(ast.parse(text)) for text in [source.source, *texts]}) == len(texts) + 1


def test_every_operator_is_used_on_some_source() -> None:
    used = {mutant.operator for source in sources() for mutant in mutants(source.source)}
    assert used == set(OPERATORS)
