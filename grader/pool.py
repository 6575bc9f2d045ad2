"""Marks many submissions at once: worker processes here, each with a warm process of its own."""

from __future__ import annotations

import multiprocessing
import multiprocessing.util
import os
import signal
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass

from grader.answers import Limits
from grader.errors import GraderError
from grader.marking import Marked, failed, mark
from grader.results import Sandbox
from grader.session import Runner
from grader.submission import Release, Submission


@dataclass(frozen=True)
class Settings:
    """What is the same for the whole class; each worker gets it once."""

    release: Release
    seed: str
    sandbox: Sandbox = "locked"
    limits: Limits = Limits()


@dataclass(frozen=True)
class Job:
    """One submission to mark."""

    student: str
    submission: Submission


def mark_all(jobs: Iterable[Job], settings: Settings, workers: int) -> Iterator[tuple[Job, Marked]]:
    """Mark every job, in whatever order they finish. Only a few are in memory at a time.

    A worker that dies takes nobody's mark: its jobs are marked again by a new one, and a job on which workers
    die twice comes back as the grader's own error.
    """
    remaining = iter(jobs)
    again: list[Job] = []
    while True:
        lost = yield from _mark_with_one_pool(again, remaining, settings, workers)
        if not lost:
            return
        again = []
        for job in lost:
            # Alone in a pool of its own, a job that kills its worker is told from one that was only near it.
            if (yield from _mark_with_one_pool([job], iter(()), settings, 1)):
                reason = "The worker process that marked it ended unexpectedly, twice."
                yield job, failed(job.student, reason, release=settings.release, sandbox=settings.sandbox)


def _mark_with_one_pool(
    first: list[Job], then: Iterator[Job], settings: Settings, workers: int
) -> Generator[tuple[Job, Marked], None, list[Job]]:
    """Mark until all is done or a worker dies; returns the jobs that were under way then."""
    running: dict[Future[Marked], Job] = {}
    first = list(first)
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(workers, context, initializer=_start_worker, initargs=(settings,))
    try:
        while True:
            while len(running) < 2 * workers:
                job = first.pop() if first else next(then, None)
                if job is None:
                    break
                running[pool.submit(_mark_in_worker, job)] = job
            if not running:
                return []
            done, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in done:
                yield running[future], future.result()
                del running[future]
    except BrokenProcessPool:
        return [*running.values(), *first]
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


_worker: tuple[Runner, Settings] | None = None


def _start_worker(settings: Settings) -> None:
    global _worker
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which then ends us in order
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    runner = Runner(limits=settings.limits, sandbox=settings.sandbox)
    multiprocessing.util.Finalize(runner, runner.close, exitpriority=10)
    _worker = (runner, settings)


def _mark_in_worker(job: Job) -> Marked:
    if _worker is None:
        raise GraderError("The worker was not started.")
    runner, settings = _worker
    return mark_safely(job, settings, runner)


def mark_safely(job: Job, settings: Settings, runner: Runner) -> Marked:
    """Mark one job; whatever goes wrong on our own side becomes its result, for the class must go on."""
    try:
        return mark(job.submission, job.student, release=settings.release, runner=runner, seed=settings.seed)
    except Exception as error:
        reason = f"The grader itself failed ({type(error).__name__}: {error})."
        return failed(job.student, reason, release=settings.release, sandbox=settings.sandbox)
