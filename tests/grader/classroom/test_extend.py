"""Extensions stand in nbgrader's own field, and penalties follow dates, policy and extensions at the next `grade`."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from nbgrader.api import Gradebook

from grader.classroom.extend import extend
from grader.classroom.grade import Options, grade_class
from grader.classroom.init import register
from grader.classroom.status import Standing, course_status
from grader.classroom.terms import Terms, record
from grader.course import Course
from grader.errors import UsageError
from grader.export.marks import read_marks, write_marks
from grader.gradebook.ledger import read_ledger
from grader.report import class_report, report_csv, report_html
from tests.standins.clock import in_zone
from tests.standins.toy import ASSIGNMENT

DUE = datetime(2026, 10, 31, 12, tzinfo=UTC)
Hand = Callable[..., Path]


@pytest.fixture
def late_course(course: Course, hand_in: Hand, marked_again: list[str]) -> Course:
    """Due at noon, 10 % a day; `s1` hands in a day and a bit late, `s2` in time, `s3` is to hand in yet."""
    with open(course.root / "nbgrader_config.py", "a", encoding="utf-8") as file:
        file.write('c.AssignLatePenalties.plugin_class = "grader.gradebook.late.PercentPerDay"\n')
        file.write("c.PercentPerDay.percent = 10.0\n")
    record(course, Terms({"s3": {"first_name": "Jo", "last_name": "Lee"}}, due_date=DUE))
    hand_in("s1", "2026-11-01 13:00:00 UTC")
    hand_in("s2", "2026-10-31 11:00:00 UTC")
    return course


def graded(course: Course, tell: Callable[[str], None] = lambda _: None) -> dict[str, Any]:
    return {each["student"]: each for each in grade_class(course, Options(), tell=tell)["submissions"]}


def standing(course: Course, student: str) -> Standing:
    return next(each for each in course_status(course).students if each.student == student)


def gradebook(course: Course) -> Gradebook:
    return Gradebook(f"sqlite:///{course.root}/gradebook.db")


def set_due(course: Course, due: datetime | None) -> None:
    with gradebook(course) as opened:
        opened.find_assignment(ASSIGNMENT).duedate = None if due is None else due.replace(tzinfo=None)
        opened.db.commit()


def test_marks_are_told_raw_with_the_penalty_and_as_the_gradebook_counts_them(late_course: Course) -> None:
    found = graded(late_course)
    told = {student: (each["score"], each["penalty"], each["final"]) for student, each in found.items()}
    assert told == {"s1": (10.0, 2.0, 8.0), "s2": (5.0, 0.0, 5.0)}
    assert {student: mark.score for student, mark in read_marks(late_course)[0].items()} == {
        "s1": 8.0,
        "s2": 5.0,
    }
    assert graded(late_course) == found  # also when nothing is marked


def test_an_extension_after_grading_takes_the_penalty_back_without_marking_again(
    late_course: Course, marked_again: list[str]
) -> None:
    graded(late_course)
    marked_again.clear()
    extend(late_course, "s1", days=1, why="ill on  Monday")
    with gradebook(late_course) as opened:
        assert opened.find_submission(ASSIGNMENT, "s1").extension == timedelta(days=1)
    found = standing(late_course, "s1")
    assert (found.changed, found.late, found.score) == ("terms", True, 8.0)
    assert (found.extended_until, found.why) == ("2026-11-01T12:00:00+00:00", "ill on Monday")
    told: list[str] = []
    assert graded(late_course, told.append)["s1"]["final"] == 9.0
    assert marked_again == []
    assert any("s1 loses 1 point" in sentence and "not 2" in sentence for sentence in told)
    assert standing(late_course, "s1").changed == ""
    extend(late_course, "s1", until="2026-11-01T13:00+00:00")
    assert graded(late_course)["s1"]["penalty"] == 0.0
    extend(late_course, "s1", none=True)
    assert graded(late_course)["s1"]["penalty"] == 2.0
    assert read_ledger(late_course).extensions == {}


def test_an_extension_can_be_given_before_anything_is_handed_in(late_course: Course, hand_in: Hand) -> None:
    graded(late_course)
    extend(late_course, "s3", days=2)
    assert standing(late_course, "s3").state == "missing"
    assert standing(late_course, "s3").score is None
    assert set(read_marks(late_course)[0]) == {"s1", "s2"}
    assert {row.name for row in class_report(late_course).rows} == {"s1", "s2"}
    with gradebook(late_course) as opened:
        assert not opened.find_submission(ASSIGNMENT, "s3").needs_manual_grade
    hand_in("s3", "2026-11-02 11:59:00 UTC")
    assert graded(late_course)["s3"]["penalty"] == 0.0


@pytest.mark.parametrize(
    ("change", "penalty"),
    [
        (lambda course: set_due(course, DUE - timedelta(days=1)), 3.0),
        (lambda course: set_due(course, DUE + timedelta(days=9)), 0.0),
        (lambda course: set_due(course, None), 0.0),
        (lambda course: policy(course, "c.PercentPerDay.percent = 20.0"), 4.0),
        (
            lambda course: policy(
                course,
                "from nbgrader.plugins import LateSubmissionPlugin\n"
                "c.AssignLatePenalties.plugin_class = LateSubmissionPlugin\n"
                "c.LateSubmissionPlugin.penalty_method = 'zero'",
            ),
            10.0,
        ),
    ],
    ids=["earlier", "later", "no date", "percent", "zero"],
)
def test_a_changed_date_or_policy_changes_the_penalty_at_the_next_grade(
    change: Callable[[Course], None], penalty: float, late_course: Course, marked_again: list[str]
) -> None:
    graded(late_course)
    marked_again.clear()
    change(late_course)
    assert standing(late_course, "s1").changed == "terms"
    found = graded(late_course)["s1"]
    assert (found["penalty"], found["final"]) == (penalty, 10.0 - penalty)
    assert marked_again == []
    assert standing(late_course, "s1").changed == ""


def policy(course: Course, lines: str) -> None:
    with open(course.root / "nbgrader_config.py", "a", encoding="utf-8") as file:
        file.write(lines + "\n")


def test_a_due_date_that_is_taken_away_and_comes_back_leaves_the_promise(late_course: Course) -> None:
    extend(late_course, "s1", until="2026-11-01T13:00+00:00")
    set_due(late_course, None)
    assert graded(late_course)["s1"]["penalty"] == 0.0  # nbgrader itself stops at an extension of no date
    set_due(late_course, DUE - timedelta(days=3))
    assert graded(late_course)["s1"]["penalty"] == 0.0  # the promise was a date


def test_an_extension_that_was_set_by_nbgraders_own_means_is_left_alone(late_course: Course) -> None:
    extend(late_course, "s1", days=1)
    with gradebook(late_course) as opened:
        opened.grant_extension(ASSIGNMENT, "s1", days=5)
    assert graded(late_course)["s1"]["penalty"] == 0.0
    assert standing(late_course, "s1").extended_until == "2026-11-05T12:00:00+00:00"


def test_a_lost_gradebook_gets_dates_students_and_extensions_back(late_course: Course) -> None:
    extend(late_course, "s1", days=1)
    before = graded(late_course)
    (late_course.root / "gradebook.db").unlink()
    told: list[str] = []
    assert graded(late_course, told.append) == before
    said = " ".join(told)
    assert "lost the due date, 2026-10-31 12:00 UTC" in said
    assert "lacked s3 of the roster" in said
    assert "lost the extension of s1" in said
    assert standing(late_course, "s3").name == "Jo Lee"


def test_a_due_date_comes_back_also_when_build_made_the_assignment_again(late_course: Course) -> None:
    with gradebook(late_course) as opened:
        opened.remove_assignment(ASSIGNMENT)
    register(late_course)
    assert graded(late_course)["s1"]["penalty"] == 2.0
    set_due(late_course, None)  # and one that somebody takes away stays away
    assert graded(late_course)["s1"]["penalty"] == 0.0


def test_a_due_date_without_timestamps_is_told(late_course: Course, hand_in: Hand) -> None:
    hand_in("s3")
    told: list[str] = []
    assert graded(late_course, told.append)["s3"]["penalty"] == 0.0
    (sentence,) = [each for each in told if "no timestamp.txt tells when s3 handed in" in each]
    assert "s1" not in sentence


def test_a_timestamp_that_cannot_be_read_is_named_and_costs_nobody_a_mark(
    late_course: Course, hand_in: Hand
) -> None:
    graded(late_course)
    hand_in("s1", "after the weekend")
    told: list[str] = []
    found = graded(late_course, told.append)["s1"]
    assert (found["status"], found["score"], found["penalty"]) == ("graded", 10.0, 0.0)
    assert any("submitted/s1/line-fit/timestamp.txt does not hold a time" in each for each in told)


def test_report_and_exports_show_the_extension_and_staff_alone_the_reason(
    late_course: Course, tmp_path: Path
) -> None:
    extend(late_course, "s1", days=1, why="ill")
    graded(late_course)
    write_marks(late_course, "csv", None, None, "x", tmp_path / "marks.csv")
    with open(tmp_path / "marks.csv", encoding="utf-8", newline="") as file:
        until = {row["student"]: row["extended_until"] for row in csv.DictReader(file)}
    assert until == {"s1": "2026-11-01T12:00:00+00:00", "s2": ""}
    report = class_report(late_course)
    lines = {row["student"]: row for row in csv.DictReader(report_csv(report).splitlines())}
    assert (lines["s1"]["extended_until"], lines["s1"]["extended_why"]) == (
        "2026-11-01T12:00:00+00:00",
        "ill",
    )
    page = report_html(report)
    assert "Extended to 2026-11-01 12:00 UTC (ill)" in page
    anonymous = class_report(late_course, anonymous=True)
    for text in (report_html(anonymous), report_csv(anonymous)):
        assert "2026-11-01" in text
        assert "ill" not in [word.strip("(),.") for word in text.replace(",", " ").split()]


@pytest.mark.parametrize(
    ("student", "given", "message"),
    [
        ("s1", {}, "needs one of --until DATE, --days N and --none"),
        ("s1", {"days": 1, "none": True}, "needs one of --until DATE, --days N and --none"),
        ("s1", {"days": 0}, "--days must be 1 or more; it is 0"),
        ("s1", {"until": "soon"}, r"A date must be written like .* it is 'soon'"),
        ("s1", {"until": "2026-10-31T12:00+00:00"}, "must end after the due date, 2026-10-31 12:00 UTC"),
        ("S4", {"days": 1}, r"There is no student 'S4'"),
        ("nobody", {"days": 1}, "There is no student 'nobody': they are in no roster"),
    ],
)
def test_an_extension_that_cannot_be_says_why(
    student: str, given: dict[str, Any], message: str, late_course: Course
) -> None:
    with pytest.raises(UsageError, match=message):
        extend(late_course, student, **given)
    assert read_ledger(late_course).extensions == {}


def test_without_a_due_date_there_is_nothing_to_extend(late_course: Course) -> None:
    set_due(late_course, None)
    with pytest.raises(UsageError, match="has no due date, so there is nothing to extend: set `due`"):
        extend(late_course, "s1", days=1)


@pytest.fixture
def in_berlin(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    yield from in_zone(monkeypatch, "Europe/Berlin")


@pytest.mark.usefixtures("in_berlin")
def test_nbgraders_own_step_and_ours_agree_on_the_day_of_25_hours(
    late_course: Course, hand_in: Hand, marked_again: list[str]
) -> None:
    set_due(late_course, datetime(2026, 10, 24, 16, tzinfo=UTC))
    hand_in("s1", "2026-10-25 17:00:00 UTC")  # 18:00 on the wall, on both days
    assert graded(late_course)["s1"]["penalty"] == 1.0
    marked_again.clear()
    assert graded(late_course)["s1"]["penalty"] == 1.0
    assert standing(late_course, "s1").changed == ""


@pytest.mark.usefixtures("in_berlin")
@pytest.mark.parametrize(
    ("given", "until"),
    [
        ({"days": 1}, datetime(2026, 10, 25, 17, tzinfo=UTC)),  # 18:00 on the wall, on both days
        ({"until": "2026-10-25T02:30"}, datetime(2026, 10, 25, 1, 30, tzinfo=UTC)),  # the second time
        ({"until": "2026-10-25T02:30+02:00"}, datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        ({"until": "2026-10-25"}, datetime(2026, 10, 25, 22, 59, 59, tzinfo=UTC)),
    ],
)
def test_the_hour_that_comes_twice_makes_nobody_late(
    given: dict[str, Any], until: datetime, late_course: Course
) -> None:
    set_due(late_course, datetime(2026, 10, 24, 16, tzinfo=UTC))
    assert extend(late_course, "s1", **given).until == until
