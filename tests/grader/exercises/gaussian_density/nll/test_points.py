from __future__ import annotations

import numpy as np
import pytest

from grader.answers import Answer, Value
from grader.checking import CheckFailed, Student, StudentRaised
from grader.exercises.gaussian_density.nll.points import ASKED, Case, numbers, strict_numbers, working_order

CASE = Case(np.arange(6, dtype=np.float32).reshape(2, 3), np.eye(2, dtype=np.float32), np.ones(2, np.float32))


class Forged:
    """A session in which the child claims whatever a test wants."""

    def __init__(self, *answers: Answer) -> None:
        self.answers = list(answers)

    def call(self, _name: str, _arguments: list[np.ndarray]) -> Answer:
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


def returned(array: object, kind: str = "tensor") -> Answer:
    numbers = None if array is None else np.asarray(array, dtype=float)
    return Answer("ok", Value(kind, "Tensor", "float32", None if numbers is None else numbers.shape, numbers))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (returned(None, "none"), "returns None"),
        (returned(None, "text"), "must return real numbers, as a 1-D tensor; it returns text"),
        (returned(None, "complex"), "it returns complex numbers"),
        (returned(None, "other"), "it returns something of another type"),
        (returned(None, "tensor"), "must return real numbers"),
        (returned([1.0, 2.0]), "it returns fewer numbers"),
        (returned([1.0, np.inf, 2.0]), "infinite or nan"),
        (returned([1.0, np.nan, 2.0]), "infinite or nan"),
    ],
)
def test_what_is_not_one_number_a_point_says_so(answer: Answer, message: str) -> None:
    with pytest.raises(CheckFailed, match=message):
        strict_numbers(Student(Forged(answer)), CASE)  # type: ignore[arg-type]


def test_an_answer_without_a_value_is_the_students_error() -> None:
    with pytest.raises(StudentRaised, match="nothing that could be read"):
        numbers(Student(Forged(Answer("ok"))), CASE)  # type: ignore[arg-type]


@pytest.mark.parametrize("shape", [(3,), (1, 3), (3, 1)])
def test_rows_and_columns_are_read(shape: tuple[int, ...]) -> None:
    student = Student(Forged(returned(np.arange(3.0).reshape(shape))))  # type: ignore[arg-type]
    assert np.array_equal(numbers(student, CASE), [0, 1, 2])


def test_of_a_matrix_the_diagonal_is_read() -> None:
    student = Student(Forged(returned(np.diag([1.0, 2.0, 3.0]) + 5)))  # type: ignore[arg-type]
    assert np.array_equal(numbers(student, CASE), [6, 7, 8])


def test_a_total_is_taken_apart_point_by_point() -> None:
    student = Student(Forged(returned(6.0), returned(1.0), returned([2.0]), returned([[3.0]])))  # type: ignore[arg-type]
    assert np.array_equal(numbers(student, CASE), [1, 2, 3])


@pytest.mark.parametrize("outcome", ["timeout", "died", "missing"])
def test_no_other_order_is_tried_when_that_could_cost_time(outcome: str) -> None:
    session = Forged(Answer(outcome), returned([1.0, 2.0, 3.0]))  # type: ignore[arg-type]
    assert working_order(Student(session), CASE) == ASKED  # type: ignore[arg-type]
    assert len(session.answers) == 1


def test_trying_other_orders_stops_at_a_time_limit() -> None:
    session = Forged(Answer("raised"), Answer("timeout"), returned([1.0, 2.0, 3.0]))
    assert working_order(Student(session), CASE) == ASKED  # type: ignore[arg-type]
    assert len(session.answers) == 1
