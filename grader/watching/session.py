"""A watch under one release and one set of settings: what is whole is marked, filed by the one writer, and returned."""

from __future__ import annotations

import contextlib
import gc
import math
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from grader.classroom.contexts import remember_context
from grader.classroom.renaming import require_finished
from grader.course import Course
from grader.errors import CourseError, GradebookError, GraderError
from grader.gradebook.known_as import known_as
from grader.gradebook.locking import filing_alone
from grader.marking.jobs import Job, Settings
from grader.marking.one import Marked
from grader.marking.pool import Pool
from grader.reading import course_release
from grader.results import Sandbox
from grader.seed import course_seed
from grader.watching.arrivals import Arrivals
from grader.watching.desk import Desk, Inlet, MakePages
from grader.watching.eyes import Eyes, gives_events
from grader.watching.ids import Ids
from grader.watching.stopping import Stop
from grader.watching.told import Note, Tell, Telling

if TYPE_CHECKING:
    from grader.watching.dates import Dates
    from grader.watching.reading import Reader

GRACE_SECONDS = 10.0
"""What submissions that are being marked get to be finished when it is asked to stop."""


@dataclass(frozen=True)
class Options:
    """How to watch."""

    jobs: int = 1
    sandbox: Sandbox = "locked"
    poll: bool = False
    """Ask the file system again and again instead of waiting for its events."""


class Session:
    """A watch under one release and one set of settings."""

    def __init__(
        self, course: Course, options: Options, stop: Stop, tell: Tell, inlets: Sequence[Inlet] = ()
    ) -> None:
        self.course, self.options, self.stop, self.inlets = course, options, stop, inlets
        self.settings = Settings(
            course_release(course),
            course_seed(course),
            options.sandbox,
            course.limits,
            known_as=known_as(course),
        )
        self._ids = Ids(course, self.settings.known_as or {})
        self.arrivals, self.telling = Arrivals(), Telling(tell)
        self._leaving = False
        self._pool: Pool | None = None
        self.desk: Desk
        self.reader: Reader | None = None
        self._dates: Dates

    def run(
        self,
        pages: MakePages,
        changed: Callable[[], str] = lambda: "",
        begun: Callable[[], None] = lambda: None,
    ) -> str:
        """Watch until it is asked to stop, or until something has `changed`: what, in words. Calls `begun` when it is
        ready."""
        require_finished(self.course)
        remember_context(self.course, self.settings)
        with contextlib.ExitStack() as stack:
            stack.callback(self._close_pool)
            self._start_pool()  # nbgrader takes a second or two to import, in which the workers start
            from grader.classroom.reconcile import prepare
            from grader.gradebook.writer import GradebookWriter
            from grader.watching.dates import Dates
            from grader.watching.reading import Reader

            gc.freeze()
            writer = stack.enter_context(GradebookWriter(self.course))
            with filing_alone(self.course):
                filed, sentences = prepare(self.course, writer, self.settings.release)
            for sentence in sentences:
                self.telling.once(sentence)
            maker = stack.enter_context(pages(self.course))
            self.desk = Desk(self.course, writer, maker, self.arrivals, self.telling, self.inlets)
            self._dates = Dates(self.course, writer)
            self.reader = Reader(self.course, self.settings, filed, self.arrivals, self.desk, self.telling)
            poll = self.options.poll or not gives_events(self.course.root)
            eyes = stack.enter_context(contextlib.closing(Eyes(self.folders, self.reader.grows, poll)))
            begun()
            what = ""
            while not self.stop.asked and not (what := changed() or self._other_ids()):
                self._turn(eyes, self.reader)
            self._finish()
            return what

    def folders(self) -> Iterator[Path]:
        """What is to be watched."""
        if self.reader is not None:
            yield from self.reader.folders()
        for inlet in self.inlets:
            yield from inlet.folders()

    def _turn(self, eyes: Eyes, reader: Reader) -> None:
        now = time.monotonic()
        self._look(eyes, reader, now)
        self._collect(reader, now)
        self.desk.again(now)
        pauses = [eyes.due(now), self.arrivals.pause(now), self.desk.pause(now)]
        pauses += [inlet.pause(now) for inlet in self.inlets]
        besides = (eyes.descriptor, self.stop.descriptor, self.desk.descriptor)
        for job, marked in self._step(0.0 if reader.has_more else min(pauses), besides):
            self.desk.file(job, marked)
        self.desk.give_back()

    def _look(self, eyes: Eyes, reader: Reader, now: float) -> None:
        """See what has changed: where there was a sign of it, and from time to time everywhere."""
        hints = eyes.take()
        if not eyes.due(now):
            reader.look(reader.everyone(), now)
            for inlet in self.inlets:
                inlet.look(now)
            self._settle(reader)
            eyes.looked(now, time.monotonic())
        elif hints:
            reader.look(reader.meant(hints), now)
            for inlet in self.inlets:
                if any(path.is_relative_to(each) for path in hints for each in inlet.folders()):
                    inlet.look(now)
        reader.look(self.arrivals.partly(), now)

    def _settle(self, reader: Reader) -> None:
        """Late penalties follow the dates. What arrives is filed under those of its moment, so this may wait."""
        if len(self.arrivals) or not self.desk.is_empty:
            return
        try:
            if self._dates.have_moved():
                for sentence in self._dates.settle(reader.when):
                    self.telling.tell(Note(sentence))
                self.desk.want_outdated(reader.when)
        except (CourseError, GradebookError) as error:
            self.telling.once(str(error))

    def _other_ids(self) -> str:
        try:
            return "the roster" if self._ids.have_changed() else ""
        except CourseError as error:
            self.telling.once(str(error))
            return ""

    def _collect(self, reader: Reader, now: float) -> None:
        for inlet in self.inlets:
            if inlet.pause(now) > 0:
                continue
            try:
                reader.look(inlet.collect(now), now)
            except (GraderError, OSError) as error:
                self.telling.once(str(error))

    def _take(self) -> Job | None:
        if self._leaving or self.stop.asked or self.reader is None:
            return None
        return self.reader.take()

    def _step(self, seconds: float, besides: Sequence[int]) -> list[tuple[Job, Marked]]:
        """What is marked within so many seconds. Workers that cannot start now are started again, if ever they did."""
        try:
            if self._pool is None:
                self._start_pool()
            return self._pool.step(None if seconds == math.inf else seconds, besides)  # type: ignore[union-attr]
        except GraderError as error:
            if not self.desk.filed:
                raise
            self._close_pool()
            self.telling.once(str(error))
            for student in self.arrivals.open:
                if student not in self.desk.held:
                    self.arrivals.again(student)
            time.sleep(1.0)
            return []

    def _finish(self) -> None:
        """What is being marked is finished, within `GRACE_SECONDS`; the rest is the next start's."""
        self._leaving = True
        until = time.monotonic() + GRACE_SECONDS
        while (left := until - time.monotonic()) > 0 and self._pool is not None:
            self.desk.again(time.monotonic())
            self.desk.give_back()
            if self.desk.is_empty and not self._pool.in_hand:
                break
            try:
                done = self._pool.step(min(left, 0.5), (self.desk.descriptor,))
            except GraderError:
                break
            for job, marked in done:
                self.desk.file(job, marked)

    def _start_pool(self) -> None:
        workers = self.options.jobs
        self._pool = Pool(self._take, self.settings.preparing(self.course, workers), workers, ahead=1)

    def _close_pool(self) -> None:
        if self._pool is not None:
            self._pool.close()
            self._pool = None
