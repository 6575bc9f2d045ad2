"""The loop: what is whole is marked by warm workers, filed by the one writer, and its feedback made."""

from __future__ import annotations

import contextlib
import gc
import math
import os
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Protocol

from grader.classroom.contexts import remember_context
from grader.classroom.filing import Writer, file_marks
from grader.classroom.pending import Saved, Seen, Unreadable, look_at, marks_digest
from grader.classroom.renaming import require_finished
from grader.course import CONFIG_NAME, Course, course_seed, open_course
from grader.errors import CourseError, GradebookError, GraderError
from grader.feedback.making import Page
from grader.gradebook.entries import InGradebook
from grader.gradebook.ledger import read_ledger
from grader.gradebook.locking import filing_alone
from grader.marking.one import Marked
from grader.marking.pool import Job, Pool, Settings
from grader.reading import course_release
from grader.results import Sandbox, SubmissionObject
from grader.settings import SETTINGS_NAME
from grader.watching.arrivals import Arrivals
from grader.watching.eyes import Eyes, gives_events
from grader.watching.stopping import Stop
from grader.watching.traces import trace_of

TAKE_SECONDS = 0.5
"""How long files are read on end before what was marked meanwhile is filed."""
RETRY_SECONDS = 5.0
"""Before something is tried again that failed for want of room or of the gradebook."""
PAGE_AGAIN_SECONDS = 60.0
"""Before a page is made again that failed."""
GRACE_SECONDS = 10.0
"""What submissions that are being marked get to be finished when it is asked to stop."""


@dataclass(frozen=True)
class Options:
    """How to watch."""

    jobs: int = 1
    sandbox: Sandbox = "locked"
    poll: bool = False
    """Ask the file system again and again instead of waiting for its events."""


@dataclass(frozen=True)
class Returned:
    """One submission that is done."""

    result: SubmissionObject
    seconds: float
    """Since it was first seen."""
    waiting: int
    """How many others wait or are being marked."""


@dataclass(frozen=True)
class Note:
    """What staff should hear: a sentence without a full stop."""

    sentence: str


Tell = Callable[[Returned | Note], None]


class PagesLike(Protocol):
    """Who makes feedback pages; `grader.watching.returning.Pages` is one."""

    descriptor: int

    def is_there(self, student: str) -> bool:
        """Whether the page of a student whose marks stand was made of them."""

    def ask(self, student: str) -> None:
        """Have a student's page made."""

    def made(self) -> list[Page]:
        """What was made, or failed, since it was last asked."""


MakePages = Callable[[Course], contextlib.AbstractContextManager[PagesLike]]


class Inlet(Protocol):
    """A place outside of `submitted/` at which submissions arrive."""

    def folders(self) -> Iterable[Path]:
        """What to watch."""

    def look(self, now: float) -> None:
        """Something may have changed."""

    def pause(self, now: float) -> float:
        """Seconds until there is something to collect; infinite when there is nothing."""

    def collect(self, now: float) -> Iterable[str]:
        """Put what has arrived, and is whole, into `submitted/`; whose it was."""

    def give_back(self, page: Page) -> str:
        """Give a page where its student looks for it; why not, in a sentence without a full stop."""


def watch(
    course: Course,
    options: Options,
    stop: Stop,
    tell: Tell,
    pages: MakePages,
    inlets: Sequence[Inlet] = (),
) -> None:
    """Grade what arrives in a course until it is asked to stop, each with its page.

    It begins with what has changed since the last marks, so it goes on where it was. When the release, the settings or
    the configuration change it starts anew with them.

    Raises:
        CourseError: the course, its gradebook or its release cannot be used when it begins.
        GraderError: nothing can be marked here.
    """
    while not stop.asked:
        session = Session(course, options, stop, tell, inlets)
        session.run(pages, partial(_changed, course, stamp_of(course)))
        if not stop.asked:
            tell(Note("the release, the settings or the configuration have changed: starting anew with them"))
            course = _reopened(course, stop, tell)


def stamp_of(course: Course) -> tuple[tuple[int, int] | None, ...]:
    """Tells whether what marks follow from has changed."""

    def stamp(path: Path) -> tuple[int, int] | None:
        try:
            status = path.stat()
        except OSError:
            return None
        return status.st_mtime_ns, status.st_size

    return tuple(
        stamp(path) for path in (course.release_path, course.root / SETTINGS_NAME, course.root / CONFIG_NAME)
    )


