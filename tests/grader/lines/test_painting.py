from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from grader.exercises.gaussian_density.drawing import RADII, judge
from grader.lines.painting import seen_curves

Make = Callable[..., Any]
WHITE, BLACK, BLUE, RED = (1.0,) * 4, (0.0, 0.0, 0.0, 1.0), (0.0, 0.0, 1.0, 1.0), (1.0, 0.0, 0.0, 1.0)


@pytest.mark.parametrize(
    ("look", "seen"),
    [
        ({}, True),
        ({"stroke": WHITE}, False),
        ({"stroke": (0.0, 0.0, 0.0, 0.01)}, False),
        ({"stroke": (0.0, 0.0, 0.0, 0.1)}, True),
        ({"stroke": None}, False),
        ({"linewidth": 0.0}, False),
        ({"stroke": None, "fill": BLUE}, True),
        ({"stroke": None, "fill": WHITE}, False),
        ({"stroke": WHITE, "fill": BLUE}, True),
        ({"stroke": (1.0, 1.0, 0.88, 1.0)}, True),
    ],
)
def test_what_can_be_seen_on_white(
    drawing: Make, ring: Make, curve: Make, look: dict[str, Any], seen: bool
) -> None:
    assert seen_curves(drawing(curve(ring(1), **look))) == (seen,)


def test_white_is_seen_on_black(drawing: Make, ring: Make, curve: Make) -> None:
    assert seen_curves(drawing(curve(ring(1), stroke=WHITE), background=BLACK)) == (True,)


def test_an_opaque_patch_hides_what_was_painted_before(drawing: Make, ring: Make, curve: Make) -> None:
    line, patch = curve(ring(1)), curve(ring(2), stroke=None, fill=RED)
    assert seen_curves(drawing(line, patch)) == (False, True)
    assert seen_curves(drawing(patch, line)) == (True, True)
    glass = curve(ring(2), stroke=None, fill=(1.0, 0.0, 0.0, 0.3))
    assert seen_curves(drawing(line, glass)) == (True, True)


def test_a_patch_on_a_patch_of_the_same_colour_is_hidden(drawing: Make, ring: Make, curve: Make) -> None:
    outer, inner = (curve(ring(r), stroke=None, fill=BLUE) for r in (2, 1))
    assert seen_curves(drawing(outer, inner)) == (True, False)
    outer, inner = (curve(ring(r), stroke=None, fill=(0.0, 0.0, 1.0, 0.3)) for r in (2, 1))
    assert seen_curves(drawing(outer, inner)) == (True, True)


def test_a_band_with_a_hole_hides_nothing_in_the_hole(drawing: Make, ring: Make, curve: Make) -> None:
    disc = curve(ring(1), stroke=None, fill=BLUE, path=0)
    band = [curve(ring(r), stroke=None, fill=RED, path=1) for r in (2, 1)]
    assert seen_curves(drawing(disc, *band)) == (True, True, True)


def test_lines_on_an_image_are_taken_as_seen(drawing: Make, ring: Make, curve: Make) -> None:
    line = curve(ring(1), stroke=WHITE)
    assert seen_curves(drawing(line, images=((-5.0, 5.0, 5.0, -5.0),))) == (True,)
    assert seen_curves(drawing(line, images=((7.0, 9.0, 7.0, 9.0),))) == (False,)
    assert seen_curves(drawing(curve(ring(1), stroke=None), images=((-5.0, 5.0, -5.0, 5.0),))) == (False,)


def test_contours_that_cannot_be_seen_are_told_apart(
    drawing: Make, ring: Make, curve: Make, gaussian: Any
) -> None:
    found = judge(drawing(*(curve(ring(r), stroke=WHITE) for r in RADII)), *gaussian)
    assert found.contours == ("unseen",) * 4
    assert found.unseen == 4
    assert not found.right
