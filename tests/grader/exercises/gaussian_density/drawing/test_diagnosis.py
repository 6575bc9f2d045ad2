"""Mistaken drawings get their names, and nothing else does; each check catches what no other catches."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from benchmarks.exercise import EXERCISE
from grader.answers import Answer, CellRun, Curve, Drawing, StudentError
from grader.checking import mark_questions
from grader.exercises.gaussian_density.drawing.messages import MESSAGES
from grader.results import QuestionResult

Map = Callable[[np.ndarray, np.ndarray], "list[np.ndarray]"]
RADII = [math.sqrt(-2 * math.log(1 - mass)) for mass in (0.2, 0.4, 0.6, 0.8)]
SEEDS = ("a", "b", "c")


class Drawer:
    """A session whose drawing function returns polylines, in this process and without matplotlib."""

    def __init__(self, answer: Callable[[np.ndarray, np.ndarray, bool], Answer]) -> None:
        self.answer = answer

    def draw(self, name: str, arguments: list[np.ndarray], furnished: bool = False) -> Answer:
        Sigma, Mean = arguments
        return self.answer(Sigma.astype(float), Mean.astype(float), furnished)

    def call(self, name: str, arguments: list[np.ndarray]) -> Answer:
        return Answer("missing")

    def kept(self, name: str) -> None:
        return None

    def run_of(self, name: str) -> CellRun | None:
        return None


def picture(lines: list[np.ndarray], artists: int | None = None, elsewhere: int = 0) -> Drawing:
    curves = tuple(
        Curve(line, bool(np.allclose(line[0], line[-1])), "Line2D", (0.0, 0.0, 0.0, 1.0), None, 1.0)
        for line in lines
    )
    count = len(lines) if artists is None else artists
    return Drawing(curves, (1.0,) * 4, (-5.0, 5.0), (-5.0, 5.0), count, elsewhere)


def marked(answer: Callable[[np.ndarray, np.ndarray, bool], Answer], seed: str = "a") -> QuestionResult:
    [result] = [each for each in mark_questions(Drawer(answer), seed, EXERCISE) if each.id == "draw_density"]
    return result


def by_map(draw: Map, seed: str = "a") -> QuestionResult:
    return marked(lambda Sigma, Mean, furnished: Answer("ok", drawing=picture(draw(Sigma, Mean))), seed)


def rings(
    M: np.ndarray, centre: np.ndarray, radii: list[float] = RADII, turn: float = 1.0, corners: int = 119
) -> list[np.ndarray]:
    t = 2 * math.pi * np.linspace(0, turn, corners + 1)
    return [(centre[:, None] + r * M @ np.stack([np.cos(t), np.sin(t)])).T for r in radii]


def root(Sigma: np.ndarray) -> np.ndarray:
    return np.linalg.cholesky(Sigma)


def turned(Sigma: np.ndarray, change: Callable[[float], float]) -> np.ndarray:
    """Half axes along the changed angle of the long axis."""
    values, axes = np.linalg.eigh(Sigma)
    angle = change(math.atan2(axes[1, 1], axes[0, 1]))
    turn = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
    return turn @ np.diag(np.sqrt(values[::-1]))


def eigen(Sigma: np.ndarray) -> np.ndarray:
    values, axes = np.linalg.eigh(Sigma)
    return axes @ np.diag(values)


def test_contours_that_a_grid_cuts_off_get_the_name_of_its_window() -> None:
    def cut(S: np.ndarray, m: np.ndarray, furnished: bool) -> Answer:
        lines = [line[line[:, 0] <= m[0] + math.sqrt(S[0, 0])] for line in rings(root(S), m)]
        drawing = picture(lines)
        return Answer(
            "ok",
            drawing=replace(
                drawing, curves=tuple(replace(c, artist="QuadContourSet") for c in drawing.curves)
            ),
        )

    assert marked(cut).misconceptions == ("window-too-small",)


ORIGIN = np.zeros(2)
MISTAKES: dict[str, tuple[Map, tuple[str, ...]]] = {
    "Sigma as map": (lambda S, m: rings(S, m), ("sigma-not-root",)),
    "eigenvalues": (lambda S, m: rings(eigen(S), m), ("eigenvalues-not-rooted",)),
    "transposed": (lambda S, m: rings(root(S).T, m), ("transposed-root",)),
    "at the origin": (lambda S, m: rings(root(S), ORIGIN), ("mean-ignored",)),
    "no correlation": (lambda S, m: rings(np.diag(np.sqrt(np.diag(S))), m), ("axis-aligned",)),
    "variances": (lambda S, m: rings(np.diag(np.diag(S)), m), ("axis-aligned",)),
    "never turned": (lambda S, m: rings(turned(S, lambda a: 0.0), m), ("axis-aligned",)),
    "degrees": (lambda S, m: rings(turned(S, math.radians), m), ("angle-slip",)),
    "other sign": (lambda S, m: rings(turned(S, lambda a: -a), m), ("angle-slip",)),
    "x for y": (lambda S, m: [line[:, ::-1] for line in rings(root(S), m)], ("swapped-axes",)),
    "sigmas": (lambda S, m: rings(root(S), m, [1.0, 2.0, 3.0, 4.0]), ("wrong-levels",)),
    "squares": (lambda S, m: rings(root(S), m, [r * r for r in RADII]), ("wrong-levels",)),
    "diameters": (lambda S, m: rings(root(S) / 2, m), ("half-axes-as-diameter",)),
    "half": (lambda S, m: rings(root(S), m, turn=0.5), ("half-ellipse",)),
    "three": (lambda S, m: rings(root(S), m, RADII[:3]), ("missing-contours",)),
    "one more": (lambda S, m: rings(root(S), m, [*RADII, 2.448]), ("extra-contours",)),
    "fixed": (lambda S, m: rings(np.eye(2), ORIGIN), ("hard-coded",)),
    "nothing": (lambda S, m: [], ("nothing-drawn",)),
    "Sigma at the origin": (lambda S, m: rings(S, ORIGIN), ("sigma-not-root", "mean-ignored")),
    "half of Sigma": (lambda S, m: rings(S, m, turn=0.5), ("sigma-not-root", "half-ellipse")),
    "Sigma, sigmas": (lambda S, m: rings(S, m, [1.0, 2.0, 3.0]), ("sigma-not-root", "wrong-levels")),
    "diameters, sign": (
        lambda S, m: rings(turned(S, lambda a: -a) / 2, m),
        ("angle-slip", "half-axes-as-diameter"),
    ),
    "inverse": (lambda S, m: rings(root(np.linalg.inv(S)), m), ("precision-for-covariance",)),
    "twelve corners": (lambda S, m: rings(root(S), m, corners=12), ("too-few-corners",)),
    "other place": (lambda S, m: rings(root(S), -m), ()),
    "circles": (lambda S, m: rings(np.eye(2), m), ()),
    "a line": (lambda S, m: [np.stack([m, m + 1])], ()),
}


@pytest.mark.parametrize("name", MISTAKES)
@pytest.mark.parametrize("seed", SEEDS)
def test_a_mistake_gets_its_name_and_not_full_marks(name: str, seed: str) -> None:
    draw, slugs = MISTAKES[name]
    result = by_map(draw, seed)
    assert result.misconceptions == slugs
    assert result.score < 10


@pytest.mark.parametrize("seed", range(100))
def test_a_right_answer_gets_full_marks_under_every_seed(seed: int) -> None:
    for way in (root, lambda S: turned(S, lambda a: a), lambda S: np.linalg.inv(root(np.linalg.inv(S))).T):
        result = by_map(lambda S, m, way=way: rings(way(S), m), str(seed))
        assert result.score == 10
        assert result.diagnoses == ()


def failing(outcome: Any, type_name: str = "", message: str = "") -> QuestionResult:
    error = StudentError(type_name, message) if type_name else None
    return marked(lambda S, m, f: Answer(outcome, error=error))


def test_what_leaves_no_picture_gets_nothing() -> None:
    assert failing("missing").misconceptions == ("not-implemented",)
    assert failing("raised", "NotImplementedError").misconceptions == ("not-implemented",)
    assert failing("raised", "ValueError", "secret").misconceptions == ("runtime-error",)
    assert failing("timeout").misconceptions == ()
    assert failing("died").misconceptions == ()
    elsewhere = marked(lambda S, m, f: Answer("ok", drawing=picture([], 0, 4)))
    assert elsewhere.misconceptions == ("draws-elsewhere",)
    image = marked(lambda S, m, f: Answer("ok", drawing=picture([], 1, 0)))
    assert image.misconceptions == ()
    assert {r.score for r in (failing("missing"), failing("timeout"), elsewhere, image)} == {0.0}


def only_failing(result: QuestionResult) -> set[str]:
    """Checks that failed by themselves, not because another one did."""
    return {check.id.removeprefix("test_") for check in result.checks if check.status in ("failed", "error")}


MASS = "contours_hold_their_mass"
CAUGHT: dict[str, tuple[Map, set[str]]] = {
    "empty": (lambda S, m: [], {"contours_follow_the_arguments"}),
    "open": (lambda S, m: rings(root(S), m, turn=0.8), {"contours_go_all_the_way_round", MASS}),
    "place": (lambda S, m: rings(root(S), ORIGIN), {"contours_are_centred_on_mean", MASS}),
    "turn": (MISTAKES["other sign"][0], {"contours_turn_with_sigma", MASS}),
    "stretch": (MISTAKES["Sigma as map"][0], {"contours_are_stretched_as_sigma_is", MASS}),
    "count": (MISTAKES["three"][0], {"four_contours_and_no_other", MASS}),
    "size": (lambda S, m: rings(root(S) * 1.2, m), {MASS}),
}


@pytest.mark.parametrize("name", CAUGHT)
def test_each_check_catches_what_no_other_one_does(name: str) -> None:
    draw, caught = CAUGHT[name]
    assert only_failing(by_map(draw)) == caught


def test_the_figure_in_use_and_the_arguments_have_checks_of_their_own() -> None:
    def needs_empty_axes(S: np.ndarray, m: np.ndarray, furnished: bool) -> Answer:
        return Answer("ok", drawing=picture([] if furnished else rings(root(S), m)))

    def changes_mean(S: np.ndarray, m: np.ndarray, furnished: bool) -> Answer:
        return Answer("ok", drawing=picture(rings(root(S), m)), changed=(1,))

    assert only_failing(marked(needs_empty_axes)) == {"right_on_a_figure_in_use"}
    result = marked(changes_mean)
    assert only_failing(result) == {"arguments_stay_as_they_were"}
    assert result.score == 9.5
    assert result.misconceptions == ("modifies-input",)


def test_one_slip_is_worth_more_than_nothing_and_less_than_all() -> None:
    slips = [
        draw
        for draw, slugs in MISTAKES.values()
        if len(slugs) == 1 and slugs[0] not in ("nothing-drawn", "hard-coded")
    ]
    assert all(0 < by_map(draw).score < 10 for draw in slips)
    assert by_map(MISTAKES["fixed"][0]).score == 0


def test_what_a_student_reads_tells_no_numbers_of_the_hidden_inputs() -> None:
    for draw, _ in MISTAKES.values():
        result = by_map(draw)
        told = " ".join([check.message for check in result.checks] + [d.message for d in result.diagnoses])
        assert "[[" not in told
        assert "nan" not in told


def test_every_message_is_short_and_ends_in_a_hint() -> None:
    assert len(MESSAGES) == 22
    for slug, message in MESSAGES.items():
        assert len(message) <= 330, slug
        assert message.endswith(("?", ".")), slug


@pytest.mark.parametrize(
    ("elsewhere", "change", "named"),
    [
        (4, {}, ("draws-elsewhere",)),
        (3, {}, ()),
        (4, {"axes": 2}, ()),  # a colour bar, say, or a twin
        (4, {"images": ((-5.0, 5.0, -5.0, 5.0),)}, ()),
    ],
)
def test_contours_on_an_inset_are_elsewhere_also_beside_a_line_on_the_given_axes(
    elsewhere: int, change: dict[str, Any], named: tuple[str, ...]
) -> None:
    def answer(Sigma: np.ndarray, Mean: np.ndarray, furnished: bool) -> Answer:
        drawn = picture([np.array([[0.0, 0.0], [1.0, 1.0]])], elsewhere=elsewhere)
        return Answer("ok", drawing=replace(drawn, **change))

    assert marked(answer).misconceptions == named


@pytest.mark.parametrize(("artist", "named"), [("QuadContourSet", ("wrong-levels",)), ("Line2D", ())])
def test_levels_that_one_density_alone_comes_up_to_are_wrong_levels(
    artist: str, named: tuple[str, ...]
) -> None:
    def answer(Sigma: np.ndarray, Mean: np.ndarray, furnished: bool) -> Answer:
        ring = rings(root(Sigma), Mean, [0.85]) if np.linalg.det(Sigma) < 0.5 else []
        drawn = picture(ring)
        return Answer(
            "ok", drawing=replace(drawn, curves=tuple(replace(c, artist=artist) for c in drawn.curves))
        )

    for seed in SEEDS:
        result = marked(answer, seed)
        assert result.misconceptions == named
        assert not any("right shape and place" in diagnosis.message for diagnosis in result.diagnoses)
