"""What holds for every format alike."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.errors import UsageError
from grader.render import FORMATS, paired, render
from grader.results import SubmissionResult

STUDENT_FACING = ("github", "gradescope", "json", "junit", "markdown", "text")


def test_the_formats_of_the_contract_are_there() -> None:
    assert sorted(FORMATS) == sorted(STUDENT_FACING)


@pytest.mark.parametrize("name", STUDENT_FACING)
def test_no_format_carries_what_is_for_staff(name: str, graded: SubmissionResult, staff: str) -> None:
    assert staff not in render(graded, name)


@pytest.mark.parametrize("name", ["github", "gradescope", "junit", "markdown"])
def test_why_the_grader_failed_is_not_told_on_a_platform(
    name: str, broke: SubmissionResult, staff: str
) -> None:
    text = render(broke, name)
    assert staff not in text
    assert "The grader itself failed" in text


@pytest.mark.parametrize("name", STUDENT_FACING)
def test_the_reason_of_a_rejected_file_is_told(name: str, rejected: SubmissionResult) -> None:
    assert "The file is empty." in render(rejected, name).replace("\\", "")


@pytest.mark.parametrize("name", STUDENT_FACING)
def test_the_same_result_gives_the_same_text(name: str, graded: SubmissionResult) -> None:
    assert render(graded, name) == render(graded, name)


@pytest.mark.parametrize("name", ["github", "gradescope", "junit", "markdown", "text"])
def test_hostile_text_keeps_no_control_character(name: str, hostile_results: st.SearchStrategy) -> None:
    @settings(max_examples=60)
    @given(hostile_results)
    def check(result: SubmissionResult) -> None:
        text = render(result, name)
        text.encode("utf-8")  # a lone surrogate would raise
        assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", text)

    check()


def test_formats_go_to_the_file_in_the_same_place_and_the_last_to_stdout() -> None:
    assert paired(["json", "junit", "text"], [Path("a"), Path("b")]) == (
        ("json", Path("a")),
        ("junit", Path("b")),
        ("text", None),
    )


@pytest.mark.parametrize(
    ("formats", "outputs", "message"),
    [
        (["xml"], [], "There is no format 'xml'; choose one of github, gradescope, json"),
        (["json"], [Path("a"), Path("b")], "more --output than --format"),
        (["json", "text"], [], "Only one format can go to stdout"),
    ],
)
def test_pairs_that_cannot_be_are_refused(formats: list[str], outputs: list[Path], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        paired(formats, outputs)


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_how_long_student_code_took_shows_in_four_steps_alone(name: str, graded: SubmissionResult) -> None:
    shown = {render(replace(graded, seconds=n / 7), name) for n in range(900)}
    assert len(shown) <= 4
