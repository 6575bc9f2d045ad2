"""Whatever numbers a child claims to have drawn, judging them comes to an end without an error."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grader.exercises.gaussian_density.drawing.judging import judge
from grader.running.outside.parse import parse_drawing
from grader.running.wire import array_to_plain

SIGMA = np.array([[1.0, 0.3], [0.3, 2.0]], dtype=np.float32)
MEAN = np.array([0.5, -1.0], dtype=np.float32)
EXTREMES = st.sampled_from([0.0, -0.0, 1e-320, 1e-200, 0.5, 1.0, -1.0, 1e5, 1e100, 1e200, 1e308, -1e308])
COLOURS = st.none() | st.just([0.0, 0.0, 0.0, 1.0]) | st.lists(EXTREMES, min_size=4, max_size=4)
PAIRS = st.lists(EXTREMES, min_size=2, max_size=2)
VERTICES = st.lists(PAIRS, max_size=40).map(lambda rows: array_to_plain(np.array(rows).reshape(-1, 2)))
CURVES = st.fixed_dictionaries(
    {
        "vertices": VERTICES,
        "closed": st.booleans(),
        "artist": st.just("Line2D"),
        "stroke": COLOURS,
        "fill": COLOURS,
        "linewidth": EXTREMES,
        "level": st.none() | EXTREMES,
        "zorder": EXTREMES,
        "dots": st.booleans(),
        "path": st.sampled_from([-1, 0, 1, 2**63, -5]),
    }
)
DRAWINGS = st.fixed_dictionaries(
    {
        "curves": st.lists(CURVES, max_size=6),
        "background": st.lists(EXTREMES, min_size=4, max_size=4),
        "xlim": PAIRS,
        "ylim": PAIRS,
        "artists": st.sampled_from([0, 1, -1, 2**63]),
        "artists_elsewhere": st.sampled_from([0, 3]),
        "axes": st.sampled_from([0, 1, 2**62]),
        "images": st.lists(st.lists(EXTREMES, min_size=4, max_size=4), max_size=3),
    }
)


@pytest.mark.filterwarnings("ignore::RuntimeWarning")  # overflow is how such numbers end, and is no contour
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=150)
@given(DRAWINGS)
def test_a_forged_drawing_is_judged_and_shows_no_contours(drawing: dict[str, Any]) -> None:
    judgement = judge(parse_drawing(drawing), SIGMA, MEAN)
    assert "whole" not in judgement.contours
