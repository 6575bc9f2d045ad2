"""The public example: what a student's `draw_density` shows for the Gaussian that the lesson tries it out with.

It is asked for before any hidden check runs. Afterwards the student's code would know the hidden inputs, and
could draw them into a picture that its author gets to see.
"""

from __future__ import annotations

import numpy as np

from grader.exercise import Asked, Facts, Json
from grader.exercises.gaussian_density.drawing import Judgement, Line, judge
from grader.exercises.gaussian_density.stopping import stopped

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


def public_example(session: Asked) -> Facts:
    """The student's picture of the public Gaussian as plain numbers, under `FACT`; without one, where it stopped.

    Its keys: `Sigma` (2, 2) and `Mean` (2,) as lists; `lines`, each with `points` ([x, y] pairs in data coordinates),
    `closed` and `dots`; `contours`, for each of the four right ones "whole", "open", "unseen" or "absent"; `others`,
    the number of further closed lines; `more_lines`, how many lines were left out.
    """
    answer = session.draw(QUESTION, [SIGMA, MEAN])
    if answer.drawing is None:
        return stopped(answer)
    return {FACT: _plain(judge(answer.drawing, SIGMA, MEAN))}


def _plain(judgement: Judgement) -> Json:
    return {
        "Sigma": SIGMA.tolist(),
        "Mean": MEAN.tolist(),
        "lines": [_line(line) for line in judgement.seen[:MAX_LINES]],
        "contours": list(judgement.contours),
        "others": judgement.others,
        "more_lines": max(0, len(judgement.seen) - MAX_LINES),
    }


def _line(line: Line) -> Json:
    chosen = (
        np.linspace(0, len(line.vertices) - 1, min(len(line.vertices), MAX_POINTS)).round().astype(np.int64)
    )
    points = np.clip(line.vertices[chosen], -FARTHEST, FARTHEST).round(3)
    return {"points": points.tolist(), "closed": line.closed, "dots": line.dots}
