"""What students write in words: shown as written, formulas set, nothing of it active."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest

from grader.feedback.essays import LONGEST, MOST, essay, essay_in
from grader.feedback.exporter import FeedbackExporter
from grader.feedback.formulas import KEPT, SHOWN
from grader.reading import repair


class Tags(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def count(self, tag: str) -> int:
        return sum(found == tag for found, _ in self.found)


def test_formulas_are_set_and_the_rest_stays_as_it_was_written() -> None:
    page = essay("So **$x^2$** <b>it</b> is:\n\n$$\n\\mu\n$$\n\nthe end.")
    assert page == (
        '<pre class="gf-essay">So **<math display="inline"><mrow><msup><mi>x</mi><mn>2</mn></msup></mrow></math>** '
        '&lt;b&gt;it&lt;/b&gt; is:<math display="block"><mrow><mi>μ</mi></mrow></math>the end.</pre>'
    )


@pytest.mark.parametrize(
    "text",
    [
        "It costs $5 to know, and $10 to forget.",
        "from $5 to $10",
        r"\$x\$ and \$y\$",
        "`$x$` is how to write it",
        "```\necho $HOME $PATH\n```",
        "one $ and\n\nanother$ later",
        "$ x $",
        "$$$$ $$$ $",
        f"${'x' * (LONGEST + 1)}$",
        r"$\left($ is not understood",
    ],
)
def test_what_is_no_formula_stays_as_it_was_written(text: str) -> None:
    page = Tags(essay(text))
    assert page.count("math") == 0
    assert page.text == text


@pytest.mark.parametrize(
    "text",
    [
        r"$\href{javascript:alert(1)}{x}$ [x](javascript:alert(1)) ![x](https://example.org/x.png)",
        r"$$\text{</math></pre><script>alert(1)</script>}$$",
        r"$\text{&lt;script&gt;alert(1)&lt;/script&gt;}$",
        r"$\style{position:fixed}{x}\class{evil}{x}\unicode{x3c}\require{html}$",
        r'$\color{"><script>}x$ $<img src=x onerror=alert(1)>$',
        "</pre><script>alert(1)</script>$x$<iframe src='javascript:alert(1)'>",
        "`$x` <script> `$`",
    ],
)
def test_nothing_in_an_essay_is_active(text: str) -> None:
    for tag, attributes in Tags(essay(text)).found:
        assert tag in SHOWN | {"pre", "span"}
        assert set(attributes) <= KEPT | {"class", "tabindex", "role", "aria-label"}
        assert attributes.get("class", "gf-essay") in ("gf-essay", "gf-formula")
        assert attributes.get("aria-label", "Long formula") == "Long formula"


@pytest.mark.parametrize("tex", [r"x\hspace{9999em}y", r"x\hspace{-9999em}y", r"\rule{9999px}{9999px}"])
def test_a_formula_does_not_lay_itself_over_the_page(tex: str) -> None:
    assert "9999" not in essay(f"${tex}$")
    assert 'width="2em"' in essay(r"$x\hspace{2em}y$")


@pytest.mark.parametrize(
    "text",
    ["$" * 5000, "$x" * 2500, "`" * 5000, "`$" * 2500, "$$" * 2500, "$x'$ " * 1000, "$" + "\n\n" * 2400],
)
def test_a_page_has_only_so_many_formulas_and_is_only_so_long(text: str) -> None:
    page = essay(text)
    assert Tags(page).count("math") <= MOST
    assert len(page) < 60 * len(text)


def test_a_repaired_essay_is_known_by_its_fence() -> None:
    text = "My ````text`\n`fences`` and $x$"
    assert essay_in(repair._fenced(text)) == text
    assert essay_in("# The lesson's own\n\n```text\n$x$\n```") is None
    page = FeedbackExporter().markdown2html({}, repair._fenced("So $x$"))  # type: ignore[arg-type]
    assert page == essay("So $x$")


def test_folding_leaves_the_commands_of_a_formula_whole() -> None:
    formula = r"\Gamma" * 40
    assert formula in repair._folded(f"See ${formula}$")
    assert max(map(len, repair._folded("x" * 500).split("\n"))) == repair.ESSAY_WIDTH
