"""Drawings without matplotlib, and figures drawn in this process instead of a student's."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import matplotlib as mpl
import numpy as np
import pytest
from numpy.typing import NDArray

from grader.answers import Curve, Drawing
from grader.running.inside import figures

Array = NDArray[np.float64]

SIGMA = np.array([[2.0, -0.9], [-0.9, 0.8]])
MEAN = np.array([1.0, -0.5])


@pytest.fixture(autouse=True)
def _without_a_screen() -> None:
    mpl.use("agg")


@pytest.fixture
def gaussian() -> tuple[Array, Array]:
    return SIGMA, MEAN


@pytest.fixture
def ring() -> Callable[..., Array]:
    """Vertices of a contour of radius r, of this many corners, from one angle (in turns) to another."""

    def make(r: float, corners: int = 100, start: float = 0.0, stop: float = 1.0) -> Array:
        t = 2 * math.pi * np.linspace(start, stop, corners + 1)
        return (MEAN[:, None] + r * np.linalg.cholesky(SIGMA) @ np.stack([np.cos(t), np.sin(t)])).T

    return make


@pytest.fixture
def curve() -> Callable[..., Curve]:
    """A curve, black and 1 point wide unless told otherwise; closed when its ends meet."""

    def make(vertices: Array, **changes: Any) -> Curve:
        closed = bool(np.allclose(vertices[0], vertices[-1]))
        look: dict[str, Any] = {"stroke": (0.0, 0.0, 0.0, 1.0), "fill": None, "linewidth": 1.0}
        return Curve(
            np.asarray(vertices, dtype=float), **{"closed": closed, "artist": "Line2D", **look, **changes}
        )

    return make


@pytest.fixture
def drawing() -> Callable[..., Drawing]:
    """A drawing of curves on white axes."""

    def make(*curves: Curve, **changes: Any) -> Drawing:
        plain: dict[str, Any] = {
            "background": (1.0, 1.0, 1.0, 1.0),
            "xlim": (-5.0, 5.0),
            "ylim": (-5.0, 5.0),
            "artists": len(curves),
            "artists_elsewhere": 0,
        }
        return Drawing(curves=curves, **{**plain, **changes})

    return make


@pytest.fixture
def drawn() -> Callable[..., Drawing]:
    """What a function of the figure draws, as the student's process reports it."""

    def report(function: Callable[[Any], object], furnished: bool = False) -> Drawing:
        state = figures.begin(furnished)
        function(state.figure)
        plain = figures.finish(state)
        return Drawing(**{**plain, "curves": tuple(Curve(**each) for each in plain["curves"])})

    return report
