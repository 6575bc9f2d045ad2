"""Who met a time limit because the machine was too busy is marked again, alone, and gets no mark if that fails."""

from __future__ import annotations

import multiprocessing
import threading
from dataclasses import replace
from multiprocessing.connection import Connection
from typing import Any

import pytest

from benchmarks.exercise import EXERCISE
from grader.marking import one, pool, worker
from grader.marking.jobs import Job, Settings
from grader.marking.one import STARVED, Marked
from grader.marking.pool import mark_all
from grader.marking.worker import mark_patiently
from grader.reading import Submission, packaged_release
from grader.results import SubmissionResult

SETTINGS = Settings(packaged_release(EXERCISE), "a seed for tests")
SUBMISSION = Submission({})


def marked(student: str, starved: bool = False) -> Marked:
    return Marked(SubmissionResult(student, "graded", max_score=30), starved=starved)


class Process:
    """A worker process that is none."""

    pid, exitcode = None, 0

    def terminate(self) -> None: ...

    def join(self, _seconds: float) -> None: ...


def worker_that_starves(students: set[str], seen: list[tuple[str, bool, bool]]) -> Any:
    """A worker that finds some students' submissions starved unless they are marked alone."""
    ours, theirs = multiprocessing.Pipe()

    def work(line: Connection) -> None:
        while True:
            try:
                job = line.recv()
            except EOFError:
                return
            seen.append((job.student, job.alone, line.poll(0.05)))
            line.send(marked(job.student, starved=job.student in students and not job.alone))

    threading.Thread(target=work, args=(theirs,), daemon=True).start()
    return pool._Worker(Process(), ours)  # type: ignore[arg-type]


def test_the_starved_come_last_and_one_at_a_time() -> None:
    seen: list[tuple[str, bool, bool]] = []
    jobs = [Job(f"s{number}", SUBMISSION) for number in range(6)]
    with mark_all(jobs, SETTINGS, 0) as marks:
        marks._workers = [worker_that_starves({"s1", "s2"}, seen)]
        found = [(job.student, result.starved) for job, result in marks]
    assert sorted(found) == [(f"s{number}", False) for number in range(6)]
    assert [student for student, alone, _ in seen if alone] == ["s1", "s2"]
    assert [alone for _, alone, _ in seen] == [False] * 6 + [True] * 2
    assert not any(more for _, alone, more in seen if alone), "nothing else is in hand meanwhile"


@pytest.fixture
def marking(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """What `mark` finds, call by call: whether the submission was starved."""
    turns: list[bool] = []

    def mark(_submission: Submission, student: str, **_: Any) -> Marked:
        return marked(student, turns.pop(0))

    monkeypatch.setattr(one, "mark", mark)
    monkeypatch.setattr(worker, "mark", mark)
    return turns


class NoRunner:
    sandbox = "locked"


def test_a_second_time_counts(marking: list[bool]) -> None:
    marking += [True, False]
    assert mark_patiently(Job("s1", SUBMISSION), SETTINGS, NoRunner()) == marked("s1")  # type: ignore[arg-type]


def test_twice_starved_is_no_mark(marking: list[bool]) -> None:
    marking += [True, True]
    result = mark_patiently(Job("s1", SUBMISSION), SETTINGS, NoRunner()).result  # type: ignore[arg-type]
    assert result == replace(result, status="error", reason=STARVED)
    assert result.score is None


def test_once_is_enough_when_nothing_was_starved(marking: list[bool]) -> None:
    marking += [False]
    assert mark_patiently(Job("s1", SUBMISSION), SETTINGS, NoRunner()) == marked("s1")  # type: ignore[arg-type]
    assert marking == []
