"""The desk of a watch: what is marked is filed, its page asked for, and given back when it is made.

What cannot be done now, for want of room or of the gradebook, waits and is tried again; nothing is lost.
"""

from __future__ import annotations

import contextlib
import math
import time
from collections import deque
from collections.abc import Callable, Collection, Iterable, Sequence
from pathlib import Path
from typing import Protocol

from grader.classroom.filing import Writer, file_marks
from grader.course import Course
from grader.errors import GradebookError, GraderError
from grader.feedback.making import Page, page_path
from grader.marking.jobs import Job
from grader.marking.one import Marked
from grader.results import SubmissionObject
from grader.watching.arrivals import Arrivals
from grader.watching.told import Note, Returned, Telling

RETRY_SECONDS = 5.0
"""Before something is tried again that failed for want of room or of the gradebook."""
PAGE_AGAIN_SECONDS = 60.0
"""Before a page is made again that failed."""


class PagesLike(Protocol):
    """Who makes feedback pages; `grader.watching.returning.Pages` is one."""

    descriptor: int

    def is_there(self, student: str) -> bool:
        """Whether the page of a student whose marks stand was made of them."""

    def outdated(self) -> list[str]:
        """Whose page was not made of the marks that stand now. Raises GradebookError when they cannot be read."""

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

    def lacks(self, page: Page) -> bool:
        """Whether it should have got this page and has not."""

    def give_back(self, page: Page) -> str:
        """Give a page where its student looks for it; why not, in a sentence without a full stop."""


class Desk:
    """Of one watch."""

    def __init__(
        self,
        course: Course,
        writer: Writer,
        pages: PagesLike,
        arrivals: Arrivals,
        telling: Telling,
        inlets: Sequence[Inlet],
    ) -> None:
        self._course, self._writer, self._pages = course, writer, pages
        self._arrivals, self._telling, self._inlets = arrivals, telling, inlets
        self.filed: set[str] = set()
        """Whom it has filed."""
        self._unfiled: deque[tuple[Job, Marked]] = deque()
        self._unpaged: deque[str] = deque()
        """Whose pages are to be asked for."""
        self._asked: dict[str, SubmissionObject | None] = {}
        """Whose pages are being made, with what is to be told then."""
        self._failed: dict[str, float] = {}
        """Whose pages could not be made, and when that is tried again."""
        self._retry = 0.0
        self._trouble = ""

    @property
    def is_held_up(self) -> bool:
        """Whether marks cannot be filed now, so that there is no use in more."""
        return bool(self._unfiled)

    @property
    def is_empty(self) -> bool:
        """Whether all is filed and returned."""
        return not (self._unfiled or self._unpaged or self._asked)

    @property
    def held(self) -> frozenset[str]:
        """Whose marks are here, filed or not."""
        return frozenset((*(job.student for job, _ in self._unfiled), *self._asked))

    def file(self, job: Job, marked: Marked) -> None:
        """File marks, as soon as that can be."""
        self._unfiled.append((job, marked))
        self._file()

    def pause(self, now: float) -> float:
        """Seconds until something is to be tried again; infinite when all is well."""
        return self._retry_in(now) if self._unfiled or self._unpaged else math.inf

    def has_page(self, student: str) -> bool:
        """Whether the page of a student whose marks stand was made of them."""
        return self._pages.is_there(student)

    @property
    def descriptor(self) -> int:
        """Can be waited for: a page is made."""
        return self._pages.descriptor

    def _file(self) -> None:
        """File what is marked, in turn; what cannot be filed now waits, and nothing new is marked until then."""
        while self._unfiled and not self._retry_in(time.monotonic()):
            job, marked = self._unfiled[0]
            try:
                result = file_marks(self._course, job, marked, self._writer)
            except (GradebookError, OSError) as error:
                self._wait_for(error)
                return
            self._unfiled.popleft()
            self.filed.add(job.student)
            self._arrivals.tries[job.student] += 1
            self._works_again()
            if result["status"] == "error":
                self.told_of(result)
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

    def give_back(self) -> None:
        """Tell of those whose pages are made; one that failed is made again later."""
        for page in self._pages.made():
            result = self._asked.pop(page.student, None)
            if page.is_there:
                self._give_back(page, self._inlets)
            else:
                self._telling.once(page.reason.rstrip("."))
                self._failed[page.student] = time.monotonic() + PAGE_AGAIN_SECONDS
            if result is not None:
                self.told_of(result)

    def give_what_is_lacking(self, student: str) -> None:
        """Give the page of a student whose marks stand where it was made and did not get, before this watch."""
        page = Page(student, page_path(self._course, student), "unchanged")
        self._give_back(page, [inlet for inlet in self._inlets if inlet.lacks(page)])

    def _give_back(self, page: Page, inlets: Sequence[Inlet]) -> None:
        for inlet in inlets:
            try:
                why_not = inlet.give_back(page)
            except (GraderError, OSError) as error:
                why_not = str(error).rstrip(".")
                self._failed[page.student] = time.monotonic() + PAGE_AGAIN_SECONDS
            if why_not:
                self._telling.once(why_not)

    def told_of(self, result: SubmissionObject) -> None:
        """A submission is done: tell of it."""
        seconds = self._arrivals.done(result["student"], time.monotonic())
        self._telling.tell(Returned(result, seconds, len(self._arrivals)))

    def _wait_for(self, error: Exception) -> None:
        """The disk is full or the gradebook locked: nothing is lost, and it is tried again."""
        self._retry = time.monotonic() + RETRY_SECONDS
        if str(error) != self._trouble:
            self._trouble = str(error)
            self._telling.tell(
                Note(f"{self._trouble.rstrip('.')}; it is tried again every {RETRY_SECONDS:g} s")
            )

    def _works_again(self) -> None:
        if self._trouble:
            self._trouble = ""
            self._telling.tell(Note("marks can be filed again"))

    def again(self, now: float) -> None:
        """Try again what could not be done before."""
        for student in [each for each, when in self._failed.items() if when <= now]:
            del self._failed[student]
            self.want_page(student)
        self._ask()
        self._file()

    def want_page(self, student: str) -> None:
        """Have the page made of a student whose marks stand."""
        if student not in self._asked:
            self._asked[student] = None
            self._unpaged.append(student)

    def want_outdated(self, students: Collection[str]) -> None:
        """Have the pages made of those of these students whose marks have changed. Raises as `outdated` does."""
        for student in self._pages.outdated():
            if student in students:
                self.want_page(student)

    def _retry_in(self, now: float) -> float:
        return max(0.0, self._retry - now)
