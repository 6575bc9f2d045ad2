"""Where the time of one submission goes, step by step, in one process.

    python -m benchmarks.submission [--students N]

Each step is timed by itself: what runs inside another step counts there only. Beside the time on the clock stands
the processor time of all three processes (grader, warm process, child), which other work on the machine moves little.
"""

from __future__ import annotations

import argparse
import functools
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import grader.classroom.grade
from benchmarks.classes import course_with
from benchmarks.measuring import table
from grader.classroom import filing, pending
from grader.classroom.grade import Options, grade_class
from grader.course import Course
from grader.gradebook import preprocessors
from grader.gradebook.writer import GradebookWriter
from grader.marking import one
from grader.marking.jobs import Job, Settings
from grader.marking.one import Marked
from grader.marking.worker import mark_safely, start_runner
from grader.results import Wall
from grader.running.outside.sandbox import walls
from grader.running.outside.session import Session
from grader.running.outside.warmth import Warm

STEPS = {
    "read": "the file, its digest, what an earlier run left",
    "sanitize": "parse, take the answers, lay them into the release",
    "fork": "ask the warm process for a child",
    "lock-in": "wait until the child says that it is locked in",
    "cells": "wait for the notebook's cells",
    "call": "wait for calls to gaussian_nll",
    "draw": "wait for calls to draw_density, and for the outlines of what it drew",
    "checks": "inputs, comparing, geometry, pytest (the trusted side)",
    "diagnosis": "name the misconceptions",
    "end": "end the child, empty its scratch folder",
    "feedback": "outputs and HTML of the notebook that is filed",
    "write": "nbgrader's tables and the file under autograded/",
    "save": "the result beside the gradebook",
    "rest": "all else in the loop",
}


TIMED: tuple[tuple[Any, str, str], ...] = (
    (pending, "handed_in", "read"),
    (pending, "fingerprint", "read"),
    (pending, "repaired", "sanitize"),
    (Warm, "_await_lockin", "lock-in"),
    (one, "mark_questions", "checks"),
    (preprocessors, "fill_notebook", "feedback"),
    (GradebookWriter, "write", "write"),
    (filing, "save_result", "save"),
    (filing, "forget_result", "save"),
)
"""What is timed as it is, and as which step; diagnoses, the processes and what a child is asked take more."""


class Stopwatch:
    """Times nested steps; each moment counts in the innermost one only."""

    def __init__(self) -> None:
        self.pids: dict[str, int] = {}
        self.wall: dict[str, float] = defaultdict(float)
        self.processor: dict[str, float] = defaultdict(float)
        self._stack = ["outside"]
        self._ended = 0.0
        self._last = self._now()

    def _now(self) -> tuple[float, float]:
        others = sum(_processor_time(pid) for pid in self.pids.values())
        return time.perf_counter(), time.process_time() + others + self._ended

    def _count(self) -> None:
        now = self._now()
        self.wall[self._stack[-1]] += now[0] - self._last[0]
        self.processor[self._stack[-1]] += now[1] - self._last[1]
        self._last = now

    def step(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """The function, timed as `name`."""

        @functools.wraps(function)
        def timed(*args: Any, **kwargs: Any) -> Any:
            self._count()
            self._stack.append(name)
            try:
                return function(*args, **kwargs)
            finally:
                self._count()
                self._stack.pop()

        return timed

    def follow(self, name: str, pid: int) -> None:
        """Count the processor time of another process from now on."""
        self._count()
        self.pids[name] = pid
        self._last = self._now()

    def lose(self, name: str) -> None:
        """That process ends now; what it used stays counted."""
        self._count()
        if name in self.pids:
            self._ended += _processor_time(self.pids.pop(name))
        self._last = self._now()


def _processor_time(pid: int) -> float:
    try:
        return time.clock_gettime((~pid << 3) | 2)  # clock_getcpuclockid(3)
    except OSError:
        return 0.0


def instrument(watch: Stopwatch) -> None:
    """Put the stopwatch around the steps of this process's grader."""
    for owner, name, step in TIMED:
        setattr(owner, name, watch.step(step, getattr(owner, name)))
    fork, end, close, ask = Warm.fork, Warm.end, Warm.close, Session._ask

    def forked(self: Any, *args: Any) -> Any:
        if "warm" not in watch.pids:
            watch.follow("warm", self._process.pid)
        answer = watch.step("fork", fork)(self, *args)
        watch.follow("child", answer[0])
        watch.processor["lock-in"] += _processor_time(answer[0])
        return answer

    def ended(self: Any) -> Any:
        watch.lose("child")
        return watch.step("end", end)(self)

    def closed(self: Any) -> Any:
        watch.lose("warm")
        return watch.step("rest", close)(self)

    def asked(self: Any, request: Any, seconds: float) -> Any:
        step = "cells" if request["op"] == "cell" else request["op"]
        return watch.step(step, ask)(self, request, seconds)

    for of, method, timed in (
        (Warm, "fork", forked),
        (Warm, "end", ended),
        (Warm, "close", closed),
        (Session, "_ask", asked),
    ):
        setattr(of, method, timed)


class OneByOne:
    """What stands in for the pool: one job after the other, here, so that all steps are seen."""

    def __init__(self, watch: Stopwatch, jobs: Iterator[Job], settings: Settings) -> None:
        self._watch, self._jobs, self._settings = watch, jobs, settings
        self.walls: tuple[Wall, ...] = walls(settings.sandbox)

    def __iter__(self) -> Iterator[tuple[Job, Marked]]:
        with start_runner(self._settings) as runner:
            for number, job in enumerate(self._jobs):
                if number == 0:  # the first submission pays for what is loaded late; it is marked once before
                    mark_safely(Job(job.student, job.submission), self._settings, runner)
                    self._watch.wall.clear()
                    self._watch.processor.clear()
                yield job, mark_safely(job, self._settings, runner)

    def close(self) -> None:
        """There are no workers to end."""


def profile(course: Course) -> tuple[Stopwatch, int]:
    """Grade the course under the stopwatch."""
    watch = Stopwatch()
    instrument(watch)
    timed = (
        replace(each, diagnose=watch.step("diagnosis", each.diagnose)) for each in course.exercise.questions
    )
    course = replace(course, exercise=replace(course.exercise, questions=tuple(timed)))
    grader.classroom.grade.mark_all = lambda jobs, settings, _: OneByOne(watch, jobs, settings)
    report = watch.step("rest", grade_class)(course, Options(force=True))
    return watch, len(report["submissions"])


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--students", type=int, default=100)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        course = course_with(Path(folder) / "course", count=options.students)
        watch, count = profile(course)
    rows: list[tuple[object, ...]] = [
        (name, watch.wall[name] / count * 1e3, watch.processor[name] / count * 1e3, what)
        for name, what in STEPS.items()
    ]
    rows.append(
        (
            "all",
            sum(float(str(row[1])) for row in rows),
            sum(float(str(row[2])) for row in rows),
            "a submission",
        )
    )
    print(table(("step", "ms", "processor ms", "what"), rows))


if __name__ == "__main__":
    main()
