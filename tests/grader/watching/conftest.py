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
from grader.classroom.pending import current
from grader.course import Course, open_course
from grader.exercise import Exercise
from grader.feedback.making import Page, page_path
from grader.gradebook.known_as import known_as
from grader.gradebook.store import read_saved
from grader.gradebook.writer import GradebookWriter
from grader.marking.jobs import Job, Settings
from grader.marking.one import Marked
from grader.reading import course_release
from grader.results import CheckResult, QuestionResult, SubmissionResult
from grader.seed import course_seed
from grader.watching.session import Options, Session
from grader.watching.stopping import Stop
from grader.watching.told import Note, Returned
from grader.watching.watch import watch
from tests.standins.toy import EXERCISE

Told = Returned | Note


def made(job: Job, exercise: Exercise = EXERCISE) -> Marked:
    """Full marks for what can be graded."""
    if job.submission.rejected is not None:
        return Marked(SubmissionResult(job.student, "rejected", job.submission.rejected, max_score=10.0))
    questions = tuple(
        QuestionResult(each.id, (CheckResult("c", "A check", each.points, each.points, "passed", ""),))
        for each in exercise.questions
    )
    return Marked(SubmissionResult(job.student, "graded", max_score=exercise.max_score, questions=questions))


def assert_stands(course: Course, *students: str) -> None:
    """Their marks were made under what is so now."""
    settings = Settings(
        course_release(course), course_seed(course), limits=course.limits, known_as=known_as(course)
    )
    now = current(course, settings)
    for student in students:
        assert (read_saved(course, student) or {})["fingerprint"] == now[student].digest


class InstantPool:
    """Marks a job as soon as it is taken."""

    in_hand = ()

    def __init__(self, take: Callable[[], Job | None], settings: Settings, workers: int, ahead: int) -> None:
        self._take, self._exercise = take, settings.release.exercise

    def step(self, seconds: float | None, besides: Sequence[int] = ()) -> list[tuple[Job, Marked]]:
        job = self._take()
        if job is not None:
            return [(job, made(job, self._exercise))]
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

    def __init__(self, course: Course, inlets: Sequence[Any], pages: Any, jobs: int, anew: bool) -> None:
        self.stop, self.told = Stop(), queue.Queue[Told]()
        self.all: list[Told] = []
        self.session = Session(course, Options(jobs), self.stop, self.told.put, inlets)
        self.failed: BaseException | None = None
        self._pages, self._anew, self._inlets = pages, anew, inlets
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def _run(self) -> None:
        try:
            if self._anew:
                course, options = self.session.course, self.session.options
                watch(course, options, self.stop, self.told.put, self._pages, self._inlets)
            else:
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

    def note(self, words: str) -> str:
        """The next note that has these words."""
        told = self.until(lambda each: isinstance(each, Note) and words in each.sentence)
        assert isinstance(told, Note)
        return told.sentence

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
    """Starts a watch over the course, one that starts `anew` with what has changed or a session of it; it is ended
    with the test."""
    monkeypatch.setattr(grader.watching.session.gc, "freeze", lambda: None)
    running: list[Watching] = []

    def start(
        *inlets: Any, real: bool = False, pages: Any = plain_pages, jobs: int = 1, anew: bool = False
    ) -> Watching:
        if not real:
            monkeypatch.setattr(grader.watching.session, "Pool", InstantPool)
        running.append(Watching(course, inlets, pages, jobs, anew))
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
