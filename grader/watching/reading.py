"""Reads what arrives: whose folder is meant, what is whole, and what of it needs marks."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path

from grader.classroom.pending import Saved, Seen, Unreadable, look_at, marks_digest
from grader.classroom.reconcile import told_of
from grader.classroom.renaming import unfinished
from grader.course import MOST_NAMES, Course
from grader.errors import CourseError
from grader.gradebook.entries import InGradebook
from grader.gradebook.ledger import read_ledger
from grader.marking.jobs import Job, Settings
from grader.watching.arrivals import Arrivals
from grader.watching.desk import Desk
from grader.watching.told import Telling
from grader.watching.traces import trace_of

MOST_SPELLINGS = 4
"""Folders of one student that are watched: in capitals and small letters a name has thousands of spellings, and the
system's watches are few and everybody's."""
TAKE_SECONDS = 0.5
"""How long files are read on end before what was marked meanwhile is filed."""


class Reader:
    """Of one watch, under one release and one set of settings."""

    def __init__(
        self,
        course: Course,
        settings: Settings,
        filed: InGradebook,
        arrivals: Arrivals,
        desk: Desk,
        telling: Telling,
    ) -> None:
        """`filed`: what the gradebook had of the class when the watch began."""
        self.course, self.settings, self.filed = course, settings, filed
        self.arrivals, self._desk, self._telling = arrivals, desk, telling
        self._context = marks_digest(settings, course)
        self._names: tuple[str, ...] = ()
        self._removed: frozenset[str] = frozenset()
        self.has_more = False
        """Whether the last `take` stopped before it had read all that can be."""
        self.when: dict[str, datetime | None] = {}
        """By student, when they handed in what has marks, as far as it was read."""

    def look(self, students: Iterable[str], now: float) -> None:
        """See how the folders of these students look."""
        for student in students:
            trace = trace_of(self.course.submitted, student, self.course.assignment)
            self.arrivals.notice(student, trace, now)

    def take(self) -> Job | None:
        """The next submission to mark, read now; None when there is none."""
        self.has_more = False
        if self._desk.is_held_up or self._is_renaming():
            return None
        began = time.monotonic()
        for student in self.arrivals.turns(began):
            job = self._read(student)
            if job is not None:
                return job
            if time.monotonic() - began > TAKE_SECONDS:
                self.has_more = True
                return None
        return None

    def _read(self, student: str) -> Job | None:
        """A student's submission, if it is whole and needs marks."""
        course, now = self.course, time.monotonic()
        trace = trace_of(course.submitted, student, course.assignment)
        if not self.arrivals.same(student, trace, now):
            return None
        seen = Seen()
        filed = None if student in self._desk.filed else self.filed
        found = look_at(course, student, self.settings, self._context, filed, seen)
        if not self.arrivals.same(student, trace_of(course.submitted, student, course.assignment), now):
            return None  # it was changed while it was read
        unsure = isinstance(found, Job) and found.submission.rejected is not None
        if unsure and self.arrivals.patient(student, now):
            return None
        self.arrivals.take(student)
        self.when.update(seen.when)
        if isinstance(found, Saved):
            self.arrivals.done(student, now)
            if student not in self._desk.filed:
                if self._desk.has_page(student):
                    self._desk.give_what_is_lacking(student)
                else:
                    self._desk.want_page(student)
            return None
        for sentence in self._sentences(student, seen):
            self._telling.once(sentence)
        if isinstance(found, Unreadable):
            self._desk.told_of(found.result)
            return None
        return found

    def _sentences(self, student: str, seen: Seen) -> Iterator[str]:
        yield from (f"{what} of {who}; filed again" for who, what in seen.lost.items())
        yield from (
            f"{file} does not hold a time that can be read, so {who} loses nothing for being late: correct it"
            for who, file in seen.untimed.items()
        )
        yield from told_of(self.course, (student,), self._names)

    def everyone(self) -> tuple[str, ...]:
        """Who has handed in, but for those who left and were removed; `submitted/` may not be there yet."""
        found = self.course.submitters()
        self._names = found.students
        for name in found.unnameable:
            self._telling.once(
                f"the folder {self.course.submitted / name} has a name that is no UTF-8 text: rename it"
            )
        for names in found.doubles:
            spelt = " and ".join(map(repr, names))
            self._telling.once(f"{spelt} may be one student; rename their folders if so")
        try:
            self._removed = frozenset(read_ledger(self.course).removed)
        except CourseError as error:
            self._telling.once(str(error).rstrip("."))
        return tuple(name for name in found.students if name not in self._removed)

    def meant(self, paths: Iterable[Path]) -> Iterator[str]:
        """The students in whose folders something has happened."""
        submitted = self.course.submitted
        names = {path.relative_to(submitted).parts[:1] for path in paths if path.is_relative_to(submitted)}
        for (name,) in filter(None, names):
            if name not in self._removed and self.course.hands_in(name):
                yield name

    def folders(self) -> Iterator[Path]:
        """What is to be watched: folders that are no links, for the watcher would follow them."""
        self.course.submitted.mkdir(exist_ok=True)
        yield self.course.submitted
        for student in _real_folders(self.course.submitted):
            yield student
            name = self.course.assignment.casefold()
            spelt = (each for each in _real_folders(student, MOST_NAMES) if each.name.casefold() == name)
            yield from islice(spelt, MOST_SPELLINGS)

    def grows(self, path: Path) -> bool:
        """Whether a change at `path` may be a new folder to watch."""
        submitted = self.course.submitted
        depth = len(path.relative_to(submitted).parts) if path.is_relative_to(submitted) else 0
        return depth in (1, 2) and path.is_dir() and not path.is_symlink()

    def _is_renaming(self) -> bool:
        """Whether a student is being given another id: half of that, graded, would be two students."""
        try:
            return unfinished(self.course) is not None
        except CourseError as error:
            self._telling.once(str(error))
            return True


def _real_folders(path: Path, most: int | None = None) -> list[Path]:
    """The folders among the first `most` names in one."""
    try:
        with os.scandir(path) as entries:
            return [Path(each.path) for each in islice(entries, most) if each.is_dir(follow_symlinks=False)]
    except OSError:
        return []
