from __future__ import annotations

import json
import re
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from grader.course import Course
from grader.render.context import Context, lines_of
from grader.render.github import render_github
from grader.results import SubmissionResult
from tests.standins.toy import QUESTIONS

ANSWERS = list(QUESTIONS)


def test_each_check_that_took_points_is_an_error_at_its_cell(graded: SubmissionResult) -> None:
    context = Context("my work.ipynb", {"residuals": 41})
    assert render_github(graded, context).splitlines() == [
        "::error file=my work.ipynb,line=41,title=residuals%3A The mean is subtracted::Subtract Mean first.",
        "::error file=my work.ipynb,line=41,title=residuals%3A The slope is used::It raised ValueError.",
        "::error file=my work.ipynb,line=41,title=residuals%3A Large inputs::It took more than 5 s.",
    ]


def test_no_text_from_outside_begins_a_line(hostile_results: st.SearchStrategy) -> None:
    @settings(max_examples=60)
    @given(hostile_results)
    def check(result: SubmissionResult) -> None:
        for line in render_github(result, Context("a,b::c.ipynb")).splitlines():
            assert re.match(r"::error file=a%2Cb%3A%3Ac\.ipynb,line=\d+,title=[^:,]*::", line)

    check()


def test_the_lines_are_those_of_the_answers_first_lines(course: Course) -> None:
    text = course.release_path.read_text(encoding="utf-8").splitlines()
    found = lines_of(course.release_path, ANSWERS)
    cells = {
        cell["metadata"].get("nbgrader", {}).get("grade_id"): cell["source"]
        for cell in json.loads("\n".join(text))["cells"]
    }
    assert sorted(found) == sorted(ANSWERS)
    for name, line in found.items():
        assert json.loads(text[line - 1].strip().rstrip(",")) == cells[name][0]


def test_lines_of_a_file_that_is_no_notebook_are_none(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"\xff\x00")
    assert lines_of(tmp_path / "x", ANSWERS) == {}
    assert lines_of(tmp_path, ANSWERS) == {}
    (tmp_path / "one").write_text('{"grade_id": "fit_line", "source": "A = 1"}', encoding="utf-8")
    assert lines_of(tmp_path / "one", ANSWERS) == {"fit_line": 1}
