"""Feedback pages for a class: those whose inputs changed, on all cores.

    for page in make_pages(course):
        ...

Each page is written whole or not at all; one that fails is its student's alone.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

from grader.course import Course
from grader.errors import SEE_DOCTOR, GraderError
from grader.feedback.making import Page, PageMaker, page_path
from grader.gradebook.modes import write_for_the_group
from grader.gradebook.page_marks import PageMarks, page_marks
from grader.marking.forking import start_server

FEW = 100
"""Pages that are made sooner than worker processes have started."""
AT_ONCE = 4
"""Pages that a worker is handed at a time."""

ToMake = tuple[str, PageMarks | None]
"""A student and what the gradebook has of them."""


def make_pages(
    course: Course,
    students: Iterable[str] | None = None,
    jobs: int | None = None,
    marks: Mapping[str, PageMarks] | None = None,
) -> Iterator[Page]:
    """Make the pages of these students, or of all who have a graded notebook, as they get done.

    Args:
        course: whose graded notebooks and gradebook are read.
        students: ids; None for all.
        jobs: worker processes at most; None for one a core.
        marks: what `page_marks` has of them, if it was read before.

    Raises:
        CourseError: the course's configuration or gradebook cannot be used.
    """
    wanted = sorted(set(students)) if students is not None else graded_students(course)
    jobs = jobs or _cores()
    marks = page_marks(course, wanted) if marks is None else marks
    maker = PageMaker(course)
    to_make = []
    for student in wanted:
        if student in marks and maker.is_unchanged(student, marks[student]):
            yield Page(student, maker.path(student), "unchanged")
        else:
            to_make.append((student, marks.get(student)))
    if jobs > 1 and len(to_make) > FEW:
        yield from _with_workers(course, maker, to_make, jobs - 1)
    else:
        for student, own in to_make:
            yield maker.make(student, own)


def graded_students(course: Course) -> list[str]:
    """Who has a graded notebook, sorted."""
    return sorted(
        path.parts[-3]
        for path in (course.root / "autograded").glob(f"*/{course.assignment}/{course.notebook_name}")
    )


def _with_workers(
    course: Course, maker: PageMaker, to_make: Sequence[ToMake], workers: int
) -> Iterator[Page]:
    """Workers begin at one end, and this process, which needs no start, at the other."""
    batches = [to_make[start : start + AT_ONCE] for start in range(0, len(to_make), AT_ONCE)]
    done: set[str] = set()
    try:
        pool = pool_of_makers(course, workers)
    except GraderError:  # slower, but each page can be made
        for student, marks in to_make:
            yield maker.make(student, marks)
        return
    try:
        futures = [pool.submit(_make, batch) for batch in batches]
        for future, batch in zip(reversed(futures), reversed(batches), strict=True):
            if not future.cancel():
                continue
            for student, marks in batch:
                done.add(student)
                yield maker.make(student, marks)
        for future in futures:
            for page in [] if future.cancelled() else future.result():
                done.add(page.student)
                yield page
    except BrokenProcessPool:  # a worker was killed: whose page it was shows when each is made alone
        for student, marks in to_make:
            if student not in done:
                yield _made_alone(course, student, marks)
    finally:
        pool.shutdown(cancel_futures=True)


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
    """Worker processes with a maker each, for `submit_page`.

    Raises:
        GraderError: they cannot start here.
    """
    # Nothing is loaded for them before: this process would wait for that, and makes pages meanwhile.
    context = start_server(preload=())
    try:
        return ProcessPoolExecutor(workers, context, _start, (course,))
    except (OSError, NotImplementedError) as error:  # it has semaphores, which Linux keeps in /dev/shm
        raise GraderError(
            f"The processes that make pages cannot start ({error}): make /dev/shm writable; {SEE_DOCTOR}"
        ) from error


def submit_page(pool: ProcessPoolExecutor, student: str, marks: PageMarks | None) -> Future[list[Page]]:
    """Have one page made. Raises BrokenProcessPool when a worker was killed."""
    return pool.submit(_make, [(student, marks)])


_own: dict[str, PageMaker] = {}
"""A worker's own maker."""


def _start(course: Course) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent
    write_for_the_group(course.root)
    _own["maker"] = PageMaker(course)


def _make(batch: Sequence[ToMake]) -> list[Page]:
    return [_own["maker"].make(student, marks) for student, marks in batch]


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
