"""The gradebook loses what was filed: the next `grade` files it again, and everyone tells the same."""

from __future__ import annotations

import csv
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from nbgrader.api import Gradebook

import grader.classroom.grade
from grader.classroom.grade import Options, grade_class
from grader.classroom.status import Standing, course_status
from grader.course import Course
from grader.export.marks import read_marks, write_marks
from grader.marking.jobs import Job
from grader.report import class_report
from grader.results import SubmissionResult
from tests.standins.marks import MadeMarks
from tests.standins.toy import ASSIGNMENT

STUDENTS = ("s1", "s2", "s3")
SCORES = {"s1": 10.0, "s2": 5.0, "s3": 10.0}


def gradebook(course: Course) -> Gradebook:
    return Gradebook(f"sqlite:///{course.root}/gradebook.db")


def nbgrader(course: Course, *arguments: str) -> None:
    command = [str(Path(sys.executable).with_name("nbgrader")), *arguments]
    subprocess.run(command, cwd=course.root, check=True, capture_output=True)


def student_removed(course: Course) -> None:
    nbgrader(course, "db", "student", "remove", "s1", "--force")


def assignment_removed(course: Course) -> None:
    nbgrader(course, "db", "assignment", "remove", ASSIGNMENT, "--force")


def gradebook_deleted(course: Course) -> None:
    (course.root / "gradebook.db").unlink()


def older_gradebook(course: Course) -> None:
    shutil.copy(course.root / "before.db", course.root / "gradebook.db")


def submission_removed(course: Course) -> None:
    with gradebook(course) as opened:
        opened.remove_submission(ASSIGNMENT, "s1")


def a_grade_lost(course: Course) -> None:
    with gradebook(course) as opened:
        opened.db.delete(opened.find_grade("test_fit_line", ASSIGNMENT, ASSIGNMENT, "s1"))
        opened.db.commit()


def a_score_lost(course: Course) -> None:
    with gradebook(course) as opened:
        opened.find_grade("test_fit_line", ASSIGNMENT, ASSIGNMENT, "s1").auto_score = None
        opened.db.commit()


def another_score(course: Course) -> None:
    with gradebook(course) as opened:
        opened.find_grade("test_fit_line", ASSIGNMENT, ASSIGNMENT, "s1").auto_score = 1.0
        opened.db.commit()


LOST = {
    "db student remove": (student_removed, {"s1"}),
    "db assignment remove": (assignment_removed, set(STUDENTS)),
    "deleted": (gradebook_deleted, set(STUDENTS)),
    "restored": (older_gradebook, set(STUDENTS)),
    "submission removed": (submission_removed, {"s1"}),
    "a grade lost": (a_grade_lost, {"s1"}),
    "a score lost": (a_score_lost, {"s1"}),
    "another score": (another_score, {"s1"}),
}


@pytest.fixture
def graded(course: Course, hand_in: Callable[..., Path], marked_again: list[str]) -> Course:
    for student in STUDENTS:
        hand_in(student)
    shutil.copy(course.root / "gradebook.db", course.root / "before.db")
    grade_class(course, Options())
    marked_again.clear()
    return course


def standings(course: Course) -> dict[str, Standing]:
    return {standing.student: standing for standing in course_status(course).students}


def assert_all_agree(course: Course, report: dict[str, Any], tmp_path: Path) -> None:
    """`grade`, `status`, `report`, `export` and nbgrader's own gradebook say the same of everyone."""
    assert {result["student"]: result["final"] for result in report["submissions"]} == SCORES
    assert {name: each.score for name, each in standings(course).items()} == SCORES
    assert not any(each.changed for each in standings(course).values())
    assert {row.name: row.score for row in class_report(course).rows} == SCORES
    write_marks(course, "csv", None, None, "x", tmp_path / "marks.csv")
    with open(tmp_path / "marks.csv", encoding="utf-8", newline="") as file:
        assert {row["student"]: float(row["score"]) for row in csv.DictReader(file)} == SCORES
    with gradebook(course) as opened:
        assert {s.student.id: s.score for s in opened.assignment_submissions(ASSIGNMENT)} == SCORES


