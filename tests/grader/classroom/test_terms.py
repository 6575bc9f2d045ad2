"""A course is set up with its roster, dates, late policy and gradebook, in its settings and nbgrader's gradebook."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from traitlets.config import Config

from grader.classroom.init import make_course
from grader.classroom.terms import Terms, config_lines, terms
from grader.errors import CourseError, UsageError
from grader.gradebook.config import load_config
from grader.gradebook.late import DAY, PercentPerDay
from grader.gradebook.moments import aware
from grader.gradebook.penalties import LatePolicy
from grader.gradebook.reading import reading

ROSTER = 'student,First name,Last name,E-mail\n007,Jörg,"Müller, Dr.",j@x.example\nann,Ann,,\n'


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    path = tmp_path / "roster.csv"
    path.write_text(ROSTER, encoding="utf-8")
    return path


def test_a_new_course_knows_its_students_its_dates_and_its_late_policy(tmp_path: Path, roster: Path) -> None:
    given = terms(roster, "2026-10-01T08:00+02:00", "2026-10-31T18:00+01:00", "10%", None)
    course = make_course(tmp_path / "course", given)
    with reading(course) as gradebook:
        found = {
            student.id: (student.first_name, student.last_name, student.email)
            for student in gradebook.students
        }
        due = gradebook.find_assignment(course.assignment).duedate
    assert found == {"007": ("Jörg", "Müller, Dr.", "j@x.example"), "ann": ("Ann", None, None)}
    assert due == datetime(2026, 10, 31, 17, 0)  # nbgrader keeps UTC without an offset
    config = load_config(course)
    assert LatePolicy(config).penalty("ann", 20.0, aware(due) + timedelta(hours=1), aware(due)) == 2.0
    assert course.dates.released == datetime(2026, 10, 1, 6, 0, tzinfo=UTC)


def test_another_column_may_have_the_ids_that_the_course_uses(tmp_path: Path) -> None:
    path = tmp_path / "roster.csv"
    path.write_text("student,Matrikel,Vorname\nann,m1,Ann\nbob,m2,Bob\n", encoding="utf-8")
    assert list(terms(path, None, None, "none", None).students) == ["ann", "bob"]
    assert list(terms(path, None, None, "none", None, "Matrikel").students) == ["m1", "m2"]
    with pytest.raises(UsageError, match="Nr"):
        terms(path, None, None, "none", None, "Nr")


def test_without_terms_nothing_is_added_to_the_configuration() -> None:
    assert config_lines(Terms()) == []


def test_the_gradebook_is_nbgraders_own_setting() -> None:
    given = terms(None, None, None, "zero", "postgresql://ann@host/marks")
    c = Config()
    exec("\n".join(config_lines(given)), {"c": c})
    assert c.CourseDirectory.db_url == "postgresql://ann@host/marks"


def test_a_due_date_without_a_time_is_the_days_end_here() -> None:
    given = terms(None, "2026-10-01", "2026-10-01", "none", None)
    assert given.due_date is not None
    assert given.release_date is not None
    assert given.due_date - given.release_date == timedelta(hours=24, seconds=-1)
    assert given.due_date.tzinfo is UTC
    offset = timezone(timedelta(hours=1))
    assert terms(None, None, "2026-10-01T00:30+01:00", "none", None).due_date == datetime(
        2026, 10, 1, 0, 30, tzinfo=offset
    )


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (
            (None, "tomorrow", None, "none", None),
            r"A date must be written like 2026-10-31, .* it is 'tomorrow'",
        ),
        ((None, "2026-10-02", "2026-10-01", "none", None), "must be after the release date"),
        ((None, None, None, "half", None), "must be none, zero, or percent a day such as 10%; it is 'half'"),
        ((None, None, None, "101%", None), "it is '101%'"),
        ((None, None, None, "none", "nonsense"), "must be a database URL"),
    ],
)
def test_terms_that_cannot_be_say_why(given: tuple[None, str, str, str, str], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        terms(*given)


@pytest.mark.parametrize("student", ["../x", "a/b", ".hidden"])
def test_an_id_that_is_no_folders_name_is_refused(student: str, tmp_path: Path) -> None:
    (tmp_path / "roster.csv").write_text(f"student\n{student}\n", encoding="utf-8")
    with pytest.raises(UsageError, match="cannot be the name of a folder"):
        terms(tmp_path / "roster.csv", None, None, "none", None)


def test_a_gradebook_that_cannot_be_opened_leaves_no_course_behind(tmp_path: Path, roster: Path) -> None:
    folder = tmp_path / "course"
    with pytest.raises(CourseError, match="cannot be used"):
        make_course(folder, terms(roster, None, None, "none", f"sqlite:///{tmp_path}/none/x.db"))
    course = make_course(folder, terms(roster, None, None, "none", None))
    with reading(course) as gradebook:
        assert len(gradebook.students) == 2


@pytest.mark.parametrize(
    ("seconds", "penalty"), [(1, 2.0), (DAY, 2.0), (DAY + 1, 4.0), (11 * DAY, 20.0)], ids=str
)
def test_each_day_begun_takes_its_percent(seconds: float, penalty: float) -> None:
    plugin = PercentPerDay(config=Config({"PercentPerDay": {"percent": 10.0}}))
    assert plugin.late_submission_penalty("ann", 20.0, seconds) == pytest.approx(penalty)
