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
from collections.abc import Callable
from pathlib import Path
from typing import Any

import grader.exercises.gaussian_density.diagnosis as naming

import grader.classroom.grade
import grader.gradebook.preprocessors
import grader.gradebook.writer
import grader.marking.one
import grader.marking.pool
import grader.running.outside.session
import grader.running.outside.warmth
from benchmarks.classes import course_with
from benchmarks.measuring import table
from grader.classroom.grade import Options, grade_class
from grader.course import Course
from grader.marking.jobs import Job, Settings
from grader.marking.worker import mark_safely, start_runner

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
    Session, Warm = grader.running.outside.session.Session, grader.running.outside.warmth.Warm
    Writer = grader.gradebook.writer.GradebookWriter
    grade = grader.classroom.grade

    def fork(self: Any, *args: Any, _fork: Callable[..., Any] = Warm.fork) -> Any:
        if "warm" not in watch.pids:
            watch.follow("warm", self._process.pid)
        answer = _fork(self, *args)
        watch.follow("child", answer[0])
        watch.processor["lock-in"] += _processor_time(answer[0])
        return answer

    def end(self: Any, _end: Callable[..., Any] = Warm.end) -> Any:
        watch.lose("child")
        return _end(self)

    def close(self: Any, _close: Callable[..., Any] = Warm.close) -> Any:
        watch.lose("warm")
        return _close(self)

    def ask(self: Any, request: Any, seconds: float, _ask: Callable[..., Any] = Session._ask) -> Any:
        step = "cells" if request["op"] == "cell" else request["op"]
        return watch.step(step, _ask)(self, request, seconds)

    patches: tuple[tuple[Any, str, str, Any], ...] = (
        (Warm, "fork", "fork", fork),
        (Warm, "_await_lockin", "lock-in", Warm._await_lockin),
        (Warm, "end", "end", end),
        (Warm, "close", "rest", close),
        (Session, "_ask", "", ask),
        (grade, "read_file", "read", grade.read_file),
        (grade, "fingerprint", "read", grade.fingerprint),
        (grade, "submitted", "sanitize", grade.submitted),
        (grade, "save_result", "save", grade.save_result),
        (grade, "forget_result", "save", grade.forget_result),
        (Writer, "write", "write", Writer.write),
        (
            grader.gradebook.preprocessors,
            "fill_notebook",
            "feedback",
            grader.gradebook.preprocessors.fill_notebook,
        ),
        (grader.marking.one, "mark_questions", "checks", grader.marking.one.mark_questions),
        (naming, "diagnose", "diagnosis", naming.diagnose),
    )
    for owner, name, step, function in patches:
        setattr(owner, name, watch.step(step, function) if step else function)


def in_this_process(watch: Stopwatch) -> Callable[..., Any]:
    """What stands in for the pool: one job after the other, here, so that all steps are seen."""

    def mark_all(jobs: Any, settings: Settings, workers: int) -> Any:
        with start_runner(settings) as runner:
            for number, job in enumerate(jobs):
                if number == 0:  # the first submission pays for what is loaded late; it is marked once before
                    mark_safely(Job(job.student, job.submission), settings, runner)
                    watch.wall.clear()
                    watch.processor.clear()
                yield job, mark_safely(job, settings, runner)

    return mark_all


def profile(course: Course) -> tuple[Stopwatch, int]:
    """Grade the course under the stopwatch."""
    watch = Stopwatch()
    instrument(watch)
    grader.classroom.grade.mark_all = in_this_process(watch)
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
