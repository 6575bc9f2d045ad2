from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from grader.render.text import render_text
from grader.results import SubmissionResult


def test_points_titles_messages_and_diagnoses_are_shown(graded: SubmissionResult) -> None:
    lines = render_text(graded).splitlines()
    assert lines[0] == "s001: graded, 12.5 of 30 points"
    assert "  - The mean is subtracted (0/2.5)" in lines
    assert "      Subtract Mean first." in lines
    assert "  => missing-half: The 1/2 is missing." in lines


def test_a_failed_grader_shows_no_score(broke: SubmissionResult) -> None:
    assert render_text(broke).startswith("s003: error, no score\n")


def test_no_message_can_pass_for_a_line_of_the_grader(hostile_results: st.SearchStrategy) -> None:
    @settings(max_examples=60)
    @given(hostile_results)
    def check(result: SubmissionResult) -> None:
        questions = {question.id for question in result.questions}
        heads = [line for line in render_text(result).splitlines() if line and not line.startswith("  ")]
        assert len(heads) == 1 + len(result.questions)
        assert {line.partition(":")[0] for line in heads[1:]} <= questions

    check()
