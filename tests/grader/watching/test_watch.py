from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from nbgrader.api import Gradebook

import grader.classroom.filing
import grader.watching.arrivals
import grader.watching.desk
import grader.watching.eyes
from grader.classroom.grade import Options, grade_class
from grader.course import Course
from grader.feedback.making import page_path
from grader.gradebook.filed import in_gradebook
from grader.gradebook.store import read_saved
from grader.running.outside.sandbox import probe
from grader.watching.returning import pages_of
from grader.watching.told import Note, Returned

needs_lockin = pytest.mark.skipif(not probe().locked, reason="this machine cannot lock student code in")


@pytest.fixture(autouse=True)
def _less_patient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grader.watching.arrivals, "PATIENCE", 1.0)
    monkeypatch.setattr(grader.watching.desk, "RETRY_SECONDS", 0.2)


@needs_lockin
def test_what_arrives_is_marked_filed_and_returned(
    course: Course, watching: Callable[..., Any], hand_in: Callable[..., Path]
) -> None:
    run = watching(real=True, pages=lambda each: pages_of(each, 1))
    hand_in("s1")
    assert run.result("s1")["score"] == 10
    assert in_gradebook(course).entries["s1"].final == 10
    assert "10" in page_path(course, "s1").read_text(encoding="utf-8")


def test_a_second_try_replaces_the_first(
    course: Course, watching: Callable[..., Any], hand_in: Callable[..., Path], compose_bytes: Any
) -> None:
    run = watching()
    hand_in("s1", b"{}")
    assert run.result("s1")["status"] == "rejected"
    hand_in("s1", compose_bytes({}))
    assert run.result("s1")["score"] == 10
    assert in_gradebook(course).entries["s1"].final == 10


def test_a_burst_is_returned_to_everyone_once(
    course: Course, watching: Callable[..., Any], hand_in: Callable[..., Path], compose_bytes: Any
) -> None:
    run = watching()
    students, raw = [f"s{number:03}" for number in range(40)], compose_bytes({})
    for student in students:
        hand_in(student, raw)
    found = [run.until(lambda each: isinstance(each, Returned)).result["student"] for _ in students]
    run.end()
    assert sorted(found) == students
    assert run.told.empty()
    assert {student for student, each in in_gradebook(course).entries.items() if each.marked} == set(students)
    assert all(page_path(course, student).read_text() == student for student in students)


def test_a_half_written_file_is_waited_for(
    course: Course, watching: Callable[..., Any], hand_in: Callable[..., Path], compose_bytes: Any
) -> None:
    run = watching()
    raw = compose_bytes({})
    path = hand_in("s1", raw[:2000])
    hand_in("s2")
    run.result("s2")
    with path.open("ab") as file:
        file.write(raw[2000:])
    assert run.result("s1")["status"] == "graded"
    assert not [each for each in run.all if isinstance(each, Note)]


def test_it_goes_on_where_it_was(
    course: Course, watching: Callable[..., Any], hand_in: Callable[..., Path]
) -> None:
    hand_in("s1"), hand_in("s2")
    first = watching()
    first.result("s1"), first.result("s2")
    first.end()
    shutil.rmtree(course.root / "feedback" / "s2")
    hand_in("s3")
    again = watching()
    again.result("s3")
    again.end()
    returned = [each.result["student"] for each in again.all if isinstance(each, Returned)]
    assert returned == ["s3"], "the others are as they were"
    assert page_path(course, "s2").is_file(), "the page that was gone is made again"


