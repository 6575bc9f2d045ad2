"""What `gaussfit grade` makes of a class, bad files included."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbgrader.api import Gradebook

import grader.classroom.grade
from grader.classroom.grade import Options, Progress, grade_class
from grader.errors import UsageError
from grader.writing import write_json
from tests.standins.toy import ASSIGNMENT

FULL = ["right", "doubled", "renamed", "schema-99", "no-grade-cells", "format-3", "Zoë O'Hara"]


@pytest.mark.parametrize("student", FULL)
def test_a_right_answer_gets_full_marks_whatever_happened_to_the_file(graded: Any, student: str) -> None:
    result = graded.of(student)
    assert (result["status"], result["score"], result["max_score"]) == ("graded", 10.0, 10.0)
    assert result["reason"] is None


@pytest.mark.parametrize("student", ["untouched", "tampered"])
def test_an_untouched_answer_gets_nothing_and_edits_to_locked_cells_change_nothing(
    graded: Any, student: str
) -> None:
    assert (graded.of(student)["status"], graded.of(student)["score"]) == ("graded", 0.0)


def test_each_question_is_marked_by_itself(graded: Any) -> None:
    assert [question["score"] for question in graded.of("half [1] *")["questions"]] == [4.0, 0.0]


@pytest.mark.parametrize(
    ("student", "reason"),
    [
        ("kernel-R", "written for a R kernel"),
        ("broken-json", "not valid JSON"),
        ("no-notebook", "not UTF-8 text"),
        ("no-file", "There is no line-fit.ipynb in the submission"),
    ],
)
def test_a_file_that_cannot_be_graded_is_rejected_with_its_reason(
    graded: Any, student: str, reason: str
) -> None:
    result = graded.of(student)
    assert (result["status"], result["score"], result["questions"]) == ("rejected", 0.0, [])
    assert reason in result["reason"]


@pytest.mark.parametrize(
    ("student", "note"),
    [("doubled", "more than once"), ("renamed", "is missing"), ("no-grade-cells", "put back")],
)
def test_what_was_repaired_is_told(graded: Any, student: str, note: str) -> None:
    assert any(note in line for line in graded.of(student)["notes"])


def test_the_gradebook_has_the_same_scores(graded: Any) -> None:
    with Gradebook(f"sqlite:///{graded.course.root}/gradebook.db") as gradebook:
        filed = {
            submission.student.id: submission.score
            for submission in gradebook.assignment_submissions(ASSIGNMENT)
        }
    assert filed == {result["student"]: result["score"] for result in graded.report["submissions"]}


def test_nbgrader_export_agrees_to_the_last_digit(
    graded: Any, run_in: Callable[..., Any], tmp_path: Path
) -> None:
    run_in(graded.course.root, "nbgrader", "export", "--to", str(tmp_path / "grades.csv"))
    with (tmp_path / "grades.csv").open(encoding="utf-8") as file:
        exported = {row["student_id"]: float(row["score"]) for row in csv.DictReader(file)}
    assert exported == {result["student"]: result["score"] for result in graded.report["submissions"]}


def test_the_grade_cell_carries_the_score_and_the_messages(graded: Any) -> None:
    notebook = nbformat.read(graded.course.autograded_path("half [1] *"), as_version=4)
    cells = {c.metadata.nbgrader.grade_id: c for c in notebook.cells if "nbgrader" in c.metadata}
    (output,) = cells["test_residuals"].outputs
    assert output.data["text/plain"] == "4.0"
    assert "4 of 4" in " ".join(output.data["text/html"].split())
    (output,) = cells["test_fit_line"].outputs
    assert output.data["text/plain"] == "0.0"
    assert "not written yet" in output.data["text/html"]


def test_a_second_run_marks_nothing_again_and_tells_the_same(
    graded: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def refuse(jobs: Any, *_: Any) -> Any:
        assert list(jobs) == []
        return iter(())

    monkeypatch.setattr(grader.classroom.grade, "mark_all", refuse)
    seen: list[Progress] = []
    again = grade_class(graded.course, Options(jobs=1), seen.append)
    assert {**again, "time": ""} == {**graded.report, "time": ""}
    assert all(progress.skipped for progress in seen)
    assert [progress.done for progress in seen] == list(range(1, len(seen) + 1))
    write_json(tmp_path / "marks.json", again)
    assert json.loads((tmp_path / "marks.json").read_text(encoding="utf-8")) == again


def test_an_unknown_student_is_named(graded: Any) -> None:
    with pytest.raises(UsageError, match="no submission of 'nobody'"):
        grade_class(graded.course, Options(students=("nobody",)))


def test_a_course_without_submissions_says_where_they_go(course: Any) -> None:
    with pytest.raises(UsageError, match=r"no submissions in .*submitted: put each in submitted/<student>/"):
        grade_class(course, Options())
