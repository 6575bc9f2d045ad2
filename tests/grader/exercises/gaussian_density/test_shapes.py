from __future__ import annotations

import math
import xml.etree.ElementTree as ET

import numpy as np
import pytest

from grader.exercises.gaussian_density.shapes import contour, ellipse
from grader.feedback.svg import Frame

SIGMA = np.array([[2.0, 1.0], [1.0, 1.0]])
MEAN = np.array([1.0, -1.0])
FRAME = Frame(10, 20, 100, 200, (-5, 5), (-5, 5))


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
