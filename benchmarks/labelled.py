"""The labelled answers in tests/answers, and their marks through the real runner and the real checks."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from benchmarks.exercise import EXERCISE
from grader.answers import Limits
from grader.checking import mark_questions
from grader.results import QuestionResult
from grader.running.outside import Runner, Session

Kind = Literal["right", "wrong"]
KINDS: tuple[Kind, ...] = ("right", "wrong")
ANSWERS = Path(__file__).parents[1] / "tests" / "answers"
QUESTIONS = ("draw_density", "gaussian_nll", "parameters")
"""In the order of the notebook."""
KEPT = {"draw_density": ("draw_density",), "gaussian_nll": ("gaussian_nll",), "parameters": tuple("ABCXY")}
LIMITS = Limits(cell_seconds=10, call_seconds=1.5, submission_seconds=20)
"""Shorter than a course's, so that the endless answers do not hold up the rest."""

SETUP = """\
import math
import numpy
import numpy as np
import torch
import matplotlib.pyplot as plt
data = torch.tensor([[-0.2997, 0.7500, 2.4024, -3.3377, -1.3939, 1.2348],
                     [0.2965, 0.1307, -1.5569, 1.3849, 1.0405, 1.1438]])
"""


@dataclass(frozen=True)
class Labelled:
    """One labelled answer: the source of its cell, and the slugs that a perfect diagnosis names.

    `slugs` holds a tuple of equally right names for each misconception, the most specific first; it is empty
    for right answers and where no slug fits.
    """

    question: str
    kind: Kind
    name: str
    source: str
    slugs: tuple[tuple[str, ...], ...] = ()

    @property
    def id(self) -> str:
        """The file's path below tests/answers, without its ending."""
        return f"{self.question}/{self.kind}/{self.name}"


def labelled_answers(question: str, kind: Kind) -> list[Labelled]:
    """All answers of one kind to one question, by name."""
    return [_read(path, question, kind) for path in sorted((ANSWERS / question / kind).glob("*.py"))]


def _read(path: Path, question: str, kind: Kind) -> Labelled:
    header, _, rest = path.read_text(encoding="utf-8").partition("\n")
    if not header.startswith(f"# {kind}: "):
        raise ValueError(f"{path} must begin with '# {kind}: '; it begins with {header!r}.")
    if rest.startswith("# why:"):
        rest = rest.partition("\n")[2]
    label = header.removeprefix(f"# {kind}: ").strip()
    named = kind == "wrong" and label != "none"
    slugs = tuple(tuple(slug.strip().split("/")) for slug in label.split(",")) if named else ()
    return Labelled(question, kind, path.stem, rest, slugs)


def open_notebook(runner: Runner, answers: Sequence[Labelled]) -> Session:
    """A session on a notebook that holds these answers, at most one a question."""
    by_question = {answer.question: answer.source for answer in answers}
    cells = [SETUP, *(by_question.get(question, "") for question in QUESTIONS)]
    keep = {name: QUESTIONS.index(question) + 1 for question in QUESTIONS for name in KEPT[question]}
    return runner.open(cells, keep)


def mark_notebook(runner: Runner, answers: Sequence[Labelled], seed: str) -> dict[str, QuestionResult]:
    """The result of each question of a notebook that holds these answers."""
    with open_notebook(runner, answers) as session:
        return {result.id: result for result in mark_questions(session, seed, EXERCISE)}


def notebooks(kind: Kind) -> Iterator[tuple[Labelled, ...]]:
    """All answers of a kind, up to one of each question to a notebook.

    Right ones stand with right ones, so that a drawing may call the notebook's own gaussian_nll. Each question
    starts elsewhere in its list, so that the endless answers don't meet.
    """
    columns = []
    for shift, question in enumerate(QUESTIONS):
        answers = labelled_answers(question, kind)
        columns.append(answers[5 * shift :] + answers[: 5 * shift])
    for row in itertools.zip_longest(*columns):
        yield tuple(answer for answer in row if answer is not None)
