"""Dates and late policy in `gaussfit.toml`: how they are written, and that the gradebook follows."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from nbgrader.converters import Autograde
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import AssignLatePenalties

import grader.classroom.grade
from grader.classroom.extend import extend
from grader.classroom.grade import Options, grade_class
from grader.classroom.init import make_course, rebuild
from grader.classroom.status import course_status
from grader.classroom.terms import terms
from grader.course import Course, open_course
from grader.dates import Dates, with_dates
from grader.errors import CourseError, UsageError
from grader.gradebook.config import load_config
from grader.settings import SETTINGS_NAME, read_settings
from tests.grader.test_any_term import TOY, made_marks
from tests.standins.clock import in_zone, utc

SET = '[exercise]\nname = "{}"\n\n[dates]\n'


@pytest.fixture(autouse=True)
def in_new_york(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """This machine's clock is none of the course's."""
    yield from in_zone(monkeypatch, "America/New_York")


@pytest.mark.parametrize(
    ("line", "due"),
    [
        ('due = "2026-12-01 23:59 Europe/Berlin"', utc(2026, 12, 1, 22, 59)),
        ('due = "2026-12-01 Europe/Berlin"', utc(2026, 12, 1, 22, 59, 59)),
        ('due = "2026-12-01T18:00+01:00"', utc(2026, 12, 1, 17)),
        ('due = "2026-12-01 18:00"', utc(2026, 12, 1, 23)),
        ("due = 2026-12-01T18:00:00+01:00", utc(2026, 12, 1, 17)),
        ("due = 2026-12-01", utc(2026, 12, 2, 4, 59, 59)),
        ('due = "2026-10-25 02:30 Europe/Berlin"', utc(2026, 10, 25, 1, 30)),  # it comes twice there
        ('due = "2027-03-28 02:30 Europe/Berlin"', utc(2027, 3, 28, 1, 30)),  # there is no such hour
        ('due = "none"', None),
    ],
)
def test_a_due_date_is_written_as_people_do(tmp_path: Path, line: str, due: datetime | None) -> None:
    (tmp_path / SETTINGS_NAME).write_text(f"[dates]\n{line}\n", encoding="utf-8")
    found = read_settings(tmp_path).dates
    assert found.due == due
    assert found.asked == ("none" if due is None else due.isoformat())


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('due = "soon"', r"line 2: due: a date must be written like .* it is 'soon'"),
        ("due = 3", r"line 2: due: a date must be written like .* it is 3"),
        (
            'due = "2026-12-01 Europe/Berln"',
            r"there is no time zone 'Europe/Berln': is Europe/Berlin meant\?",
        ),
        ('due = "2026-12-01T18:00+01:00 Europe/Berlin"', "must be written like"),
        ('due = "2026-12-01 ../../etc/passwd"', "must be written like"),
        ('due = "2026-12-01 etc/../passwd"', "there is no time zone"),
        ('late = "ten"', r"line 2: the late policy must be none, zero, or percent a day .* it is 'ten'"),
        ("late = 10", "line 2: the late policy must be none, zero, or percent a day .* it is '10'"),
        ('dew = "2026-12-01"', r"line 2: there is no setting 'dew' under \[dates\]: is 'due' meant\?"),
        ('due = "2026-12-01"\nreleased = "2026-12-03"', "line 2: due must be after released"),
    ],
)
def test_each_fault_is_told_with_its_line(tmp_path: Path, line: str, told: str) -> None:
    (tmp_path / SETTINGS_NAME).write_text(f"[dates]\n{line}\n", encoding="utf-8")
    with pytest.raises(CourseError, match=told):
        read_settings(tmp_path)


def test_the_next_term_takes_the_policy_and_not_the_dates() -> None:
    last = '[points]\nx = 1\n\n[dates]\ndue = "2026-12-01"\nlate = "10%"\n\n[limits]\ncell = 3\n'
    told = with_dates(last, {})
    assert '\n# due = "2026-12-01"\nlate = "10%"\n' in told
    told = with_dates(last, {"due": "2027-12-01", "late": "zero"})
    assert '\n# due = "2026-12-01"\n# late = "10%"\ndue = "2027-12-01"\nlate = "zero"\n\n[limits]' in told
    assert with_dates("[points]\nx = 1\n", {"late": "5%"}) == '[points]\nx = 1\n\n[dates]\nlate = "5%"\n'


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_course(tmp_path_factory.mktemp("dates") / "course", exercise=str(TOY)).root


@pytest.fixture
def late_class(template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Course:
    """Ann handed in on 2 December at 12:00 in Berlin, and has 6 of 10 points (4 and 2)."""
    monkeypatch.setattr(grader.classroom.grade, "mark_all", made_marks)
    shutil.copytree(template, tmp_path / "course")
    course = open_course(tmp_path / "course")
    notebook = json.loads(course.release_path.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == "residuals":
            cell["source"] = "# answer 9"
    path = course.submission_path("ann")
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps(notebook), encoding="utf-8")
    path.with_name("timestamp.txt").write_text("2026-12-02 11:00:00 UTC", encoding="utf-8")
    return course


def settle(course: Course, *lines: str) -> tuple[float | None, str]:
    """Set dates and grade: what counts for Ann then, and what was said."""
    path = course.root / SETTINGS_NAME
    kept = path.read_text(encoding="utf-8").partition("[dates]")[0]
    path.write_text("\n".join([kept.rstrip(), "", "[dates]", *lines, ""]), encoding="utf-8")
    said: list[str] = []
    [ann] = grade_class(open_course(course.root), Options(), tell=said.append)["submissions"]
    [standing] = course_status(open_course(course.root)).students
    assert (standing.score, standing.changed) == (ann["final"], "")
    return ann["final"], "; ".join(said)


def due_date(course: Course) -> datetime | None:
    with Gradebook(f"sqlite:///{course.root}/gradebook.db") as gradebook:
        due: datetime | None = gradebook.find_assignment(course.assignment).duedate
        return due


def test_penalties_follow_the_settings_at_the_next_grade(late_class: Course) -> None:
    late = 'late = "50%"'
    assert settle(late_class)[0] == 6
    assert settle(late_class, 'due = "2026-12-01 18:00 Europe/Berlin"', late)[0] == 3
    assert settle(late_class, 'due = "2026-12-01 18:00 Europe/Berlin"', 'late = "zero"')[0] == 0
    final, said = settle(late_class, 'due = "2026-12-02 18:00 Europe/Berlin"', 'late = "zero"')
    assert final == 6
    assert "gaussfit.toml changes the due date from 2026-12-01 17:00 UTC to 2026-12-02 17:00 UTC" in said
    assert settle(late_class, 'due = "2026-11-30 18:00 Europe/Berlin"', 'late = "10%"')[0] == 4.8
    assert due_date(late_class) == datetime(2026, 11, 30, 17)
    assert settle(late_class, 'due = "none"', late)[0] == 6
    assert due_date(late_class) is None


def test_what_is_left_out_is_nbgraders(late_class: Course) -> None:
    with Gradebook(f"sqlite:///{late_class.root}/gradebook.db") as gradebook:
        gradebook.update_or_create_assignment(late_class.assignment, duedate=datetime(2026, 12, 1))
    config = late_class.root / "nbgrader_config.py"
    usual = config.read_text(encoding="utf-8")
    config.write_text(usual + 'c.LateSubmissionPlugin.penalty_method = "zero"\n', encoding="utf-8")
    assert settle(late_class) == (0, "")
    config.write_text(usual, encoding="utf-8")
    assert settle(late_class, 'late = "50%"')[0] == 0 + 6 - 2 * 3
    assert due_date(late_class) == datetime(2026, 12, 1)


def test_two_that_differ_are_told_and_nbgraders_counts(late_class: Course) -> None:
    due = 'due = "2026-12-01 18:00 Europe/Berlin"'
    settle(late_class, due)
    with Gradebook(f"sqlite:///{late_class.root}/gradebook.db") as gradebook:
        gradebook.update_or_create_assignment(late_class.assignment, duedate=datetime(2026, 12, 3))
    final, said = settle(late_class, due, 'late = "50%"')
    assert final == 6, "as it was set in formgrader"
    assert (
        "the gradebook has the due date 2026-12-03 00:00 UTC and gaussfit.toml 2026-12-01 17:00 UTC" in said
    )
    assert [said] == list(course_status(open_course(late_class.root)).told)
    config = late_class.root / "nbgrader_config.py"
    config.write_text(
        config.read_text(encoding="utf-8") + 'c.LateSubmissionPlugin.penalty_method = "zero"\n',
        encoding="utf-8",
    )
    final, said = settle(late_class, 'due = "2026-12-01"', 'late = "50%"')
    assert final == 0
    assert "nbgrader_config.py sets a late policy, zero, which counts, and gaussfit.toml another, 50%" in said
    assert "take out" not in settle(late_class, 'due = "2026-12-01"', 'late = "zero"')[1]


def test_status_knows_before_the_next_grade(late_class: Course) -> None:
    settle(late_class, 'due = "2026-12-03"', 'late = "50%"')
    path = late_class.root / SETTINGS_NAME
    path.write_text(path.read_text(encoding="utf-8").replace("12-03", "12-01"), encoding="utf-8")
    found = course_status(open_course(late_class.root))
    assert [(each.changed, each.late) for each in found.students] == [("terms", True)]
    assert "gaussfit.toml changes the due date" in found.told[0]
    rebuild(open_course(late_class.root))
    assert due_date(late_class) == datetime(2026, 12, 2, 4, 59, 59)
    assert course_status(open_course(late_class.root)).told == ()


def test_days_are_those_of_the_zone_that_is_named(late_class: Course) -> None:
    """Summer time ends in Berlin on 25 October 2026 and in New York a week later."""
    due = 'due = "2026-10-24 18:00 Europe/Berlin"'
    late_class.submission_path("ann").with_name("timestamp.txt").write_text("2026-10-25 16:30:00 UTC")
    assert settle(late_class, due, 'late = "10%"')[0] == 6 - 0.6, (
        "17:30 of the next day in Berlin: one day begun"
    )
    late_class.submission_path("ann").with_name("timestamp.txt").write_text("2026-10-26 16:59:00 UTC")
    assert settle(late_class, due, 'late = "10%"')[0] == 6 - 1.2
    extended = extend(open_course(late_class.root), "ann", days=2)
    assert extended.until == utc(2026, 10, 26, 17), "18:00 in Berlin, on the clock on the wall"
    assert settle(late_class, due, 'late = "10%"')[0] == 6


def test_the_gradebook_s_due_date_comes_back_when_it_is_lost(late_class: Course) -> None:
    due = ('due = "2026-12-01 18:00 Europe/Berlin"', 'late = "50%"')
    settle(late_class, *due)
    (late_class.root / "gradebook.db").unlink()
    assert settle(late_class, *due)[0] == 3


def test_an_extension_needs_no_grade_before_it(late_class: Course) -> None:
    with pytest.raises(UsageError, match=r"set `due` under \[dates\] in gaussfit.toml"):
        extend(late_class, "ann", days=1)
    path = late_class.root / SETTINGS_NAME
    path.write_text(path.read_text(encoding="utf-8") + 'due = "2026-12-01 UTC"\n', encoding="utf-8")
    assert extend(open_course(late_class.root), "ann", days=1).until == utc(2026, 12, 2, 23, 59, 59)


def test_init_writes_what_is_given_into_the_settings(tmp_path: Path) -> None:
    given = terms(None, None, "2026-12-01 18:00 Europe/Berlin", "10%", None)
    course = make_course(tmp_path / "course", given, exercise=str(TOY))
    assert (course.dates.asked, course.dates.late) == ("2026-12-01T17:00:00+00:00", "10%")
    assert due_date(course) == datetime(2026, 12, 1, 17)
    following = make_course(tmp_path / "next", like=course.root)
    assert following.dates == Dates(late="10%")
    assert due_date(following) is None


def test_nbgrader_s_own_autograder_finds_the_course_s_policy(
    late_class: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It runs in the course's folder, and its steps hang below a converter."""
    due = "2026-12-01 18:00 Europe/Berlin"
    settle(late_class, f'due = "{due}"', 'late = "50%"')
    config = load_config(late_class)
    del config.CourseDirectory["root"]
    monkeypatch.chdir(late_class.root)
    converter = Autograde(coursedir=CourseDirectory(config=config), config=config)
    exporter = converter.exporter_class(parent=converter, config=converter.config)
    step = AssignLatePenalties(parent=exporter)
    step.init_plugin()
    step.plugin_inst.due = utc(2026, 12, 1, 17)
    assert step.plugin_inst.late_submission_penalty("ann", 6.0, 18 * 60 * 60) == 3
