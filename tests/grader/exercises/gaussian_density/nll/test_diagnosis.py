from __future__ import annotations

import itertools
import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch

from benchmarks.exercise import EXERCISE
from grader.answers import Answer, CellRun, StudentError, Value
from grader.checking import Hidden, mark_questions
from grader.exercises.gaussian_density.messages import NLL, NLL_SLUGS, PARAMETERS
from grader.exercises.gaussian_density.nll.fit import explain
from grader.exercises.gaussian_density.nll.inputs import mirrored, rings, scaled
from grader.exercises.gaussian_density.nll.points import Case
from grader.exercises.gaussian_density.nll.slips import RIGHT, SLIPS, Slip

LOG_2PI = math.log(2 * math.pi)
SEEDS = [f"seed {i}" for i in range(10)]


@pytest.fixture(autouse=True, scope="module")
def _one_thread() -> None:
    """As in a student's process; on a busy machine the threads of small factorisations wait for each other."""
    torch.set_num_threads(1)


class Session:
    """A submission whose gaussian_nll is a numpy function of float64 arrays, with the right answer at hand."""

    def __init__(self, function: Any, cell: CellRun | None = None) -> None:
        self.function, self.cell = function, cell

    def kept(self, _name: str) -> None:
        return None

    def run_of(self, _name: str) -> CellRun | None:
        return self.cell

    def draw(self, *_arguments: Any, **_options: Any) -> Answer:
        return Answer("missing")

    def call(self, _name: str, arguments: list[np.ndarray]) -> Answer:
        if self.function is None:
            return Answer("missing")
        copies = [torch.from_numpy(argument.copy()) for argument in arguments]
        try:
            value = self.function(*copies)
        except Exception as error:
            return Answer("raised", error=StudentError(type(error).__name__, str(error)))
        if value is None:
            return Answer("ok", Value("none", "NoneType"))
        array = np.asarray(value, dtype=np.float64)
        pairs = enumerate(zip(arguments, copies, strict=True))
        changed = tuple(i for i, (before, after) in pairs if not np.array_equal(before, after.numpy()))
        return Answer("ok", Value("tensor", "Tensor", "float32", array.shape, array), changed=changed)


def slugs(function: Any, seed: str = "seed", cell: CellRun | None = None) -> tuple[str, ...]:
    questions = mark_questions(Session(function, cell), seed, EXERCISE)  # type: ignore[arg-type]
    return next(q.misconceptions for q in questions if q.id == "gaussian_nll")


def right(x: Any, Sigma: Any, Mean: Any) -> Any:
    return -torch.distributions.MultivariateNormal(Mean, Sigma).log_prob(x.T)


def quadratic(x: Any, Sigma: Any, Mean: Any) -> Any:
    v = x - Mean[:, None]
    return (v * torch.linalg.solve(Sigma, v)).sum(0)


def size(S: Any) -> Any:
    return 0.5 * torch.logdet(S) + LOG_2PI


def D(S: Any) -> Any:
    return torch.diag(S.diagonal())


def unhalved(x: Any, S: Any, m: Any) -> Any:
    return quadratic(x, S, m) + size(S)


def half_square(x: Any, S: Any, m: Any, row: int) -> Any:
    """Half the square of one whitened coordinate, (N,)."""
    return 0.5 * (torch.linalg.solve(torch.linalg.cholesky(S), x - m[:, None])[row]) ** 2


def in_place(x: Any, Sigma: Any, Mean: Any) -> Any:
    x -= Mean[:, None]
    return right(x, Sigma, torch.zeros(2))


def unwritten(x: Any, Sigma: Any, Mean: Any) -> Any:
    raise NotImplementedError


SIX = torch.tensor([1.9, 2.1, 5.9, 8.4, 3.4, 3.3])
OWN_SIGMA, OWN_MEAN = torch.tensor([[3.5, -1.4], [-1.4, 1.0]]), torch.tensor([-0.1, 0.4])

