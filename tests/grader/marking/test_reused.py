"""An answer is what it was at its check cell, or at the notebook's end, whichever is better."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence

import pytest

from grader.answers import Limits
from grader.marking.one import Marked, mark
from grader.marking.reused import _names
from grader.reading import Release, submitted
from grader.reading.compose import compose
from grader.running.outside import Runner
from tests.standins.toy import EXERCISE, RIGHT

LATER = """
shift = 0.0
def fit_line(x, y):
    slope, intercept = np.polyfit(x.numpy(), y.numpy(), 1)
    return torch.tensor([slope, intercept + shift])
"""
"""An answer that looks up a name when it is called."""
Marking = Callable[[Runner, Mapping[str, str], Sequence[str]], Marked]
Scores = Callable[[Mapping[str, str], Sequence[str]], dict[str, float]]
WRONG = LATER.replace("shift = 0.0", "shift = 1.0")
"""Its slope is right, which is half of the points."""


@pytest.fixture(scope="module")
def runner() -> Iterator[Runner]:
    with Runner(Limits(cell_seconds=5, call_seconds=2, submission_seconds=30)) as runner:
        yield runner


@pytest.fixture
def marked(release: Release) -> Marking:
    """The marks that a runner gives these answers with own cells at the notebook's end."""

    def make(runner: Runner, answers: Mapping[str, str], after: Sequence[str]) -> Marked:
        notebook = compose(release, {**RIGHT, **answers})
        cell = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None}
        notebook["cells"] += [{**cell, "id": f"own-{n}", "source": source} for n, source in enumerate(after)]
        submission = submitted(json.dumps(notebook).encode(), release)
        return mark(submission, "s001", release=release, runner=runner, seed="a seed")

    return make


@pytest.fixture
def scores(marked: Marking, runner: Runner) -> Scores:
    def of(answers: Mapping[str, str], after: Sequence[str]) -> dict[str, float]:
        return {question.id: question.score for question in marked(runner, answers, after).result.questions}

    return of


@pytest.mark.parametrize(
    "after",
    [
        ["shift = [1, 2, 3]"],
        ["del shift"],
        ["for shift in range(3): print(shift)"],
        ["import math as shift"],
        ["def shift(): pass"],
        ["class np: pass"],
        ["%reset -f"],
        ["print('done')", "get_ipython().run_line_magic('reset', '-f'); np = 3"],
        ["from os import *; shift = sep"],
        ["fit_line = None"],
        ["def fit_line(x, y): pass"],
        ["shift = 2.0\nimport os\nos._exit(0)"],
        ["shift = 2.0\nwhile True: pass"],
    ],
)
def test_what_a_later_cell_does_to_a_right_answer_costs_nothing(scores: Scores, after: list[str]) -> None:
    assert scores({"fit_line": LATER}, after) == {each.id: each.points for each in EXERCISE.questions}


def test_an_answer_that_became_right_later_counts_too(scores: Scores) -> None:
    assert scores({"fit_line": WRONG}, [])["fit_line"] == 3
    assert scores({"fit_line": WRONG}, ["shift = 0.0"])["fit_line"] == 6


def test_the_better_of_two_wrong_answers_counts_as_a_whole(marked: Marking, runner: Runner) -> None:
    alone = marked(runner, {"fit_line": WRONG}, []).result.questions[1]
    spoilt = marked(runner, {"fit_line": WRONG}, ["shift = ()"]).result.questions[1]
    assert spoilt == alone


def test_wrong_stays_wrong(scores: Scores) -> None:
    after = ["shift = 1.0", "np = np"]
    assert scores({"fit_line": "def fit_line(x, y): pass"}, after)["fit_line"] == 0


def test_the_second_look_is_on_the_submissions_account(marked: Marking) -> None:
    limits = Limits(cell_seconds=2, call_seconds=1, submission_seconds=4)
    slow = "import time\ndef residuals(x, y, slope, intercept):\n    time.sleep(100)\n"
    with Runner(limits) as runner:
        result = marked(runner, {"residuals": slow, "fit_line": LATER}, ["time = shift = 3"] * 3).result
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
    names = _names(source)
    assert (None if names is None else names.bound) == bound
