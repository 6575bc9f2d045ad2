"""Marks under many seeds at once are the marks of the real checks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pytest
import torch

from benchmarks.labelled import KINDS, Labelled, labelled_answers, mark_notebook
from benchmarks.seeds import numbers
from benchmarks.seeds.batched import Stacked, marks, rules, stacked
from benchmarks.seeds.bounds import BLOCK, hidden_of
from benchmarks.seeds.plain import (
    PlainSession,
    checks_in,
    compiled,
    mark,
    parse_value,
    session_of,
    value_of,
    without_staff_text,
)
from benchmarks.seeds.varying import Varying
from grader.exercises.gaussian_density.drawing.inputs import PLANS, gaussians
from grader.exercises.gaussian_density.nll import check_gaussian_nll
from grader.running.inside.values import describe
from grader.running.outside import Runner

SEEDS = ("one", "two", "three")
ANSWERS = [answer for kind in KINDS for answer in labelled_answers("gaussian_nll", kind)]
NOT_HERE = (*numbers.NOT_HERE, "endless")


@pytest.fixture(autouse=True)
def _default_dtype() -> Iterator[None]:
    yield
    torch.set_default_dtype(torch.float32)


@pytest.fixture(scope="module")
def cases() -> dict[str, Stacked]:
    return stacked(SEEDS)


def really(answer: Labelled, seed: str) -> tuple[float, set[str]]:
    """Points, and the checks that did not pass, by the checks themselves."""
    torch.set_default_dtype(torch.float32)
    torch.manual_seed(0)
    marked = mark(session_of(compiled(answer), PlainSession), check_gaussian_nll, "gaussian_nll", seed)
    return marked.score, {check for check, told in marked.told.items() if told != ""}


def at_once(answer: Labelled, cases: Mapping[str, Stacked]) -> list[tuple[float, set[str]]] | None:
    made = marks(compiled(answer), cases)
    if made is None:
        return None
    failed = [{check for check, passed in made.passed.items() if not passed[i]} for i in range(len(SEEDS))]
    return list(zip(made.scores.tolist(), failed, strict=True))


def test_answers_that_can_be_marked_at_once_get_the_marks_of_the_checks(cases: dict[str, Stacked]) -> None:
    """Every third one: the benchmark itself compares all, under one seed of each fifty."""
    told = {answer.id: at_once(answer, cases) for answer in ANSWERS[::3] if answer.name not in NOT_HERE}
    asked = [answer for answer in ANSWERS if told.get(answer.id) is not None]
    assert len(asked) > 15
    with without_staff_text():
        assert {answer.id: [really(answer, SEEDS[0])] for answer in asked} == {
            answer.id: (told[answer.id] or [])[:1] for answer in asked
        }


@pytest.mark.parametrize("name", ["linalg_solve", "rounded", "no_two_pi"])
def test_the_real_runner_gives_the_same_marks(name: str, cases: dict[str, Stacked], runner: Runner) -> None:
    (answer,) = (answer for answer in ANSWERS if answer.name == name)
    for seed, told in zip(SEEDS[:1], (at_once(answer, cases) or [])[:1], strict=True):
        result = mark_notebook(runner, [answer], seed)["gaussian_nll"]
        failed = {check.id for check in result.checks if check.status != "passed"}
        assert (result.score, failed) == told


def test_each_check_has_its_rule(cases: dict[str, Stacked]) -> None:
    truth = {name: case.truth for name, case in cases.items()}
    assert rules(truth, truth).keys() == {name for name, _, _ in checks_in(check_gaussian_nll)}
    assert all(passed.all() for passed in rules(truth, truth).values())


@pytest.mark.parametrize(
    "source",
    [
        "def gaussian_nll(x, Sigma, Mean):\n    return x.sum()",
        "def gaussian_nll(x, Sigma, Mean):\n    x -= Mean[:, None]\n    return x[0]",
        "def gaussian_nll(x, Sigma, Mean):\n    return x[0] - x[0].mean()",
        "def gaussian_nll(x, Sigma, Mean):\n    return torch.tensor(x.numpy()[0])",
        "def gaussian_nll(x, Sigma, Mean):\n    return torch.rand(x.shape[1])",
        "gaussian_nll = 3",
    ],
    ids=["a total", "changes x", "mixes points", "numpy", "random", "no function"],
)
def test_what_cannot_be_marked_at_once_is_left_to_the_checks(source: str, cases: dict[str, Stacked]) -> None:
    assert marks(compiled(Labelled("gaussian_nll", "wrong", "made up", source)), cases) is None


@pytest.mark.parametrize(
    "value",
    [
        torch.ones(3),
        torch.zeros(2, 3, dtype=torch.float64),
        torch.tensor(1.5),
        torch.ones(3, requires_grad=True),
    ],
)
def test_the_short_way_to_a_tensors_numbers_tells_what_the_long_one_does(value: Any) -> None:
    short, long = value_of(value), parse_value(describe(value))
    assert (short.kind, short.type_name, short.dtype, short.shape) == (
        long.kind,
        long.type_name,
        long.dtype,
        long.shape,
    )
    assert np.array_equal(short.array, long.array)


def test_an_answer_that_loops_is_spared_a_thousand_points_only_while_it_is_right_for_them() -> None:
    density = "torch.distributions.MultivariateNormal(Mean, Sigma)"
    right = f"def gaussian_nll(x, Sigma, Mean):\n    return -{density}.log_prob(x.T)"
    slow = right.replace("\n    return", "\n    for _ in range(10 * x.shape[1]): x.sum()\n    return")
    wrong = slow.replace("log_prob(x.T)", "log_prob(x.T) * (1 + (x.shape[1] > 500))")
    for source, spared, score in ((slow, True, 10.0), (wrong, False, 9.0)):
        one = numbers.Tried(
            compiled(Labelled("gaussian_nll", "wrong", "made up", source)), Varying("made up", {}, {})
        )
        for number, seed in enumerate(SEEDS):
            one.note(seed, thousand=number == 0)
        assert (one.loops, set(one.found.scores.values())) == (spared, {score})


def test_the_seeds_at_the_bounds_meet_every_combination_of_them() -> None:
    met = [gaussians(hidden_of(f"bounds {number}", "draw_density")) for number in range(BLOCK)]
    for place, plan in enumerate(PLANS):
        drawn = {(*each[place].Sigma.ravel().tolist(), *each[place].Mean.tolist()) for each in met}
        assert len(drawn) == BLOCK
        larger = [max(each[place].Sigma[0, 0], each[place].Sigma[1, 1]) ** 0.5 for each in met]
        assert {round(float(each), 4) for each in larger} == set(plan.scales)
        assert {abs(float(each)) for one in met for each in one[place].Mean} == {
            float(np.float32(each)) for each in plan.means
        }


def test_a_seed_at_the_bounds_is_the_same_each_time_and_others_are_as_they_are() -> None:
    def drawn(seed: str) -> list[float]:
        return hidden_of(seed, "gaussian_nll").rng("narrow").uniform(1, 2, 7).tolist()  # type: ignore[no-any-return]

    assert drawn("bounds 5") == drawn("bounds 5")
    assert set(drawn("bounds 5")) == {1.0, 2.0}
    assert drawn("bounds 5") != drawn("bounds 6")
    assert not set(drawn("seed 5")) & {1.0, 2.0}
