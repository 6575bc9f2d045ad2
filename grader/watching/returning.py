"""The way back of what was graded: each student's page, made by processes that stay warm."""

from __future__ import annotations

import contextlib
import os
import queue
from collections.abc import Iterator
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool

import sqlalchemy.exc
from nbgrader.api import Gradebook

from grader.course import Course
from grader.feedback.making import Page, PageMaker, page_path
from grader.feedback.pages import pool_of_makers, submit_page
from grader.gradebook.faults import gradebook_error
from grader.gradebook.page_marks import PageMarks, marks_for_pages
from grader.gradebook.reading import reading


class Pages:
    """Makes pages beside all else; `descriptor` can be waited for."""

    def __init__(self, course: Course, gradebook: Gradebook, workers: int) -> None:
        self._course, self._gradebook, self._workers = course, gradebook, workers
        self._pool = pool_of_makers(course, workers)
        self._warm_up()
        self._maker = PageMaker(course)  # for what has changed since the last watch
        self._before = self._marks(None)
        self._done: queue.SimpleQueue[Page] = queue.SimpleQueue()
        self.descriptor, self._wake = os.pipe()
        os.set_blocking(self.descriptor, False)
        os.set_blocking(self._wake, False)

    def is_there(self, student: str) -> bool:
        """Whether the page of a student whose marks stand was made of them."""
        marks = self._before.get(student)
        return marks is not None and self._maker.is_unchanged(student, marks)

    def outdated(self) -> list[str]:
        """Whose page was not made of the marks that stand now.

        Raises:
            GradebookError: the gradebook cannot be read now.
        """
        marks = self._marks(None)
        return [student for student, each in marks.items() if not self._maker.is_unchanged(student, each)]

    def ask(self, student: str) -> None:
        """Have a student's page made.

        Raises:
            GradebookError: the gradebook cannot be read now.
        """
        marks = self._marks([student]).get(student)
        try:
            future = submit_page(self._pool, student, marks)
        except BrokenProcessPool:  # a worker was killed while nothing was asked for
            self._start_again()
            future = submit_page(self._pool, student, marks)
        future.add_done_callback(lambda done: self._finished(student, done))

    def made(self) -> list[Page]:
        """What was made, or failed, since it was last asked."""
        with contextlib.suppress(BlockingIOError):
            os.read(self.descriptor, 4096)
        pages = []
        with contextlib.suppress(queue.Empty):
            while True:
                pages.append(self._done.get_nowait())
        return pages

    def close(self) -> None:
        """End the processes."""
        self._pool.shutdown(wait=True, cancel_futures=True)
        os.close(self._wake)
        os.close(self.descriptor)

    def _finished(self, student: str, done: Future[list[Page]]) -> None:
        if done.cancelled():
            return
        error = done.exception()
        if error is None:
            self._done.put(done.result()[0])
        else:
            reason = f"The page of {student} could not be made ({type(error).__name__})."
            self._done.put(Page(student, page_path(self._course, student), "failed", reason))
        with contextlib.suppress(BlockingIOError):
            os.write(self._wake, b"!")

    def _start_again(self) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)
        self._pool = pool_of_makers(self._course, self._workers)

    def _warm_up(self) -> None:
        for _ in range(self._workers):
            self._pool.submit(os.getpid)

    def _marks(self, students: list[str] | None) -> dict[str, PageMarks]:
        try:
            return marks_for_pages(self._gradebook, self._course.assignment, students)
        except sqlalchemy.exc.SQLAlchemyError as error:
            raise gradebook_error(self._gradebook.engine.url.render_as_string(), error) from error
        finally:
            with contextlib.suppress(sqlalchemy.exc.SQLAlchemyError):
                self._gradebook.db.remove()  # what was read is a moment's: the next asks anew


@contextlib.contextmanager
def pages_of(course: Course, workers: int) -> Iterator[Pages]:
    """A maker of pages for the block. Raises CourseError when configuration or gradebook cannot be used."""
    with reading(course) as gradebook, contextlib.closing(Pages(course, gradebook, workers)) as pages:
        yield pages
