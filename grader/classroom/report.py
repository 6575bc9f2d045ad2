"""The report on a class, as `gaussfit grade --json` writes it: the results, and what the gradebook has of them."""

from __future__ import annotations

from collections.abc import Sequence

from grader.classroom.tally import Tally
from grader.course import Course
from grader.gradebook.entries import InGradebook
from grader.provenance import provenance
from grader.results import SCHEMA, ReportObject, SubmissionObject, Wall


def report(course: Course, results: Tally, filed: InGradebook | None, walls: Sequence[Wall]) -> ReportObject:
    """The object of `--json`, submissions in the order of their ids; `filed` is what the gradebook has of them."""
    return {
        "schema": SCHEMA,
        **provenance(course.exercise, walls),
        "assignment": course.assignment,
        "submissions": [_with_final(result, filed) for result in results],
    }


def _with_final(result: SubmissionObject, filed: InGradebook | None) -> SubmissionObject:
    """A submission object with the student's name, the late penalty, the points that count in the gradebook, and what a
    person is still to mark."""
    student = result["student"]
    entry = None if filed is None or result["status"] == "error" else filed.entries.get(student)
    counts = entry if entry is not None and entry.marked else None
    return {
        "student": student,
        "name": "" if filed is None else filed.names.get(student, ""),
        **result,
        "penalty": None if counts is None else counts.penalty,
        "final": None if counts is None else counts.final,
        "waiting": []
        if counts is None
        else [
            each["id"]
            for each in result["questions"]
            if each["score"] is None and each["id"] in counts.unmarked
        ],
    }
