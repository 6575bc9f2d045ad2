from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser

from benchmarks.exercise import EXERCISE
from grader.exercises.gaussian_density.class_pictures import MOST_DRAWN
from grader.report.model import ClassReport, Filed, Mark, Row
from grader.report.page import MOST_NAMES, MOST_ROWS, report_html


class Elements(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def test_the_page_needs_no_network_and_has_no_script(made_class: ClassReport) -> None:
    page = report_html(made_class)
    elements = Elements(page).found
    assert not {"script", "link", "iframe", "img", "object", "base"} & {tag for tag, _ in elements}
    assert not [name for _, attributes in elements for name in attributes if name.startswith("on")]
    assert all(str(attributes["href"]).startswith("#") for _, attributes in elements if "href" in attributes)
    assert "url(" not in page
    assert "@import" not in page


def test_what_students_made_is_escaped(rejected_row: Callable[[str, str], Row]) -> None:
    page = report_html(ClassReport(EXERCISE, (rejected_row("<b>x", "<script>alert(1)</script>"),)))
    assert "<b>x" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_the_page_tells_marks_checks_misconceptions_and_files(made_class: ClassReport) -> None:
    page = report_html(made_class)
    for words in ("The half is there", "67 %", "missing-half", "The file is &lt;empty&gt;", "20.6", "eve"):
        assert words in page


def test_where_the_gradebook_differs_both_marks_are_shown(made_row: Callable[..., Row]) -> None:
    filed = Filed({"gaussian_nll": Mark(8.5, 10.0, 10.0, manual=8.5)}, penalty=1.5, needs_review=True)
    page = report_html(ClassReport(EXERCISE, (made_row(filed=filed),)))
    assert "<strong>7</strong>" in page
    assert "by hand; grader 10" in page
    assert "The grader gave 30." in page
    assert "Late: −1.5." in page
    assert "To be looked at in formgrader." in page


def test_a_resubmission_is_shown_with_its_change(made_row: Callable[..., Row]) -> None:
    page = report_html(ClassReport(EXERCISE, (made_row(previous=made_row(scores=(7.0, 10.0, 5.5)).marked),)))
    assert "+7.5" in page
    assert "Nobody's resubmission" not in page


def test_a_class_without_any_mark_has_a_page_too(made_row: Callable[..., Row]) -> None:
    page = report_html(ClassReport(EXERCISE, (made_row(filed=None, marked=None),)))
    assert "There are no marks yet" in page
    assert "There is no answer to draw yet." in page


def test_a_large_class_has_a_bounded_page(made_row: Callable[..., Row]) -> None:
    row = made_row(scores=(7.0, 10.0, 10.0))
    rows = tuple(replace(row, name=f"s{index}") for index in range(MOST_ROWS + 7))
    page = report_html(ClassReport(EXERCISE, rows))
    assert "7 more students are in the CSV file" in page
    assert f"and {MOST_ROWS + 7 - MOST_NAMES} more (see the CSV file)" in page
    assert page.count("<ellipse") <= MOST_DRAWN + 2


def test_pictures_are_well_formed_and_named_once(made_class: ClassReport) -> None:
    page = report_html(made_class)
    pictures = re.findall(r'<svg class="gf-picture" role="img".*?</svg>(?!</svg>|<line|<text|<circle)', page)
    assert len(pictures) == 6
    names = [match for picture in pictures for match in re.findall(r' id="([^"]+)"', picture)]
    assert len(names) == len(set(names)) == 12
