"""`gaussfit grade`: which submissions need marks, who marks them, and one writer that files the marks."""

from __future__ import annotations

import contextlib
import gc
import itertools
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol

from grader.answers import Limits
from grader.classroom.contexts import remember_context
from grader.classroom.pending import Saved, pending, unnameable
from grader.classroom.tally import Tally
from grader.course import Course, course_seed
from grader.errors import CourseError, GradebookError, GraderError, RunStopped, UsageError
from grader.gradebook.store import forget_result, read_saved, save_result, write_atomically
from grader.marking.one import Marked
from grader.marking.pool import Job, Marks, Settings, mark_all
from grader.reading import Submission, load_release
from grader.results import SCHEMA, Sandbox, SubmissionResult, submission_to_json


@dataclass(frozen=True)
class Options:
    """How to grade a class."""

    students: tuple[str, ...] = ()
    """Whom to grade; all with a submission when empty."""
    jobs: int = 1
    force: bool = False
    sandbox: Sandbox = "locked"
    limits: Limits = Limits()
    scheduler: str | None = None
    """Address of a Dask scheduler whose workers mark instead of `jobs` processes here."""


class Writer(Protocol):
    """Who files the marks; `grader.gradebook.writer.GradebookWriter` is one."""

    def write(self, student: str, submission: Submission, marked: Marked) -> None:
        """File one submission."""


@dataclass(frozen=True)
class Progress:
    """Told after each submission: its result, and how far the class is."""

    result: dict[str, Any]
    done: int
    total: int
    skipped: bool


def grade_class(
    course: Course, options: Options, progress: Callable[[Progress], None] = lambda _: None
) -> dict[str, Any]:
    """Grade the submissions of a course into nbgrader's gradebook; returns the object of `--json`.

    Submissions that were graded before and have not changed keep their result, unless `options.force`.

    Raises:
        UsageError: there is nothing to grade, a named student has no submission, or there is no such scheduler.
        RunStopped: the gradebook cannot be used, or nothing can be marked here. What was graded until then is kept,
            and told by the exception.
        CourseError: the release or the configuration cannot be used.
    """
    students = _students(course, options.students)
    release = load_release(course.release_path, course.exercise)
    settings = Settings(release, course_seed(course), options.sandbox, options.limits)
    strange = () if options.students else tuple(unnameable(course, settings))
    results, total = Tally(), len(students) + len(strange)

    def told(result: dict[str, Any], skipped: bool) -> None:
        results.add(result)
        progress(Progress(result, len(results), total, skipped))

    def jobs() -> Iterator[Job]:
        for each in itertools.chain(strange, pending(course, students, settings, options.force)):
            if isinstance(each, Job):
                yield each
            else:
                told(each.result, skipped=isinstance(each, Saved))

    waiting = jobs()
    if not options.force and all(read_saved(course, student) for student in students):
        first = next(waiting, None)  # probably there is nothing to do: then no worker needs to start
        if first is None:
            return report(course, results)
        waiting = itertools.chain([first], waiting)
    try:
        _mark_and_file(course, waiting, settings, options, total, told)
    except UsageError:  # what was asked for is not there: nothing has begun
        raise
    except GraderError as error:
        raise RunStopped(error, report(course, results)) from error
    return report(course, results)


def _mark_and_file(
    course: Course,
    jobs: Iterator[Job],
    settings: Settings,
    options: Options,
    count: int,
    told: Callable[[dict[str, Any], bool], None],
) -> None:
    with contextlib.closing(_marks(jobs, settings, options, count)) as marks:
        # nbgrader takes a second or two to import, in which the workers start.
        from grader.gradebook.writer import GradebookWriter

        remember_context(course, settings)
        gc.freeze()  # nbgrader is large and stays: no need to look through it for garbage again and again
        with GradebookWriter(course) as writer:
            writer.register(settings.release)
            for job, marked in marks:
                told(submission_to_json(_filed(course, job, marked, writer)), False)


def _marks(jobs: Iterator[Job], settings: Settings, options: Options, count: int) -> Marks:
    """The marks of all jobs as they come, from the workers here or from a cluster's."""
    if options.scheduler is None:
        return mark_all(jobs, settings, max(1, min(options.jobs, count)))
    from grader.marking.cluster import mark_on_cluster  # an optional extra, and slow to import

    return mark_on_cluster(jobs, settings, options.scheduler)


def _filed(course: Course, job: Job, marked: Marked, writer: Writer) -> SubmissionResult:
    """File one result and keep it; one that cannot be filed is the grader's own error, and the class goes on."""
    if marked.result.status == "error":
        return marked.result
    forget_result(course, job.student, job.digest)
    try:
        writer.write(job.student, job.submission, marked)
    except GradebookError:
        raise
    except CourseError as error:
        return replace(marked.result, status="error", reason=str(error), questions=())
    try:
        save_result(course, job.student, job.digest, submission_to_json(marked.result))
    except OSError as error:
        raise GradebookError(
            f"{course.results} cannot be written ({error.strerror}): make room or give access and run "
            "`gaussfit grade` again; what is graded is kept."
        ) from error
    return marked.result


def report(course: Course, results: Tally) -> dict[str, Any]:
    """The object of `--json`, submissions in the order of their ids."""
    return {"schema": SCHEMA, "assignment": course.assignment, "submissions": list(results)}


def write_report(path: Path, report: dict[str, Any]) -> None:
    """Write the object of `--json` to a file, whole or not at all."""
    try:
        write_atomically(path, json.dumps(report, ensure_ascii=False, indent=1, allow_nan=False) + "\n")
    except OSError as error:
        raise CourseError(f"{path} cannot be written ({error.strerror}): choose another file.") from error


def _students(course: Course, wanted: Sequence[str]) -> tuple[str, ...]:
    present = course.students()
    for student in wanted:
        if student not in present:
            raise UsageError(
                f"There is no submission of {student!r}: it would lie in {course.submission_path(student).parent}."
            )
    if not present and not course.unnameable():
        raise UsageError(
            f"There are no submissions in {course.root / 'submitted'}: "
            f"put each in submitted/<student>/{course.assignment}/{course.notebook_name}."
        )
    return tuple(dict.fromkeys(wanted)) or present
