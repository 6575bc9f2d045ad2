"""`gaussfit grade`: which submissions need marks, who marks them, and one writer that files the marks."""

from __future__ import annotations

import contextlib
import gc
import hashlib
import itertools
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol

from grader.answers import Limits
from grader.classroom.tally import Tally
from grader.course import Course, course_seed
from grader.errors import CourseError, GradebookError, RejectedSubmission, UsageError
from grader.gradebook.config import gradebook_name
from grader.gradebook.store import (
    fingerprint,
    forget_result,
    read_saved,
    save_result,
    saved_result,
    write_atomically,
)
from grader.marking.one import Marked
from grader.marking.pool import Job, Marks, Settings, mark_all
from grader.reading import Submission, load_release, read_file, rejected_submission, submitted
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
        UsageError: there is nothing to grade, or a named student has no submission.
        CourseError: the release or the gradebook cannot be used. What was graded until then is kept.
    """
    students = _students(course, options.students)
    release = load_release(course.release_path, course.exercise)
    settings = Settings(release, course_seed(course), options.sandbox, options.limits)
    results = Tally()

    def told(result: dict[str, Any], skipped: bool) -> None:
        results.add(result)
        progress(Progress(result, len(results), len(students), skipped))

    digests: dict[str, str] = {}
    jobs = _jobs(course, students, settings, options, digests, lambda saved: told(saved, skipped=True))
    if not options.force and all(read_saved(course, student) for student in students):
        first = next(jobs, None)  # probably there is nothing to do: then no worker needs to start
        if first is None:
            return report(course, results)
        jobs = itertools.chain([first], jobs)
    with contextlib.closing(_marks(jobs, settings, options, len(students))) as marks:
        # nbgrader takes a second or two to import, in which the workers start.
        from grader.gradebook.writer import GradebookWriter

        gc.freeze()  # nbgrader is large and stays: no need to look through it for garbage again and again
        with GradebookWriter(course) as writer:
            writer.register(release)
            for job, marked in marks:
                result = _filed(course, job, marked, writer, digests.pop(job.student))
                told(submission_to_json(result), skipped=False)
    return report(course, results)


def _jobs(
    course: Course,
    students: Sequence[str],
    settings: Settings,
    options: Options,
    digests: dict[str, str],
    skipped: Callable[[dict[str, Any]], None],
) -> Iterator[Job]:
    """What is to mark, read as it is asked for; `digests` gets each job's, `skipped` what needs no marking."""
    context = _context(settings, course)
    for student in students:
        submission, digest = _read(course, student, settings, context)
        saved = None if options.force else saved_result(course, student, digest)
        if saved is not None:
            skipped(saved)
            continue
        digests[student] = digest
        yield Job(student, submission)


def _marks(jobs: Iterator[Job], settings: Settings, options: Options, count: int) -> Marks:
    """The marks of all jobs as they come, from the workers here or from a cluster's."""
    if options.scheduler is None:
        return mark_all(jobs, settings, max(1, min(options.jobs, count)))
    from grader.marking.cluster import mark_on_cluster  # an optional extra, and slow to import

    return mark_on_cluster(jobs, settings, options.scheduler)


def current_digests(course: Course, options: Options) -> Iterator[tuple[str, str]]:
    """For each student with a submission, the digest of all that its marks follow from as things are now.

    Where it is the one that is kept with a student's result, `grade_class` leaves the student out.

    Raises:
        CourseError: the release or the configuration of the course cannot be used.
    """
    settings = Settings(
        load_release(course.release_path, course.exercise),
        course_seed(course),
        options.sandbox,
        options.limits,
    )
    context = _context(settings, course)
    for student in course.students():
        yield student, _digest(course, student, context)


def _filed(course: Course, job: Job, marked: Marked, writer: Writer, digest: str) -> SubmissionResult:
    """File one result and keep it; one that cannot be filed is the grader's own error, and the class goes on."""
    if marked.result.status == "error":
        return marked.result
    forget_result(course, job.student, digest)
    try:
        writer.write(job.student, job.submission, marked)
    except GradebookError:
        raise
    except CourseError as error:
        return replace(marked.result, status="error", reason=str(error), questions=())
    save_result(course, job.student, digest, submission_to_json(marked.result))
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
    if not present:
        raise UsageError(
            f"There are no submissions in {course.root / 'submitted'}: "
            f"put each in submitted/<student>/{course.assignment}/{course.notebook_name}."
        )
    return tuple(dict.fromkeys(wanted)) or present


def _read(course: Course, student: str, settings: Settings, context: str) -> tuple[Submission, str]:
    """A student's submission, and the digest of all that its marks follow from."""
    try:
        raw = read_file(course.submission_path(student))
    except RejectedSubmission as reason:
        submission = rejected_submission(str(reason), settings.release)
        return submission, fingerprint(course, student, str(reason).encode(), context)
    return submitted(raw, settings.release), fingerprint(course, student, raw, context)


def _digest(course: Course, student: str, context: str) -> str:
    """The digest alone, as `_read` has it."""
    try:
        raw = read_file(course.submission_path(student))
    except RejectedSubmission as reason:
        raw = str(reason).encode()
    return fingerprint(course, student, raw, context)


def _context(settings: Settings, course: Course) -> str:
    """A digest of what is the same for the whole class; when it changes, everyone is graded anew."""
    own = sorted(Path(__file__).parents[1].rglob("*.py"))
    parts = (course.release_path.read_bytes(), settings.seed.encode(), *(path.read_bytes() for path in own))
    limits = repr((settings.limits, settings.sandbox, gradebook_name(course))).encode()
    return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in (*parts, limits))).hexdigest()
