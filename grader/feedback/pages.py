"""Feedback pages for a class: those whose inputs changed, on all cores.

    for page in make_pages(course):
        ...

Each page is written whole or not at all; one that fails is its student's alone.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool

from grader.course import Course
from grader.feedback.making import Page, PageMaker, page_path
from grader.gradebook.page_marks import PageMarks, page_marks
from grader.marking.forking import start_server

FEW = 12
"""Pages that are made sooner than worker processes have started."""
AT_ONCE = 8
"""Pages that a worker is handed at a time."""


def make_pages(
    course: Course, students: Iterable[str] | None = None, jobs: int | None = None
) -> Iterator[Page]:
    """Make the pages of these students, or of all who have a graded notebook, as they get done.

    Args:
        course: whose graded notebooks and gradebook are read.
        students: ids; None for all.
        jobs: worker processes at most; None for one a core.

    Raises:
        CourseError: the course's configuration or gradebook cannot be used.
        GraderError: worker processes cannot start.
    """
    wanted = sorted(set(students)) if students is not None else graded_students(course)
    marks = page_marks(course, wanted)
    maker = PageMaker(course)
    to_make = []
    for student in wanted:
        if student in marks and maker.is_unchanged(student, marks[student]):
            yield Page(student, maker.path(student), "unchanged")
        else:
            to_make.append(student)
    workers = min(jobs or _cores(), -(-len(to_make) // AT_ONCE))
    if len(to_make) <= FEW or workers < 2:
        for student in to_make:
            yield maker.make(student, marks.get(student))
    else:
        yield from _made_by_workers(course, to_make, marks, workers)


def graded_students(course: Course) -> list[str]:
    """Who has a graded notebook, sorted."""
    return sorted(
        path.parts[-3]
        for path in (course.root / "autograded").glob(f"*/{course.assignment}/{course.notebook_name}")
    )


def _made_by_workers(
    course: Course, students: Sequence[str], marks: Mapping[str, PageMarks], workers: int
) -> Iterator[Page]:
    batches = [students[start : start + AT_ONCE] for start in range(0, len(students), AT_ONCE)]
    done: set[str] = set()
    try:
        with pool_of_makers(course, workers) as pool:
            futures = [
                pool.submit(_make, [(student, marks.get(student)) for student in batch]) for batch in batches
            ]
            try:
                for future in as_completed(futures):
                    for page in future.result():
                        done.add(page.student)
                        yield page
            finally:
                pool.shutdown(wait=False, cancel_futures=True)
    except BrokenProcessPool:  # a worker was killed: whose page it was shows when each is made alone
        for student in students:
            if student not in done:
                yield _made_alone(course, student, marks.get(student))


def _made_alone(course: Course, student: str, marks: PageMarks | None) -> Page:
    try:
        with pool_of_makers(course, 1) as pool:
            return pool.submit(_make, [(student, marks)]).result()[0]
    except BrokenProcessPool:
        path = page_path(course, student)
        path.unlink(missing_ok=True)
        reason = f"The page of {student} could not be made: its worker process ended, twice. Free memory and try again."
        return Page(student, path, "failed", reason)


def pool_of_makers(course: Course, workers: int) -> ProcessPoolExecutor:
    """Worker processes with a maker each, for `submit_page`."""
    return ProcessPoolExecutor(workers, start_server(), _start, (course,))


def submit_page(pool: ProcessPoolExecutor, student: str, marks: PageMarks | None) -> Future[list[Page]]:
    """Have one page made. Raises BrokenProcessPool when a worker was killed."""
    return pool.submit(_make, [(student, marks)])


_own: dict[str, PageMaker] = {}
"""A worker's own maker."""


def _start(course: Course) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent
    _own["maker"] = PageMaker(course)


def _make(batch: Sequence[tuple[str, PageMarks | None]]) -> list[Page]:
    return [_own["maker"].make(student, marks) for student, marks in batch]


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
