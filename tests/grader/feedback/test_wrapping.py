from __future__ import annotations

import re

import pytest

from grader.feedback.formulas import formula


def pieces(tex: str) -> list[str]:
    """What a reader sees of each piece."""
    return [re.sub("<[^>]*>", "", each) for each in formula(tex, block=True).split("<wbr>")]


@pytest.mark.parametrize(
    ("tex", "expected"),
    [
        (r"p(x) = a + b - c", ["p(x)", "=a", "+b", "−c"]),
        (r"p(x) = -a", ["p(x)", "=−a"]),
        (r"-a \le (x - y)^2 (u + v)", ["−a", "≤(x−y)2(u+v)"]),
        (r"x = 1, \qquad y = 2", ["x", "=1,", "y", "=2"]),
        (r"\left(a + b\right)", ["(a+b)"]),
        (r"f(x, y", ["f(x,y"]),
    ],
)
def test_a_formula_breaks_where_one_would_on_paper(tex: str, expected: list[str]) -> None:
    assert pieces(tex) == expected


def test_what_fits_cannot_be_focused() -> None:
    assert "tabindex" not in formula(
        r"p(x) = a + b + c + d + e + f + g + h + i + j + k + l + m + n", block=True
    )


@pytest.mark.parametrize(
    "tex", [r"\mathrm{" + "long" * 9 + "}", r"x\hspace{40em}y", "(" + "x+" * 20 + "x) = y"]
)
def test_what_may_have_to_be_scrolled_can_be_focused_and_has_a_name(tex: str) -> None:
    shown = formula(tex, block=True)
    assert shown.startswith('<span class="gf-formula" tabindex="0" role="group" aria-label="Long formula">')
