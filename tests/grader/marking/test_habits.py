"""Habits of real notebooks: right answers keep full marks, and wrong ones gain nothing by them."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest

from grader.marking.one import mark
from grader.reading import Release, submitted
from grader.reading.compose import compose
from grader.results import SubmissionResult
from grader.running.outside import Runner
from grader.running.outside.sandbox import probe
from tests.standins.density import release, right_answers  # noqa: F401

Answers = Mapping[str, str]
Change = Callable[[list[dict[str, Any]]], None]
WRONG = """
def gaussian_nll(x, Sigma, Mean):
    d = x - Mean[:, None]
    return (d * torch.linalg.solve(Sigma, d)).sum(0)
"""


@pytest.fixture(scope="module")
def runner() -> Iterator[Runner]:
    with Runner(sandbox="locked" if probe().locked else "process") as made:
        yield made


def marked(notebook: dict[str, Any], runner: Runner, release: Release) -> SubmissionResult:
    submission = submitted(json.dumps(notebook).encode(), release)
    return mark(submission, "s", release=release, runner=runner, seed="habits").result


@pytest.fixture
def scores(
    runner: Runner, release: Release, right_answers: dict[str, str]
) -> Callable[..., dict[str, float]]:
    """The score of each question of right answers with some changed; and the cells changed as a whole."""

    def made(changed: Answers | None = None, cells: Change | None = None) -> dict[str, float]:
        return {question.id: question.score for question in result(changed, cells).questions}

    def result(changed: Answers | None, cells: Change | None) -> SubmissionResult:
        notebook = copy.deepcopy(compose(release, {**right_answers, **(changed or {})}))
        if cells is not None:
            cells(notebook["cells"])
        return marked(notebook, runner, release)

    return made


FULL = {"gaussian_nll": 10.0, "draw_density": 10.0, "parameters": 10.0}


def grade_id(cell: dict[str, Any]) -> str:
    return str(cell["metadata"].get("nbgrader", {}).get("grade_id", ""))


def index_of(cells: list[dict[str, Any]], name: str) -> int:
    return next(index for index, cell in enumerate(cells) if grade_id(cell) == name)


def code(source: str) -> dict[str, Any]:
    return {"cell_type": "code", "metadata": {}, "source": source, "outputs": [], "execution_count": None}


OWN_EYE = """
torch.set_default_dtype(torch.float64)
def gaussian_nll(x, Sigma, Mean):
    P = torch.linalg.solve(Sigma, torch.eye(2))
    d = x - Mean[:, None]
    return 0.5 * (d * (P @ d)).sum(0) + 0.5 * torch.logdet(Sigma) + math.log(2 * math.pi)
"""
OWN_CIRCLE = """
def draw_density(fig, Sigma, Mean):
    t = torch.linspace(0, 2 * math.pi, 100)
    for mass in (0.2, 0.4, 0.6, 0.8):
        r = math.sqrt(-2 * math.log(1 - mass))
        x, y = torch.linalg.cholesky(Sigma) @ (r * torch.stack([t.cos(), t.sin()])) + Mean[:, None]
        fig.gca().plot(x, y)