def test_penalties_follow_a_due_date_that_is_moved(
    course: Course,
    watching: Callable[..., Any],
    hand_in: Callable[..., Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(grader.watching.eyes, "AGAIN_SECONDS", 0.1)
    with (course.root / "nbgrader_config.py").open("a") as config:
        config.write(
            "\nc.AssignLatePenalties.plugin_class = 'grader.gradebook.late.PercentPerDay'"
            "\nc.PercentPerDay.percent = 10\n"
        )
    path = hand_in("s1")
    path.with_name("timestamp.txt").write_text("2026-10-31 12:00:00 UTC")
    run = watching()
    run.result("s1")
    page_path(course, "s1").write_text("of other marks")
    with Gradebook(f"sqlite:///{course.root}/gradebook.db") as gradebook:
        gradebook.update_or_create_assignment(course.assignment, duedate="2026-10-30 12:00:00 UTC")
    run.until(
        lambda each: isinstance(each, Note) and "s1 loses 1 point for being late, not 0" in each.sentence
    )
    while page_path(course, "s1").read_text() != "s1":
        time.sleep(0.02)
    run.end()
    assert in_gradebook(course).entries["s1"].final == 9


def test_a_full_disk_loses_nothing(
    course: Course,
    watching: Callable[..., Any],
    hand_in: Callable[..., Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    full = [True]
    save = grader.classroom.filing.save_result

    def saved(*arguments: Any) -> None:
        if full:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        save(*arguments)

    monkeypatch.setattr(grader.classroom.filing, "save_result", saved)
    run = watching()
    hand_in("s1")
    note = run.until(lambda each: isinstance(each, Note))
    assert "cannot be written (No space left on device)" in note.sentence
    full.clear()
    assert run.result("s1")["score"] == 10
    assert [each.sentence for each in run.all if isinstance(each, Note)][1:] == ["marks can be filed again"]
    assert read_saved(course, "s1") is not None


def test_a_locked_gradebook_is_waited_for(
    course: Course,
    watching: Callable[..., Any],
    hand_in: Callable[..., Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    connect = sqlite3.dbapi2.connect
    monkeypatch.setattr(sqlite3.dbapi2, "connect", lambda *a, **k: connect(*a, **{**k, "timeout": 0.05}))
    run = watching()
    hand_in("s1")
    run.result("s1")
    formgrader = connect(course.root / "gradebook.db", isolation_level=None)
    formgrader.execute("BEGIN EXCLUSIVE")
    hand_in("s2")
    note = run.until(lambda each: isinstance(each, Note))
    assert "database is locked" in note.sentence
    formgrader.execute("ROLLBACK")
    formgrader.close()
    assert run.result("s2")["score"] == 10


def test_what_a_student_links_to_is_neither_read_nor_watched(
    course: Course, watching: Callable[..., Any], hand_in: Callable[..., Path], tmp_path: Path
) -> None:
    outside = tmp_path / "elsewhere"
    shutil.copytree(hand_in("s1").parent, outside)
    (course.submitted / "s2").mkdir()
    (course.submitted / "s2" / course.assignment).symlink_to(outside)
    (course.submitted / "s3").symlink_to("/")
    run = watching()
    assert "is a link" in run.result("s2")["reason"]
    assert all(not path.is_symlink() for path in run.session.folders())
    assert len(list(run.session.folders())) == 4, "submitted, s1 with its folder, and s2"


def test_no_student_can_use_up_the_systems_watches(
    course: Course, watching: Callable[..., Any], hand_in: Callable[..., Path]
) -> None:
    """A name of 16 letters has 65,536 spellings, each a folder to watch; beyond the system's limit nobody is."""
    hand_in("s1")
    first, *rest = course.assignment
    for number in range(1, 60):
        letters = (each.upper() if number >> place & 1 else each for place, each in enumerate(rest))
        (course.submitted / "s1" / (first + "".join(letters))).mkdir(exist_ok=True)
    run = watching()
    assert len(list(run.session.folders())) <= 6


def test_grade_meanwhile_and_watch_agree(
    course: Course, watching: Callable[..., Any], hand_in: Callable[..., Path]
) -> None:
    for number in range(4):
        hand_in(f"s{number}")
    run = watching()
    for number in range(4):
        run.result(f"s{number}")
    report = grade_class(course, Options())
    assert [each["score"] for each in report["submissions"]] == [10.0] * 4, "all are graded already"


def test_marks_of_an_older_file_do_not_replace_newer_ones(
    course: Course, hand_in: Callable[..., Path], compose_bytes: Any, release: Any
) -> None:
    from grader.classroom.pending import Seen, look_at
    from grader.marking.jobs import Job, Settings
    from tests.grader.watching.conftest import made

    class Written(list[str]):
        def write(self, student: str, *_: Any) -> None:
            self.append(student)

    settings, writer = Settings(release, "a seed for tests"), Written()
    jobs = []
    for raw in (compose_bytes({}), compose_bytes({"fit_line": "A = 1\n"})):
        hand_in("s1", raw)
        job = look_at(course, "s1", settings, "", None, Seen())
        assert isinstance(job, Job)
        jobs.append(job)
    newer = grader.classroom.filing.file_marks(course, jobs[1], made(jobs[1]), writer)
    assert grader.classroom.filing.file_marks(course, jobs[0], made(jobs[0]), writer) == newer
    assert writer == ["s1"]
    assert (read_saved(course, "s1") or {})["fingerprint"] == jobs[1].digest
