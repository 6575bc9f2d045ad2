"""By what else than the course's own id a student is known: which columns have such, and whose each is."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.classroom.init import make_course
from grader.classroom.rename import rename
from grader.classroom.roster import enrol
from grader.classroom.terms import terms
from grader.collecting.collect import Options, collect
from grader.course import Course
from grader.export.roster import other_ids
from grader.gradebook.known_as import known_as, one_by_one
from grader.gradebook.reading import reading
from grader.settings import SETTINGS_NAME

TOML = '[exercise]\nname = "gaussian-density"\nvariants = "student"\n'
ROSTER = """id,last_name,first_name,login,number,email,section,quiz
s1,Lee,Jo,jlee,4711001,jo@x.org,A,8.5
s2,Lee,Al,alee,4711002,al@x.org,A,9.5
"""


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    path = tmp_path / "roster.csv"
    path.write_text(ROSTER, encoding="utf-8")
    return path


@pytest.fixture
def course(tmp_path: Path) -> Course:
    root = tmp_path / "course"
    root.mkdir()
    (root / SETTINGS_NAME).write_text(TOML, encoding="utf-8")
    return make_course(root)


def rows(*columns: str) -> dict[str, dict[str, str]]:
    return {f"s{number}": {"c": cell, "id": f"s{number}"} for number, cell in enumerate(columns, start=1)}


@pytest.mark.parametrize("cells", [("4711", "4712"), ("jlee", "alee"), ("a@x.org", ""), ("4,711a", "b-12")])
def test_a_column_in_which_each_has_their_own_is_one_of_ids(cells: tuple[str, ...]) -> None:
    assert other_ids(rows(*cells)) == {f"s{n}": (cell,) if cell else () for n, cell in enumerate(cells, 1)}


@pytest.mark.parametrize(
    "cells",
    [
        ("A12", "A12"),
        ("abc", "ABC"),
        ("8.5", "9.5"),
        ("8,5", "9,5"),
        ("A", "B"),
        ("Jo Lee", "Al Lee"),
        ("", ""),
    ],
)
def test_sections_marks_and_names_are_no_ids(cells: tuple[str, ...]) -> None:
    assert other_ids(rows(*cells)) == {"s1": (), "s2": ()}


def test_a_slip_in_one_row_costs_nobody_else_an_id() -> None:
    cells = [f"login{number}" for number in range(30)]
    cells[7] = cells[8]
    found = other_ids(rows(*cells))
    assert found["s8"] == found["s9"] == ()
    assert found["s1"] == ("login0",)


@pytest.mark.parametrize("heading", ["First name", "surname", "Name", "Student", "Vorname"])
def test_names_are_no_ids_however_different(heading: str) -> None:
    assert other_ids({"s1": {heading: "Josephine"}, "s2": {heading: "Albertine"}}) == {"s1": (), "s2": ()}


def test_what_two_are_known_as_is_nobodys() -> None:
    found = {"s1": ["abc", "4711"], "s2": ["A BC", "S1"], "s3": ["4712"]}
    assert one_by_one(found) == {"s1": ("4711",), "s2": (), "s3": ("4712",)}


def test_init_roster_and_collect_keep_them(course: Course, roster: Path, tmp_path: Path) -> None:
    expected = {"s1": ("jlee", "4711001", "jo@x.org"), "s2": ("alee", "4711002", "al@x.org")}
    root = tmp_path / "second"
    root.mkdir()
    (root / SETTINGS_NAME).write_text(TOML, encoding="utf-8")
    assert known_as(make_course(root, terms(roster, None, None, "none", None))) == expected
    handed_in = tmp_path / "files"
    handed_in.mkdir()
    collect(course, [handed_in], Options(roster=roster, dry_run=True))
    assert known_as(course) == {}
    collect(course, [handed_in], Options(roster=roster))
    assert known_as(course) == expected
    enrol(course, roster)
    assert known_as(course) == expected


def test_they_go_along_with_a_new_id_and_away_with_the_student(course: Course, roster: Path) -> None:
    enrol(course, roster)
    rename(course, "s1", "s9")
    assert known_as(course)["s9"] == ("jlee", "4711001", "jo@x.org")
    roster.write_text(ROSTER.replace("s1,", "s9,").rpartition("s2")[0], encoding="utf-8")
    enrol(course, roster, remove=True)
    assert known_as(course) == {"s9": ("jlee", "4711001", "jo@x.org")}


def test_what_the_gradebook_alone_has_counts_too(course: Course) -> None:
    with reading(course) as gradebook:
        gradebook.add_student("s5", email="five@x.org", lms_user_id="900005")
    assert known_as(course) == {"s5": ("five@x.org", "900005")}


def test_where_no_task_goes_by_an_id_nothing_is_asked(tmp_path: Path, roster: Path) -> None:
    course = make_course(tmp_path / "plain", terms(roster, None, None, "none", None))
    assert known_as(course) == {}
