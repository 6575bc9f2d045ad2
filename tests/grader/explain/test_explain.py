"""What `gaussfit explain` tells, to whom, and that it changes nothing."""

from __future__ import annotations

import os
import re
import stat
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest
from rich.console import Console

from grader.answers import Answer, StudentError
from grader.course import Course, open_course
from grader.explain.building import _told
from grader.explain.model import MOST_TEXT, Explanation, ShownQuestion
from grader.explain.outcome import answer_told, array_told
from grader.explain.page import commands, explanation_html, figure, off_by
from grader.explain.snippet import PASTE
from grader.explain.text import print_explanation
from grader.explained import Compared
from grader.gradebook.store import read_saved
from tests.grader.conftest import Gaussfit
from tests.grader.explain.conftest import HOSTILE

Tell = Callable[..., Explanation]


class Page(HTMLParser):
    """What a browser would see: tags with their attributes, and the text between them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def text_of(told: Explanation, width: int = 200) -> str:
    console = Console(width=width, record=True, color_system=None, force_terminal=False, quiet=False)
    with console.capture() as captured:
        print_explanation(told, console)
    return captured.get()


def question(told: Explanation, name: str) -> ShownQuestion:
    return next(each for each in told.questions if each.id == name)


def test_the_marks_are_those_that_are_stored_check_by_check(told: Tell, graded_root: Path) -> None:
    saved = read_saved(open_course(graded_root), "ann")
    assert saved is not None
    made = told("ann")
    assert made.same
    assert made.score == saved["result"]["score"] == 15.5
    now = [(check.result.id, check.result.points) for each in made.questions for check in each.checks]
    then = [
        (check["id"], check["points"]) for each in saved["result"]["questions"] for check in each["checks"]
    ]
    assert now == then
    assert made.standing == (
        "These are the stored marks: nothing that they follow from has changed since they were made.",
        "The gradebook counts 15.5 of 30 points.",
    )


def test_each_question_is_told_with_what_cost_its_points(told: Tell) -> None:
    made = told("ann")
    page, text = Page(explanation_html(made)), text_of(made)
    for each in made.questions:
        assert ("section", {"id": each.id}) in page.tags
        assert f"{each.id}: {each.score:g} of 10 points" in text
        for check in each.checks:
            assert check.result.title in page.text
            assert check.result.title in text
            assert check.result.message in " ".join(page.text.split())
        for diagnosis in each.diagnoses:
            assert diagnosis.slug in page.text
            assert diagnosis.slug in text
    assert question(made, "gaussian_nll").lost == (("A step away from Mean costs the right amount", 1.5),)
    assert question(made, "gaussian_nll").waiting == 1.5
    assert "should be" in text


def test_a_failed_check_shows_inputs_returned_right_and_allowed(told: Tell) -> None:
    made = question(told("ann"), "gaussian_nll")
    failed = next(check for check in made.checks if check.result.status == "failed")
    rows = failed.explained.compared
    assert rows
    assert all(
        row.off == pytest.approx(row.right) and not row.agrees for row in rows
    )  # twice what it should be
    (number,) = failed.calls
    call = next(call for call in made.calls if call.number == number)
    assert call.called == "gaussian_nll(x, Sigma, Mean)"
    assert [name for name, _ in call.inputs] == ["x", "Sigma", "Mean"]
    assert failed.result.title in call.checks


def test_a_drawing_is_shown_over_the_right_contours_with_what_counted_as_what(told: Tell) -> None:
    made = question(told("ann"), "draw_density")
    assert [call.called for call in made.calls] == ["draw_density(fig, Sigma, Mean)"] * 2
    for call in made.calls:
        (picture,) = call.explained.pictures
        assert picture.svg.count("gf-right") == 5  # four contours and the legend
        assert picture.svg.count("gf-amiss") == 5
        assert sum(sentence.startswith("Line ") for sentence in call.explained.sentences) == 4
        assert call.explained.short == "0 of 4 contours right, 4 lines wrong"
    assert made.candidates[0].slug == made.diagnoses[0].slug == "sigma-not-root"
    assert made.candidates[0].fits


def test_a_right_answer_loses_nothing(told: Tell) -> None:
    made = told("bob")
    assert made.score == 30
    assert not any(each.lost or each.waiting for each in made.questions)
    assert all(
        row.agrees for each in made.questions for call in each.calls for row in call.explained.compared
    )


def test_what_lost_nothing_is_short_beside_what_did(told: Tell) -> None:
    whole = text_of(told("bob"))
    assert whole.count("Nothing lost") == 3
    assert "To see it for yourself" not in whole
    assert "How well each mistake explains" not in whole
    alone = replace(told("bob"), questions=told("bob").questions[:1])
    assert "To see it for yourself" in text_of(alone)


def test_the_page_is_marked_as_not_for_students(told: Tell) -> None:
    made = told("ann")
    assert "For staff, not for students." in Page(explanation_html(made)).text
    assert "For staff, not for students" in text_of(made)


@pytest.mark.parametrize("student", ["ann", "bob", "zed", HOSTILE])
def test_the_page_runs_nothing_and_loads_nothing(told: Tell, student: str) -> None:
    page = Page(explanation_html(told(student)))
    for tag, attributes in page.tags:
        assert tag not in {
            "script",
            "img",
            "iframe",
            "object",
            "embed",
            "link",
            "base",
            "form",
            "image",
            "use",
        }
        assert not any(name.startswith("on") for name in attributes)
        assert "src" not in attributes
        assert (attributes.get("href") or "#").startswith("#")
    policies = [a["content"] for tag, a in page.tags if a.get("http-equiv") == "Content-Security-Policy"]
    assert policies == ["default-src 'none'; style-src 'unsafe-inline'"]
    style = " ".join(re.findall(r"<style>(.*?)</style>", explanation_html(told(student)), re.DOTALL))
    assert "url(" not in style
    assert "@import" not in style


def test_hostile_text_is_escaped_and_bounded(told: Tell) -> None:
    made = told(HOSTILE)
    html, text = explanation_html(made), text_of(made)
    page = Page(html)
    assert HOSTILE in page.text
    assert "<script>alert(1)</script>" in page.text  # as text
    assert "[red]not markup[/red]" in page.text
    assert "\x1b" not in html + text
    assert "[bold]" in text
    assert max(map(len, re.findall(r"x+", html))) <= MOST_TEXT
    assert len(html) < 400_000


def test_a_rejected_file_is_told_with_its_reason(told: Tell) -> None:
    made = told("zed")
    assert (made.score, made.questions) == (0.0, ())
    for shown in (Page(explanation_html(made)).text, text_of(made)):
        assert "The file could not be graded" in shown
        assert "not valid JSON" in shown


def printed(code: str, answer: str = "") -> str:
    """What a fresh Python prints for a snippet with the answer pasted."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code.replace(PASTE, answer)],
        capture_output=True,
        text=True,
        check=False,
        env={"MPLBACKEND": "agg"},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_snippet_of_a_call_prints_what_is_shown(told: Tell, answers: dict[str, dict[str, str]]) -> None:
    call = question(told("ann"), "gaussian_nll").calls[0]
    out = printed(call.snippet, answers["ann"]["gaussian_nll"])
    numbers = [float(number) for number in re.findall(r"-?\d+\.\d+", out)]
    assert numbers == pytest.approx([row.returned for row in call.explained.compared], abs=2e-6)


