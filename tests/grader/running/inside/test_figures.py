"""Figures made in advance look to a student like new ones."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.figure import Figure

from grader.running.inside import figures


@pytest.fixture(autouse=True)
def prepared() -> Iterator[None]:
    figures.prepare()
    yield
    for kept in figures._ready.values():
        kept.clear()
    figures._settings.clear()
    plt.close("all")


def reported(furnished: bool) -> tuple[Figure, dict[str, Any]]:
    """A figure on which an ellipse was drawn in pyplot's way, and the report on it."""
    state = figures.begin(furnished)
    t = np.linspace(0, 2 * np.pi, 50)
    plt.plot(2 * np.cos(t), np.sin(t), color="skyblue")
    report = figures.finish(state)
    for curve in report["curves"]:
        curve["vertices"] = curve["vertices"].tolist()
    return state.figure, report


@pytest.mark.parametrize("furnished", [False, True])
def test_one_made_in_advance_reports_as_a_new_one(furnished: bool) -> None:
    ahead = figures._ready[furnished][-1]
    given, report = reported(furnished)
    assert given is ahead
    figures._ready[furnished].clear()
    new, report_on_new = reported(furnished)
    assert new is not ahead
    assert report == report_on_new
    assert len(report["curves"]) == 1


def test_each_is_given_out_once_and_is_pyplots_only_one() -> None:
    given = set()
    for _ in range(figures.READY[False] + 2):
        state = figures.begin(furnished=False)
        assert plt.gcf() is state.figure
        assert plt.gca() is state.axes
        assert plt.get_fignums() == [1]
        given.add(id(state.figure))
        state.figure.clear()
        figures.finish(state)
    assert len(given) > figures.READY[False]


def test_what_a_student_set_shows_on_the_figure() -> None:
    with plt.rc_context({"axes.facecolor": "black"}):
        state = figures.begin(furnished=False)
        assert state.axes.get_facecolor() == (0.0, 0.0, 0.0, 1.0)
        figures.finish(state)
    state = figures.begin(furnished=False)
    assert state.axes.get_facecolor() == (1.0, 1.0, 1.0, 1.0)
    figures.finish(state)
