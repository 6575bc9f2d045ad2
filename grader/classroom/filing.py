"""One submission's marks filed and kept, as `grade` and `watch` do it, also both at once."""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

from grader.classroom.pending import digest_of
from grader.course import Course
from grader.errors import CourseError, GradebookError, UnreadableSubmission
from grader.gradebook.locking import filing_alone
from grader.gradebook.store import forget_result, of_file, read_saved, save_error, save_result
from grader.marking.jobs import Job
from grader.marking.one import Marked
from grader.reading import Submission, handed_in
from grader.results import SubmissionObject, SubmissionResult, submission_to_json


class Writer(Protocol):
    """Who files the marks; `grader.gradebook.writer.GradebookWriter` is one."""

    def write(self, student: str, submission: Submission, marked: Marked) -> None:
        """File one submission."""


def file_marks(course: Course, job: Job, marked: Marked, writer: Writer) -> SubmissionObject:
    """File one result and keep it; one that cannot be filed is the grader's own error, and the class goes on.

    Where another run has filed a newer file of the student meanwhile, that one's result stands.

    Raises:
        GradebookError: the gradebook or the disk cannot be written; nothing was filed of this submission.
    """
    with filing_alone(course):
        newer = _overtaken_by(course, job)
        return newer if newer is not None else _file(course, job, marked, writer)


def _file(course: Course, job: Job, marked: Marked, writer: Writer) -> SubmissionObject:
    result = marked.result
    try:
        if result.status != "error":
            forget_result(course, job.student, job.digest)
            result = _written(job, marked, writer)
        if result.status == "error":
            save_error(course, job.student, job.digest, result.reason)
        else:
            save_result(course, job.student, job.digest, submission_to_json(result))
    except OSError as error:
        raise GradebookError(
            f"{course.results} cannot be written ({error.strerror}): make room or give access and run "
            "`gaussfit grade` again; what is graded is kept."
        ) from error
    return submission_to_json(result)


def _written(job: Job, marked: Marked, writer: Writer) -> SubmissionResult:
    try:
        writer.write(job.student, job.submission, marked)
    except GradebookError:
        raise
    except CourseError as error:
        return replace(marked.result, status="error", reason=str(error), questions=())
    return marked.result


def _overtaken_by(course: Course, job: Job) -> SubmissionObject | None:
    """The result of what lies there now, if that is another file than the job's and its marks are filed."""
    saved = read_saved(course, job.student)
    if saved is None or of_file(saved["fingerprint"]) == of_file(job.digest):
        return None
    try:
        now = handed_in(course.submitted, job.student, course.assignment)
    except UnreadableSubmission:
        return None
    return saved["result"] if of_file(digest_of(now, "")) == of_file(saved["fingerprint"]) else None
