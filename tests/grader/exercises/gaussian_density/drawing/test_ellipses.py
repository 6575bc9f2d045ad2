from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.exercises.gaussian_density.drawing.ellipses import (
    Ellipse,
    coverage_gap,
    fit_ellipse,
    same_ellipse,
)

TURN = np.linspace(0, 2 * math.pi, 60)
CIRCLE = np.stack([np.cos(TURN), np.sin(TURN)], axis=1)


def ellipse(first: float, second: float, rho: float, x: float, y: float) -> Ellipse:
    S = np.array([[first**2, rho * first * second], [rho * first * second, second**2]])
    return Ellipse(np.array([x, y]), S)


ellipses = st.builds(
    ellipse,
    st.floats(0.1, 10),
    st.floats(0.1, 10),
    st.floats(-0.95, 0.95),
    st.floats(-10, 10),
    st.floats(-10, 10),
)


@given(ellipses, st.floats(0, 2 * math.pi), st.floats(2.0, 2 * math.pi))
def test_a_fit_finds_the_ellipse_from_any_arc_of_it(truth: Ellipse, start: float, length: float) -> None:
    t = start + np.linspace(0, length, 80)
    vertices = truth.centre + np.stack([np.cos(t), np.sin(t)], axis=1) @ np.linalg.cholesky(truth.S).T
    fitted = fit_ellipse(vertices)
    assert fitted is not None
    assert same_ellipse(fitted, truth, 1e-4)


@pytest.mark.parametrize(
    "vertices",
    [
        np.array([[0.0, 0.0], [1.0, 1.0]] * 10),
        np.stack([np.linspace(0, 1, 30), np.linspace(0, 2, 30)], axis=1),
        np.stack([np.linspace(-1, 1, 30), np.linspace(-1, 1, 30) ** 2], axis=1),
        np.repeat(np.array([[1.0, 2.0]]), 30, axis=0),
        np.random.default_rng(0).normal(size=(300, 2)),
        CIRCLE * (1 + 0.3 * np.cos(2 * TURN))[:, None],
        CIRCLE[:8],
    ],
    ids=["two points", "line", "parabola", "one point", "sample", "peanut", "short arc"],
)
def test_what_is_no_ellipse_fits_none(vertices: np.ndarray) -> None:
    assert fit_ellipse(vertices) is None


def test_ellipses_differ_by_place_size_and_turn() -> None:
    base = ellipse(2, 1, 0.5, 0, 0)
    assert same_ellipse(ellipse(2.01, 1, 0.5, 0, 0), base, 0.01)
    assert not same_ellipse(ellipse(2, 1, 0.5, 0.1, 0), base, 0.01)
    assert not same_ellipse(ellipse(2.1, 1.05, 0.5, 0, 0), base, 0.01)
    assert not same_ellipse(ellipse(2, 1, -0.5, 0, 0), base, 0.01)


@pytest.mark.parametrize(
    ("arcs", "gap"),
    [
        ([], 2 * math.pi),
        ([(0.0, 1.0)], 2 * math.pi - 1),
        ([(1.0, -1.0)], 2 * math.pi - 1),
        ([(6.0, 1.0), (0.5, 0.5)], 5.0),
        ([(0.0, 4.0), (1.0, 1.0), (3.0, 4.0)], 0.0),
        ([(0.0, 2.0), (3.0, 2.0), (5.0, 1.5)], 1.0),
    ],
)
def test_the_largest_gap_that_arcs_leave(arcs: list[tuple[float, float]], gap: float) -> None:
    starts, steps = (np.array([arc[i] for arc in arcs]) for i in (0, 1))
    assert coverage_gap(starts, steps) == pytest.approx(gap, abs=1e-9)
