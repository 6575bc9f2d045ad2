from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from benchmarks.exercise import EXERCISE
from grader.answers import Answer, CellRun, StudentError, Value
from grader.checking import mark_questions
from grader.exercises.gaussian_density.messages import PARAMETERS_SLUGS

NONE = Value("none", "NoneType")
TEXT = Value("text", "str")
PLACEHOLDER = Value("other", "ellipsis")


def number(value: float) -> Value:
    return Value("scalar", "float", None, (), np.array(float(value)))


class Session:
    """A submission that binds these five values (None: not bound) and whose cell came to `error`."""

    def __init__(self, values: tuple[Any, ...], error: str = "") -> None:
        plain = (number(v) if isinstance(v, int | float) else v for v in values)
        self.values = dict(zip("ABCXY", plain, strict=True))
        self.cell = CellRun("raised", error=StudentError(error, "")) if error else CellRun("ok")

    def kept(self, name: str) -> Value | None:
        return self.values[name]

    def run_of(self, _name: str) -> CellRun:
        return self.cell

    def call(self, *_arguments: Any) -> Answer:
        return Answer("missing")

    def draw(self, *_arguments: Any, **_options: Any) -> Answer:
        return Answer("missing")


def slugs(*values: Any, error: str = "") -> tuple[str, ...]:
    questions = mark_questions(Session(values, error), "seed", EXERCISE)  # type: ignore[arg-type]
    return next(q.misconceptions for q in questions if q.id == "parameters")


BEST = (3.49377, -1.35494, 0.97432, -0.10735, 0.40658)

CASES: list[tuple[tuple[str, ...], tuple[Any, ...]]] = [
    ((), BEST),
    ((), (3, -1, 1, 0, 0)),
    (("sigma-at-identity", "nll-too-high"), (1, 0, 1, 0, 0)),
    (("sigma-at-identity", "nll-too-high"), (1, 0, 1, -0.1, 0.4)),
    (("b-sign-flipped", "nll-too-high"), (3.5, 1.35, 0.97, -0.1, 0.4)),
    (("swapped-mean", "nll-too-high"), (3.5, -1.6, 0.97, 1.0, -0.9)),
    (("nll-too-high",), (5, 0, 5, 0, 0)),
    (("nll-too-high",), (0.1, 0, 0.1, 0, 0)),
    (("not-positive-definite",), (1, 2, 1, 0, 0)),
    (("not-positive-definite",), (-1, 0, -1, 0, 0)),
    (("missing-variable",), (3, -1, 1, 0, None)),
    (("wrong-type",), (3, -1, 1, 0, TEXT)),
    (("wrong-type",), (3, -1, 1, 0, NONE)),
    (("wrong-type",), (3, -1, 1, 0, Value("array", "ndarray", "float64", (2,), np.ones(2)))),
    (("wrong-type",), (3, -1, 1, 0, Value("tensor", "Tensor", "complex64", (), None))),
    (("not-finite",), (3, -1, 1, 0, float("nan"))),
    (("wrong-type", "not-finite"), (3, -1, 1, TEXT, float("inf"))),
    (("missing-variable",), (None,) * 5),
    (("not-implemented",), (NONE,) * 5),
    (("not-implemented",), (PLACEHOLDER,) * 5),
]


@pytest.mark.parametrize(("expected", "values"), CASES)
def test_a_setting_is_named(expected: tuple[str, ...], values: tuple[Any, ...]) -> None:
    assert slugs(*values) == expected


def test_the_whole_contract_is_covered() -> None:
    assert {slug for expected, _ in CASES for slug in expected} | {"runtime-error"} == set(PARAMETERS_SLUGS)


@pytest.mark.parametrize("values", [(None,) * 5, (3, -1, None, None, None)])
def test_names_that_an_error_kept_from_being_bound_are_a_runtime_error(values: tuple[Any, ...]) -> None:
    assert slugs(*values, error="NameError") == ("runtime-error",)
    assert "runtime-error" not in slugs(*values, error="NotImplementedError")


def test_both_slips_are_named_when_only_both_together_explain() -> None:
    assert slugs(3.5, 1.4, 0.97, 1.2, -0.8) == ("b-sign-flipped", "swapped-mean", "nll-too-high")


def test_a_better_total_by_chance_is_not_named() -> None:
    assert slugs(1.3, 0.01, 1.3, 0.5, 0.45) == ("nll-too-high",)


def test_the_untouched_cell_that_raises_is_not_implemented() -> None:
    assert slugs(*(None,) * 5, error="NotImplementedError") == ("not-implemented",)
