from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch

from benchmarks.exercise import EXERCISE
from gaussfit.density import gaussian_nll as reference
from grader.checking import mark_questions
from grader.results import QuestionResult

LOG_2PI = math.log(2 * math.pi)
Answer = Callable[..., Any]


def inverse(x: Any, Sigma: Any, Mean: Any) -> Any:
    v = x - Mean[:, None]
    return (
        0.5 * torch.einsum("in,ij,jn->n", v, torch.inverse(Sigma), v)
        + 0.5 * torch.log(torch.det(Sigma))
        + LOG_2PI
    )


def solve(x: Any, Sigma: Any, Mean: Any) -> Any:
    v = x - Mean.reshape(2, 1)
    return 0.5 * ((v * torch.linalg.solve(Sigma, v)).sum(0) + torch.logdet(Sigma) + 2 * LOG_2PI)


def cholesky(x: Any, Sigma: Any, Mean: Any) -> Any:
    L = torch.linalg.cholesky(Sigma)
    z = torch.linalg.solve_triangular(L, x - Mean[:, None], upper=False)
    return 0.5 * z.square().sum(0) + L.diagonal().log().sum() + LOG_2PI


def adjugate(x: Any, Sigma: Any, Mean: Any) -> Any:
    (a, b), (_, c) = Sigma
    u, v = x[0] - Mean[0], x[1] - Mean[1]
    det = a * c - b * b
    return 0.5 * (c * u * u - 2 * b * u * v + a * v * v) / det + 0.5 * torch.log(det) + math.log(2 * math.pi)


def expanded_square(x: Any, Sigma: Any, Mean: Any) -> Any:
    P = torch.linalg.inv(Sigma)
    q = (x * (P @ x)).sum(0) - 2 * (Mean @ P @ x) + Mean @ P @ Mean
    return 0.5 * q + 0.5 * torch.logdet(Sigma) + LOG_2PI


def eigen(x: Any, Sigma: Any, Mean: Any) -> Any:
    values, vectors = torch.linalg.eigh(Sigma)
    z = vectors.T @ (x - Mean[:, None])
    return 0.5 * (z**2 / values[:, None]).sum(0) + 0.5 * values.log().sum() + LOG_2PI


def distributions(x: Any, Sigma: Any, Mean: Any) -> Any:
    return -torch.distributions.MultivariateNormal(Mean, Sigma).log_prob(x.T)


def numpy_half_precision_result(x: Any, Sigma: Any, Mean: Any) -> Any:
    return inverse(x.double(), Sigma.double(), Mean.double()).numpy().astype(np.float16)


def list_by_loop(x: Any, Sigma: Any, Mean: Any) -> Any:
    P, half_log_det = torch.linalg.inv(Sigma), 0.5 * torch.logdet(Sigma)
    return [float(0.5 * (p - Mean) @ P @ (p - Mean) + half_log_det + LOG_2PI) for p in x.T]


def double_with_grad(x: Any, Sigma: Any, Mean: Any) -> Any:
    return inverse(x.double(), Sigma.double().requires_grad_(), Mean.double())


RIGHT = [
    reference,
    inverse,
    solve,
    cholesky,
    adjugate,
    expanded_square,
    eigen,
    distributions,
    numpy_half_precision_result,
    list_by_loop,
    double_with_grad,
]


@pytest.fixture
def marked(session_of: Callable[..., Any]) -> Callable[..., QuestionResult]:
    def mark(answer: Answer, seed: str = "seed") -> QuestionResult:
        return next(
            q
            for q in mark_questions(session_of(gaussian_nll=answer), seed, EXERCISE)
            if q.id == "gaussian_nll"
        )

    return mark


@pytest.mark.parametrize("block", range(10))
def test_right_answers_get_full_marks_under_100_seeds(
    marked: Callable[..., QuestionResult], block: int
) -> None:
    for seed in range(10 * block, 10 * block + 10):
        for answer in RIGHT:
            result = marked(answer, f"seed {seed}")
            lost = [check for check in result.checks if check.status != "passed"]
            assert not lost, (answer.__name__, lost)
            assert result.diagnoses == ()


def in_place(x: Any, Sigma: Any, Mean: Any) -> Any:
    x -= Mean[:, None]
    return inverse(x, Sigma, torch.zeros(2))


