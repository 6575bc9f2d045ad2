"""Marks come out of a real gradebook, as the LMS that they are for would read them."""

from __future__ import annotations

import csv
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.course import Course
from grader.errors import CourseError, UsageError
from grader.export.marks import read_marks, write_marks
from grader.gradebook.writer import GradebookWriter
from grader.marking.one import Marked
from grader.reading import Release, load_release, submitted
from grader.results import CheckResult, QuestionResult, SubmissionResult
from tests.grader.conftest import Gaussfit
from tests.standins.toy import QUESTIONS, _course_template, compose_bytes, release, right_answers  # noqa: F401

POINTS = {"001": (4.0, 0.25), "ürsula": (0.0, 0.0), "=evil": (4.0, 6.0)}


def marked(student: str, points: tuple[float, ...]) -> Marked:
    questions = tuple(
        QuestionResult(question, (CheckResult("test_x", "X", earned, 6.0, "passed", ""),))
        for question, earned in zip(QUESTIONS, points, strict=True)
    )
    return Marked(SubmissionResult(student, "graded", max_score=10.0, questions=questions))


@pytest.fixture
def graded(
    course: Course,
    release: Release,
    submit: Callable[[str, bytes], Path],
    right_answers: dict[str, str],
    compose_bytes: Callable[[dict[str, str]], bytes],
) -> Course:
    raw = compose_bytes(right_answers)
    with GradebookWriter(course) as writer:
        writer.register(release)
        for student, points in POINTS.items():
            submit(student, raw)
            writer.write(student, submitted(raw, release), marked(student, points))
    return course


def lines(path: Path) -> list[list[str]]:
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def test_marks_are_those_of_the_gradebook_and_of_nbgraders_own_export(graded: Course, tmp_path: Path) -> None:
    marks, max_score = read_marks(graded)
    assert max_score == 10.0
    assert {student: mark.score for student, mark in marks.items()} == {
        student: sum(points) for student, points in POINTS.items()
    }
    nbgrader = Path(sys.executable).with_name("nbgrader")
    subprocess.run(
        [nbgrader, "export", "--to", str(tmp_path / "own.csv"), "--log-level=ERROR"],
        cwd=graded.root,
        check=True,
        capture_output=True,
    )
    header, *rows = lines(tmp_path / "own.csv")
    own = {row[header.index("student_id")]: float(row[header.index("score")]) for row in rows}
    assert own == {student: mark.score for student, mark in marks.items()}


def test_canvas_gets_its_own_columns_back_with_the_points(graded: Course, tmp_path: Path) -> None:
    roster = tmp_path / "canvas.csv"
    roster.write_text(
        "Student,ID,SIS User ID,SIS Login ID,Section,Homework 1 (4711)\r\n"
        "    Points Possible,,,,,10\r\n"
        '"Müller, Jörg ""JJ""",00042,0815,001,Group A,9\r\n'
        "Ursula,43,0816,ürsula,Group A,9\r\n"
        "Late Comer,44,0817,late,Group B,9\r\n",
        encoding="utf-8-sig",
    )
    strangers = write_marks(graded, "canvas", roster, None, "line-fit (99)", tmp_path / "out.csv")
    assert lines(tmp_path / "out.csv") == [
        ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "line-fit (99)"],
        ["    Points Possible", "", "", "", "", "10"],
        ['Müller, Jörg "JJ"', "00042", "0815", "001", "Group A", "4.25"],
        ["Ursula", "43", "0816", "ürsula", "Group A", "0"],
        ["Late Comer", "44", "0817", "late", "Group B", ""],
    ]
    assert strangers == ("=evil",)


def test_moodle_students_are_found_by_a_named_column(graded: Course, tmp_path: Path) -> None:
    roster = tmp_path / "moodle.csv"
    roster.write_text(
        "First name;Last name;ID number;Email address;Matrikel\nJörg;Müller;007;j@x.example;001\n",
        encoding="utf-8",
    )
    write_marks(graded, "moodle", roster, "matrikel", "Gauss", tmp_path / "out.csv")
    assert lines(tmp_path / "out.csv") == [
        ["ID number", "Email address", "First name", "Last name", "Gauss"],
        ["007", "j@x.example", "Jörg", "Müller", "4.25"],
    ]


