"""The public example: what a student's `draw_density` shows for the Gaussian that the lesson tries it out with.

It is asked for before any hidden check runs. Afterwards the student's code would know the hidden inputs, and
could draw them into a picture that its author gets to see.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from grader.answers import Answer
from grader.exercises.gaussian_density.drawing import Judgement, Line, judge
from grader.results import QuestionResult

SIGMA = np.array([[2.0, 1.0], [1.0, 1.0]], dtype=np.float32)
MEAN = np.array([1.0, -1.0], dtype=np.float32)
"""As in the lesson's own try-out cell: a slant, two different widths and a mean off the origin, so that slips show."""
QUESTION = "draw_density"
FACT = "example"
"""Name of the fact that carries the picture's numbers."""
MAX_LINES, MAX_POINTS = 24, 160
"""Bounds on what is kept: as much as a picture of a few inches can show."""
FARTHEST = 1e3
"""Coordinates beyond are cut: the picture shows a window of about 20 units."""

Array = NDArray[Any]


class Drawer(Protocol):
    """What is needed of `grader.running.outside.Session`."""

    def draw(self, name: str, Sigma: Array, Mean: Array, furnished: bool = False) -> Answer:
        """Call a student's drawing function on a fresh figure."""


def public_example(session: Drawer) -> dict[str, Any] | None:
    """The student's picture of the public Gaussian as plain numbers; None when there is no picture.

    Keys: `Sigma` (2, 2) and `Mean` (2,) as lists; `lines`, each with `points` ([x, y] pairs in data coordinates),
    `closed` and `dots`; `contours`, for each of the four right ones "whole", "open", "unseen" or "absent"; `others`,
    the number of further closed lines; `more_lines`, how many lines were left out.
    """
    drawing = session.draw(QUESTION, SIGMA, MEAN).drawing
    return None if drawing is None else _plain(judge(drawing, SIGMA, MEAN))


def with_example(
    questions: Sequence[QuestionResult], example: Mapping[str, Any] | None
) -> tuple[QuestionResult, ...]:
    """The results with the picture's numbers among the facts of `draw_density`."""
    if example is None:
        return tuple(questions)
    return tuple(
        replace(question, facts=(*question.facts, (FACT, dict(example))))
        if question.id == QUESTION
        else question
        for question in questions
    )


def _plain(judgement: Judgement) -> dict[str, Any]:
    return {
        "Sigma": SIGMA.tolist(),
        "Mean": MEAN.tolist(),
        "lines": [_line(line) for line in judgement.seen[:MAX_LINES]],
        "contours": list(judgement.contours),
        "others": judgement.others,
        "more_lines": max(0, len(judgement.seen) - MAX_LINES),
    }


def _line(line: Line) -> dict[str, Any]:
    chosen = (
        np.linspace(0, len(line.vertices) - 1, min(len(line.vertices), MAX_POINTS)).round().astype(np.int64)
    )
    points = np.clip(line.vertices[chosen], -FARTHEST, FARTHEST).round(3)
    return {"points": points.tolist(), "closed": line.closed, "dots": line.dots}
