"""A student gets another id everywhere at once, and a rename that was cut off is completed by running it again."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from nbgrader.api import Gradebook

import grader.classroom.rename as renaming
from grader.classroom.extend import extend
from grader.classroom.grade import Options, grade_class
from grader.classroom.rename import rename
from grader.classroom.roster import enrol
from grader.classroom.status import course_status
from grader.classroom.terms import Terms, record
from grader.collecting.collect import Options as Collecting
from grader.collecting.collect import collect
from grader.course import Course
from grader.errors import CourseError, UsageError
from grader.export.marks import read_marks, write_marks
from grader.gradebook.ledger import Ledger, Member, read_ledger, write_ledger
from grader.gradebook.store import read_previous, read_saved
from tests.grader.classroom.test_extend import DUE
from tests.standins.toy import ASSIGNMENT


@pytest.fixture
def graded(course: Course, hand_in: Callable[..., Path], marked_again: list[str]) -> Course:
    """`s-typo` handed in twice, has a mark by hand, a comment and feedback; `s1` is in the roster alone."""
    students = {"s1": {"first_name": "Jane", "last_name": "Doe"}, "s3": {}}
    record(course, Terms(students, due_date=DUE))
    for student in ("s-typo", "s3"):
        hand_in(student, "2026-10-31 10:00:00 UTC")
    grade_class(course, Options())
    course.submission_path("s-typo").write_bytes(course.submission_path("s-typo").read_bytes() + b"\n")
    grade_class(course, Options())
    (course.root / "feedback" / "s-typo").mkdir(parents=True)
    collected = course.root / ".gaussfit" / "collected" / ASSIGNMENT
    collected.mkdir(parents=True)
    (collected / "s-typo.json").write_text('{"from": "a.zip"}')
    with gradebook(course) as opened:
        opened.find_grade("test_fit_line", ASSIGNMENT, ASSIGNMENT, "s-typo").manual_score = 5.0
        opened.find_comment("fit_line", ASSIGNMENT, ASSIGNMENT, "s-typo").manual_comment = "Well done"
        opened.db.commit()
    marked_again.clear()
    return course


def gradebook(course: Course) -> Gradebook:
    return Gradebook(f"sqlite:///{course.root}/gradebook.db")


def assert_moved(course: Course, marked_again: list[str]) -> None:
    for folder in ("submitted", "autograded", "feedback"):
        assert (course.root / folder / "s1").is_dir()
        assert not (course.root / folder / "s-typo").exists()
    with gradebook(course) as opened:
        assert {student.id for student in opened.students} == {"s1", "s3"}
        assert opened.find_student("s1").last_name == "Doe"
        assert opened.find_grade("test_fit_line", ASSIGNMENT, ASSIGNMENT, "s1").manual_score == 5.0
        assert opened.find_comment("fit_line", ASSIGNMENT, ASSIGNMENT, "s1").manual_comment == "Well done"
    for read in (read_saved, read_previous):
        assert read(course, "s-typo") is None
        assert (read(course, "s1") or {})["result"]["student"] == "s1"
    assert [path.name for path in (course.root / ".gaussfit" / "collected" / ASSIGNMENT).iterdir()] == [
        "s1.json"
    ]
    told: list[str] = []
    report = grade_class(course, Options(), tell=told.append)
    assert [each["student"] for each in report["submissions"]] == ["s1", "s3"]
    assert (marked_again, told) == ([], [])
    assert not any(each.changed for each in course_status(course).students)
    assert read_marks(course)[0]["s1"].score == 9.0


def test_a_mistyped_id_becomes_that_of_the_roster_everywhere(graded: Course, marked_again: list[str]) -> None:
    (graded.root / "submitted" / "s1").mkdir()  # an empty folder is nobody's work
    done = rename(graded, "s-typo", "s1")
    assert done[0] == "submitted/s-typo is now submitted/s1"
    assert_moved(graded, marked_again)


def test_an_id_that_nobody_has_takes_names_along(graded: Course) -> None:
    rename(graded, "s3", "s33")
    assert read_ledger(graded).enrolled == ("s1", "s33")
    assert set(read_marks(graded)[0]) == {"s-typo", "s33"}


def test_extensions_go_along_unless_the_new_id_has_one(graded: Course) -> None:
    extend(graded, "s-typo", days=1)
    extend(graded, "s1", days=3, why="ill")
    rename(graded, "s-typo", "s1")
    with gradebook(graded) as opened:
        assert opened.find_submission(ASSIGNMENT, "s1").extension.days == 3
    extension = read_ledger(graded).extensions
    assert (list(extension), extension["s1"].why) == (["s1"], "ill")


def test_what_a_roster_knew_of_either_id_is_known_of_the_one(course: Course) -> None:
    students = {"s1": Member(), "s-old": Member(left="2026-11-01")}
    write_ledger(course, Ledger(students, ids={"s1": ("jlee", "4711"), "s-old": ("4711", "jo", "s1")}))
    assert rename(course, "s-old", "s1") == (
        "the roster and the extensions too",
        "what still comes as s-old goes to s1",
    )
    after = read_ledger(course)
    assert (after.ids, after.former) == ({"s1": ("jlee", "4711", "jo")}, {"s1": ("s-old",)})
    assert after.enrolled == ("s1",)


def test_one_id_after_another_leads_to_the_last(course: Course, hand_in: Callable[..., Path]) -> None:
    hand_in("s1")
    rename(course, "s1", "s2"), rename(course, "s2", "s3")
    assert read_ledger(course).renamed == {"s1": "s3", "s2": "s3"}
    rename(course, "s3", "s1")
    assert read_ledger(course).renamed == {"s2": "s1", "s3": "s1"}
    hand_in("s4"), rename(course, "s4", "s2"), rename(course, "s2", "s5")
    assert read_ledger(course).renamed == {"s3": "s1", "s4": "s5", "s2": "s5"}


@pytest.mark.parametrize("rostered", [False, True])
def test_what_comes_under_a_former_id_is_collected_as_theirs(
    rostered: bool, course: Course, hand_in: Callable[..., Path], tmp_path: Path
) -> None:
    if rostered:
        record(course, Terms({"s1": {"first_name": "Jane"}, "s3": {}}))
    raw = hand_in("s-typo").read_bytes()
    rename(course, "s-typo", "s1")
    source = tmp_path / "source"
    source.mkdir()
    (source / "s-typo.ipynb").write_bytes(raw + b"\n")
    report = collect(course, [source], Collecting("folder"))
    assert [each.student for each in report.collected] == ["s1"]
    assert course.submission_path("s1").read_bytes() == raw + b"\n"
    assert course.students() == ("s1",)


def test_a_roster_that_still_has_the_former_id_means_the_student(graded: Course, tmp_path: Path) -> None:
    rename(graded, "s3", "s33")
    roster, source = tmp_path / "roster.csv", tmp_path / "source"
    roster.write_text("student,login,SIS Login ID\ns1,jdoe,jd\ns3,bkim,bk\n")
    enrolled = enrol(graded, roster)
    assert (enrolled.added, set(enrolled.left)) == ((), {"s-typo"})
    assert read_ledger(graded).enrolled == ("s1", "s33")
    source.mkdir()
    (source / "bkim.ipynb").write_bytes(graded.submission_path("s33").read_bytes() + b"\n")
    assert [
        each.student for each in collect(graded, [source], Collecting("folder", roster=roster)).collected
    ] == ["s33"]
    write_marks(graded, "csv", roster, None, "", tmp_path / "marks.csv")
    rows = (tmp_path / "marks.csv").read_text().splitlines()
    assert [row.split(",")[:4] for row in rows[1:]] == [["s1", "jdoe", "jd", ""], ["s3", "bkim", "bk", "10"]]


def test_two_of_the_roster_stay_two(course: Course, hand_in: Callable[..., Path], tmp_path: Path) -> None:
    """The work of one lay under the id of the other, who has handed in nothing."""
    record(
        course,
        Terms(
            {"s1": {"last_name": "Doe"}, "s2": {"last_name": "Lee"}}, ids={"s1": ("jdoe",), "s2": ("lee",)}
        ),
    )
    raw = hand_in("s2").read_bytes()
    rename(course, "s2", "s1")
    assert read_ledger(course).enrolled == ("s1", "s2")
    assert read_ledger(course).ids == {"s1": ("jdoe",), "s2": ("lee",)}
    source = tmp_path / "source"
    source.mkdir()
    (source / "s2.ipynb").write_bytes(raw + b"\n")
    collect(course, [source], Collecting("folder"))
    assert course.students() == ("s1", "s2")


class Cut(Exception):
    """Stands in for the power cut."""


@pytest.mark.parametrize("after", range(len(renaming.STEPS) + 1))
@pytest.mark.parametrize("done", [False, True], ids=["before", "after"])
def test_a_rename_that_was_cut_off_is_completed_by_running_it_again(
    after: int, done: bool, graded: Course, marked_again: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut(course: Course, plan: Any) -> list[str]:
        if done and after < len(usual):
            usual[after](course, plan)
        raise Cut

    usual = renaming.STEPS
    with monkeypatch.context() as patch:
        patch.setattr(renaming, "STEPS", (*usual[:after], cut))
        with pytest.raises(Cut):
            rename(graded, "s-typo", "s1")
    with pytest.raises(CourseError, match=r"was interrupted: run `gaussfit rename s-typo s1` first"):
        grade_class(graded, Options())
    with pytest.raises(UsageError, match="was interrupted"):
        rename(graded, "s3", "s4")
    rename(graded, "s-typo", "s1")
    assert_moved(graded, marked_again)


def test_one_folder_moved_of_three_is_completed(
    graded: Course, marked_again: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    moves = []
    usual = renaming._move

    def cut(old: Path, new: Path) -> bool:
        moves.append(old)
        if len(moves) == 2:
            raise OSError(5, "Input/output error", str(old))
        return usual(old, new)

    with monkeypatch.context() as patch:
        patch.setattr(renaming, "_move", cut)
        with pytest.raises(
            CourseError, match=r"cannot be written \(Input/output error\): .* again to complete it"
        ):
            rename(graded, "s-typo", "s1")
    rename(graded, "s-typo", "s1")
    assert_moved(graded, marked_again)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("s-typ", "s9", r"There is no student 's-typ' \(is it s-typo\?\)"),
        ("s-typo", "s3", r"s3 has work of their own .*: two students can't become one"),
        ("s-typo", "s-typo", "is the id already"),
        ("s-typo", "../x", "cannot be the name of a folder"),
        ("..", "x", "cannot be the name of a folder"),
    ],
)
def test_a_rename_that_cannot_be_says_why_and_changes_nothing(
    old: str, new: str, message: str, graded: Course
) -> None:
    with pytest.raises(UsageError, match=message):
        rename(graded, old, new)
    assert set(read_marks(graded)[0]) == {"s-typo", "s3"}
    assert not (graded.root / ".gaussfit" / "renaming.json").exists()


def test_marks_of_the_new_id_in_the_gradebook_alone_stop_it(graded: Course) -> None:
    with gradebook(graded) as opened:
        with opened.db.no_autoflush:
            opened.add_submission(ASSIGNMENT, "s1")
        opened.find_grade("test_fit_line", ASSIGNMENT, ASSIGNMENT, "s1").manual_score = 1.0
        opened.db.commit()
    with pytest.raises(UsageError, match="s1 has marks of their own in the gradebook"):
        rename(graded, "s-typo", "s1")


def test_a_damaged_plan_is_named(graded: Course) -> None:
    (graded.root / ".gaussfit" / "renaming.json").write_text(json.dumps({"old": "x"}))
    with pytest.raises(CourseError, match=r"renaming\.json, the plan of a rename, cannot be read"):
        rename(graded, "s-typo", "s1")
