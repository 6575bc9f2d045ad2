"""The public example: bounded, and asked for before the student's code knows any hidden input."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from grader.answers import Answer, Curve, Drawing
from grader.exercises.gaussian_density.example import (
    FACT,
    MAX_LINES,
    MAX_POINTS,
    MEAN,
    SIGMA,
    public_example,
)
from grader.marking.one import mark
from grader.reading import Release, submitted
from grader.running.outside import Runner
from grader.running.outside.sandbox import probe

BLACK = (0.0, 0.0, 0.0, 1.0)
WHITE = (1.0, 1.0, 1.0, 1.0)


class Drawer:
    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self.asked: list[tuple[Any, ...]] = []

    def draw(self, name: str, arguments: list[np.ndarray], furnished: bool = False) -> Answer:
        self.asked.append((name, *(argument.tolist() for argument in arguments)))
        return self.answer


def circles(count: int, vertices: int, size: float = 1.0) -> Answer:
    angle = np.linspace(0, 2 * np.pi, vertices)
    curves = tuple(
        Curve(
            size * (1 + i / 9) * np.stack([np.cos(angle), np.sin(angle)], axis=1),
            True,
            "Line2D",
            BLACK,
            None,
            1.0,
        )
        for i in range(count)
    )
    return Answer("ok", drawing=Drawing(curves, WHITE, (-5, 5), (-5, 5), count, 0))


def test_the_example_is_the_lessons_own() -> None:
    drawer = Drawer(circles(1, 50))
    public_example(drawer)
    assert drawer.asked == [("draw_density", SIGMA.tolist(), MEAN.tolist())]


def test_what_is_kept_is_bounded() -> None:
    found = public_example(Drawer(circles(60, 5000, size=1e5)))[FACT]
    assert len(found["lines"]) == MAX_LINES
    assert found["more_lines"] == 60 - MAX_LINES
    assert all(len(line["points"]) <= MAX_POINTS for line in found["lines"])
    assert max(abs(x) for line in found["lines"] for point in line["points"] for x in point) <= 1000


def test_without_a_drawing_there_is_no_example() -> None:
    assert public_example(Drawer(Answer("missing"))) == {}


def test_the_picture_shows_no_hidden_input(
    release: Release, compose_bytes: Callable[[Mapping[str, str]], bytes]
) -> None:
    """Code that draws an ellipse for each Sigma that it was ever called with."""
    spying = """
seen = []

def gaussian_nll(x, Sigma, Mean):
    seen.append((Sigma.clone(), Mean.clone()))
    return torch.zeros(x.shape[1])

def draw_density(fig, Sigma, Mean):
    seen.append((Sigma.clone(), Mean.clone()))
    t = torch.linspace(0, 2 * math.pi, 60)
    for S, m in seen:
        x, y = torch.linalg.cholesky(S) @ torch.stack([t.cos(), t.sin()]) + m[:, None]
        fig.gca().plot(x, y)
"""
    submission = submitted(compose_bytes({"gaussian_nll": spying, "draw_density": "pass"}), release)
    with Runner(sandbox="locked" if probe().locked else "process") as runner:
        marked = mark(submission, "s1", release=release, runner=runner, seed="a secret of tests")
    example = marked.result.questions[1].facts[FACT]
    assert len(example["lines"]) == 2  # of the two public examples
