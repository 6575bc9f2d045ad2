"""The page takes bounded time, whatever a student wrote, and shows it as text."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from pathlib import Path

import nbgrader
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from traitlets.config import Config

from grader.feedback.exporter import (
    CUT,
    MOST_COLOURED,
    MOST_MARKED_UP,
    MOST_OF_A_PAGE,
    MOST_SHOWN,
    FeedbackExporter,
    coloured,
    plainly,
)

STYLES = (
    Path(nbgrader.__file__).parent / "server_extensions/formgrader/static/node_modules/bootstrap/dist/css"
)
ABOUT = {"name": "x", "student": "s", "assignment": "a", "index": 0, "assignments": []}
MARKS = {"score": 1, "max_score": 1, "late_penalty": 0}


@pytest.fixture
def page() -> Callable[..., str]:
    exporter = FeedbackExporter(Config(HTMLExporter={"extra_template_paths": [str(STYLES)]}))

    def make(*cells: object, rejected: str | None = None) -> str:
        notebook = new_notebook(cells=list(cells), metadata={"gaussfit": {"rejected": rejected}})
        resources = {"nbgrader": {**ABOUT, **MARKS}, "metadata": {"name": "x"}}
        return exporter.from_notebook_node(notebook, resources)[0]

    return make


def text_of(shown: str) -> str:
    return html.unescape(re.sub("<[^>]*>", "", shown))


def test_code_is_coloured_by_the_plain_lexer_of_python(page: Callable[..., str]) -> None:
    assert '<span class="k">def</span>' in coloured("def f(): pass")
    assert '<span class="k">def</span>' in page(new_code_cell("def f(): pass"))


def test_text_is_marked_up(page: Callable[..., str]) -> None:
    assert "<strong>bold</strong>" in page(new_markdown_cell("Some **bold** words."))


@pytest.mark.parametrize("show", [coloured, plainly])
def test_what_a_student_wrote_stays_text(show: Callable[[str], str]) -> None:
    for source in ("<script>1</script>", "<script>" * 1000):
        shown = show(source)
        assert "<script" not in shown
        assert text_of(shown).strip() == source


@pytest.mark.parametrize("source", ["!" * 20_000, "%" * 20_000, "x" + " " * 19_000 + "?", "(" * 20_000])
def test_a_cell_of_one_character_over_and_over_is_shown_whole(source: str) -> None:
    assert text_of(coloured(source)).strip() == source


def test_a_long_cell_is_shown_as_it_is(page: Callable[..., str]) -> None:
    code, text = "def f(): pass\n" * (MOST_COLOURED // 10), r"\begin{a}**b**" * (MOST_MARKED_UP // 10)
    shown = page(new_code_cell(code), new_markdown_cell(text))
    assert 'class="k"' not in shown
    assert "<strong>b</strong>" not in shown
    assert html.escape(code) in shown
    assert html.escape(text) in shown


def test_a_text_with_a_picture_in_it_is_not_long(page: Callable[..., str]) -> None:
    picture = "data:image/png;base64," + "A" * 2 * MOST_MARKED_UP
    shown = page(new_markdown_cell(f"**bold** and $x^2$ ![seen][p]\n\n[p]: {picture}\n"))
    assert "<strong>bold</strong>" in shown
    assert "<math" in shown
    assert f'src="{picture}"' in shown


def test_a_page_of_many_cells_stops_dressing_them_up(page: Callable[..., str]) -> None:
    cells = [new_code_cell(f"def f{n}(): pass\n" + "#" * 1000) for n in range(2 * MOST_OF_A_PAGE // 1000)]
    shown = page(*cells)
    assert len(cells) // 3 < shown.count('<span class="k">def</span>') < len(cells) * 2 // 3
    assert f"def f{len(cells) - 1}(): pass" in shown


def test_a_page_ends_somewhere_and_says_so(page: Callable[..., str]) -> None:
    shown = page(new_markdown_cell("<b>" * MOST_SHOWN), new_code_cell("last = 1"))
    assert shown.count(CUT) == 2
    assert len(text_of(shown)) < 2 * MOST_SHOWN
    assert "last = 1" not in shown


def test_the_next_page_has_all_of_its_room(page: Callable[..., str]) -> None:
    page(new_markdown_cell("a" * MOST_SHOWN))
    assert '<span class="k">def</span>' in page(new_code_cell("def f(): pass"))


def graded(name: str, **more: object) -> object:
    own = {"grade": True, "solution": False, "grade_id": name, "score": 7.5, "points": 10.0, **more}
    return new_code_cell("check()", metadata={"nbgrader": own})


def answered(name: str, comment: str | None) -> object:
    own = {"grade": False, "solution": True, "grade_id": name, "comment": comment}
    return new_code_cell("ANSWER = 1", metadata={"nbgrader": own})


def test_the_index_names_the_questions(page: Callable[..., str]) -> None:
    cells = [answered("slope", "Well <b>done</b>."), graded("test_slope"), answered("mean", "No response.")]
    shown = page(*cells, graded("test_mean"))
    assert "Test cell" not in shown
    for name in ("slope", "mean"):
        assert f'<a href="#test_{name}">{name}</a>: 7.5 / 10 points' in shown
        assert shown.count(f'<a name="test_{name}"></a>') == 1
    assert '<a href="#comment-slope">Comment on slope</a>' in shown
    assert "Comment on mean" not in shown


def test_a_rejected_file_shows_why_and_nobodys_answer(page: Callable[..., str]) -> None:
    cells = [answered("slope", "Send it *again*."), graded("test_slope"), answered("mean", "No response.")]
    shown = page(*cells, rejected="It is <empty>.")
    assert "It is &lt;empty&gt;." in shown
    assert "ANSWER" not in shown
    assert "Student&#39;s answer" not in shown
    assert "Student's answer" not in shown
    assert "<em>again</em>" in shown
    assert "slope: 7.5 / 10 points" in text_of(shown)
    assert "No response" not in shown


def test_an_answer_that_waits_for_its_mark_has_no_score_yet(page: Callable[..., str]) -> None:
    essay = {"grade_id": "why", "solution": True, "grade": True, "locked": False, "task": False}
    marks = {"score": 0.0, "points": 5.0}
    waits = page(new_markdown_cell("My answer", metadata={"nbgrader": {**essay, **marks, "waiting": True}}))
    assert "Not marked yet: why (5 points)" in " ".join(text_of(waits).split())
    assert "Not marked yet, of 5.0" in text_of(waits)
    assert "why: not marked yet, of 5 points" in " ".join(text_of(waits).split())
    marked = page(new_markdown_cell("My answer", metadata={"nbgrader": {**essay, **marks, "waiting": False}}))
    assert "Not marked yet" not in marked
    assert "Score: 0.0 / 5.0 (Top)" in " ".join(text_of(marked).split())


def test_a_folded_text_is_named_without_the_signs_for_bold(page: Callable[..., str]) -> None:
    assert '<summary class="tex2jax_ignore">Who moves?</summary>' in page(
        new_markdown_cell("**Who moves?**\n\nIt does.")
    )
    assert ">The next. Leave one out<" in page(new_markdown_cell("**The next.** Leave one out"))


def test_a_long_cell_that_no_question_names_is_folded_and_an_answer_is_not(page: Callable[..., str]) -> None:
    long = "<script>first()</script>\n" + "x = 1\n" * 400
    answer = {"grade_id": "f", "solution": True, "grade": False, "locked": False, "task": False}
    shown = page(new_code_cell(long))
    assert '<details class="gf-folded">' in shown
    assert "<code>&lt;script&gt;first()&lt;/script&gt;</code></summary>" in shown
    assert "<script" not in shown
    assert '<details class="gf-folded">' not in page(new_code_cell("x = 1"))
    assert '<details class="gf-folded">' not in page(new_code_cell(long, metadata={"nbgrader": answer}))


def test_pictures_in_a_text_are_shown_and_one_that_got_lost_costs_nobody_the_page(
    page: Callable[..., str],
) -> None:
    text = new_markdown_cell("Look: ![a plan](attachment:plan.png)")
    assert 'alt="a plan"' in page(text)
    text.attachments = {"plan.png": {"image/png": "iVBORw0KGgo="}}
    assert '<img src="data:image/png;base64,iVBORw0KGgo=" alt="a plan"' in page(text)
