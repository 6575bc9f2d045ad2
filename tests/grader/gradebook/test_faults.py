"""The grader killed, the gradebook locked, the disk full: what is graded is kept, and the next run goes on."""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import shutil
import signal
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbgrader.api import Gradebook

import grader.classroom.grade
from grader.classroom.grade import Options, grade_class
from grader.course import Course
from grader.errors import RunStopped, UsageError
from grader.exercise import Exercise
from grader.marking.jobs import Job
from grader.marking.one import Marked
from grader.results import CheckResult, QuestionResult, SubmissionResult
from tests.standins.marks import MadeMarks
from tests.standins.toy import ASSIGNMENT, QUESTIONS

# Python 3.12 warns of any fork beside threads; the child here only files marks and is killed.
pytestmark = pytest.mark.filterwarnings("ignore:.*use of fork.*:DeprecationWarning")

STUDENTS = [f"s{number:02}" for number in range(12)]


def score_of(student: str) -> float:
    return 0.25 * int(student[1:])


def made(job: Job) -> SubmissionResult:
    check = CheckResult("c", "A check", score_of(job.student), 4.0, "passed", "")
    questions = tuple(QuestionResult(name, (check,)) for name in QUESTIONS)
    return SubmissionResult(job.student, "graded", max_score=10.0, questions=questions)


@pytest.fixture
def class_of_twelve(
    course: Course, submit: Callable[[str, bytes], Path], compose_bytes: Any, monkeypatch: pytest.MonkeyPatch
) -> Course:
    for student in STUDENTS:
        submit(student, compose_bytes({}))
    monkeypatch.setattr(grader.classroom.grade, "mark_all", lambda jobs, *_: MadeMarks(jobs, made))
    return course


def assert_consistent(course: Course, report: dict[str, Any]) -> None:
    """Everyone is in the report, the gradebook, the results and `autograded/`: once, and with the right score."""
    expected = {student: len(QUESTIONS) * score_of(student) for student in STUDENTS}
    assert {result["student"]: result["score"] for result in report["submissions"]} == expected
    with Gradebook(f"sqlite:///{course.root}/gradebook.db") as gradebook:
        filed = [(s.student.id, s.score) for s in gradebook.assignment_submissions(ASSIGNMENT)]
    assert sorted(filed) == sorted(expected.items())
    for student in STUDENTS:
        nbformat.validate(nbformat.read(course.autograded_path(student), as_version=4))
        saved = json.loads((course.results / f"{student}.json").read_text(encoding="utf-8"))
        assert saved["result"]["score"] == expected[student]


def grade_until_killed(course: Course, seconds: float) -> None:
    process = multiprocessing.get_context("fork").Process(target=grade_class, args=(course, Options()))
    process.start()
    time.sleep(seconds)
    if process.pid is not None and process.is_alive():
        os.kill(process.pid, signal.SIGKILL)
    process.join()


def test_a_grader_killed_twenty_times_loses_and_doubles_nothing(class_of_twelve: Course) -> None:
    chance = random.Random(20)
    for _ in range(20):
        grade_until_killed(class_of_twelve, chance.uniform(0.02, 0.4))
        done = list(class_of_twelve.results.glob("s*.json"))
        if len(done) == len(STUDENTS):  # begin again, so that every kill hits a run at work
            shutil.rmtree(class_of_twelve.results)
    assert_consistent(class_of_twelve, grade_class(class_of_twelve, Options()))


def test_a_grader_killed_while_it_grades_again_leaves_the_old_or_the_new_marks(
    class_of_twelve: Course,
) -> None:
    grade_class(class_of_twelve, Options())
    process = multiprocessing.get_context("fork").Process(
        target=grade_class, args=(class_of_twelve, Options(force=True))
    )
    process.start()
    time.sleep(0.15)
    process.kill()
    process.join()
    assert_consistent(class_of_twelve, grade_class(class_of_twelve, Options()))


def test_a_locked_gradebook_gives_one_sentence_and_loses_nothing(
    class_of_twelve: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    grade_class(class_of_twelve, Options(students=("s00", "s01")))
    course = Course(
        class_of_twelve.root,
        class_of_twelve.exercise,
        f"sqlite:///{class_of_twelve.root}/gradebook.db?timeout=0.1",
    )
    locker = sqlite3.connect(class_of_twelve.root / "gradebook.db")
    try:
        locker.execute("begin exclusive")
        with pytest.raises(RunStopped, match=r"gradebook.db.* cannot be used \(database is locked\): free"):
            grade_class(course, Options())
    finally:
        locker.close()
    assert_consistent(class_of_twelve, grade_class(class_of_twelve, Options()))


def test_wrong_usage_that_shows_late_is_wrong_usage_all_the_same(
    class_of_twelve: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any) -> Any:
        raise UsageError("Grading on a cluster needs Dask.")

    monkeypatch.setattr(grader.classroom.grade, "_marks", refuse)
    with pytest.raises(UsageError, match="needs Dask"):
        grade_class(class_of_twelve, Options(scheduler="tcp://127.0.0.1:1"))


def test_a_full_disk_gives_one_sentence_and_loses_nothing(
    class_of_twelve: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = Path.write_text
    written: list[str] = []

    def full_after_three(self: Path, output: str, *args: Any, **kwargs: Any) -> Any:
        if self.suffix == ".ipynb":
            if len(written) == 3:
                raise OSError(28, "No space left on device", str(class_of_twelve.root / "autograded"))
            written.append(output)
        return write(self, output, *args, **kwargs)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_text", full_after_three)
        with pytest.raises(
            RunStopped, match=r"autograded cannot be written \(No space left on device\)"
        ) as stopped:
            grade_class(class_of_twelve, Options())
    assert [result["student"] for result in stopped.value.report["submissions"]] == STUDENTS[:3]
    assert len(list(class_of_twelve.results.glob("s*.json"))) == 3
    assert_consistent(class_of_twelve, grade_class(class_of_twelve, Options()))


def test_one_submission_that_cannot_be_filed_does_not_stop_the_class(
    class_of_twelve: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    import grader.gradebook.preprocessors as preprocessors

    fill = preprocessors.fill_notebook

    def break_one(notebook: Any, marked: Marked, exercise: Exercise) -> None:
        if marked.result.student == "s05":
            raise KeyError("made")
        fill(notebook, marked, exercise)

    with monkeypatch.context() as patch:
        patch.setattr(preprocessors, "fill_notebook", break_one)
        report = grade_class(class_of_twelve, Options())
    broken = [result for result in report["submissions"] if result["status"] == "error"]
    assert [(r["student"], r["score"]) for r in broken] == [("s05", None)]
    assert "marks of s05 could not be filed" in broken[0]["reason"]
    assert_consistent(class_of_twelve, grade_class(class_of_twelve, Options()))
