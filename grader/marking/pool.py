"""Marks many submissions at once: worker processes here, each with a warm process of its own."""

from __future__ import annotations

import contextlib
import gc
import os
import queue
import signal
import threading
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, Protocol, Self

from grader.answers import Limits
from grader.course import Course
from grader.errors import SEE_DOCTOR, GraderError
from grader.marking.forking import start_server
from grader.marking.one import Marked, failed, lesson_cells, mark, mark_alone
from grader.marking.preparing import preparing
from grader.reading import Release, Submission
from grader.results import Sandbox, Wall
from grader.running.outside import Runner
from grader.running.outside.sandbox import walls

AHEAD = 2
"""Jobs that a worker holds: one in hand, and one so that it need not wait while the parent files a result."""
MANY = 4
"""Workers that keep the one writer busy."""
END_SECONDS = 5.0
"""What a worker gets to end, which it does at once unless the machine is stuck."""


@dataclass(frozen=True)
class Settings:
    """What is the same for the whole class; each worker gets it once."""

    release: Release
    seed: str
    sandbox: Sandbox = "locked"
    limits: Limits = Limits()
    walls: tuple[Wall, ...] = ()
    """What keeps student code locked in, in all workers alike; empty: what each finds."""
    course: Course | None = None
    """Where the workers prepare what is filed, so that the one writer keeps up with many of them."""
    config: Mapping[str, Any] | None = None
    """The course's configuration for workers that have no course folder to read it in."""
    known_as: Mapping[str, tuple[str, ...]] | None = field(default_factory=dict)
    """The students' other ids; None where the notebook alone says whose it is."""

    def ids_of(self, student: str) -> tuple[str, ...] | None:
        """The other ids of one student, as `mark` takes them."""
        return None if self.known_as is None else self.known_as.get(student, ())

    def preparing(self, course: Course, workers: int) -> Settings:
        """These settings for so many workers, of which few leave the writer time to prepare all by itself."""
        return replace(self, course=course if workers >= MANY else None)


@dataclass(frozen=True)
class Job:
    """One submission to mark."""

    student: str
    submission: Submission
    digest: str = ""
    """Of all that its marks follow from, for whoever keeps them."""
    alone: bool = False
    """Nothing else is marked meanwhile: the machine was too busy the first time."""


class Marks(Protocol):
    """Jobs with their marks as they come. Close it, so that nothing goes on working."""

    walls: tuple[Wall, ...]
    """What keeps student code locked in, wherever it runs."""

    def __iter__(self) -> Iterator[tuple[Job, Marked]]:
        """Each job once, in whatever order."""

    def close(self) -> None:
        """Stop; what is under way is lost."""


def mark_all(jobs: Iterable[Job], settings: Settings, workers: int) -> Pool:
    """Mark every job, in whatever order they finish. The workers start now; close the result when done with it.

    A worker that dies takes nobody's mark: the job that it had in hand is marked again by a new one, and a job on
    which workers die twice comes back as the grader's own error. Only a few jobs are in memory at a time.

    Raises, when iterated:
        GraderError: the workers cannot start, so that no submission can be marked here.
    """
    return Pool(partial(next, iter(jobs), None), settings, workers)


class Pool:
    """The running workers. Iterate to get each job with its marks, or ask for a `step` at a time as jobs come in."""

    def __init__(
        self, take: Callable[[], Job | None], settings: Settings, workers: int, ahead: int = AHEAD
    ) -> None:
        """Start `workers` worker processes. `take` gives the next job, or None when there is none now; a worker
        holds `ahead` of them at most."""
        self.walls = walls(settings.sandbox)
        settings = replace(settings, walls=self.walls)
        self._take, self._settings, self._ahead = take, settings, ahead
        self._again: deque[Job] = deque()
        self._starved: deque[Job] = deque()
        self._deaths: Counter[str] = Counter()
        self._workers: list[_Worker] = []
        try:
            for _ in range(workers):
                self._workers.append(_Worker.start(settings))
        except BaseException:
            self.close()
            raise

    def __iter__(self) -> Iterator[tuple[Job, Marked]]:
        while True:
            self._hand_out_all()
            busy = {worker.line: worker for worker in self._workers if worker.jobs}
            if not busy:
                return
            for line in wait(list(busy)):
                yield from self._heard(busy[line])  # type: ignore[index]  # these are the lines that it was given

    def step(self, seconds: float | None, besides: Sequence[int] = ()) -> list[tuple[Job, Marked]]:
        """Hand out the jobs that there are; what was marked by then, or is within `seconds`.

        It returns as soon as anything is heard, also on `besides`: descriptors that can be waited for. The workers have
        their next jobs when it returns.

        Raises:
            GraderError: the workers cannot start, so that no submission can be marked here.
        """
        self._hand_out_all()
        lines = {worker.line: worker for worker in self._workers}
        done: list[tuple[Job, Marked]] = []
        for line in wait([*lines, *besides], seconds):
            if isinstance(line, Connection):
                done += self._heard(lines[line])
        self._hand_out_all()
        return done

    @property
    def in_hand(self) -> tuple[str, ...]:
        """The students whose jobs were taken and not answered."""
        held = (job for worker in self._workers for job in worker.jobs)
        return tuple(job.student for job in (*held, *self._again, *self._starved))

    def _hand_out_all(self) -> None:
        if any(job.alone for worker in self._workers for job in worker.jobs):
            return
        for most in range(1, self._ahead + 1):  # one to each, before any gets a second
            for worker in self._workers:
                self._hand_out(worker, most)
        if self._starved and not any(worker.jobs for worker in self._workers):
            self._again.append(self._starved.popleft())
            self._hand_out(self._workers[0], 1)

    def close(self) -> None:
        """End the workers, whatever they are at; what they have in hand is lost."""
        workers, self._workers = self._workers, []
        for worker in workers:
            worker.process.terminate()
            worker.line.close()
        for worker in workers:
            worker.process.join(END_SECONDS)
            if worker.process.exitcode is None:
                worker.process.kill()
                worker.process.join()

    def __enter__(self) -> Self:
        """The pool itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close."""
        self.close()

    @property
    def pids(self) -> list[int]:
        """The workers' process ids."""
        return [worker.process.pid for worker in self._workers if worker.process.pid is not None]

    def _hand_out(self, worker: _Worker, most: int) -> None:
        while len(worker.jobs) < most:
            job = self._again.popleft() if self._again else self._take()
            if job is None:
                return
            worker.jobs.append(job)
            with contextlib.suppress(
                OSError
            ):  # it has died; that is heard on the line, with the jobs that it had
                worker.line.send(job)

    def _heard(self, worker: _Worker) -> Iterator[tuple[Job, Marked]]:
        try:
            message = worker.line.recv()
        except (EOFError, OSError):
            yield from self._died(worker)
            return
        if isinstance(message, Marked):
            job = worker.jobs.popleft()
            if message.starved and not job.alone:
                self._starved.append(replace(job, alone=True))
            else:
                yield job, message
        elif message is not None:
            raise GraderError(str(message))
        else:
            worker.ready = True

    def _died(self, worker: _Worker) -> Iterator[tuple[Job, Marked]]:
        """Put another worker in its place; its jobs are marked again, the one in hand once more only."""
        worker.process.join(END_SECONDS)
        if not worker.ready:
            raise GraderError(
                f"A worker process ended while it started (exit status {worker.process.exitcode}): "
                f"free memory, or grade with fewer --jobs; {SEE_DOCTOR}"
            )
        in_hand = worker.jobs.popleft() if worker.jobs else None
        self._again.extend(worker.jobs)
        worker.line.close()
        self._workers[self._workers.index(worker)] = _Worker.start(self._settings)
        if in_hand is None:  # it died at rest
            return
        self._deaths[in_hand.student] += 1
        if self._deaths[in_hand.student] < 2:
            self._again.append(in_hand)
            return
        reason = "The worker process that marked it ended unexpectedly, twice."
        settings = self._settings
        yield in_hand, failed(in_hand.student, reason, release=settings.release, sandbox=settings.sandbox)


