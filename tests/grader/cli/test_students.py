"""Extensions, rosters and renames at the command line, and what `grade` and `status` print of them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.classroom.terms import Terms, record
from grader.course import Course
from tests.grader.classroom.conftest import hand_in, marked_again  # noqa: F401
from tests.grader.classroom.test_extend import DUE
from tests.grader.conftest import Gaussfit

ROSTER = 'Student,SIS Login ID\n"Doe, Jane",s1\n"Lee, Jo",s22\n"Student, Test",5f2c\n'


@pytest.fixture
def late_course(course: Course, hand_in: Callable[..., Path], marked_again: list[str]) -> Course:
    """Due at noon, 10 % a day; `s1` hands in a day and a bit late, `s2` without a time."""
    with open(course.root / "nbgrader_config.py", "a", encoding="utf-8") as file:
        file.write('c.AssignLatePenalties.plugin_class = "grader.gradebook.late.PercentPerDay"\n')
        file.write("c.PercentPerDay.percent = 10.0\n")
    record(course, Terms(due_date=DUE))
    hand_in("s1", "2026-11-01 13:00:00 UTC")
    hand_in("s2")
    return course


@pytest.fixture
def gaussfit(gaussfit: Gaussfit, late_course: Course, monkeypatch: pytest.MonkeyPatch) -> Gaussfit:
    """The command line, on the course."""
    monkeypatch.setenv("COLUMNS", "200")
    return lambda *arguments: gaussfit(*arguments, "--course", late_course.root)


def cells(out: str, student: str) -> list[str]:
    """A student's row of a table."""
    line = next(line for line in out.splitlines() if student in line)
    return [cell.strip() for cell in line.strip("│").split("│")]


def test_a_term_of_students_and_extensions(gaussfit: Gaussfit, late_course: Course, tmp_path: Path) -> None:
    status, out, err = gaussfit("grade", "--json", str(tmp_path / "marks.json"))
    assert status == 0
    assert cells(out, "s1")[:5] == ["s1", "graded", "10 / 10", "−2", "8 / 10"]
    assert cells(out, "s2")[:5] == ["s2", "graded", "5 / 10", "", "5 / 10"]
    assert "mean 6.50 of 10" in out
    assert "warning: the assignment is due, but no timestamp.txt tells when s2 handed in" in err
    found = json.loads((tmp_path / "marks.json").read_text(encoding="utf-8"))["submissions"][0]
    assert (found["score"], found["penalty"], found["final"]) == (10.0, 2.0, 8.0)

    (tmp_path / "roster.csv").write_text(ROSTER, encoding="utf-8")
    status, out, _ = gaussfit("roster", str(tmp_path / "roster.csv"))
    assert (status, out.splitlines()) == (
        0,
        [
            "In the class: 2 students.",
            "added: s22",
            "name or address corrected: s1",
            "test student, left out: 5f2c",
            "left: s2; 5 points kept, --yes deletes them",
        ],
    )
    status, out, _ = gaussfit("rename", "s2", "s22")
    assert status == 0
    assert "submitted/s2 is now submitted/s22." in out
    assert out.endswith("s2 is now s22.\n")

    status, out, _ = gaussfit("extend", "s1", "--days", "1", "--why", "ill")
    assert (status, out.splitlines()[0]) == (0, "s1 may hand in until 2026-11-01 at 12:00 UTC.")
    status, out, _ = gaussfit("status")
    assert "s1" in out
    assert "late; extended to 2026-11-01T12:00:00+00:00 (ill); the late penalty is no longer right" in out
    status, out, err = gaussfit("grade")
    assert cells(out, "s1")[:6] == ["s1", "Jane Doe", "graded", "10 / 10", "−1", "9 / 10"]
    assert "warning: s1 loses 1 point" in err
    assert cells(out, "s22")[1] == "Jo Lee"
    status, out, _ = gaussfit("extend", "s1", "--none")
    assert out.splitlines()[0] == "s1 has no extension: it is due on 2026-10-31 at 12:00 UTC."


def test_marks_without_penalties_need_no_columns_for_them(gaussfit: Gaussfit, late_course: Course) -> None:
    record(late_course, Terms(due_date=DUE.replace(year=2027)))
    _, out, _ = gaussfit("grade")
    header = next(line for line in out.splitlines() if "student" in line)
    assert header.strip("┃").replace("┃", " ").split() == ["student", "status", "points", "why"]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("extend", "s1"), "An extension needs one of --until DATE, --days N and --none."),
        (("extend", "s9", "--days", "1"), "There is no student 's9'"),
        (("roster", "/nowhere.csv"), "/nowhere.csv cannot be read"),
        (("rename", "s1", "s2"), "s2 has work of their own"),
    ],
)
def test_wrong_usage_is_one_sentence_and_exit_2(
    gaussfit: Gaussfit, arguments: tuple[str, ...], sentence: str
) -> None:
    status, out, err = gaussfit(*arguments)
    assert (status, out) == (2, "")
    assert sentence in err
    assert err.count("\n") == 1
