"""The gradebook follows a roster: who comes, who goes, and what they are called."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from nbgrader.api import Gradebook

from grader.classroom.grade import Options, grade_class
from grader.classroom.init import make_course
from grader.classroom.roster import Enrolled, enrol
from grader.classroom.status import course_status
from grader.classroom.terms import terms
from grader.course import Course
from grader.errors import CourseError, UsageError
from grader.export.naming import split_name
from grader.export.roster import read_roster
from grader.gradebook.ledger import ledger_path, read_ledger
from grader.report import class_report, report_csv, report_html

CANVAS = (
    "Student,ID,SIS User ID,SIS Login ID,Section\r\n"
    "    Points Possible,,,,\r\n"
    '"Doe, Jane",1,11,s1,A\r\n'
    '"García Márquez, Gabriel",2,12,s2,A\r\n'
    "{more}"
    '"Student, Test",3,,5f2c9a,A\r\n'
)
FIVE = '"Lee, Jo",4,14,s5,A\r\n'


@pytest.fixture
def roster(tmp_path: Path) -> Callable[[str], Path]:
    def write(text: str) -> Path:
        path = tmp_path / "roster.csv"
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.fixture
def graded(course: Course, hand_in: Callable[..., Path], marked_again: list[str]) -> Course:
    for student in ("s1", "s2", "s3"):
        hand_in(student)
    grade_class(course, Options())
    marked_again.clear()
    return course


def names(course: Course) -> dict[str, tuple[str | None, str | None]]:
    with Gradebook(f"sqlite:///{course.root}/gradebook.db") as gradebook:
        return {student.id: (student.first_name, student.last_name) for student in gradebook.students}


def told_at_grade(course: Course, students: tuple[str, ...] = ()) -> list[str]:
    told: list[str] = []
    grade_class(course, Options(students), tell=told.append)
    return told


def test_a_roster_adds_names_and_marks_as_left_and_keeps_all_marks(
    graded: Course, roster: Callable[[str], Path]
) -> None:
    found = enrol(graded, roster(CANVAS.format(more=FIVE)))
    assert found == Enrolled(
        students=3,
        added=("s5",),
        back=(),
        renamed=("s1", "s2"),
        left={"s3": 10.0},
        removed={},
        testers=("5f2c9a",),
    )
    assert names(graded) == {
        "s1": ("Jane", "Doe"),
        "s2": ("Gabriel", "García Márquez"),
        "s3": (None, None),
        "s5": ("Jo", "Lee"),
    }
    standings = {each.student: each for each in course_status(graded).students}
    assert standings["s3"].score == 10.0
    assert (standings["s3"].reason or "").startswith("left the roster on 2")
    assert (standings["s5"].state, standings["s5"].name) == ("missing", "Jo Lee")
    assert any(
        sentence.startswith("s3 has handed in, and is not in the roster since 2")
        for sentence in told_at_grade(graded)
    )
    again = enrol(graded, roster(CANVAS.format(more=FIVE)))
    assert (again.added, again.back, again.renamed, again.left) == ((), (), (), {"s3": 10.0})


def test_who_comes_back_is_in_the_class_again(graded: Course, roster: Callable[[str], Path]) -> None:
    enrol(graded, roster(CANVAS.format(more="")))
    found = enrol(graded, roster(CANVAS.format(more='"Three, Sue",5,15,s3,A\r\n')))
    assert (found.back, found.left) == (("s3",), {})
    assert course_status(graded).students[2].reason is None


def test_only_yes_deletes_marks_and_then_they_are_not_graded_again_unless_named(
    graded: Course, roster: Callable[[str], Path], marked_again: list[str]
) -> None:
    enrol(graded, roster(CANVAS.format(more="")))
    found = enrol(graded, roster(CANVAS.format(more="")), remove=True)
    assert (found.left, found.removed) == ({}, {"s3": 10.0})
    assert set(names(graded)) == {"s1", "s2"}
    assert any("s3 left the roster on" in sentence for sentence in told_at_grade(graded))
    assert marked_again == []
    assert [each.student for each in course_status(graded).students] == ["s1", "s2"]
    assert [row.name for row in class_report(graded).rows] == ["s1", "s2"]
    told_at_grade(graded, ("s3",))
    assert marked_again == ["s3"]
    assert [each.student for each in course_status(graded).students] == ["s1", "s2", "s3"]


def test_an_id_that_is_not_in_the_roster_is_told_with_a_guess(
    graded: Course, roster: Callable[[str], Path], hand_in: Callable[..., Path]
) -> None:
    enrol(graded, roster("student,name\ns1,Jane Doe\ns2,\ns3,\nstudent-77,Ann Other\n"))
    hand_in("student-7")
    (sentence,) = told_at_grade(graded)
    assert sentence == (
        "student-7 is not in the roster (is it student-77?): correct the id with `gaussfit rename student-7 ID`, or "
        "add the student with `gaussfit roster FILE`"
    )
    found = {each.student: each for each in course_status(graded).students}
    assert found["student-7"].reason == "not in the roster"


def test_a_roster_given_to_init_counts_as_one(tmp_path: Path, roster: Callable[[str], Path]) -> None:
    given = terms(roster(CANVAS.format(more="")), None, None, "none", None)
    course = make_course(tmp_path / "course", given)
    assert names(course) == {"s1": ("Jane", "Doe"), "s2": ("Gabriel", "García Márquez")}
    assert read_ledger(course).enrolled == ("s1", "s2")


def test_names_stand_beside_ids_but_in_anonymous_reports(
    graded: Course, roster: Callable[[str], Path]
) -> None:
    enrol(graded, roster(CANVAS.format(more="")))
    report = grade_class(graded, Options())
    assert [each["name"] for each in report["submissions"]] == ["Jane Doe", "Gabriel García Márquez", ""]
    found = class_report(graded)
    assert "Jane Doe" in report_html(found)
    assert "s1,Jane Doe,graded" in report_csv(found)
    anonymous = class_report(graded, anonymous=True)
    assert "Doe" not in report_html(anonymous) + report_csv(anonymous)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("student,name\n", "has no students: nothing was changed"),
        ("student,name\n../x,Eve\n", "which cannot be the name of a folder"),
        (
            "student,SIS Login ID\nJane,s1\nJo,s2\n",
            "has none of the 3 students of the course in its column 'student': name the column",
        ),
    ],
)
def test_a_roster_that_cannot_be_meant_changes_nothing(
    text: str, message: str, graded: Course, roster: Callable[[str], Path]
) -> None:
    with pytest.raises(UsageError, match=message):
        enrol(graded, roster(text))
    assert set(names(graded)) == {"s1", "s2", "s3"}
    assert not read_ledger(graded).students


def test_a_damaged_ledger_is_named(course: Course) -> None:
    for text in (
        "{",
        "[]",
        '{"students": {"s1": {"nonsense": 1}}, "extensions": {}, "due": null, "row": null}',
    ):
        ledger_path(course).write_text(text)
        with pytest.raises(CourseError, match=r"class\.json, which keeps the roster and the extensions"):
            read_ledger(course)


@pytest.mark.parametrize(
    ("whole", "first_and_last"),
    [
        ("Doe, Jane", ("Jane", "Doe")),
        ("Doe,Jane", ("Jane", "Doe")),
        ("van der Berg, Anna Maria", ("Anna Maria", "van der Berg")),
        ("Doe, Jane, PhD", ("Jane, PhD", "Doe")),
        ("Jane Doe", ("Jane", "Doe")),
        ("Jane Q. Doe", ("Jane Q.", "Doe")),
        ("Sukarno", ("", "Sukarno")),
        ("Doe,", ("", "Doe")),
        ("", ("", "")),
    ],
)
def test_a_whole_name_becomes_two(whole: str, first_and_last: tuple[str, str]) -> None:
    assert split_name(whole) == first_and_last


@pytest.mark.parametrize(
    ("text", "students", "testers"),
    [
        ('Student,ID,SIS Login ID\n"Student, Test",3,5f2c\n"Student, Tess",4,tess\n', {"tess"}, ("5f2c",)),
        (
            "First Name,Last Name,Username\nA,B,ann\nA,B_PreviewUser,ann_previewuser\n",
            {"ann"},
            ("ann_previewuser",),
        ),
        ("Username,Last Name,First Name\ndemo.1,Student,Demo\nann,B,A\n", {"ann"}, ("demo.1",)),
        ("student,name\nann,Test Student\nbob,Bob B\n", {"bob"}, ("ann",)),
        ("student\ntest\nstudent\n", {"test", "student"}, ()),
    ],
)
def test_a_platforms_test_students_are_no_students(
    text: str, students: set[str], testers: tuple[str, ...], roster: Callable[[str], Path]
) -> None:
    found = read_roster(roster(text))
    assert (set(found.students), found.testers) == (students, testers)


def test_the_ledger_is_plain_json(course: Course, roster: Callable[[str], Path]) -> None:
    enrol(course, roster(CANVAS.format(more="")))
    kept: dict[str, Any] = json.loads(ledger_path(course).read_text(encoding="utf-8"))
    assert kept["students"]["s1"]["last_name"] == "Doe"