MISTAKES: list[tuple[tuple[str, ...], Any]] = [
    (("missing-half",), lambda x, S, m: quadratic(x, S, m) + 0.5 * torch.logdet(S) + LOG_2PI),
    (("missing-log-normalizer",), lambda x, S, m: 0.5 * quadratic(x, S, m)),
    (("missing-log-normalizer",), lambda x, S, m: right(x, S, m) - LOG_2PI),
    (("missing-log-normalizer",), lambda x, S, m: 0.5 * quadratic(x, S, m) + LOG_2PI),
    (("half-log-2pi",), lambda x, S, m: right(x, S, m) - 0.5 * LOG_2PI),
    (("logdet-not-halved",), lambda x, S, m: right(x, S, m) + 0.5 * torch.logdet(S)),
    (("det-not-logdet",), lambda x, S, m: 0.5 * (quadratic(x, S, m) + torch.det(2 * math.pi * S))),
    (("det-not-logdet",), lambda x, S, m: 0.5 * quadratic(x, S, m) + 2 * math.pi * torch.det(S).sqrt()),
    (("logdet-not-halved",), lambda x, S, m: 0.5 * quadratic(x, S, m) + torch.logdet(2 * math.pi * S)),
    (("det-not-logdet",), lambda x, S, m: 0.5 * (quadratic(x, S, m) + torch.det(S)) + LOG_2PI),
    (
        ("sigma-not-inverted",),
        lambda x, S, m: 0.5 * ((x - m[:, None]) * (S @ (x - m[:, None]))).sum(0) + size(S),
    ),
    (("precision-for-covariance",), lambda x, S, m: right(x, torch.inverse(S), m)),
    (("correlation-ignored",), lambda x, S, m: right(x, torch.diag(S.diagonal()), m)),
    (("correlation-ignored",), lambda x, S, m: right(x, D(S), m) - size(D(S)) + size(S)),
    (("density-underflow",), lambda x, S, m: -torch.log(torch.exp(-right(x, S, m)))),
    (("density-underflow",), lambda x, S, m: -torch.log(torch.exp(-right(x, S, m).double()))),
    (("density-underflow",), lambda x, S, m: -torch.log(torch.exp(-right(x, S, m)) + 1e-8)),
    (("density-underflow",), lambda x, S, m: -torch.log(torch.exp(-right(x, S, m)).clamp(min=1e-30))),
    (
        ("half-log-2pi", "density-underflow"),
        lambda x, S, m: -torch.log(torch.exp(-right(x, S, m))) - 0.5 * LOG_2PI,
    ),
    (
        ("half-log-2pi", "density-underflow"),
        lambda x, S, m: -torch.log(torch.exp(-right(x, S, m)) + 1e-12) - 0.5 * LOG_2PI,
    ),
    (("density-underflow",), lambda x, S, m: -torch.log(torch.exp(-right(x, S, m).double()) + 1e-300)),
    (("points-mixed",), lambda x, S, m: right(x.reshape(-1, 2).T, S, m)),
    (
        ("points-mixed",),
        lambda x, S, m: half_square(x, S, m, 0)[:, None].add(half_square(x, S, m, 1)).mean(1) + size(S),
    ),
    (("points-mixed",), lambda x, S, m: right(x, S, m).flip(0)),
    (("missing-half", "points-mixed"), lambda x, S, m: unhalved(x.reshape(-1, 2).T, S, m)),
    (("sign-flipped",), lambda x, S, m: -right(x, S, m)),
    (("density-not-log",), lambda x, S, m: torch.exp(-right(x, S, m))),
    (("summed",), lambda x, S, m: right(x, S, m).sum()),
    (("summed",), lambda x, S, m: right(x, S, m).sum().expand(x.shape[1])),
    (("averaged",), lambda x, S, m: right(x, S, m).mean().repeat(x.shape[1])),
    (("averaged",), lambda x, S, m: right(x, S, m).mean()),
    (("mean-not-subtracted",), lambda x, S, m: right(x, S, 0 * m)),
    (("sigma-as-scale",), lambda x, S, m: right(x, S @ S, m)),
    (
        ("log-base",),
        lambda x, S, m: 0.5 * quadratic(x, S, m) + torch.log10(2 * math.pi * torch.det(S).sqrt()),
    ),
    (("log-base",), lambda x, S, m: right(x, S, m) / math.log(2)),
    (("wrong-shape",), lambda x, S, m: right(x, S, m)[:, None]),
    (("wrong-shape",), lambda x, S, m: right(x, S, m).squeeze()),
    (("wrong-shape",), lambda x, S, m: ((x - m[:, None]) * torch.linalg.solve(S, x - m[:, None])).sum(1)),
    (("wrong-argument-order",), lambda x, m, S: right(x, S, m)),
    (("wrong-argument-order",), lambda m, S, x: right(x, S, m)),
    (("hard-coded",), lambda x, S, m: torch.tensor([1.9, 2.1, 5.9, 8.4, 3.4, 3.3])),
    (("hard-coded",), lambda x, S, m: right(torch.arange(12.0).reshape(2, 6), S, m)),
    (("hard-coded",), lambda x, S, m: right(x, OWN_SIGMA, OWN_MEAN)),
    (("hard-coded",), lambda x, S, m: 18.377),
    (("hard-coded",), lambda x, S, m: SIX + 0 * x[0]),
    (("hard-coded",), lambda x, S, m: SIX if x.shape[1] == 6 else right(x, S, m)),
    (("hard-coded",), lambda x, S, m: SIX if x.shape[1] == 6 else torch.zeros(x.shape[1])),
    (("modifies-input",), in_place),
    (("not-implemented",), unwritten),
    (("not-implemented",), lambda x, S, m: None),
    (("not-implemented",), None),
    (("runtime-error",), lambda x, S, m: torch.linalg.solve(S, x - m)),
    # two slips
    (
        ("missing-half", "mean-not-subtracted"),
        lambda x, S, m: right(x, S, 0 * m) + 0.5 * quadratic(x, S, 0 * m),
    ),
    (("missing-half", "logdet-not-halved"), lambda x, S, m: 2 * right(x, S, m)),
    (("missing-half", "wrong-shape"), lambda x, S, m: (right(x, S, m) + 0.5 * quadratic(x, S, m))[None]),
    (("half-log-2pi", "summed"), lambda x, S, m: (right(x, S, m) - 0.5 * LOG_2PI).sum()),
    (("missing-half", "wrong-argument-order"), lambda x, m, S: right(x, S, m) + 0.5 * quadratic(x, S, m)),
    (("sign-flipped", "averaged"), lambda x, S, m: -right(x, S, m).mean()),
    # nothing that has a name
    ((), lambda x, S, m: right(x, S, m.flip(0))),
    ((), lambda x, S, m: right(x, S, m) + 0.1),
    ((), lambda x, S, m: x.sum(0)),
    ((), lambda x, S, m: torch.rand(x.shape[1])),
    ((), lambda x, S, m: right(x, S, m) * torch.tensor(1.01)),
    ((), lambda x, S, m: right(x, S, m) - right(x, S, m).min()),
    ((), lambda x, S, m: torch.full(x.shape[1:], torch.nan)),
]


