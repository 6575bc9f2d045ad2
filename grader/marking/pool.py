"""Marks many submissions at once: worker processes here, each with a warm process of its own."""

from __future__ import annotations

import contextlib
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Self

from grader.errors import SEE_DOCTOR, GraderError
from grader.marking.forking import start_server
from grader.marking.jobs import Job, Settings
from grader.marking.one import Marked, failed
from grader.marking.worker import work
from grader.running.outside.sandbox import walls

AHEAD = 2
"""Jobs that a worker holds: one in hand, and one so that it need not wait while the parent files a result."""
END_SECONDS = 5.0
"""What a worker gets to end, which it does at once unless the machine is stuck."""


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
        process = context.Process(target=work, args=(theirs, settings), daemon=True)
        process.start()
        theirs.close()
        return cls(process, ours)
