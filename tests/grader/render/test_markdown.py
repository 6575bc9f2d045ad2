from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from grader.render.markdown import escaped, render_markdown
from grader.render.plain import one_line
from grader.results import SubmissionResult

ALLOWED_TAGS = {"h2", "h3", "p", "ul", "li", "strong", "table", "thead", "tbody", "tr", "th", "td"}


class Page(HTMLParser):
    """What a browser would make of the rendered Markdown: its tags, and the text of its table cells."""

    def __init__(self, markdown: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: set[str] = set()
        self.cells: list[str] = []
        self.text = ""
        self._in_cell = False
        self.feed(MarkdownIt("commonmark").enable("table").render(markdown))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag == "td":
            self.cells.append("")
            self._in_cell = True

    def handle_endtag(self, tag: str) -> None:
        if tag == "td":
            self._in_cell = False

    def handle_data(self, data: str) -> None:
        self.text += data
        if self._in_cell:
            self.cells[-1] += data


def test_the_summary_has_points_a_table_and_what_to_do(graded: SubmissionResult) -> None:
    page = Page(render_markdown(graded))
    assert "Marks of s001: 12.5 of 30 points" in page.text
    assert page.cells[4:8] == ["❌", "The mean is subtracted", "0 / 2.5", "Subtract Mean first."]
    assert "missing-half: The 1/2 is missing." in page.text
    assert page.tags <= ALLOWED_TAGS


def test_a_failed_grader_and_a_rejected_file_say_so(
    rejected: SubmissionResult, broke: SubmissionResult
) -> None:
    assert "The file cannot be graded. The file is empty." in Page(render_markdown(rejected)).text
    assert "no score" in Page(render_markdown(broke)).text


@pytest.mark.parametrize("text", ["http://a.example", "HTTPS://a.example", "www.a.example", "x@a.example"])
def test_addresses_are_broken_up_so_that_no_link_is_made_of_them(text: str) -> None:
    assert text not in escaped(text)
    assert Page(escaped(text)).text.strip() == text


def test_hostile_text_is_shown_as_it_is(hostile_results: st.SearchStrategy) -> None:
    @settings(max_examples=80)
    @given(hostile_results)
    def check(result: SubmissionResult) -> None:
        page = Page(render_markdown(result))
        assert page.tags <= ALLOWED_TAGS
        checks = [check for question in result.questions for check in question.checks]
        assert len(page.cells) == 4 * len(checks)
        for row, each in enumerate(checks):
            assert page.cells[4 * row + 1] == one_line(each.title)

    check()
