"""What marks job after job with a warm process: a worker of the pool or of a cluster, or the caller itself."""

from __future__ import annotations

import contextlib
import gc
import os
import queue
import signal
import threading
from dataclasses import replace
from multiprocessing.connection import Connection

from grader.errors import GraderError
from grader.marking.jobs import Job, Settings
from grader.marking.one import Marked, failed, lesson_cells, mark, mark_alone
from grader.marking.preparing import preparing
from grader.running.outside import Runner


def work(line: Connection, settings: Settings) -> None:
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