@dataclass(eq=False)
class _Worker:
    """One worker as the parent sees it."""

    process: BaseProcess
    line: Connection
    jobs: deque[Job] = field(default_factory=deque)
    """What it was handed and has not answered, the one in hand first."""
    ready: bool = False

    @classmethod
    def start(cls, settings: Settings) -> _Worker:
        context = start_server()
        ours, theirs = context.Pipe()
        process = context.Process(target=_work, args=(theirs, settings), daemon=True)
        process.start()
        theirs.close()
        return cls(process, ours)


def _work(line: Connection, settings: Settings) -> None:
    """A worker's life: start a warm process, say so, mark until the parent hangs up."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which then ends us in order
    jobs: queue.SimpleQueue[Job] = queue.SimpleQueue()
    # Jobs are taken off the line as they come, so that the parent never waits on a worker that waits on it.
    threading.Thread(target=_receive, args=(line, jobs), daemon=True).start()
    try:
        with start_runner(settings) as runner:
            gc.freeze()  # what is loaded by now stays: no need to look through it for garbage again and again
            line.send(None)
            prepare = preparing(settings)
            while True:
                job = jobs.get()
                line.send(prepare(job, mark_safely(job, settings, runner)))
    except GraderError as error:
        line.send(str(error))
    except BrokenPipeError:
        return  # the parent is gone; nobody waits for marks


def _receive(line: Connection, jobs: queue.SimpleQueue[Job]) -> None:
    """Take jobs off the line; when the parent is gone, killed perhaps, end at once: nobody waits for marks.

    The warm process hears that we are gone, ends its child and removes their folder.
    """
    with contextlib.suppress(EOFError, OSError):
        while True:
            jobs.put(line.recv())
    os._exit(0)


def start_runner(settings: Settings) -> Runner:
    """A warm process, and the hidden checks validated while it warms up.

    Raises:
        GraderError: this machine cannot lock student code in, the warm process does not start, or the checks
            contradict themselves.
    """
    from grader.checking import checks_of  # collects the checks: only a process that marks needs that

    lesson = lesson_cells(settings.release)
    runner = Runner(
        limits=settings.limits,
        sandbox=settings.sandbox,
        wait=False,
        lesson=lesson,
        private=settings.release.exercise.private,
        walls=settings.walls,
    )
    try:
        checks_of(settings.release.exercise)
        runner.await_ready()
    except BaseException:
        runner.close()
        raise
    return runner


def mark_safely(job: Job, settings: Settings, runner: Runner) -> Marked:
    """Mark one job; whatever goes wrong on our own side becomes its result, for the class must go on."""
    marker = mark_alone if job.alone else mark
    try:
        return marker(
            job.submission,
            job.student,
            release=settings.release,
            runner=runner,
            seed=settings.seed,
            known_as=settings.ids_of(job.student),
        )
    except Exception as error:
        reason = f"The grader itself failed ({type(error).__name__}: {error})."
        return failed(job.student, reason, release=settings.release, sandbox=settings.sandbox)


def mark_patiently(job: Job, settings: Settings, runner: Runner) -> Marked:
    """As `mark_safely`, and once more when the machine was too busy to run it: for who marks no others meanwhile."""
    marked = mark_safely(job, settings, runner)
    return mark_safely(replace(job, alone=True), settings, runner) if marked.starved else marked