@pytest.mark.parametrize("loss", LOST)
def test_what_the_gradebook_lacks_is_told_and_filed_again(
    loss: str, graded: Course, marked_again: list[str], tmp_path: Path
) -> None:
    lose, students = LOST[loss]
    lose(graded)
    found = standings(graded)
    assert {name for name, each in found.items() if each.changed == "gradebook"} == students
    with_marks = {name for name, each in found.items() if each.score is not None}
    assert with_marks == {row.name for row in class_report(graded).rows if row.score is not None}

    told: list[str] = []
    report = grade_class(graded, Options(), tell=told.append)
    assert set(marked_again) == students
    assert_all_agree(graded, report, tmp_path)
    said = " ".join(told)
    assert "gradebook" in said
    assert all(student in said for student in students)


def test_points_above_the_gradebooks_most_are_no_difference(graded: Course, marked_again: list[str]) -> None:
    with gradebook(graded) as opened:
        opened.find_grade_cell("test_fit_line", ASSIGNMENT, ASSIGNMENT).max_score = 2.0
        opened.find_grade("test_fit_line", ASSIGNMENT, ASSIGNMENT, "s1").auto_score = 2.0
        opened.find_grade("test_fit_line", ASSIGNMENT, ASSIGNMENT, "s2").auto_score = 2.0
        opened.find_grade("test_fit_line", ASSIGNMENT, ASSIGNMENT, "s3").auto_score = 2.0
        opened.db.commit()
    assert not any(each.changed for each in standings(graded).values())


def test_nothing_lost_is_nothing_told_and_nothing_marked(graded: Course, marked_again: list[str]) -> None:
    told: list[str] = []
    again = grade_class(graded, Options(), tell=told.append)
    assert (marked_again, told) == ([], [])
    assert [result["final"] for result in again["submissions"]] == [10.0, 5.0, 10.0]


def test_a_mark_set_by_hand_is_no_difference_and_stays(graded: Course, marked_again: list[str]) -> None:
    with gradebook(graded) as opened:
        opened.find_grade("test_fit_line", ASSIGNMENT, ASSIGNMENT, "s2").manual_score = 5.0
        opened.db.commit()
    report = grade_class(graded, Options())
    assert marked_again == []
    assert not standings(graded)["s2"].changed
    (result,) = [each for each in report["submissions"] if each["student"] == "s2"]
    assert (result["score"], result["penalty"], result["final"]) == (5.0, 0.0, 7.0)


def test_only_the_named_student_is_filed_again(graded: Course, marked_again: list[str]) -> None:
    gradebook_deleted(graded)
    grade_class(graded, Options(students=("s2",)))
    assert marked_again == ["s2"]
    assert set(read_marks(graded)[0]) == {"s2"}
    grade_class(graded, Options())
    assert set(read_marks(graded)[0]) == set(STUDENTS)


def test_an_error_of_the_grader_is_a_state_until_there_is_a_result(
    graded: Course, hand_in: Callable[..., Path], marked_again: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = hand_in("s1")
    path.write_bytes(path.read_bytes() + b"\n")
    hand_in("s4")

    def broken(job: Job) -> SubmissionResult:
        return SubmissionResult(job.student, "error", "The machine broke.")

    with monkeypatch.context() as patch:
        patch.setattr(grader.classroom.grade, "mark_all", lambda jobs, *_: MadeMarks(jobs, broken))
        report = grade_class(graded, Options())
    finals = {each["student"]: (each["status"], each["final"]) for each in report["submissions"]}
    assert (finals["s1"], finals["s4"]) == (("error", None), ("error", None))
    found = standings(graded)
    assert {name: each.state for name, each in found.items()} == {
        **dict.fromkeys(("s1", "s4"), "error"),
        **dict.fromkeys(("s2", "s3"), "graded"),
    }
    assert (found["s4"].reason, found["s4"].score) == ("The machine broke.", None)
    assert course_status(graded).count("error") == 2
    grade_class(graded, Options())
    assert marked_again == ["s1", "s4"]
    assert {each.state for each in standings(graded).values()} == {"graded"}


def test_marks_without_a_submission_are_told(graded: Course) -> None:
    shutil.rmtree(graded.root / "submitted" / "s1")
    found = standings(graded)["s1"]
    assert (found.state, found.score) == ("missing", 10.0)
    assert "nothing of theirs lies in submitted/" in (found.reason or "")