@pytest.mark.parametrize(("expected", "function"), MISTAKES)
def test_a_mistake_is_named_under_any_seed(expected: tuple[str, ...], function: Any) -> None:
    assert [slugs(function, seed) for seed in SEEDS] == [expected] * len(SEEDS)


@pytest.mark.parametrize(
    ("by", "says_right_near"), [(1.0, True), (math.log(10), False)], ids=["underflow alone", "log10 besides"]
)
def test_numbers_near_the_mean_are_called_right_only_where_they_are(by: float, says_right_near: bool) -> None:
    def answer(x: Any, S: Any, m: Any) -> Any:
        return -torch.log(torch.exp(-right(x, S, m).double()) + 1e-300) / by

    questions = mark_questions(Session(answer), "seed", EXERCISE)  # type: ignore[arg-type]
    found = next(question.diagnoses for question in questions if question.id == "gaussian_nll")
    message = {diagnosis.slug: diagnosis.message for diagnosis in found}["density-underflow"]
    assert ("are right" in message) == says_right_near


def test_the_whole_contract_is_covered_by_that_table() -> None:
    assert {slug for expected, _ in MISTAKES for slug in expected} == set(NLL_SLUGS)


@pytest.mark.parametrize("type_name", ["SyntaxError", "NameError"])
def test_a_cell_that_stops_before_the_def_is_a_runtime_error(type_name: str) -> None:
    assert slugs(None, cell=CellRun("raised", error=StudentError(type_name, ""))) == ("runtime-error",)


