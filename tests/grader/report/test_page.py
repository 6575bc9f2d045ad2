from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

from benchmarks.exercise import EXERCISE
from grader.exercises.gaussian_density.class_pictures import MOST_DRAWN
from grader.report.model import ClassReport, Filed, Mark, Row
from grader.report.page import MOST_NAMES, MOST_ROWS, report_html
from grader.report.statistics import combinations, why_nothing
from grader.results import CheckResult, Diagnosis, QuestionResult, SubmissionResult


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
    assert "7 more in the CSV file" in page
    assert f"and {MOST_ROWS + 7 - MOST_NAMES} more (see the CSV file)" in page
    assert page.count("<ellipse") <= MOST_DRAWN + 2


def test_pictures_are_well_formed_and_named_once(made_class: ClassReport) -> None:
    page = report_html(made_class)
    pictures = re.findall(r'<svg class="gf-picture" role="img".*?</svg>(?!</svg>|<line|<text|<circle)', page)
    assert len(pictures) == 8
    names = [match for picture in pictures for match in re.findall(r' id="([^"]+)"', picture)]
    assert len(names) == len(set(names)) == 16


def students_of(page: str) -> str:
    return page[page.index('<section id="students">') :]


def test_the_lowest_come_first_with_the_reason_beside_each_0(
    made_row: Callable[..., Row], rejected_row: Callable[[str, str], Row]
) -> None:
    zero = made_row("zoe", (0.0, 10.0, 10.0))
    rows = (
        made_row("ann"),
        made_row("eve", filed=None, marked=None),
        zero,
        rejected_row("dan", "It is empty."),
    )
    shown = students_of(report_html(ClassReport(EXERCISE, rows)))
    order = re.findall(r"<tr><td>(\w+)", shown)
    assert order == ["dan", "zoe", "ann", "eve"]
    assert '0<br><small class="why">missing half</small>' in shown
    assert shown.count("file rejected</small>") == 3
    assert "File rejected: It is empty." in shown


def test_a_0_without_a_diagnosis_names_the_check() -> None:
    check = CheckResult("a", "The sum is right", 0.0, 10.0, "timeout", "")
    marked = SubmissionResult("s", "graded", None, 10.0, (QuestionResult("gaussian_nll", (check,)),))
    filed = Filed({"gaussian_nll": Mark(0.0, 10.0, 0.0)})
    assert (
        why_nothing(Row("s", filed, marked), "gaussian_nll") == "stopped at the time limit: The sum is right"
    )
    by_hand = Filed({"gaussian_nll": Mark(0.0, 10.0, 0.0, manual=0.0)})
    assert why_nothing(Row("s", by_hand, marked), "gaussian_nll") == ""


def test_names_lead_to_the_feedback_pages(made_row: Callable[..., Row]) -> None:
    row = made_row("ann", page=Path("/c/feedback/ann/a b/a b.html"))
    report = ClassReport(EXERCISE, (row, made_row("bob")))
    assert '<a href="../feedback/ann/a%20b/a%20b.html">ann</a>' in report_html(report, Path("/c/out"))
    assert "feedback/ann" not in report_html(report)


def test_the_report_says_of_when_it_is(made_class: ClassReport) -> None:
    made = datetime(2026, 3, 5, 14, 30, tzinfo=UTC)
    assert "5 March 2026, 14:30 UTC" in report_html(replace(made_class, made=made))


def test_mistakes_of_one_answer_are_told_together(made_row: Callable[..., Row]) -> None:
    def slips(name: str, *slugs: str) -> Row:
        found = tuple(Diagnosis(slug, "") for slug in slugs)
        marked = SubmissionResult(name, "graded", None, 10.0, (QuestionResult("gaussian_nll", (), found),))
        return made_row(name, marked=marked)

    rows = (slips("a", "y", "x"), slips("b", "x", "y"), slips("c", "x"), slips("d", "x", "z"))
    report = ClassReport(EXERCISE, rows)
    found = [(each.slugs, each.students) for each in combinations(report)]
    assert found == [(("x", "y"), ("a", "b")), (("x", "z"), ("d",))]
    assert "<code>x</code> + <code>y</code>" in report_html(report)


def test_the_head_tells_whether_all_ran_locked_in(
    made_row: Callable[..., Row], rejected_row: Callable[[str, str], Row]
) -> None:
    def plain(name: str) -> Row:
        row = made_row(name)
        assert row.marked is not None
        return replace(row, marked=replace(row.marked, sandbox="process"))

    def shown(*rows: Row) -> str:
        return report_html(ClassReport(EXERCISE, rows))

    locked = (made_row("ann"), made_row("bob"))
    rejected = rejected_row("dan", "no notebook")
    page = shown(*locked, rejected, made_row("eve", filed=None, marked=None))
    assert "<p>2 of 2 graded submissions ran locked in.</p>" in page
    assert "Not locked in." not in page

    page = shown(*locked, plain("cyd"))
    told = "2 of 3 graded submissions ran locked in, 1 in a plain process (<code>--sandbox=process</code>)"
    assert f"<p>{told}.</p>" in page
    assert page.count("Not locked in.") == 1

    page = shown(plain("cyd"), made_row("by nbgrader", marked=None))
    told = "0 of 2 graded submissions ran locked in, 1 in a plain process (<code>--sandbox=process</code>)"
    other = "1 by other means than <code>gaussfit grade</code>, of which nothing is known here"
    assert f"<p>{told}, {other}.</p>" in page

    assert "locked in" not in shown(rejected)