"""


def test_answers_in_the_dtype_that_the_notebook_makes_by_default(scores: Any) -> None:
    assert scores({"gaussian_nll": OWN_EYE, "draw_density": OWN_CIRCLE}) == FULL


@pytest.mark.parametrize("decorator", ["@torch.compile", '@torch.compile(mode="reduce-overhead")'])
def test_a_compiled_answer_runs_eagerly(scores: Any, right_answers: dict[str, str], decorator: str) -> None:
    assert scores({"gaussian_nll": decorator + "\n" + right_answers["gaussian_nll"].lstrip()}) == FULL
    wrong = scores({"gaussian_nll": decorator + "\n" + WRONG.lstrip()})["gaussian_nll"]
    assert 0 < wrong < 10


@pytest.mark.parametrize(
    "line",
    [
        "import no_such_package",
        "import no_such_package.deep.part as nsp\nnsp.set_theme(style='dark')",
        "from no_such_package import one, two\none.color_palette()('x')",
        "import no_such_package, another_missing_one",
    ],
)
def test_a_missing_package_that_the_answer_does_not_use_costs_nothing(
    scores: Any, right_answers: dict[str, str], line: str
) -> None:
    assert scores({"gaussian_nll": f"{line}\n{right_answers['gaussian_nll']}"}) == FULL


@pytest.mark.parametrize(
    "body",
    [
        "return nsp.zeros(x.shape[1]) + 1",
        "return torch.tensor([float(nsp.f(p)) for p in x.T])",
        "return [value for value in nsp.values(x)]",
        "return nsp.nll(x, Sigma, Mean)",
    ],
)
def test_an_answer_that_needs_a_value_of_a_missing_package_gains_nothing(scores: Any, body: str) -> None:
    source = f"import no_such_package as nsp\ndef gaussian_nll(x, Sigma, Mean):\n    {body}\n"
    assert scores({"gaussian_nll": source})["gaussian_nll"] == 0


@pytest.mark.needs_lock
@pytest.mark.parametrize("name", ["gaussfit", "gaussfit.density", "grader", "nbgrader"])
def test_what_is_hidden_has_no_stand_in(scores: Any, right_answers: dict[str, str], name: str) -> None:
    found = scores({"parameters": f"import {name}\n{right_answers['parameters']}"})
    assert found["parameters"] == 0


def test_the_real_error_of_the_answer_cell_is_read(
    runner: Runner, release: Release, right_answers: dict[str, str]
) -> None:
    answers = {**right_answers, "gaussian_nll": "x = 1 +\n" + right_answers["gaussian_nll"]}
    notebook = compose(release, answers)
    first = marked(notebook, runner, release).questions[0].checks[0]
    assert first.message.startswith("The cell that should define gaussian_nll stopped with SyntaxError")
    assert first.message.endswith("Mend that first.")


def below_its_check(cells: list[dict[str, Any]]) -> None:
    cell = cells[index_of(cells, "parameters")]
    cells.insert(index_of(cells, "test_parameters") + 1, code(cell["source"]))
    cell["source"] = "A, B, C, X, Y = ..., ..., ..., ..., ..."


def in_a_copy_at_the_end(cells: list[dict[str, Any]]) -> None:
    cell = cells[index_of(cells, "parameters")]
    cells.append(code(cell["source"]))
    cell["source"] = ""


def answer_and_check_exchanged(cells: list[dict[str, Any]]) -> None:
    one, two = index_of(cells, "parameters"), index_of(cells, "test_parameters")
    cells[one], cells[two] = cells[two], cells[one]


def check_deleted_and_answer_after_it(cells: list[dict[str, Any]]) -> None:
    answer = cells.pop(index_of(cells, "parameters"))
    del cells[index_of(cells, "test_parameters")]
    cells.append(code(answer["source"]))


def all_metadata_and_ids_stripped(cells: list[dict[str, Any]]) -> None:
    for cell in cells:
        cell["metadata"] = {}
        cell.pop("id", None)


def ends_the_process_before_its_check(cells: list[dict[str, Any]]) -> None:
    cells.insert(index_of(cells, "test_parameters"), code("import os\nos._exit(1)"))


LAYOUTS = [
    below_its_check,
    in_a_copy_at_the_end,
    answer_and_check_exchanged,
    check_deleted_and_answer_after_it,
    all_metadata_and_ids_stripped,
    ends_the_process_before_its_check,
]


@pytest.mark.parametrize("change", LAYOUTS)
def test_right_numbers_count_wherever_they_stand(scores: Any, change: Change) -> None:
    assert scores(cells=change) == FULL


@pytest.mark.parametrize("change", LAYOUTS)
def test_wrong_numbers_stay_wrong_wherever_they_stand(scores: Any, change: Change) -> None:
    assert scores({"parameters": "A, B, C, X, Y = 1.0, 0.0, 1.0, 0.0, 0.0"}, change)["parameters"] == 0


def test_what_stood_at_the_check_is_not_replaced_by_what_comes_later(scores: Any) -> None:
    def later(cells: list[dict[str, Any]]) -> None:
        cells.append(code("A, B, C, X, Y = 3.49, -1.35, 0.97, -0.11, 0.41"))

    assert scores({"parameters": "A, B, C, X, Y = 9.0, 0.0, 9.0, 5.0, 5.0"}, later)["parameters"] < 10


MASKED = """
def gaussian_nll(x, Sigma, Mean):
    d = x - Mean[:, None]
    right = 0.5 * (d * torch.linalg.solve(Sigma, d)).sum(0) + 0.5 * torch.logdet(Sigma) + math.log(2 * math.pi)
    return np.ma.masked_array(right.numpy().astype({dtype}), mask=True)
"""


@pytest.mark.parametrize("dtype", ["float", "object"])
def test_what_lies_under_a_mask_earns_nothing(scores: Any, dtype: str) -> None:
    assert scores({"gaussian_nll": MASKED.replace("{dtype}", dtype)})["gaussian_nll"] == 0


@pytest.mark.parametrize(
    "changed",
    [
        {"parameters": "print(search)\nA, B, C, X, Y = 3.5, -1.35, 1.0, -0.1, 0.4\n"},
        {
            "parameters": "%matplotlib inline\nsearch.view\nprint(turn)\nA, B, C, X, Y = 3.5, -1.35, 1.0, -0.1, 0.4\n"
        },
    ],
    ids=["the sliders", "two of them, and a magic"],
)
def test_an_answer_may_read_what_a_cell_above_it_shows(
    scores: Callable[..., dict[str, float]], changed: Answers
) -> None:
    assert scores(changed) == FULL
