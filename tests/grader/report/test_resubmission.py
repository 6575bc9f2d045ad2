"""Through the real grader and nbgrader's gradebook: manual marks stay, new ones come, the report tells."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderAPI
from typer.testing import CliRunner

from grader.classroom.grade import Options, grade_class
from grader.cli.app import app
from grader.course import Course
from grader.errors import CourseError, UsageError
from grader.gradebook.config import load_config
from grader.gradebook.store import result_path
from grader.report import class_report
from grader.running.outside.sandbox import probe
from tests.standins.toy import ASSIGNMENT, EXCHANGED

OPTIONS = Options(sandbox="locked" if probe().locked else "process")
CELLS = (ASSIGNMENT, ASSIGNMENT)


def gradebook(course: Course) -> Gradebook:
    return Gradebook(f"sqlite:///{course.root / 'gradebook.db'}")


def feedback(course: Course, student: str) -> str:
    made = NbGraderAPI(config=load_config(course)).generate_feedback(ASSIGNMENT, student, force=True)
    assert made["success"], made["log"]
    return (course.root / "feedback" / student / ASSIGNMENT / f"{ASSIGNMENT}.html").read_text(
        encoding="utf-8"
    )


def test_a_resubmission_updates_marks_and_keeps_what_people_entered(
    course: Course,
    submit: Callable[[str, bytes], Path],
    right_answers: Mapping[str, str],
    compose_bytes: Callable[[Mapping[str, str]], bytes],
) -> None:
    submit("s1", compose_bytes({**right_answers, "fit_line": EXCHANGED}))
    submit("s2", compose_bytes(right_answers))
    submit("s3", b"no notebook")
    grade_class(course, OPTIONS)
    with gradebook(course) as book:
        book.find_grade("test_residuals", *CELLS, "s1").manual_score = 3.25
        book.find_comment("residuals", *CELLS, "s1").manual_comment = "Neat, but explain the log."
        book.db.commit()
    before = class_report(course).rows[0]
    assert before.score is not None
    assert before.score < 3.25 + 6
    assert "The slope is right</span> <span" in feedback(course, "s1")

    submit("s1", compose_bytes(right_answers))
    os.utime(course.submission_path("s1"), (2e9, 2e9))
    assert class_report(course).rows[0].outdated
    grade_class(course, OPTIONS)
    os.utime(course.submission_path("s1"), (1e9, 1e9))

    with gradebook(course) as book:
        grade = book.find_grade("test_residuals", *CELLS, "s1")
        assert (grade.auto_score, grade.manual_score, grade.needs_manual_grade) == (4.0, 3.25, True)
        assert book.find_grade("test_fit_line", *CELLS, "s1").score == 6.0
        assert book.find_comment("residuals", *CELLS, "s1").comment == "Neat, but explain the log."
    page = feedback(course, "s1")
    assert "9.25 / 10.0" in page
    assert "4 of 4 points" in page
    assert "6 of 6 points" in page
    assert "Neat, but explain the log." in page

    report = class_report(course)
    first, second, third = report.rows
    assert first.score == 9.25
    assert first.differs
    assert not first.outdated
    assert first.previous is not None
    [*_, line] = first.previous.questions
    assert line.id == "fit_line"
    assert line.score < 6
    assert (second.score, second.previous, third.status) == (10.0, None, "rejected")

    _anonymous_hides_names(course)
    _the_command_writes_page_and_table(course)


def _anonymous_hides_names(course: Course) -> None:
    named, hidden = class_report(course), class_report(course, anonymous=True)
    assert sorted(row.score or 0 for row in hidden.rows) == sorted(row.score or 0 for row in named.rows)
    assert hidden == class_report(course, anonymous=True)
    assert not {row.name for row in named.rows} & {row.name for row in hidden.rows}
    told = {row.marked.reason for row in hidden.rows if row.marked is not None and row.marked.reason}
    assert told == {"The file could not be graded; the report with names says why."}


def _the_command_writes_page_and_table(course: Course) -> None:
    table = course.root / "marks.csv"
    done = CliRunner().invoke(
        app, ["report", "--course", str(course.root), "--csv", str(table), "--anonymous"]
    )
    assert done.exit_code == 0, done.output
    page = (course.root / "report.html").read_text(encoding="utf-8")
    assert "9.25" in page
    for name in ("s1", "s2", "s3"):
        assert f">{name}<" not in page
        assert f"\n{name}," not in table.read_text(encoding="utf-8")


def test_a_course_without_submissions_has_nothing_to_report(course: Course) -> None:
    with pytest.raises(UsageError, match=r"There are no submissions in .*submitted: put each in"):
        class_report(course)


def test_an_ungraded_submission_waits(course: Course, submit: Callable[[str, bytes], Path]) -> None:
    submit("s1", b"{}")
    assert [row.status for row in class_report(course).rows] == ["waiting"]


def test_a_damaged_result_is_named(course: Course, submit: Callable[[str, bytes], Path]) -> None:
    submit("s1", b"{}")
    path = result_path(course, "s1")
    path.parent.mkdir(parents=True)
    path.write_text('{"fingerprint": "a-b", "result": {"status": "graded"}}')
    with pytest.raises(CourseError, match=r"s1\.json is damaged .*grade --force --student s1"):
        class_report(course)


def test_a_gradebook_that_is_none_is_told_in_a_sentence(
    course: Course, submit: Callable[[str, bytes], Path]
) -> None:
    submit("s1", b"{}")
    (course.root / "gradebook.db").write_bytes(b"this is no database, but long enough to be looked at" * 20)
    with pytest.raises(CourseError, match="cannot be used"):
        class_report(course)