ONLY_CAUGHT_BY = {
    "test_numbers_follow_the_points": lambda x, Sigma, Mean: torch.full(x.shape[1:], LOG_2PI),
    "test_Sigma_takes_part": lambda x, Sigma, Mean: inverse(x, torch.eye(2), Mean),
    "test_one_number_a_point": lambda x, Sigma, Mean: inverse(x, Sigma, Mean)[None],
    "test_mean_is_subtracted": lambda x, Sigma, Mean: inverse(x, Sigma, Mean.flip(0)),
    "test_covariance_sets_the_distance": lambda x, Sigma, Mean: inverse(
        x, Sigma * torch.tensor([[1.0, -1.0], [-1.0, 1.0]]), Mean
    ),
    "test_distance_is_half_the_square": lambda x, Sigma, Mean: (
        2 * inverse(x, Sigma, Mean) - 0.5 * torch.logdet(Sigma) - LOG_2PI
    ),
    "test_log_determinant": lambda x, Sigma, Mean: inverse(x, Sigma, Mean) + 0.5 * torch.logdet(Sigma),
    "test_constant": lambda x, Sigma, Mean: inverse(x, Sigma, Mean) - LOG_2PI / 2,
    "test_right_for_any_number_of_points": lambda x, Sigma, Mean: torch.cat(
        [inverse(x[:, :900], Sigma, Mean), torch.zeros(max(0, x.shape[1] - 900))]
    ),
    "test_right_for_a_narrow_density": lambda x, Sigma, Mean: inverse(x, Sigma + 2e-4 * torch.eye(2), Mean),
    "test_arguments_are_left_alone": in_place,
}
"""For each check a mistake that no other check sees; what waits for it is skipped."""


@pytest.mark.parametrize("check_id", ONLY_CAUGHT_BY)
def test_each_check_catches_what_no_other_does(marked: Callable[..., QuestionResult], check_id: str) -> None:
    for seed in range(10):
        result = marked(ONLY_CAUGHT_BY[check_id], f"seed {seed}")
        fallen = [check.id for check in result.checks if check.status not in ("passed", "skipped")]
        assert fallen == [check_id]


def test_every_check_is_in_that_table(marked: Callable[..., QuestionResult]) -> None:
    assert [check.id for check in marked(inverse).checks] == list(ONLY_CAUGHT_BY)


def test_one_slip_gets_more_than_half_and_less_than_all(marked: Callable[..., QuestionResult]) -> None:
    for check_id, mutant in ONLY_CAUGHT_BY.items():
        if check_id not in ("test_numbers_follow_the_points", "test_Sigma_takes_part"):
            assert 5 <= marked(mutant).score < 10, check_id


def unfinished(x: Any, Sigma: Any, Mean: Any) -> Any:
    raise NotImplementedError


@pytest.mark.parametrize(
    "answer",
    [
        unfinished,
        lambda x, Sigma, Mean: None,
        lambda x, Sigma, Mean: torch.zeros(x.shape[1]),
        lambda x, Sigma, Mean: torch.rand(x.shape[1]),
        lambda x, Sigma, Mean: torch.full(x.shape[1:], torch.nan),
        lambda x, Sigma, Mean: torch.tensor([1.9, 2.1, 5.9, 8.4, 3.4, 3.3]),
        lambda x, Sigma, Mean: ["1.0"] * x.shape[1],
        lambda x, Sigma, Mean: torch.complex(x[0], x[1]),
        lambda x, Sigma, Mean: x,
        lambda x, Sigma, Mean: 18.377,
        lambda x, Sigma, Mean: x[:, :0],
        "no function",
    ],
)
def test_what_says_nothing_about_the_points_gets_nothing(
    marked: Callable[..., QuestionResult], answer: Answer
) -> None:
    assert marked(answer).score == 0


@pytest.mark.parametrize(
    "answer",
    [
        lambda x, Sigma, Mean: x.sum(0),
        lambda x, Sigma, Mean: x.mean(0),
        lambda x, Sigma, Mean: 1e-6 * x.sum(0),
        lambda x, Sigma, Mean: x[0],
        lambda x, Sigma, Mean: 1e308 * x.double().sum(0),
        lambda x, Sigma, Mean: (torch.arange(x.shape[1]) == 7).float(),
    ],
)
def test_following_the_points_alone_gets_little(
    marked: Callable[..., QuestionResult], answer: Answer
) -> None:
    assert marked(answer).score <= 1.5


def total(x: Any, Sigma: Any, Mean: Any) -> Any:
    return inverse(x, Sigma, Mean).sum()


def mean_first(x: Any, Mean: Any, Sigma: Any) -> Any:
    return inverse(x, Sigma, Mean)


def full_matrix(x: Any, Sigma: Any, Mean: Any) -> Any:
    v = x - Mean[:, None]
    return 0.5 * v.T @ torch.inverse(Sigma) @ v + 0.5 * torch.logdet(Sigma) + LOG_2PI


@pytest.mark.parametrize("answer", [total, mean_first, full_matrix])
def test_a_slip_in_form_is_carried_forward_and_costs_form_only(
    marked: Callable[..., QuestionResult], answer: Answer
) -> None:
    lost = {check.id for check in marked(answer).checks if check.status != "passed"}
    assert lost <= {"test_one_number_a_point", "test_right_for_any_number_of_points"}
    assert "test_one_number_a_point" in lost


def test_a_right_answer_costs_few_calls(session_of: Callable[..., Any]) -> None:
    session = session_of(gaussian_nll=inverse)
    mark_questions(session, "seed", EXERCISE)
    assert session.requests.count("gaussian_nll") <= 9


def test_no_message_for_the_student_holds_a_hidden_number(marked: Callable[..., QuestionResult]) -> None:
    for mutant in ONLY_CAUGHT_BY.values():
        for check in marked(mutant).checks:
            assert "0." not in check.message.replace("0.1 %", "")
            assert "tensor" not in check.message
