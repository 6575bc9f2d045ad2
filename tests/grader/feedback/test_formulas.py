"""Formulas are set without a script, and nothing of what they say is active."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest

from grader.feedback.formulas import KEPT, LONGEST, SHOWN, formula


class Tags(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def test_a_formula_is_set() -> None:
    assert formula(r"x^2") == ('<math display="inline"><mrow><msup><mi>x</mi><mn>2</mn></msup></mrow></math>')
    assert formula(r"\mu", block=True) == '<math display="block"><mrow><mi>μ</mi></mrow></math>'


@pytest.mark.parametrize(
    "tex",
    [
        r"\text{<script>alert(1)</script>}",
        r"\text{&lt;script&gt;}",
        r"\href{javascript:alert(1)}{x}",
        r"\style{position:fixed}{x}",
        r"\class{evil}{x}",
        r'\color{"><script>}x',
        r"<img src=x onerror=alert(1)>",
        "{" * 1500,
        r"\frac" * 300,
        r"\left(",
        r"\begin{x}<script>\end{x}",
        "<b>" * LONGEST,
    ],
)
def test_nothing_in_a_formula_is_active(tex: str) -> None:
    for tag, attributes in Tags(formula(tex)).found:
        assert tag in SHOWN | {"span", "div", "code"}
        assert set(attributes) <= KEPT | {"class"}
        assert attributes.get("class", "gf-tex") == "gf-tex"


def test_what_is_not_understood_is_shown_as_it_was_written() -> None:
    assert formula(r"\left(<") == r'<span class="gf-tex"><code>\left(&lt;</code></span>'
