from __future__ import annotations

from dataclasses import replace

import pytest

from grader.feedback.question import STATUS, question_html, rejected_html, with_code
from grader.results import CheckResult, CheckStatus, Diagnosis, QuestionResult, SubmissionResult
from tests.standins.toy import EXERCISE

CHECK = CheckResult("test_a", "The <mean> is used", 0.5, 1.0, "failed", "Look & see.", staff="SECRET 3.14")
QUESTION = QuestionResult("residuals", (CHECK,), (Diagnosis("missing-half", "A <half> is lost.", "SECRET"),))
RESIDUALS = EXERCISE.question("residuals")
RESULT = SubmissionResult("s1", "graded", questions=(QUESTION,), notes=("Cell 3 <was> slow.",))


def test_what_is_for_staff_is_on_no_page() -> None:
    assert "SECRET" not in question_html(RESIDUALS, QUESTION, RESULT)


def test_every_text_is_escaped() -> None:
    page = question_html(RESIDUALS, QUESTION, RESULT)
    for text in (
        "The &lt;mean&gt; is used",
        "Look &amp; see.",
        "A &lt;half&gt; is lost.",
        "Cell 3 &lt;was&gt; slow.",
    ):
        assert text in page


def test_marks_and_slug_are_shown() -> None:
    page = question_html(RESIDUALS, QUESTION, RESULT)
    assert "0.5 of 1 points" in page
    assert "<em>missing half</em>" in page


@pytest.mark.parametrize("status", STATUS)
def test_each_status_has_a_sign_and_a_word(status: CheckStatus) -> None:
    page = question_html(RESIDUALS, replace(QUESTION, checks=(replace(CHECK, status=status),)), RESULT)
    sign, word = STATUS[status]
    assert f">{sign}</span>" in page
    assert f"{word}, 0.5 of 1" in page


def test_a_rejected_file_says_why() -> None:
    page = rejected_html(replace(RESULT, status="rejected", reason="It is <empty>."))
    assert "It is &lt;empty&gt;." in page


def test_what_was_not_tried_is_one_line_and_nothing_begun_is_no_error() -> None:
    first = CheckResult("a", "A", 0, 2, "error", "f is not written yet.")
    checks = (first, *(CheckResult(name, name.upper(), 0, 2, "skipped", "") for name in "bcde"))
    marked = QuestionResult("residuals", checks, (Diagnosis("not-implemented", "Write it."),))
    page = question_html(RESIDUALS, marked, RESULT)
    assert "<summary>4 more checks were not tried" in page
    assert "not written yet, 0 of 2" in page
    assert "an error" not in page
    assert '<li class="gf-error">' not in page
    assert "evidence" not in page


def test_code_in_a_sentence_is_shown_as_code_and_stays_text() -> None:
    assert with_code("`x *= ...` & `<b>` may") == "<code>x *= ...</code> &amp; <code>&lt;b&gt;</code> may"
    assert with_code("a ` alone") == "a ` alone"
