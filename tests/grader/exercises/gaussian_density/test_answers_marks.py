"""Every labelled answer through the real runner and the real checks: right ones get full marks, wrong ones don't."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from benchmarks.labelled import KINDS, LIMITS, QUESTIONS, Labelled, labelled_answers, mark_notebook, notebooks
from grader.answers import Limits
from grader.results import QuestionResult
from grader.running.outside import Runner

SEED = "a secret of tests"
LEAST = {
    ("gaussian_nll", "right"): 25,
    ("gaussian_nll", "wrong"): 30,
    ("draw_density", "right"): 25,
    ("draw_density", "wrong"): 30,
    ("parameters", "right"): 12,
    ("parameters", "wrong"): 20,
}
SLUGS = {
    "gaussian_nll": "missing-half missing-log-normalizer half-log-2pi logdet-not-halved det-not-logdet "
    "sigma-not-inverted sign-flipped density-not-log summed averaged mean-not-subtracted sigma-as-scale log-base "
    "wrong-shape wrong-argument-order hard-coded modifies-input not-implemented runtime-error "
    "points-mixed precision-for-covariance correlation-ignored density-underflow",
    "draw_density": "sigma-not-root mean-ignored axis-aligned wrong-levels missing-contours extra-contours "
    "eigenvalues-not-rooted transposed-root swapped-axes angle-slip half-axes-as-diameter half-ellipse "
    "precision-for-covariance window-too-small too-few-corners modifies-input "
    "draws-elsewhere nothing-drawn hard-coded not-implemented runtime-error",
    "parameters": "nll-too-high sigma-at-identity b-sign-flipped swapped-mean not-positive-definite "
    "missing-variable wrong-type not-finite not-implemented runtime-error",
}
"""The published slugs: written out, for a slug once published stays."""
ALL = [answer for kind in KINDS for question in QUESTIONS for answer in labelled_answers(question, kind)]


def of_kind(*kinds: str) -> pytest.MarkDecorator:
    answers = [answer for answer in ALL if answer.kind in kinds]
    return pytest.mark.parametrize("answer", answers, ids=lambda answer: answer.id)


@pytest.fixture(scope="module")
def marks() -> Iterator[Callable[[Labelled], QuestionResult]]:
    """The result of an answer; its notebook is marked when first asked for."""
    shared = {answer: answers for kind in KINDS for answers in notebooks(kind) for answer in answers}
    results: dict[Labelled, QuestionResult] = {}
    with Runner(LIMITS) as runner:

        def result(answer: Labelled) -> QuestionResult:
            if answer not in results:
                marked = mark_notebook(runner, shared[answer], SEED)
                results.update({member: marked[member.question] for member in shared[answer]})
            return results[answer]

        yield result


@of_kind("right")
def test_right_answer_gets_full_marks(answer: Labelled, marks: Callable[[Labelled], QuestionResult]) -> None:
    result = marks(answer)
    lost = [
        (check.id, check.status, check.message, check.staff) for check in result.checks if check.points == 0
    ]
    assert (result.score, lost) == (10, [])
    assert result.misconceptions == ()


@of_kind("wrong")
def test_wrong_answer_does_not_get_full_marks(
    answer: Labelled, marks: Callable[[Labelled], QuestionResult]
) -> None:
    result = marks(answer)
    assert result.score < result.max_score == 10
    assert all(check.message for check in result.checks if check.status != "passed")


@pytest.mark.parametrize(
    "answer", [answer for answer in ALL if answer.slugs == (("not-implemented",),)], ids=lambda a: a.id
)
def test_unimplemented_answer_gets_nothing(
    answer: Labelled, marks: Callable[[Labelled], QuestionResult]
) -> None:
    assert marks(answer).score == 0


def test_one_answer_alone_gets_the_marks_it_gets_beside_others(
    marks: Callable[[Labelled], QuestionResult],
) -> None:
    with Runner(Limits()) as runner:
        for answer in [labelled_answers(question, "wrong")[0] for question in QUESTIONS]:
            alone = mark_notebook(runner, [answer], SEED)[answer.question]
            assert alone == marks(answer)


@pytest.mark.parametrize(("question", "kind"), LEAST)
def test_there_are_enough_labelled_answers(question: str, kind: str) -> None:
    answers = [answer for answer in ALL if (answer.question, answer.kind) == (question, kind)]
    assert len(answers) >= LEAST[question, kind]
    assert len({answer.source for answer in answers}) == len(answers)


@of_kind("wrong")
def test_label_names_published_slugs_once(answer: Labelled) -> None:
    names = [slug for either in answer.slugs for slug in either]
    assert set(names) <= set(SLUGS[answer.question].split())
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_published_slug_has_a_labelled_answer(question: str) -> None:
    answers = labelled_answers(question, "wrong")
    named = {slug for answer in answers for either in answer.slugs for slug in either}
    assert named == set(SLUGS[question].split())
