from __future__ import annotations

import decimal
import fractions
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch

from benchmarks.exercise import EXERCISE
from gaussfit.data import six_points
from gaussfit.density import fit_gaussian
from grader.checking import mark_questions
from grader.exercises.gaussian_density.task import SHIPPED, Task
from grader.results import QuestionResult

SIGMA, MEAN = (t.numpy() for t in fit_gaussian(six_points().double()))
BEST = (SIGMA[0, 0], SIGMA[0, 1], SIGMA[1, 1], *MEAN)


@pytest.fixture
def marked(session_of: Callable[..., Any]) -> Callable[..., QuestionResult]:
    def mark(numbers: Any) -> QuestionResult:
        session = session_of(**dict(zip("ABCXY", numbers, strict=True)))
        return next(q for q in mark_questions(session, "seed", EXERCISE) if q.id == "parameters")

    return mark


def shifted(squared_distance: float, extra: bool = False) -> tuple[float, ...]:
    """A mean so far from the best (in squared Mahalanobis units), with the best covariance for either mean."""
    step = np.linalg.cholesky(SIGMA) @ [np.sqrt(squared_distance), 0]
    Sigma = SIGMA + np.outer(step, step) * extra
    return (Sigma[0, 0], Sigma[0, 1], Sigma[1, 1], *(MEAN + step))


ONLY_CAUGHT_BY = {
    "test_all_are_finite_real_numbers": ("3.5", *BEST[1:]),
    "test_Sigma_is_positive_definite": (-3.5, -1.35, -0.97, *MEAN),
    "test_better_than_the_start": shifted(2.5),
    "test_Mean_is_among_the_points": shifted(4.2, extra=True),
    "test_Sigma_fits_the_points": (1.0, 0.0, 1.0, *MEAN),
    "test_total_is_below_the_pass_mark": shifted(1.8),
}
"""For each check a setting that no other check refuses; what waits for it is skipped."""


@pytest.mark.parametrize("check_id", ONLY_CAUGHT_BY)
def test_each_check_refuses_what_no_other_does(marked: Callable[..., QuestionResult], check_id: str) -> None:
    result = marked(ONLY_CAUGHT_BY[check_id])
    assert [check.id for check in result.checks if check.status == "failed"] == [check_id]


def test_every_check_is_in_that_table(marked: Callable[..., QuestionResult]) -> None:
    assert [check.id for check in marked(BEST).checks] == list(ONLY_CAUGHT_BY)


@pytest.mark.parametrize(
    "numbers",
    [
        BEST,
        (3, -1, 1, 0, 0),
        [np.float32(n) for n in BEST],
        [np.array(n) for n in BEST],
        [np.array([n]) for n in BEST],
        [torch.tensor([[n]]) for n in BEST],
        [torch.tensor(n, requires_grad=True) for n in BEST],
        [fractions.Fraction(round(n * 100), 100) for n in BEST],
        [decimal.Decimal(f"{n:.2f}") for n in BEST],
        tuple(2 * n for n in BEST[:3]) + BEST[3:],
    ],
)
def test_any_real_numbers_below_the_mark_get_full_marks(
    marked: Callable[..., QuestionResult], numbers: Any
) -> None:
    result = marked(numbers)
    assert result.score == 10
    assert result.diagnoses == ()


@pytest.mark.parametrize("missing", [None, ...])
def test_untouched_answers_get_nothing(marked: Callable[..., QuestionResult], missing: object) -> None:
    assert marked([missing] * 5).score == 0


@pytest.mark.parametrize("numbers", [(1, 0, 1, 0, 0), (1.0, 0.0, 1.0, 0.0, -0.0)])
def test_the_start_values_get_nothing(marked: Callable[..., QuestionResult], numbers: Any) -> None:
    result = marked(numbers)
    assert result.score == 0
    assert "at which the sliders start" in result.checks[0].message


