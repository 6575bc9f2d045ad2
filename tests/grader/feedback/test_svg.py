from __future__ import annotations

import math
import xml.etree.ElementTree as ET

import numpy as np
import pytest

from grader.feedback.svg import Frame, axes, inside, number, path, picture, text

FRAME = Frame(10, 20, 100, 200, (-5, 5), (-5, 5))


def test_a_frame_puts_its_corners_at_its_corners() -> None:
    corners = np.array([[-5.0, 5.0], [5.0, -5.0]])
    assert FRAME.pixels(corners).tolist() == [[10, 20], [110, 220]]
    assert (FRAME.x(-5), FRAME.y(5)) == (10, 20)


@pytest.mark.parametrize(
    ("value", "shown"),
    [(1.0, "1"), (-0.04, "0"), (2.345, "2.3"), (10, "10"), (1e300, "10000"), (-math.inf, "-10000")],
)
def test_coordinates_are_short(value: float, shown: str) -> None:
    assert number(value) == shown


def test_a_coordinate_that_is_no_number_is_refused() -> None:
    with pytest.raises(ValueError, match="must be a number; this one is nan"):
        number(math.nan)


def test_a_picture_is_well_formed_and_escapes_its_words() -> None:
    body = [
        *axes(FRAME, [-2.0, 2.0], [0.0]),
        inside(FRAME, [path(np.array([[0.0, 0.0], [1.0, 2.0]]), "a", closed=True)]),
    ]
    made = picture("p", 120, 240, "<b>title", 'a "quoted" & <script>', [*body, text(1, 2, "<i>")])
    root = ET.fromstring(made)
    space = "{http://www.w3.org/2000/svg}"
    assert root.attrib["role"] == "img"
    assert root.attrib["viewBox"] == "0 0 120 240"
    assert [root.findtext(f"{space}{name}") for name in ("title", "desc")] == [
        "<b>title",
        'a "quoted" & <script>',
    ]
    assert "<i>" in [element.text for element in root.iter(f"{space}text")]
    assert "−2" in [element.text for element in root.iter(f"{space}text")]