def test_the_snippet_of_a_drawing_runs(told: Tell, answers: dict[str, dict[str, str]]) -> None:
    call = question(told("ann"), "draw_density").calls[0]
    counted = call.snippet.replace("plt.show()", "print(len(ax.lines))")
    assert printed(counted, answers["ann"]["draw_density"]) == "4\n"


def test_the_snippet_without_a_call_prints_the_total_that_is_shown(told: Tell) -> None:
    made = question(told("ann"), "parameters")
    total = float(printed(made.snippet))
    failed = next(check for check in made.checks if check.result.status == "failed")
    assert f"The total is {total:.6g}" in failed.explained.sentences[0][:22]


def snapshot(course: Course) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in course.root.rglob("*") if path.is_file()}


def test_explaining_changes_nothing_in_the_course(graded: Course, gaussfit: Gaussfit) -> None:
    before = snapshot(graded)
    status, out, err = gaussfit("explain", "ann", "--course", graded.root, "--question", "gaussian_nll")
    assert (status, err) == (0, "")
    assert "gaussian_nll: 7 of 10 points" in out
    assert "parameters:" not in out
    assert snapshot(graded) == before


def test_the_page_is_written_with_the_modes_of_the_umask(
    graded: Course, gaussfit: Gaussfit, tmp_path: Path
) -> None:
    page = tmp_path / "ann.html"
    status, out, err = gaussfit("explain", "ann", "--course", graded.root, "--html", page)
    assert (status, err) == (0, "")
    assert out == f"wrote {page}: for staff, not for students, as it shows hidden inputs.\n"
    assert stat.S_IMODE(page.stat().st_mode) & 0o007 == 0o007 & ~_umask() & 0o666
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask


