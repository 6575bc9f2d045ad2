"""Places outside of `submitted/` at which submissions arrive: a drop folder, and nbgrader's exchange."""

from __future__ import annotations

import math
import os
import stat
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange.default import Exchange
from nbgrader.utils import notebook_hash

from grader.collecting import Wanted
from grader.collecting.collect import Options, collect
from grader.collecting.known import known_of
from grader.course import Course
from grader.errors import GraderError, UsageError
from grader.feedback.making import Page
from grader.gradebook.config import load_config
from grader.gradebook.page_marks import PageMarks
from grader.reading.archives import is_zip
from grader.returning.exchange import return_to_exchange, secret_of
from grader.returning.report import Known, Ready, Report

QUIET = 0.3
"""Seconds that a place must look the same before it is collected from."""
DEEPEST, MOST = 3, 100_000
"""How deep, and at how many names, it is looked at; `collect` has its own bounds."""


class DropFolder:
    """A folder in the forms of `collect`: files or folders as a platform names them, or nothing but its zips."""

    def __init__(self, course: Course, source: Path, wanted: Wanted, tell: Callable[[str], None]) -> None:
        """`tell` gets a sentence, without a full stop, for each file that is nobody's.

        Raises:
            UsageError: the folder is not there.
        """
        if not source.is_dir():
            raise UsageError(f"{source} is no folder: make it, or name another with --source.")
        self.source = source.resolve()
        self._course, self._wanted, self._tell = course, wanted, tell
        self._seen: object = None
        self._collected: object = None
        self._since = 0.0
        self._strangers = False
        """Whether it holds what is nobody's."""
        self._class: object = None

    def folders(self) -> Iterator[Path]:
        """The folder, and those in it that are no links."""
        yield self.source
        with os.scandir(self.source) as entries:
            yield from (Path(each.path) for each in entries if each.is_dir(follow_symlinks=False))

    def look(self, now: float) -> None:
        """See how it looks."""
        seen = frozenset(islice(_entries(self.source, DEEPEST), MOST))
        if seen != self._seen:
            self._seen, self._since = seen, now
        if self._strangers and _class_of(self._course) not in (None, self._class):
            self._collected, self._strangers = None, False  # one of them may be known now

    def pause(self, now: float) -> float:
        """Seconds until it has looked the same for long enough; infinite when there is nothing new."""
        if self._seen is None or self._seen == self._collected:
            return math.inf
        return max(0.0, self._since + QUIET - now)

    def collect(self, now: float) -> list[str]:
        """Put what is new into `submitted/`; whose it was. Looks once more before, and raises as `collect` does."""
        self.look(now)
        if self.pause(now) > 0:
            return []
        self._collected = self._seen
        names = sorted(each.name for each in self.source.iterdir() if not each.name.startswith("."))
        zips = [self.source / name for name in names if is_zip(name)]
        if not names:
            return []
        sources = zips if len(zips) == len(names) else [self.source]
        self._class = _class_of(self._course)
        report = collect(self._course, sources, Options(self._wanted))
        self._strangers = bool(report.unmatched)
        for left in report.unmatched:
            self._tell(f"{left.file}: {left.reason}".rstrip("."))
        return [each.student for each in report.collected if each.action in ("new", "newer")]

    def lacks(self, page: Page) -> bool:
        """Never: pages stay in `feedback/`."""
        return False

    def give_back(self, page: Page) -> str:
        """Pages stay in `feedback/`."""
        return ""


class InboundFolder(DropFolder):
    """nbgrader's exchange: what is submitted there is collected, and the feedback released there."""

    def __init__(self, course: Course, source: Path, tell: Callable[[str], None]) -> None:
        super().__init__(course, source, "exchange", tell)
        self._owners: dict[str, str] = {}
        """By secret, whose it was first."""
        self._doubtful: set[str] = set()
        """The secrets that several had when it began: nobody knows who was first."""
        self._released = Path(*_exchange_of(course), "feedback")
        for student in course.students():
            secret = secret_of(course, student)
            if self._owners.setdefault(secret, student) != student:
                self._doubtful.add(secret)

    def lacks(self, page: Page) -> bool:
        """Whether the exchange has not this page of one who handed in there, or an older one."""
        secret = secret_of(self._course, page.student)
        if not secret or secret in self._doubtful or self._owners.get(secret) != page.student:
            return False
        name = notebook_hash(secret=secret, notebook_id=self._course.assignment)
        try:
            return (self._released / f"{name}.html").read_bytes() != page.path.read_bytes()
        except OSError:
            return True

    def give_back(self, page: Page) -> str:
        """Release a student's page; why not, where it cannot be."""
        secret = secret_of(self._course, page.student)
        owner = self._owners.setdefault(secret, page.student)
        if owner != page.student and not self._course.hands_in(owner):  # they have another id now
            owner = self._owners[secret] = page.student
        if secret and owner != page.student:
            return (
                f"{page.student} has the secret of {owner}'s submission, so neither may get the other's page: "
                f"ask {page.student} to submit again"
            )
        report = Report()
        return_to_exchange(Known(self._course, {}), [Ready(page.student, page.path, PageMarks())], report)
        return report.left.get(page.student, "").rstrip(".")


def inbound_of(course: Course) -> Path:
    """Where nbgrader's exchange keeps what is submitted to a course.

    Raises:
        UsageError: the course has no exchange.
    """
    root, course_id = _exchange_of(course)
    inbound = root / course_id / "inbound"
    if not course_id or not inbound.is_dir():
        raise UsageError(
            f"There is no exchange at {inbound}: set `c.Exchange.root` and `c.CourseDirectory.course_id` in "
            "nbgrader_config.py, and release the assignment with `nbgrader release_assignment`."
        )
    return inbound


def _exchange_of(course: Course) -> tuple[Path, str]:
    """The folder of nbgrader's exchange, and what the course is called there."""
    config = load_config(course)
    coursedir = CourseDirectory(config=config)
    return Path(Exchange(coursedir=coursedir, config=config).root), str(coursedir.course_id)


def _class_of(course: Course) -> object:
    """The students of the gradebook with their names; None when it cannot be read now."""
    try:
        return known_of(course).students
    except GraderError:
        return None


def _entries(folder: Path, depth: int) -> Iterator[tuple[str, int, int, int]]:
    """Each name with its size, time and inode; no link is followed."""
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                status = entry.stat(follow_symlinks=False)
                if not stat.S_ISDIR(status.st_mode):
                    yield entry.path, status.st_size, status.st_mtime_ns, status.st_ino
                elif depth:
                    yield from _entries(Path(entry.path), depth - 1)
    except OSError:  # gone meanwhile, or not ours to read, which `collect` tells
        return
