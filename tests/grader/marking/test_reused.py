"""An answer is what it was at its check cell, or at the notebook's end, whichever is better."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

import pytest

from benchmarks.exercise import EXERCISE
from grader.answers import Limits
from grader.marking.one import Marked, mark
from grader.marking.reused import _names
from grader.reading import packaged_release, submitted
from grader.reading.compose import compose
from grader.running.outside import Runner
from tests.standins.density import RIGHT

RELEASE = packaged_release(EXERCISE)
DRAWN = """
levels = (0.2, 0.4, 0.6, 0.8)
def draw_density(fig, Sigma, Mean):
    t = np.linspace(0, 2 * np.pi, 100)
    root = np.linalg.cholesky(np.asarray(Sigma, dtype=float))
    for mass in levels:
        x, y = np.sqrt(-2 * np.log(1 - mass)) * root @ [np.cos(t), np.sin(t)] + np.asarray(Mean)[:, None]
        fig.gca().plot(x, y)
"""


@pytest.fixture(scope="module")
def runner() -> Iterator[Runner]:
    with Runner(Limits(cell_seconds=5, call_seconds=2, submission_seconds=30)) as runner:
        yield runner


def marked(runner: Runner, answers: Mapping[str, str], after: Sequence[str]) -> Marked:
    """The marks of these answers with own cells at the notebook's end."""
    notebook = compose(RELEASE, {**RIGHT, **answers})
    cell = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None}
    notebook["cells"] += [{**cell, "id": f"own-{n}", "source": source} for n, source in enumerate(after)]
    submission = submitted(json.dumps(notebook).encode(), RELEASE)
    return mark(submission, "s001", release=RELEASE, runner=runner, seed="a seed")


def scores(runner: Runner, answers: Mapping[str, str], after: Sequence[str]) -> dict[str, float]:
    return {question.id: question.score for question in marked(runner, answers, after).result.questions}


@pytest.mark.parametrize(
    "after",
    [
        ["levels = [1, 2, 3]"],
        ["del levels"],
        ["for levels in range(3): print(levels)"],
        ["import math as levels"],
        ["def levels(): pass"],
        ["class np: pass"],
        ["%reset -f"],
        ["print('done')", "get_ipython().run_line_magic('reset', '-f'); np = 3"],
        ["from os import *; levels = sep"],
        ["draw_density = None"],
        ["def draw_density(fig, Sigma, Mean): pass"],
        ["levels = 1\nimport os\nos._exit(0)"],
        ["levels = 1\nwhile True: pass"],
    ],
)
def test_what_a_later_cell_does_to_a_right_answer_costs_nothing(runner: Runner, after: list[str]) -> None:
    assert scores(runner, {"draw_density": DRAWN}, after) == dict.fromkeys(EXERCISE.ids, 10)


def test_an_answer_that_became_right_later_counts_too(runner: Runner) -> None:
    wrong = DRAWN.replace("0.8)", "0.9)")
    assert scores(runner, {"draw_density": wrong}, [])["draw_density"] < 10
    assert scores(runner, {"draw_density": wrong}, ["levels = (0.2, 0.4, 0.6, 0.8)"])["draw_density"] == 10


def test_the_better_of_two_wrong_answers_counts_as_a_whole(runner: Runner) -> None:
    wrong = DRAWN.replace("0.8)", "0.9)")
    alone = marked(runner, {"draw_density": wrong}, []).result.questions[1]
    spoilt = marked(runner, {"draw_density": wrong}, ["levels = ()"]).result.questions[1]
    assert spoilt == alone


def test_wrong_stays_wrong(runner: Runner) -> None:
    after = ["levels = (0.1, 0.2)", "np = np"]
    assert (
        scores(runner, {"draw_density": "def draw_density(fig, Sigma, Mean): pass"}, after)["draw_density"]
        == 0
    )


def test_the_second_look_is_on_the_submissions_account() -> None:
    limits = Limits(cell_seconds=2, call_seconds=1, submission_seconds=4)
    slow = "import time\ndef gaussian_nll(x, Sigma, Mean):\n    time.sleep(100)\n"
    with Runner(limits) as runner:
        result = marked(
            runner, {"gaussian_nll": slow, "draw_density": DRAWN}, ["time = levels = 3"] * 3
        ).result
    assert result.seconds < 2 * limits.submission_seconds


@pytest.mark.parametrize(
    ("source", "bound"),
    [
        ("a = b", {"a"}),
        ("a, (b, *c) = d", {"a", "b", "c"}),
        ("def f(x):\n    global g\n    g = 1", {"f", "g"}),
        ("import a.b as c, d.e", {"c", "d"}),
        ("x[0] = y.z = 1", set()),
        ("(y := 1)", {"y"}),
        ("del a", {"a"}),
        ("for i in a: pass", {"i"}),
        ("print('\\d')", set()),
        ("%time a = 1", None),
        ("a = ", None),
        ("(" * 9_000, None),
        ("a = 1\n" * 20_000, None),
    ],
)
def test_names_that_a_cell_binds(source: str, bound: set[str] | None) -> None:
    assert _names(source, bound=True) == bound
