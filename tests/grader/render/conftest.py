"""Made results, and a strategy for results full of hostile text."""

from __future__ import annotations

import pytest
from hypothesis import strategies as st

from grader.results import CheckResult, Diagnosis, QuestionResult, SubmissionResult

STAFF = "STAFF-ONLY 3.14159"

HOSTILE = (
    "]]>",
    "<script>alert(1)</script>",
    "</td></tr></table>",
    "\x1b[2J\x1b]0;owned\x07",
    "\x00\x0b\ufffe\ud800",
    "a|b\nc\r\nd\\|",
    "`x` ```\n# heading",
    "[click](javascript:alert(1)) ![x](https://evil.example/a.png) https://evil.example www.evil.example",
    "&amp;&#0;&lt;",
    "::error::forged",
    "\u202egnp.exe",
)


def _checks() -> tuple[CheckResult, ...]:
    return (
        CheckResult("test_returns_numbers", "It returns numbers", 2.5, 2.5, "passed", "", STAFF),
        CheckResult("test_mean", "The mean is subtracted", 0.0, 2.5, "failed", "Subtract Mean first.", STAFF),
        CheckResult("test_scale", "The slope is used", 0.0, 2.5, "error", "It raised ValueError.", STAFF),
        CheckResult("test_large", "Large inputs", 0.0, 1.5, "timeout", "It took more than 5 s.", STAFF),
        CheckResult("test_exact", "The numbers agree", 0.0, 1.0, "skipped", "It waits for “x”.", STAFF),
    )


@pytest.fixture
def staff() -> str:
    return STAFF


@pytest.fixture
def graded() -> SubmissionResult:
    right = CheckResult("test_below_pass_mark", "Below 23", 10.0, 10.0, "passed", "")
    return SubmissionResult(
        student="s001",
        status="graded",
        max_score=30.0,
        questions=(
            QuestionResult(
                "residuals", _checks(), (Diagnosis("missing-half", "The 1/2 is missing.", STAFF),)
            ),
            QuestionResult("fit_line", (right,)),
        ),
        seconds=0.2104,
        notes=("The locked cell 'data' was missing and was put back.",),
    )


@pytest.fixture
def rejected() -> SubmissionResult:
    return SubmissionResult("s002", "rejected", "The file is empty.", 30.0)


@pytest.fixture
def broke() -> SubmissionResult:
    return SubmissionResult("s003", "error", f"The grader itself failed (KeyError: {STAFF}).", 30.0)


def _results() -> st.SearchStrategy[SubmissionResult]:
    text = st.one_of(
        st.sampled_from(HOSTILE),
        st.text(st.characters(), max_size=30),  # lone surrogates too
        st.lists(st.sampled_from(HOSTILE), max_size=3).map("".join),
    )
    points = st.floats(0, 10)
    checks = st.builds(
        CheckResult,
        id=st.just("test_x"),
        title=text,
        points=points,
        max_points=points,
        status=st.sampled_from(["passed", "failed", "error", "timeout", "skipped"]),
        message=text,
        staff=st.just(STAFF),
    )
    diagnoses = st.builds(Diagnosis, slug=st.just("missing-half"), message=text, staff=st.just(STAFF))
    questions = st.builds(
        QuestionResult,
        id=st.sampled_from(["residuals", "fit_line"]),
        checks=st.lists(checks, max_size=3).map(tuple),
        diagnoses=st.lists(diagnoses, max_size=2).map(tuple),
    )
    return st.one_of(
        st.builds(
            SubmissionResult,
            student=text,
            status=st.just("graded"),
            max_score=points,
            questions=st.lists(questions, max_size=3).map(tuple),
            seconds=st.floats(0, 200),
            notes=st.lists(text, max_size=2).map(tuple),
            sandbox=st.sampled_from(["locked", "process"]),
        ),
        st.builds(SubmissionResult, student=text, status=st.just("rejected"), reason=text),
    )


@pytest.fixture(scope="session")
def hostile_results() -> st.SearchStrategy[SubmissionResult]:
    return _results()