@pytest.mark.parametrize(
    "value",
    [
        "1",
        1j,
        float("nan"),
        float("inf"),
        10**400,
        [1.0],
        torch.ones(2),
        np.ones((1, 2)),
        True,
        print,
        torch.tensor(1j),
        torch.tensor(1 + 0j),
        np.array([1], dtype=np.clongdouble),
        np.ma.masked,
        range(1),
        object(),
    ],
)
def test_what_is_no_finite_real_number_gets_nothing(
    marked: Callable[..., QuestionResult], value: object
) -> None:
    assert marked((value, *BEST[1:])).score == 0


@pytest.mark.parametrize("numbers", [shifted(2.5), shifted(40.0), (1e4, 0, 1e4, *MEAN), (1, 0.999, 1, *MEAN)])
def test_a_covariance_that_is_worse_than_the_start_gets_2_at_most(
    marked: Callable[..., QuestionResult], numbers: Any
) -> None:
    assert marked(numbers).score == 2


@pytest.mark.parametrize(
    "numbers",
    [(-1e-3, 0, -1e-3, 0, 0), (1, 2, 1, 0, 0), (1, 1, 1, 0, 0), (0, 0, 0, 0, 1), (1e300, 1e300, 1, 0, 0)],
)
def test_no_covariance_gets_little_however_small_the_bare_formula_is(
    marked: Callable[..., QuestionResult], numbers: Any
) -> None:
    assert marked(numbers).score == 1.0


@pytest.mark.parametrize(
    "numbers", [(1e308, 0, 1e308, 1e308, 0), (1e-320, 0, 1, 0, 0), (1, 0, 1, 1e200, -1e200)]
)
def test_extreme_numbers_are_marked_and_told_plainly(
    marked: Callable[..., QuestionResult], numbers: Any
) -> None:
    result = marked(numbers)
    assert result.score < 5
    assert all("inf" not in check.message and "nan" not in check.message for check in result.checks)


def test_feedback_says_how_far_from_the_best_possible(marked: Callable[..., QuestionResult]) -> None:
    message = marked(shifted(1.8)).checks[-1].message
    assert message == (
        "The total is 23.777; it must get below 23, and the best possible is 18.377: 5.400 to go at most."
    )


def test_facts_hold_the_numbers_and_the_totals(marked: Callable[..., QuestionResult]) -> None:
    facts = marked(BEST).facts
    assert facts["A"] == pytest.approx(3.49377, abs=1e-5)
    assert facts["nll"] == pytest.approx(18.3771, abs=1e-4)
    assert facts["best_nll"] == pytest.approx(18.3771, abs=1e-4)
    assert facts["start_nll"] == pytest.approx(24.962, abs=1e-3)
    assert facts["pass_mark"] == 23


def test_the_mark_itself_is_not_below_the_mark(session_of: Callable[..., Any]) -> None:
    numbers = (3.0, -1.0, 1.0, 0.0, 0.0)
    exact = SHIPPED.total_nll(*numbers)
    assert exact is not None
    session = session_of(**dict(zip("ABCXY", numbers, strict=True)))
    exercise = EXERCISE.configured({}, Task(pass_mark=exact))
    (marked,) = mark_questions(session, "seed", exercise, ["parameters"])
    assert marked.checks[-1].status == "failed"


def test_a_total_just_above_the_mark_never_reads_as_the_mark() -> None:
    from grader.exercises.gaussian_density.parameters.check_parameters import _shown

    assert _shown(23.0000001, SHIPPED) == "23.001"
    assert _shown(23.5, SHIPPED) == "23.500"
    assert _shown(float("inf"), SHIPPED) == "more than 1,000,000"


@pytest.mark.parametrize("value", [(3.5,), (3, 5)], ids=["comma at the end", "decimal comma"])
def test_a_comma_is_asked_about(marked: Callable[..., QuestionResult], value: tuple[float, ...]) -> None:
    result = marked((value, *BEST[1:]))
    assert (result.score, result.misconceptions) == (0, ("wrong-type",))
    assert result.checks[0].message == (
        "A must be one finite real number; it is a tuple (is a comma there that should not be?)."
    )