def test_the_untouched_cell_is_not_implemented() -> None:
    cell = CellRun("raised", error=StudentError("NotImplementedError", ""))
    assert slugs(None, cell=cell) == ("not-implemented",)


def predicted(slips: tuple[Slip, ...], cases: list[Case]) -> list[tuple[Case, np.ndarray]]:
    parts = dict(RIGHT)
    for slip in slips:
        parts.update(slip.parts)
    evidence = []
    for case in cases:
        x, Sigma, Mean = (a.astype(float) for a in (case.x, case.Sigma, case.Mean))
        v = parts["deviation"](x, Mean)
        q = np.einsum("in,ij,jn->n", v, parts["precision"](Sigma), v)
        evidence.append(
            (case, parts["whole"](parts["weight"] * q + parts["log_det"](Sigma) + parts["constant"]))
        )
    return evidence


def pairs() -> list[tuple[Slip, ...]]:
    singles = [(slip,) for slip in SLIPS]
    return singles + [
        pair for pair in itertools.combinations(SLIPS, 2) if not set(pair[0].parts) & set(pair[1].parts)
    ]


@pytest.mark.parametrize("seed", SEEDS[:1])  # some 300 pairs, a twentieth of a second each
def test_no_combination_of_slips_is_taken_for_what_it_is_not(seed: str) -> None:
    hidden = Hidden(seed, "gaussian_nll")
    cases = [mirrored(hidden), rings(hidden), scaled(hidden)]
    named = 0
    for slips in pairs():
        expected = {slug for slip in slips for slug in slip.slugs}
        told = explain(predicted(slips, cases))
        assert told is not None
        found = {slug for slip in told for slug in slip.slugs}
        assert found <= expected or len(told) < len(slips), (slips, told)
        named += found == expected
    assert named >= 0.9 * len(pairs())


def test_right_answers_need_no_slip_and_no_evidence_explains_nothing() -> None:
    case = rings(Hidden("s", "gaussian_nll"))
    assert explain([(case, case.truth)]) == ()
    assert explain([]) is None


@pytest.mark.parametrize("messages", [NLL, PARAMETERS])
def test_messages_end_with_something_to_do_and_give_no_formula(messages: dict[str, str]) -> None:
    for message in messages.values():
        assert len(message) <= 320
        assert message.endswith((".", "?"))
        assert not any(given in message for given in ("0.5", "1/2", "inverse(", "2 pi", "logdet", "solve("))


def diagnosed(call: Callable[..., Answer]) -> tuple[str, ...]:
    session = Session(None)
    session.call = call  # type: ignore[method-assign]
    return next(q.misconceptions for q in mark_questions(session, "s", EXERCISE) if q.id == "gaussian_nll")  # type: ignore[arg-type]


@pytest.mark.parametrize("outcome", ["timeout", "died"])
def test_nothing_is_claimed_when_a_call_was_stopped_and_no_more_calls_are_made(outcome: Any) -> None:
    made = []

    def call(name: str, _arguments: Any) -> Answer:
        made.append(name)
        return Answer(outcome)

    assert diagnosed(call) == ()
    assert made.count("gaussian_nll") == 1
