from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import Any

import numpy as np
import pytest

from gaussfit.density import MASSES, contour_radius
from grader.exercises.gaussian_density.pictures import (
    contour_sentences,
    drawing_picture,
    gaussian_picture,
    nll_scale,
    shown_total,
)
from grader.exercises.gaussian_density.shapes import contour

SVG = "{http://www.w3.org/2000/svg}"
NUMBERS = {"A": 3.0, "B": -1.0, "C": 1.0, "X": 0.0, "Y": 0.5}
TOTAL = {"nll": 19.2, "best_nll": 18.3771, "pass_mark": 23.0, "start_nll": 24.96}


def example(scale: float = 1.0, **changed: Any) -> dict[str, Any]:
    Sigma, Mean = np.array([[2.0, 1.0], [1.0, 1.0]]), np.array([1.0, -1.0])
    lines = [
        {
            "points": contour(scale**2 * Sigma, Mean, contour_radius(mass)).tolist(),
            "closed": True,
            "dots": False,
        }
        for mass in MASSES
    ]
    made = {"Sigma": Sigma.tolist(), "Mean": Mean.tolist(), "lines": lines, "contours": ["whole"] * 4}
    return {"example": {**made, "others": 0, "more_lines": 0, **changed}}


def classes(svg: str | None) -> list[str]:
    assert svg is not None
    return [element.attrib.get("class", "") for element in ET.fromstring(svg).iter()]


def words(svg: str | None) -> list[str]:
    assert svg is not None
    return [element.text or "" for element in ET.fromstring(svg).iter(f"{SVG}text")]


def test_the_students_contours_lie_over_the_right_ones() -> None:
    svg = drawing_picture(example())
    assert classes(svg).count("gf-right") == 4 + 1  # and one in the legend
    assert classes(svg).count("gf-own") == 4 + 1
    assert {"20 %", "40 %", "60 %", "80 %"} <= set(words(svg))


def test_without_a_drawing_there_is_no_picture() -> None:
    assert drawing_picture({}) is None
    assert contour_sentences({}) == []


def test_an_empty_drawing_shows_the_right_contours_alone() -> None:
    facts = example(lines=[], contours=["absent"] * 4)
    assert classes(drawing_picture(facts)).count("gf-own") == 1
    assert contour_sentences(facts) == ["20 %, 40 %, 60 % and 80 %: not found."]


def test_the_window_grows_with_a_drawing_that_is_too_large_but_not_for_ever() -> None:
    assert {"−4", "4"} <= set(words(drawing_picture(example())))
    assert {"−12", "12"} <= set(words(drawing_picture(example(scale=1e6))))


def test_the_sentences_tell_each_contour_and_what_is_too_much() -> None:
    facts = example(contours=["whole", "open", "unseen", "absent"], others=2, more_lines=3)
    assert contour_sentences(facts) == [
        "20 %: drawn all the way round.",
        "40 %: covered by your lines only in part.",
        "60 %: there, but invisible.",
        "80 %: not found.",
        "Closed lines besides these four: 2.",
        "3 more lines are left out of this picture.",
    ]


def test_a_row_of_dots_is_drawn_as_dots() -> None:
    lines = [{"points": [[0.0, 0.0], [1.0, 1.0]], "closed": False, "dots": True}]
    assert classes(drawing_picture(example(lines=lines))).count("gf-dot") == 2


def test_the_data_and_the_students_gaussian_are_shown() -> None:
    svg = gaussian_picture(NUMBERS)
    assert classes(svg).count("gf-data") == 6 + 1
    assert "variances 3 and 1, covariance -1" in str(svg)


def test_without_all_five_numbers_there_is_no_picture_of_a_gaussian() -> None:
    assert gaussian_picture({name: NUMBERS[name] for name in "ABCX"}) is None


def test_what_is_no_covariance_has_a_mean_but_no_contours() -> None:
    svg = gaussian_picture({**NUMBERS, "A": -1.0})
    assert "is not a covariance matrix" in str(svg)
    assert "your mean: Sigma is not a covariance matrix</text>" in str(svg)
    assert "80 % contours" not in str(svg)
    assert "path" not in {element.tag.removeprefix(SVG) for element in ET.fromstring(svg or "").iter()}


@pytest.mark.parametrize("name", ["A", "X"])
def test_absurd_numbers_make_no_absurd_picture(name: str) -> None:
    svg = gaussian_picture({**NUMBERS, name: 1e300})
    assert "too large for a picture" in str(svg)
    assert len(str(svg)) < 10_000


def test_a_mean_outside_of_the_picture_is_told() -> None:
    assert "lies outside" in str(gaussian_picture({**NUMBERS, "Y": 40.0}))


def test_the_scale_names_the_total_the_mark_and_the_best() -> None:
    svg = nll_scale(TOTAL)
    assert "yours: 19.200" in words(svg)
    assert {"18.377", "23", "24.96"} <= set(words(svg))


def test_the_scale_ends_where_a_total_is_beyond_it() -> None:
    assert "yours: beyond a million →" in words(nll_scale({**TOTAL, "nll": float("inf")}))
    assert nll_scale({}) is None


@pytest.mark.parametrize(
    ("total", "shown"),
    [(18.3771, "18.377"), (22.9999, "22.999"), (23.0000001, "23.001"), (1e9, "beyond a million")],
)
def test_a_total_is_never_shown_on_the_other_side_of_the_mark(total: float, shown: str) -> None:
    assert shown_total(total, 23.0) == shown