@pytest.mark.parametrize(
    "place",
    ["feedback/ann/x.html", "assignments/x.html", "submitted/ann/x.html", "autograded/x.html", "solutions/x"],
)
def test_the_page_is_never_written_where_students_look(
    graded: Course, gaussfit: Gaussfit, tmp_path: Path, place: str
) -> None:
    (graded.root / "feedback").mkdir(exist_ok=True)
    (tmp_path / "link").symlink_to(graded.root)
    for root in (graded.root, tmp_path / "link", graded.root / "feedback" / ".."):
        before = snapshot(graded)
        status, out, err = gaussfit("explain", "ann", "--course", graded.root, "--html", root / place)
        assert (status, out) == (2, "")
        assert "which students may get to see" in err
        assert snapshot(graded) == before


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("nobody",), "There is no submission of 'nobody'"),
        (
            ("ann", "--question", "essay"),
            "There is no question 'essay'; this course has gaussian_nll, draw_density",
        ),
        (("../ann",), "There is no submission of '../ann'"),
        (("",), "There is no submission of ''"),
    ],
)
def test_what_is_not_there_is_one_sentence_and_exit_2(
    graded: Course, gaussfit: Gaussfit, arguments: tuple[str, ...], sentence: str
) -> None:
    status, out, err = gaussfit("explain", *arguments, "--course", graded.root)
    assert (status, out) == (2, "")
    assert err.startswith(f"gaussfit: {sentence}")
    assert err.count("\n") == 1


def test_numbers_of_any_size_can_be_told(told: Tell) -> None:
    values = (None, float("nan"), float("inf"), 1e300, -0.0, np.float64(2))
    assert [figure(value) for value in values] == [
        "–",
        "nan",
        "inf",
        "1e+300",
        "0",
        "2",
    ]


@pytest.mark.parametrize(
    ("returned", "right", "allowed", "told"),
    [
        (0.5 + 4e-16, 0.5, 1e-3, "0"),
        (0.5 + 4e-16, 0.5, 0.0, "4.44e-16"),  # it is off, so that it matters
        (1e-10, 0.0, 1e-3, "1e-10"),
        (2.0 + 3e-8, 2.0, 1e-3, "3e-08"),
        (3.0, 2.0, 1e-3, "1"),
        (float("inf"), 2.0, 1e-3, "inf"),
        (1.0, 2.0, float("inf"), "1"),
        (float("nan"), 2.0, 1e-3, "–"),
        (None, 2.0, 1e-3, "–"),
    ],
)
def test_numbers_that_are_the_same_but_for_rounding_are_off_by_zero(
    returned: float | None, right: float, allowed: float, told: str
) -> None:
    assert off_by(Compared("", returned, right, allowed)) == told


@pytest.mark.parametrize(
    ("numbers", "told"),
    [
        ([0.5, 1e-10], "[5.e-01 1.e-10]"),
        ([1e-10, 0.0], "[1.e-10 0.e+00]"),
        ([0.5, 1e-17], "[0.5 0. ]"),
        ([0.5, 0.0, -2.0], "[ 0.5  0.  -2. ]"),
        ([0.5, float("nan"), float("inf")], "[0.5 nan inf]"),
        ([], "[]"),
    ],
)
def test_small_numbers_are_shown_and_rounding_is_not(numbers: list[float], told: str) -> None:
    assert array_told(np.array(numbers)) == told