@pytest.mark.parametrize(
    ("roster", "message"),
    [
        (
            "SIS Login ID,ID,Matrikel\nx1,1,001\nx2,2,ürsula\nx3,3,other\n",
            r"its column 'Matrikel' has 2 of 3: name it with --id-column\.",
        ),
        ("SIS Login ID,ID\nx1,1\n", r"nor has any of its columns one: export the roster of this course"),
    ],
)
def test_a_roster_in_which_nobody_is_found_names_the_column_that_has_them(
    roster: str, message: str, graded: Course, tmp_path: Path
) -> None:
    (tmp_path / "r.csv").write_text(roster, encoding="utf-8")
    with pytest.raises(UsageError, match=message):
        write_marks(graded, "canvas", tmp_path / "r.csv", None, "x", tmp_path / "out.csv")
    assert not (tmp_path / "out.csv").exists()


def test_csv_has_each_question_and_needs_no_roster(graded: Course, tmp_path: Path) -> None:
    write_marks(graded, "csv", None, None, "x", tmp_path / "out.csv")
    header, *rows = lines(tmp_path / "out.csv")
    assert header == ["student", "score", "max_score", "late_penalty", *QUESTIONS]
    assert rows == [
        ["001", "4.25", "10", "0", "4", "0.25"],
        ["'=evil", "10", "10", "0", "4", "6"],
        ["ürsula", "0", "10", "0", "0", "0"],
    ]


@pytest.mark.parametrize(
    ("roster", "format_name", "message"),
    [
        (None, "canvas", "canvas finds students by its own ids: give --roster"),
        (
            "name\nx\n",
            "canvas",
            "no column that is known to hold ids: name one with --id-column; it has name",
        ),
        ("student,SIS Login ID\na,1\na,2\n", "canvas", "'a' twice in the column 'student'"),
        ("student,name\na,b\n", "moodle", "none of the columns by which moodle finds students"),
        ("student,score\na,1\n", "csv", "has a column 'score' of its own"),
    ],
)
def test_a_roster_that_cannot_be_used_says_why(
    course: Course, tmp_path: Path, roster: str | None, format_name: str, message: str
) -> None:
    path = None
    if roster is not None:
        path = tmp_path / "roster.csv"
        path.write_text(roster, encoding="utf-8")
    with pytest.raises(UsageError, match=message):
        write_marks(course, format_name, path, None, "x", tmp_path / "out.csv")  # type: ignore[arg-type]
    assert not (tmp_path / "out.csv").exists()


def test_a_gradebook_that_does_not_know_the_assignment_says_what_to_run(
    course: Course, tmp_path: Path
) -> None:
    with pytest.raises(CourseError, match="does not know 'line-fit': run `gaussfit build`"):
        read_marks(Course(course.root, course.exercise, db_url=f"sqlite:///{tmp_path}/empty.db"))


def test_before_anybody_has_marks_nothing_is_written(course: Course, tmp_path: Path) -> None:
    with GradebookWriter(course) as writer:
        writer.register(load_release(course.release_path, course.exercise))
    with pytest.raises(CourseError, match="Nobody has marks yet"):
        write_marks(course, "csv", None, None, "x", tmp_path / "marks.csv")
    assert not (tmp_path / "marks.csv").exists()


@pytest.mark.parametrize(
    ("output", "sentence"),
    [(".", "is a folder: name the file to write."), ("/dev/null/x", "/dev/null/x cannot be written")],
)
def test_a_file_that_cannot_be_written_is_one_sentence(
    output: str, sentence: str, graded: Course, gaussfit: Gaussfit
) -> None:
    status, _, err = gaussfit("export", "marks", "-o", output, "--course", graded.root)
    assert status in (1, 2)
    assert sentence in err
    assert len(err.splitlines()) == 1
