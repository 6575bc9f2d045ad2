"""Brings together what the grader stored and what the gradebook says."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from grader.course import Course
from grader.errors import CourseError, UsageError
from grader.feedback.making import page_path
from grader.gradebook.filed import in_gradebook
from grader.gradebook.known_as import known_as
from grader.gradebook.ledger import read_ledger
from grader.gradebook.store import Kept, read_previous, read_saved, result_path
from grader.report.gradebook import filed_submissions
from grader.report.model import ClassReport, Filed, Row
from grader.report.names import pseudonym
from grader.results import SubmissionResult, submission_from_json
from grader.seed import course_seed

NAMELESS = "The file could not be graded; the report with names says why."
"""In place of a reason, which names files, and a file may be named after its author."""


def class_report(course: Course, *, anonymous: bool = False) -> ClassReport:
    """Everything that is known of a class.

    Args:
        course: the course.
        anonymous: give each student a pseudonym, and order the rows by it. The same course gives the same ones.

    Raises:
        UsageError: nobody has submitted anything.
        CourseError: the gradebook or a stored result cannot be read.
    """
    filed, ledger = filed_submissions(course), read_ledger(course)
    students = sorted({*course.students(), *filed} - (ledger.removed - filed.keys()))
    if not students:
        left = "All who handed in have left the class"
        raise UsageError(f"{left if course.students() else course.nothing_submitted}.")
    names = in_gradebook(course).names
    rows = [
        replace(
            _row(course, student, filed.get(student)),
            full_name=names.get(student) or ledger.name(student),
            why_extended=ledger.why(student),
            page=page if (page := page_path(course, student)).is_file() else None,
        )
        for student in students
    ]
    if anonymous:
        seed = course_seed(course)
        rows = sorted((_anonymous(row, seed) for row in rows), key=lambda row: row.name)
    return ClassReport(course.exercise, tuple(rows), anonymous, datetime.now(UTC), known_as(course))


def _row(course: Course, student: str, filed: Filed | None) -> Row:
    marked = _marked(course, student, read_saved(course, student))
    previous = _marked(course, student, read_previous(course, student))
    return Row(
        student, filed, marked, previous, outdated=marked is not None and _is_outdated(course, student)
    )


def _marked(course: Course, student: str, saved: Kept | None) -> SubmissionResult | None:
    if saved is None:
        return None
    try:
        return submission_from_json(saved["result"])
    except (KeyError, TypeError) as error:
        raise CourseError(
            f"The stored result {result_path(course, student)} is damaged ({error!r} is missing): "
            f"run `gaussfit grade --force --student {student}`."
        ) from error


def _is_outdated(course: Course, student: str) -> bool:
    """Whether the file was submitted after its result was stored."""
    submitted = course.submission_path(student)
    return submitted.is_file() and submitted.stat().st_mtime > result_path(course, student).stat().st_mtime


def _anonymous(row: Row, seed: str) -> Row:
    name = pseudonym(row.name, seed)
    return replace(
        row,
        name=name,
        full_name="",
        why_extended="",
        page=None,
        marked=_unnamed(row.marked),
        previous=_unnamed(row.previous),
    )


def _unnamed(marked: SubmissionResult | None) -> SubmissionResult | None:
    if marked is None or marked.reason is None:
        return marked
    return replace(marked, reason=NAMELESS)
