"""What staff are told of `parameters`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from scipy.stats import multivariate_normal

from benchmarks.exercise import EXERCISE
from grader.checking import Hidden, Recorder, Student, mark_questions, replayed
from grader.exercises.gaussian_density.task import SHIPPED
from grader.results import QuestionResult

EXPLAIN = EXERCISE.question("parameters").explain
Tell = Callable[..., tuple[QuestionResult, Student]]


@pytest.fixture
def tell(session_of: Callable[..., Any]) -> Tell:
    def told(**values: Any) -> tuple[QuestionResult, Student]:
        (result,) = mark_questions(session_of(**values), "seed", EXERCISE, ["parameters"], Recorder)
        assert result.record is not None
        return result, replayed(result.record)

    return told


def sentences(result: QuestionResult, student: Student) -> dict[str, tuple[str, ...]]:
    return {
        check.id: EXPLAIN.check(check.id, student, Hidden("seed", "parameters")).sentences
        for check in result.checks
    }


def test_a_total_just_above_the_mark_is_told_with_all_its_digits(tell: Tell) -> None:
    result, student = tell(A=6.0, B=0.0, C=6.0, X=0.0, Y=0.0)
    told = sentences(result, student)
    total = -multivariate_normal([0, 0], 6 * np.eye(2)).logpdf(SHIPPED.x.T).sum()
    best = (
        -multivariate_normal(SHIPPED.x.mean(axis=1), np.cov(SHIPPED.x, bias=True)).logpdf(SHIPPED.x.T).sum()
    )
    assert told["test_total_is_below_the_pass_mark"] == (
        f"The total is {total:.9g}. It must be below 23: it is 1.1 too high.",
        f"The best that any Gaussian reaches is {best:.9g}.",
    )
    assert told["test_Sigma_is_positive_definite"] == ("A = 6, and A·C − B² = 36; both must be above 0.",)


def test_an_answer_without_numbers_is_told_name_by_name(tell: Tell) -> None:
    result, student = tell(A="3", B=0.0, C=[1.0], X=float("nan"))
    told = sentences(result, student)
    assert set(told.values()) == {
        ("A: text; B: a finite real number; C: a list or an array; X: infinite or nan; Y: not set.",)
    }
    assert EXPLAIN.snippet(student) == ""
    assert EXPLAIN.candidates(student) == ()


def test_all_slips_that_fit_are_told_and_the_diagnosis_is_the_first(tell: Tell) -> None:
    result, student = tell(A=3.49, B=1.35, C=0.97, X=-0.11, Y=0.41)
    found = EXPLAIN.candidates(student)
    assert result.misconceptions[0] == found[0].slug == "b-sign-flipped"
    assert [(each.slug, each.fits) for each in found] == [
        ("b-sign-flipped", True),
        ("b-sign-flipped and swapped-mean", True),
    ]


@pytest.mark.parametrize(
    ("values", "slug"),
    [
        ({"A": 3.49, "B": 1.35, "C": 0.97, "X": 0.1, "Y": 0.1}, "b-sign-flipped"),
        ({"A": 2.5, "B": 0.0, "C": 0.75, "X": 0.95, "Y": -0.8}, "swapped-mean"),
    ],
)
def test_a_slip_that_changes_nothing_is_not_told_beside_one_that_does(
    tell: Tell, values: dict[str, float], slug: str
) -> None:
    """X and Y that are equal cannot be told apart, nor can the sign of a B that is 0."""
    result, student = tell(**values)
    assert result.misconceptions == (slug, "nll-too-high")
    assert [each.slug for each in EXPLAIN.candidates(student)] == [slug]


def test_a_right_answer_has_no_slips(tell: Tell) -> None:
    result, student = tell(A=3.49, B=-1.35, C=0.97, X=-0.11, Y=0.41)
    assert result.score == 10
    assert EXPLAIN.candidates(student) == ()


@pytest.mark.parametrize(
    ("A", "B", "C"), [(4.0, 2.0, 1.0), (1.0, 2.0, 1.0), (-1.0, 0.0, -1.0), (0.0, 0.0, 0.0), (0.2, 0.6, 1.8)]
)
def test_without_a_covariance_the_snippet_prints_what_is_told(
    tell: Tell, capsys: pytest.CaptureFixture[str], A: float, B: float, C: float
) -> None:
    result, student = tell(A=A, B=B, C=C, X=0.0, Y=0.0)
    exec(EXPLAIN.snippet(student), {})
    (told,) = sentences(result, student)["test_Sigma_is_positive_definite"]
    assert told == f"{capsys.readouterr().out.strip()}; both must be above 0."


def test_what_is_zero_but_for_rounding_is_told_as_zero_where_that_is_why(tell: Tell) -> None:
    result, student = tell(A=0.2, B=0.6, C=1.8, X=0.0, Y=0.0)
    (told,) = sentences(result, student)["test_Sigma_is_positive_definite"]
    assert told == "A = 0.2, and A·C − B² = 0, but for rounding; both must be above 0."
    (told,) = sentences(*tell(A=1e-10, B=0.0, C=1e-10, X=0.0, Y=0.0))["test_Sigma_is_positive_definite"]
    assert told == "A = 1e-10, and A·C − B² = 1e-20; both must be above 0."
