from __future__ import annotations

import math
import xml.etree.ElementTree as ET

import numpy as np
import pytest

from grader.feedback.svg import Frame, axes, contour, ellipse, inside, number, path, picture, text

SIGMA = np.array([[2.0, 1.0], [1.0, 1.0]])
MEAN = np.array([1.0, -1.0])
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


def test_a_contour_lies_at_its_mahalanobis_radius() -> None:
    away = contour(SIGMA, MEAN, 1.354) - MEAN
    squared = np.einsum("ni,ij,nj->n", away, np.linalg.inv(SIGMA), away)
    assert np.allclose(np.sqrt(squared), 1.354)


@pytest.mark.parametrize("covariance", [1.2, -1.2, 0.0])
def test_the_ellipse_element_is_the_contour(covariance: float) -> None:
    frame = Frame(0, 0, 400, 400, (-5, 5), (-5, 5))
    Sigma = np.array([[2.0, covariance], [covariance, 1.0]])
    values = ET.fromstring(ellipse(frame, Sigma, MEAN, 1.0, "css")).attrib
    angle, x, y = map(float, values["transform"][len("rotate(") : -1].split())
    turn = math.radians(angle)
    away = frame.pixels(contour(Sigma, MEAN, 1.0)) - [x, y]
    along = away @ [math.cos(turn), math.sin(turn)]
    across = away @ [-math.sin(turn), math.cos(turn)]
    on = (along / float(values["rx"])) ** 2 + (across / float(values["ry"])) ** 2
    assert np.allclose(on, 1, atol=0.01)


@pytest.mark.parametrize(
    "Sigma", [[[1.0, 2.0], [2.0, 1.0]], [[1e300, 0.0], [0.0, 1.0]], [[0.0, 0.0], [0.0, 0.0]]]
)
def test_what_is_no_covariance_or_too_large_has_no_ellipse(Sigma: list[list[float]]) -> None:
    assert ellipse(FRAME, np.array(Sigma), MEAN, 1.0, "css") == ""


def test_a_picture_is_well_formed_and_escapes_its_words() -> None:
    body = [
        *axes(FRAME, [-2.0, 2.0], [0.0]),
        inside(FRAME, [path(contour(SIGMA, MEAN, 1), "a", closed=True)]),
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