@pytest.mark.parametrize(
    ("message", "traceback", "told"),
    [
        (
            "no",
            "  cell 1, line 2, in f\n    x\nE: no",
            "raised an error:\n  cell 1, line 2, in f\n    x\nE: no",
        ),
        ("no", "", "raised E: no"),
        ("no", "  cell 1, line 2, in f", "raised an error:\n  cell 1, line 2, in f\nE: no"),
    ],
)
def test_what_an_error_says_is_told_once(message: str, traceback: str, told: str) -> None:
    error = StudentError("E", message, traceback=traceback)
    assert answer_told(Answer("raised", error=error), ()) == told
    assert (
        answer_told(Answer("raised", error=error, changed=(0,)), ("x",)) == f"{told}\nIt changed x in place."
    )


def test_an_error_is_told_once_in_a_check_and_once_in_a_call(told: Tell) -> None:
    made = question(told("cal"), "draw_density")
    check, call = made.checks[0], made.calls[0]
    assert check.result.staff.startswith("ValueError: x and y must have same first dimension")
    assert check.noted == ""
    assert check.explained.sentences == (
        f"There is nothing to compare. The check noted: {check.result.staff}",
    )
    assert call.outcome.count(check.result.staff) == 1
    assert question(told("cal"), "parameters").error.count("NameError") == 1
    page = Page(explanation_html(replace(told("cal"), questions=(made,)))).text
    on_student_page = sum(each.sentences != () for each in made.pictures)
    assert page.count("must have same first dimension") == 2 + on_student_page


def test_a_call_that_raised_has_no_row_that_is_off(told: Tell) -> None:
    made = question(told(HOSTILE), "gaussian_nll")
    page = explanation_html(replace(told(HOSTILE), questions=(made,)))
    assert "no value to compare, as the call raised an error" in page
    assert 'class="off"' not in page
    assert " of them off" not in text_of(replace(told(HOSTILE), questions=(made,)))


@pytest.mark.parametrize("student", ["ann", "cal"])
def test_links_lead_to_what_is_on_the_page(told: Tell, student: str) -> None:
    made = told(student)
    page = Page(explanation_html(made))
    there = {attributes.get("id") for _, attributes in page.tags}
    links = {str(attributes["href"]) for tag, attributes in page.tags if tag == "a"}
    assert {link.removeprefix("#") for link in links} <= there


def test_calls_are_told_by_the_first_and_the_last_of_those_in_a_row(told: Tell) -> None:
    made = question(told("cal"), "gaussian_nll")
    (check,) = (check for check in made.checks if check.result.id == "test_arguments_are_left_alone")
    assert check.calls[0] == 1
    assert check.calls[-1] == len(check.calls) > len(made.calls)
    page = Page(explanation_html(replace(told("cal"), questions=(made,)))).text
    assert f"Looked at calls 1 to {len(check.calls)}." in " ".join(page.split())
    assert "call 1, call 2" not in page + text_of(told("cal"))


def test_a_command_in_a_sentence_is_set_as_code_and_the_rest_is_escaped() -> None:
    assert commands("<b> run `a <i> b`.") == "&lt;b&gt; run <code>a &lt;i&gt; b</code>."
    assert commands("one ` alone") == "one ` alone"


def test_numbers_that_cannot_be_told_stop_nothing_and_mistakes_of_ours_do() -> None:
    def forged() -> str:
        raise np.linalg.LinAlgError("forged")

    def mistaken() -> str:
        raise KeyError("a check of another name")

    assert _told(forged, "nothing") == "nothing"
    with pytest.raises(KeyError):
        _told(mistaken, "nothing")


def test_in_a_file_no_line_is_filled_up_with_blanks(told: Tell) -> None:
    """There a line may be as long as it likes: what is set in columns is as wide as it must be, and not as the line."""
    lines = text_of(told("ann"), width=9000).splitlines()
    assert max(map(len, lines)) < 1000