def _changed(course: Course, then: object) -> bool:
    return stamp_of(course) != then


def _reopened(course: Course, stop: Stop, tell: Tell) -> Course:
    """The course as it is now; waits while it cannot be used."""
    told = ""
    while not stop.asked:
        try:
            again = open_course(course.root, None, course.db_url)
            course_release(again)
            return again
        except GraderError as error:
            if str(error) != told:
                told = str(error)
                tell(Note(told.rstrip(".")))
            time.sleep(1.0)
    return course


class Session:
    """A watch under one release and one set of settings."""

    def __init__(
        self, course: Course, options: Options, stop: Stop, tell: Tell, inlets: Sequence[Inlet] = ()
    ) -> None:
        self.course, self.options, self.stop, self.tell, self.inlets = course, options, stop, tell, inlets
        self.settings = Settings(course_release(course), course_seed(course), options.sandbox, course.limits)
        self.context = marks_digest(self.settings, course)
        self.arrivals = Arrivals()
        self.filed: InGradebook | None = None
        self._here: set[str] = set()
        """Whom this session has filed, so that `filed` says nothing of them."""
        self._since: dict[str, float] = {}
        """Of each student that is being marked, when it arrived."""
        self._unfiled: deque[tuple[Job, Marked]] = deque()
        self._unpaged: deque[str] = deque()
        """Whose pages are to be asked for."""
        self._asked: dict[str, SubmissionObject | None] = {}
        """Whose pages are being made, with what is to be told then."""
        self._failed: dict[str, float] = {}
        """Whose pages could not be made, and when that is tried again."""
        self._retry = 0.0
        self._told: set[str] = set()
        self._trouble = ""
        self._leaving = self._more = False
        self._pool: Pool | None = None

    def run(self, pages: MakePages, changed: Callable[[], bool] = lambda: False) -> None:
        """Watch until it is asked to stop, or until the course has `changed`."""
        require_finished(self.course)
        remember_context(self.course, self.settings)
        with contextlib.ExitStack() as stack:
            stack.callback(self._close_pool)
            self._start_pool()  # nbgrader takes a second or two to import, in which the workers start
            from grader.classroom.reconcile import prepare
            from grader.gradebook.writer import GradebookWriter

            gc.freeze()
            writer = stack.enter_context(GradebookWriter(self.course))
            with filing_alone(self.course):
                self.filed, sentences = prepare(self.course, writer, self.settings.release)
            for sentence in sentences:
                self.tell(Note(sentence))
            self._pages = stack.enter_context(pages(self.course))
            poll = self.options.poll or not gives_events(self.course.root)
            eyes = stack.enter_context(contextlib.closing(Eyes(self._folders, self._grows, poll)))
            while not self.stop.asked and not changed():
                self._turn(eyes, writer)
            self._finish(writer)

    def _turn(self, eyes: Eyes, writer: Writer) -> None:
        now = time.monotonic()
        hints = eyes.take()
        if not eyes.due(now):
            self.look(self._everyone(), now)
            for inlet in self.inlets:
                inlet.look(now)
            eyes.looked(now, time.monotonic())
        elif hints:
            self.look(self._meant(hints), now)
            for inlet in self.inlets:
                if any(path.is_relative_to(each) for path in hints for each in inlet.folders()):
                    inlet.look(now)
        self.look(self.arrivals.partly(), now)
        self._collect(now)
        self._again(writer, now)
        pauses = (eyes.due(now), self.arrivals.pause(now), *(inlet.pause(now) for inlet in self.inlets))
        if self._unfiled or self._unpaged:
            pauses = (*pauses, self._retry_in(now))
        seconds = 0.0 if self._more else min(pauses)
        self._more = False
        besides = (eyes.descriptor, self.stop.descriptor, self._pages.descriptor)
        for job, marked in self._step(seconds, besides):
            self._unfiled.append((job, marked))
            self._file(writer)
        self._return()

    def look(self, students: Iterable[str], now: float) -> None:
        """See how the folders of these students look."""
        for student in students:
            self.arrivals.notice(
                student, trace_of(self.course.submitted, student, self.course.assignment), now
            )

    def take(self) -> Job | None:
        """The next submission to mark, read now; None when there is none."""
        if self._leaving or self.stop.asked or self._unfiled:
            return None
        began = time.monotonic()
        busy = frozenset(self._since)
        for student in self.arrivals.turns(began, busy):
            job = self._read(student)
            if job is not None:
                return job
            if time.monotonic() - began > TAKE_SECONDS:
                self._more = True
                return None
        return None

    def _read(self, student: str) -> Job | None:
        """A student's submission, if it is whole and needs marks."""
        course, now = self.course, time.monotonic()
        trace = trace_of(course.submitted, student, course.assignment)
        if not self.arrivals.same(student, trace, now):
            return None
        seen = Seen()
        filed = None if student in self._here else self.filed
        found = look_at(course, student, self.settings, self.context, filed, seen)
        if not self.arrivals.same(student, trace_of(course.submitted, student, course.assignment), now):
            return None  # it was changed while it was read
        unsure = isinstance(found, Job) and found.submission.rejected is not None
        if unsure and self.arrivals.patient(student, now):
            return None
        since = self.arrivals.take(student)
        if isinstance(found, Saved):
            if student not in self._here and not self._pages.is_there(student):
                self._want_page(student)
            return None
        for sentence in self._sentences(student, seen):
            self._tell_once(sentence)
        if isinstance(found, Unreadable):
            self.tell(Returned(found.result, now - since, self._open))
            return None
        self._since[student] = since
        return found

    def _sentences(self, student: str, seen: Seen) -> Iterator[str]:
        from grader.classroom.reconcile import told_of

        yield from (f"{what} of {who}; filed again" for who, what in seen.lost.items())
        yield from (
            f"{file} does not hold a time that can be read, so {who} loses nothing for being late: correct it"
            for who, file in seen.untimed.items()
        )
        yield from told_of(self.course, (student,), self._names)

    def _file(self, writer: Writer) -> None:
        """File what is marked, in turn; what cannot be filed now waits, and nothing new is marked until then."""
        while self._unfiled and not self._retry_in(time.monotonic()):
            job, marked = self._unfiled[0]
            try:
                result = file_marks(self.course, job, marked, writer)
            except (GradebookError, OSError) as error:
                self._wait_for(error)
                return
            self._unfiled.popleft()
            self._here.add(job.student)
            self.arrivals.tries[job.student] += 1
            self._works_again()
            if result["status"] == "error":
                self._told_of(result)
            else:
                self._asked[job.student] = result
                self._unpaged.append(job.student)
                self._ask()

    def _ask(self) -> None:
        """Have the pages made of what is filed."""
        while self._unpaged and not self._retry_in(time.monotonic()):
            try:
                self._pages.ask(self._unpaged[0])
            except (GradebookError, OSError) as error:
                self._wait_for(error)
                return
            self._unpaged.popleft()

    def _return(self) -> None:
        """Tell of those whose pages are made; one that failed is made again later."""
        for page in self._pages.made():
            result = self._asked.pop(page.student, None)
            if page.is_there:
                self._give_back(page)
            else:
                self._tell_once(page.reason.rstrip("."))
                self._failed[page.student] = time.monotonic() + PAGE_AGAIN_SECONDS
            if result is not None:
                self._told_of(result)

    def _give_back(self, page: Page) -> None:
        for inlet in self.inlets:
            try:
                why_not = inlet.give_back(page)
            except (GraderError, OSError) as error:
                why_not = str(error).rstrip(".")
                self._failed[page.student] = time.monotonic() + PAGE_AGAIN_SECONDS
            if why_not:
                self._tell_once(why_not)

    def _told_of(self, result: SubmissionObject) -> None:
        now = time.monotonic()
        since = self._since.pop(result["student"], now)
        self.tell(Returned(result, now - since, self._open))

    @property
    def _open(self) -> int:
        """How many wait or are being marked."""
        return len(self.arrivals) + len(self._since)

    def _wait_for(self, error: Exception) -> None:
        """The disk is full or the gradebook locked: nothing is lost, and it is tried again."""
        self._retry = time.monotonic() + RETRY_SECONDS
        if str(error) != self._trouble:
            self._trouble = str(error)
            self.tell(Note(f"{self._trouble.rstrip('.')}; it is tried again every {RETRY_SECONDS:g} s"))

    def _works_again(self) -> None:
        if self._trouble:
            self._trouble = ""
            self.tell(Note("marks can be filed again"))

    def _again(self, writer: Writer, now: float) -> None:
        """What could not be done before."""
        for student in [each for each, when in self._failed.items() if when <= now]:
            del self._failed[student]
            self._want_page(student)
        self._ask()
        self._file(writer)

    def _want_page(self, student: str) -> None:
        if student not in self._asked:
            self._asked[student] = None
            self._unpaged.append(student)

    def _retry_in(self, now: float) -> float:
        return max(0.0, self._retry - now)

    def _collect(self, now: float) -> None:
        for inlet in self.inlets:
            if inlet.pause(now) > 0:
                continue
            try:
                self.look(inlet.collect(now), now)
            except (GraderError, OSError) as error:
                self._tell_once(str(error).rstrip("."))

    def _step(self, seconds: float, besides: Sequence[int]) -> list[tuple[Job, Marked]]:
        """What is marked within so many seconds. Workers that cannot start now are started again, if ever they did."""
        try:
            if self._pool is None:
                self._start_pool()
            return self._pool.step(None if seconds == math.inf else seconds, besides)  # type: ignore[union-attr]
        except GraderError as error:
            if not self._here:
                raise
            self._close_pool()
            self._tell_once(str(error).rstrip("."))
            for student in tuple(self._since.keys() - {job.student for job, _ in self._unfiled}):
                self._since.pop(student)
                self.arrivals.forget(student)
                self.look((student,), time.monotonic())
            time.sleep(1.0)
            return []

    def _finish(self, writer: Writer) -> None:
        """What is being marked is finished, within `GRACE_SECONDS`; the rest is the next start's."""
        self._leaving = True
        until = time.monotonic() + GRACE_SECONDS
        while (left := until - time.monotonic()) > 0 and self._pool is not None:
            self._again(writer, time.monotonic())
            self._return()
            marking = bool(self._pool.in_hand)
            if not marking and not (self._unfiled or self._unpaged or self._asked):
                break
            try:
                self._unfiled.extend(self._pool.step(min(left, 0.5), (self._pages.descriptor,)))
            except GraderError:
                break

    def _start_pool(self) -> None:
        workers = self.options.jobs
        self._pool = Pool(self.take, self.settings.preparing(self.course, workers), workers, ahead=1)

    def _close_pool(self) -> None:
        if self._pool is not None:
            self._pool.close()
            self._pool = None

    def _tell_once(self, sentence: str) -> None:
        if sentence not in self._told:
            self._told.add(sentence)
            self.tell(Note(sentence))

    def _everyone(self) -> tuple[str, ...]:
        """Who has handed in, but for those who left and were removed; `submitted/` may not be there yet."""
        found = self.course.submitters()
        self._names = found.students
        for name in found.unnameable:
            self._tell_once(
                f"the folder {self.course.submitted / name} has a name that is no UTF-8 text: rename it"
            )
        for names in found.doubles:
            spelt = " and ".join(map(repr, names))
            self._tell_once(f"{spelt} may be one student; rename their folders if so")
        try:
            self._removed = frozenset(read_ledger(self.course).removed)
        except CourseError as error:
            self._tell_once(str(error).rstrip("."))
        return tuple(name for name in found.students if name not in self._removed)

    _pages: PagesLike
    _names: tuple[str, ...] = ()
    _removed: frozenset[str] = frozenset()

    def _meant(self, paths: Iterable[Path]) -> Iterator[str]:
        """The students in whose folders something has happened."""
        submitted = self.course.submitted
        names = {path.relative_to(submitted).parts[:1] for path in paths if path.is_relative_to(submitted)}
        for (name,) in filter(None, names):
            if name not in self._removed and self.course.hands_in(name):
                yield name

    def _folders(self) -> Iterator[Path]:
        """What is to be watched: folders that are no links, for the watcher would follow them."""
        self.course.submitted.mkdir(exist_ok=True)
        yield self.course.submitted
        for student in _real_folders(self.course.submitted):
            yield student
            yield from (
                each
                for each in _real_folders(student)
                if each.name.casefold() == self.course.assignment.casefold()
            )
        for inlet in self.inlets:
            yield from inlet.folders()

    def _grows(self, path: Path) -> bool:
        """Whether a change at `path` may be a new folder to watch."""
        submitted = self.course.submitted
        depth = len(path.relative_to(submitted).parts) if path.is_relative_to(submitted) else 0
        return depth in (1, 2) and path.is_dir() and not path.is_symlink()


def _real_folders(path: Path) -> list[Path]:
    try:
        with os.scandir(path) as entries:
            return [Path(each.path) for each in entries if each.is_dir(follow_symlinks=False)]
    except OSError:
        return []
