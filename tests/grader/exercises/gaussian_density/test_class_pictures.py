from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest

from grader.exercise import Finding
from grader.exercises.gaussian_density.class_pictures import (
    MOST_DRAWN,
    Fitted,
    class_pictures,
    fitted,
    gaussians_chart,
)

FACTS = {"A": 3.0, "B": -1.0, "C": 1.0, "X": 0.0, "Y": 0.5, "pass_mark": 23.0}


def finding(name: str, **facts: float) -> Finding:
    return Finding(name, {"parameters": {**FACTS, **facts}})


def fit(name: str, nll: float) -> Fitted:
    return Fitted(name, 3.0, -1.0, 1.0, 0.0, 0.5, nll, nll < 23)


def test_a_fitted_gaussian_passes_below_the_mark() -> None:
    found = fitted([finding("ann", nll=19.0), finding("bob", nll=24.0)])
    assert [(each.name, each.passes) for each in found] == [("ann", True), ("bob", False)]


def test_a_submission_without_a_total_is_no_fitted_gaussian() -> None:
    assert fitted([finding("ann"), Finding("bob", {})]) == ()
    assert class_pictures([finding("ann")]) == ()


def test_the_picture_of_a_class_says_how_many_pass() -> None:
    (picture,) = class_pictures([finding("ann", nll=19.0), finding("bob", nll=24.0)])
    assert picture.sentences[0] == "2 submissions gave a covariance and a mean; 1 is below the pass mark."
    assert "Each ellipse holds 60 %" in picture.sentences[1]


@pytest.mark.parametrize("count", [1, MOST_DRAWN, MOST_DRAWN + 1, 3 * MOST_DRAWN])
def test_the_picture_of_many_gaussians_is_thinned_out(count: int) -> None:
    svg = gaussians_chart([fit(str(index), 20.0) for index in range(count)])
    ellipses = list(ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}ellipse"))
    assert min(count, MOST_DRAWN) / 2 < len(ellipses) - 1 <= MOST_DRAWN
    assert f"{count} submitted Gaussian{'s' if count > 1 else ''}," in svg


def test_what_fails_is_drawn_differently_and_on_top() -> None:
    svg = gaussians_chart([fit("a", 24.0), fit("b", 20.0)])
    assert svg.index('class="gf-own"') < svg.index('class="gf-off"')
