"""A watch in a thread of its own, whose marks and pages are made without student code and without nbconvert."""

from __future__ import annotations

import contextlib
import os
import queue
import select
import shutil
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

import grader.watching.session
from grader.course import Course, open_course
from grader.feedback.making import Page, page_path
from grader.gradebook.writer import GradebookWriter
from grader.marking.jobs import Job, Settings
from grader.marking.one import Marked
from grader.reading import course_release
from grader.results import CheckResult, QuestionResult, SubmissionResult
from grader.watching.session import Options, Session
from grader.watching.stopping import Stop
from grader.watching.told import Note, Returned
from tests.standins.toy import EXERCISE

Told = Returned | Note


def made(job: Job) -> Marked:
    """Full marks for what can be graded."""
    if job.submission.rejected is not None:
        return Marked(SubmissionResult(job.student, "rejected", job.submission.rejected, max_score=10.0))
    questions = tuple(
        QuestionResult(each.id, (CheckResult("c", "A check", each.points, each.points, "passed", ""),))
        for each in EXERCISE.questions
    )
    return Marked(SubmissionResult(job.student, "graded", max_score=EXERCISE.max_score, questions=questions))


class InstantPool:
    """Marks a job as soon as it is taken."""

    in_hand = ()

    def __init__(self, take: Callable[[], Job | None], settings: Settings, workers: int, ahead: int) -> None:
        self._take = take

    def step(self, seconds: float | None, besides: Sequence[int] = ()) -> list[tuple[Job, Marked]]:
        job = self._take()
        if job is not None:
            return [(job, made(job))]
        select.select(besides, [], [], seconds)
        return []

    def close(self) -> None:
        pass


class PlainPages:
    """Pages that say whose they are."""

    def __init__(self, course: Course) -> None:
        self._course = course
        self._made: list[Page] = []
        self.descriptor, self._wake = os.pipe()

    def is_there(self, student: str) -> bool:
        return page_path(self._course, student).is_file()

    def outdated(self) -> list[str]:
        return list(self._course.students())

    def ask(self, student: str) -> None:
        path = page_path(self._course, student)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(student)
        graded = self._course.autograded_path(student).with_name("timestamp.txt")
        if graded.is_file():
            shutil.copyfile(graded, path.with_name("timestamp.txt"))
        self._made.append(Page(student, path, "made"))

    def made(self) -> list[Page]:
        pages, self._made = self._made, []
        return pages


@contextlib.contextmanager
def plain_pages(course: Course) -> Iterator[PlainPages]:
    yield PlainPages(course)


class Watching:
    """A running watch and what it has told."""

    def __init__(self, course: Course, inlets: Sequence[Any], pages: Any, jobs: int) -> None:
        self.stop, self.told = Stop(), queue.Queue[Told]()
        self.all: list[Told] = []
        self.session = Session(course, Options(jobs), self.stop, self.told.put, inlets)
        self.failed: BaseException | None = None
        self._pages = pages
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def _run(self) -> None:
        try:
            self.session.run(self._pages)
        except BaseException as error:
            self.failed = error

    def until(self, wanted: Callable[[Told], bool]) -> Told:
        """The next thing that is told of this kind."""
        while True:
            told = self.told.get(timeout=60)
            self.all.append(told)
            if wanted(told):
                return told

    def result(self, student: str) -> Any:
        told = self.until(lambda each: isinstance(each, Returned) and each.result["student"] == student)
        assert isinstance(told, Returned)
        return told.result

    def end(self) -> None:
        if not self.stop.asked:
            self.stop.ask()
        self._thread.join(60)
        assert not self._thread.is_alive()
        if self.failed is not None:
            raise self.failed


@pytest.fixture(scope="session")
def _registered(_course_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course whose gradebook knows the assignment, for nbgrader takes seconds to make one."""
    root = tmp_path_factory.mktemp("registered") / "course"
    shutil.copytree(_course_template, root)
    course = open_course(root)
    with GradebookWriter(course) as writer:
        writer.register(course_release(course))
    return root


@pytest.fixture
def course(_registered: Path, tmp_path: Path) -> Course:
    """An empty course of its own for each test."""
    shutil.copytree(_registered, tmp_path / "course")
    return open_course(tmp_path / "course")


@pytest.fixture
def watching(course: Course, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Watching]]:
    """Starts a watch over the course; it is ended with the test."""
    monkeypatch.setattr(grader.watching.session.gc, "freeze", lambda: None)
    running: list[Watching] = []

    def start(*inlets: Any, real: bool = False, pages: Any = plain_pages, jobs: int = 1) -> Watching:
        if not real:
            monkeypatch.setattr(grader.watching.session, "Pool", InstantPool)
        running.append(Watching(course, inlets, pages, jobs))
        return running[-1]

    yield start
    for each in running:
        each.end()


@pytest.fixture
def hand_in(course: Course, compose_bytes: Any, right_answers: dict[str, str]) -> Callable[..., Path]:
    """Puts a notebook where a student's lies: the right one, or what is given."""
    right = compose_bytes(right_answers)

    def put(student: str, raw: bytes = right) -> Path:
        path = course.submission_path(student)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(raw)
        return path

    return put
