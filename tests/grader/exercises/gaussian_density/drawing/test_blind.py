"""Drawings that show no understanding: what is not four ellipses earns next to nothing, whatever is drawn how often."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

import numpy as np
import pytest

from benchmarks.exercise import EXERCISE
from grader.answers import Answer, CellRun, Curve, Drawing
from grader.checking import mark_questions

Array = np.ndarray
Draw = Callable[[Array, Array], "list[Array]"]
RADII = [math.sqrt(-2 * math.log(1 - mass)) for mass in (0.2, 0.4, 0.6, 0.8)]
SEEDS = ("a", "b", "c", "d")


class Drawer:
    """A session whose drawing function returns polylines, in this process and without matplotlib."""

    def __init__(self, draw: Draw) -> None:
        self.lines = draw

    def draw(self, name: str, arguments: list[Array], furnished: bool = False) -> Answer:
        Sigma, Mean = arguments
        lines = self.lines(Sigma.astype(float), Mean.astype(float))
        black = (0.0, 0.0, 0.0, 1.0)
        curves = [Curve(v, bool(np.allclose(v[0], v[-1])), "Line2D", black, None, 1.0) for v in lines]
        return Answer("ok", drawing=Drawing(tuple(curves), (1.0,) * 4, (-5, 5), (-5, 5), len(curves), 0))

    def call(self, name: str, arguments: list[Array]) -> Answer:
        return Answer("missing")

    def kept(self, name: str) -> None:
        return None

    def run_of(self, name: str) -> CellRun | None:
        return None


def score(draw: Draw, seed: str) -> float:
    [result] = [each for each in mark_questions(Drawer(draw), seed, EXERCISE) if each.id == "draw_density"]
    return result.score


def ring(M: Array, m: Array, r: float, turn: float = 1.0) -> Array:
    t = 2 * math.pi * np.linspace(0, turn, 100)
    return (m[:, None] + r * M @ np.stack([np.cos(t), np.sin(t)])).T


def right(S: Array, m: Array) -> list[Array]:
    return [ring(np.linalg.cholesky(S), m, r) for r in RADII]


def hatching(m: Array, half: float, count: int) -> list[Array]:
    return [np.array([[m[0] - half, y], [m[0] + half, y]]) for y in m[1] + np.linspace(-half, half, count)]


DICE = np.random.default_rng(0)


@pytest.fixture(autouse=True)
def the_same_dice(monkeypatch: pytest.MonkeyPatch) -> None:
    """Chance, but the same for each test in each run of them."""
    monkeypatch.setattr(f"{__name__}.DICE", np.random.default_rng(0))


def scribbles(count: int, vertices: int) -> list[Array]:
    return [DICE.uniform(-5, 5, (vertices, 2)) for _ in range(count)]


def spiral(m: Array, turns: float) -> Array:
    t = 2 * math.pi * np.linspace(0, turns, 4000)
    return m + (np.linspace(0, 8, 4000) * np.stack([np.cos(t), np.sin(t)])).T


def random_rings(count: int) -> Iterator[Array]:
    for _ in range(count):
        yield ring(DICE.normal(size=(2, 2)), DICE.normal(size=2), DICE.uniform(0.5, 3))


EYE, ZERO = np.eye(2), np.zeros(2)
BLIND: dict[str, Draw] = {
    "a hatched box around Mean": lambda S, m: hatching(m, 9, 600),
    "a box hatched twice": lambda S, m: hatching(m, 9, 250) + [v[:, ::-1] for v in hatching(m[::-1], 9, 250)],
    "a hatching in one line": lambda S, m: [np.concatenate(hatching(m, 9, 600))],
    "short dashes all over": lambda S, m: [v[:2] for v in scribbles(590, 2)],
    "open rings of every size": lambda S, m: [ring(EYE, m, r, 335 / 360) for r in np.geomspace(0.1, 20, 235)],
    "half rings of every size": lambda S, m: [ring(EYE, m, r, 0.45) for r in np.geomspace(0.1, 20, 235)],
    "rings of every size": lambda S, m: [ring(EYE, m, r) for r in np.geomspace(0.1, 20, 128)],
    "the right shape in every size": lambda S, m: [
        ring(np.linalg.cholesky(S), m, r) for r in np.geomspace(0.1, 5, 128)
    ],
    "the right shape in forty sizes": lambda S, m: [
        ring(np.linalg.cholesky(S), m, r) for r in np.geomspace(0.5, 2, 40)
    ],
    "rings in every size and far lines": lambda S, m: (
        [ring(np.linalg.cholesky(S), m, r) for r in np.geomspace(0.1, 5, 128)]
        + [np.array([[1e4, 1e4 * i], [2e4, 1e4 * i]]) for i in range(100)]
    ),
    "random rings": lambda S, m: list(random_rings(50)),
    "a few random rings": lambda S, m: list(random_rings(4)),
    # By luck, one in a hundred of these leans as Sigma says, or is as slender, in both pictures, and earns that.
    "four random rings with the right spacing": lambda S, m: [
        r / RADII[0] * (v - v.mean(axis=0)) for v in random_rings(1) for r in RADII
    ],
    "a ring": lambda S, m: [ring(EYE, ZERO, 1)],
    "scribbles": lambda S, m: scribbles(50, 80),
    "one long scribble": lambda S, m: scribbles(1, 4000),
    "a spiral": lambda S, m: [spiral(m, 300)],
    "a slow spiral": lambda S, m: [spiral(m, 30)],
    "a comb": lambda S, m: [
        np.stack([np.repeat(np.linspace(-5, 5, 900), 2), np.tile([-5.0, 5, 5, -5], 450)], axis=1)
    ],
    "a lattice of rings": lambda S, m: [
        ring(EYE, np.array([x, y]), 1.0) for x in range(-5, 6) for y in range(-5, 6)
    ],
    "rays": lambda S, m: [np.stack([m, m + 5 * v]) for v in ring(EYE, ZERO, 1)],
    "nothing but nan": lambda S, m: [],
}


@pytest.mark.parametrize("name", BLIND)
@pytest.mark.parametrize("seed", SEEDS)
def test_a_blind_drawing_earns_no_more_than_two(name: str, seed: str) -> None:
    assert score(BLIND[name], seed) <= 2


@pytest.mark.parametrize("name", sorted(set(BLIND) - {"a ring", "nothing but nan"}))
def test_a_right_picture_below_a_blind_one_is_not_right(name: str) -> None:
    assert score(lambda S, m: right(S, m) + BLIND[name](S, m), "a") < 10


@pytest.mark.parametrize("name", BLIND)
def test_more_of_the_same_never_earns_more(name: str) -> None:
    def times(count: int) -> float:
        return score(lambda S, m: [line for _ in range(count) for line in BLIND[name](S, m)], "a")

    assert times(2) <= max(2.0, times(1))


def test_many_attempts_earn_less_than_one() -> None:
    def attempts(S: Array, m: Array) -> list[Array]:
        maps = [np.linalg.cholesky(S), S, np.linalg.cholesky(S).T]
        return [ring(M, m, r) for M in maps for r in RADII]

    one = score(lambda S, m: [ring(S, m, r) for r in RADII], "a")
    assert score(attempts, "a") < one


def test_the_control_earns_all() -> None:
    assert score(right, "a") == 10
