"""The class as CSV, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from grader.exercise import Exercise
from grader.export.spreadsheet import harmless
from grader.gradebook.moments import iso
from grader.report.model import ClassReport, Row
from grader.report.statistics import questions


def report_csv(report: ClassReport) -> str:
    """One line a student, with a header; numbers are plain, text is kept from being a formula."""
    asked = questions(report)
    named = any(row.full_name for row in report.rows)
    extended = any(row.filed is not None and row.filed.extended_until for row in report.rows)
    columns = [
        "student",
        *["name"] * named,
        "status",
        "score",
        "max_score",
        "grader_score",
        "late_penalty",
        *["extended_until", "extended_why"] * extended,
        "needs_review",
        "outdated",
    ]
    columns += [f"{question}{suffix}" for question in asked for suffix in ("", "_grader", "_manual")]
    columns += ["misconceptions", *(name for _, name in report.exercise.fact_columns)]
    columns += ["seconds", "previous_grader_score", "reason"]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    for row in report.rows:
        values = _values(row, asked, report.exercise, named, extended)
        writer.writerow(_cell(value) for value in values)
    return out.getvalue()


def _values(
    row: Row, asked: tuple[str, ...], exercise: Exercise, named: bool, extended: bool
) -> Iterator[object]:
    filed, marked = row.filed, row.marked
    yield row.name
    if named:
        yield row.full_name
    yield row.status
    yield row.score
    yield filed and filed.max_score
    yield marked and marked.score
    yield filed and filed.penalty
    if extended:
        yield iso(filed.extended_until) if filed is not None else ""
        yield row.why_extended
    yield "yes" if filed is not None and filed.needs_review else "no"
    yield "yes" if row.outdated else "no"
    for question in asked:
        mark = filed.marks.get(question) if filed is not None else None
        yield mark and mark.score
        yield mark and mark.auto
        yield mark and mark.manual
    yield " ".join(f"{question}:{slug}" for question, slug in marked.misconceptions) if marked else None
    facts = {question.id: question.facts for question in marked.questions} if marked else {}
    for question, name in exercise.fact_columns:
        yield facts.get(question, {}).get(name)
    yield marked and marked.seconds
    yield row.previous and row.previous.score
    yield marked and marked.reason


def _cell(value: object) -> object:
    if value is None:
        return ""
    if isinstance(value, str):
        return harmless(value)
    return value
