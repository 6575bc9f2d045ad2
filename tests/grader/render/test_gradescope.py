"""The fields and values are those of Gradescope's autograder specification, "Output format"."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from grader.render.gradescope import render_gradescope
from grader.results import SubmissionResult

FORMATS = {"text", "html", "simple_format", "md", "ansi"}
VISIBILITIES = {"hidden", "after_due_date", "after_published", "visible"}
TOP: dict[str, Any] = {
    "score": (int, float),
    "execution_time": (int, float),
    "output": str,
    "output_format": FORMATS,
    "test_output_format": FORMATS,
    "test_name_format": FORMATS,
    "visibility": VISIBILITIES,
    "stdout_visibility": VISIBILITIES,
    "extra_data": dict,
    "tests": list,
}
TEST: dict[str, Any] = {
    "score": (int, float),
    "max_score": (int, float),
    "status": {"passed", "failed"},
    "name": str,
    "name_format": FORMATS,
    "number": str,
    "output": str,
    "output_format": FORMATS,
    "tags": list,
    "visibility": VISIBILITIES,
    "extra_data": dict,
}


def documented(found: dict[str, Any], fields: dict[str, Any]) -> bool:
    """Whether each field is a documented one with a documented value."""
    return all(
        value in fields[name] if isinstance(fields[name], set) else isinstance(value, fields[name])
        for name, value in found.items()
    )


def test_scores_status_and_messages_arrive(graded: SubmissionResult) -> None:
    found = json.loads(render_gradescope(graded))
    assert found["score"] == 12.5
    assert found["score"] == sum(test["score"] for test in found["tests"])
    second = found["tests"][1]
    assert (second["status"], second["max_score"], second["number"]) == ("failed", 2.5, "1.2")
    assert second["name"] == "residuals: The mean is subtracted"
    assert second["output"] == "Subtract Mean first."
    assert "missing-half: The 1/2 is missing." in found["output"]


def test_the_graders_own_output_is_hidden_from_students(graded: SubmissionResult) -> None:
    assert json.loads(render_gradescope(graded))["stdout_visibility"] == "hidden"


def test_a_rejected_file_has_0_points_and_the_reason(rejected: SubmissionResult) -> None:
    found = json.loads(render_gradescope(rejected))
    assert (found["score"], found["output"], found["tests"]) == (0.0, "The file is empty.", [])


def test_a_failed_grader_says_that_its_0_is_no_mark(broke: SubmissionResult) -> None:
    found = json.loads(render_gradescope(broke))
    assert found["extra_data"]["status"] == "error"
    assert "The 0 points shown are not a mark" in found["output"]


def test_only_documented_fields_are_written_whatever_the_text(hostile_results: st.SearchStrategy) -> None:
    @settings(max_examples=60)
    @given(hostile_results)
    def check(result: SubmissionResult) -> None:
        found = json.loads(render_gradescope(result).encode())
        assert documented(found, TOP)
        assert all(documented(test, TEST) for test in found["tests"])
        assert len(found["tests"]) == sum(len(question.checks) for question in result.questions)

    check()
