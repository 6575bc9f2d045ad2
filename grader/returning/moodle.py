"""Moodle: the zip for “Upload multiple feedback files in a zip”, and the grading worksheet with marks in it.

From Moodle's own importers, `mod/assign/feedback/file/importziplib.php`: a folder's name has four parts between
underscores, of which the second is the participant's number and the last two name the plugin; and
`mod/assign/feedback/offline`: a grade above the assignment's maximum is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from grader.collecting import names
from grader.collecting.records import read_record
from grader.errors import CourseError, UsageError
from grader.gradebook.page_marks import PageMarks
from grader.gradebook.store import write_atomically
from grader.returning.report import Known, Ready, Report
from grader.returning.worksheet import Worksheet, number, read_worksheet, rows_by

_LAST_NUMBER = re.compile(r"\D+(\d+)")
"""“Participant 12345”, in Moodle's own language."""
_OURS = re.compile(r"[\d.]+ of [\d.]+ points")
_NOT_IN_NAMES = re.compile(r'[_/\\:*?"<>|\x00-\x1f]+')


def return_to_moodle(
    known: Known, ready: Sequence[Ready], output: Path, report: Report
) -> list[tuple[str, Path]]:
    """The entries of the zip; with a grading worksheet it is filled and written beside it.

    Raises:
        UsageError: the worksheet cannot be used.
        CourseError: it cannot be written.
    """
    sheet = None if known.roster is None else read_worksheet(known.roster)
    rows = {} if sheet is None else rows_by(sheet, 0)
    page = f"{known.course.assignment}.html"
    entries: dict[str, tuple[Ready, str]] = {}
    for each in ready:
        collected, listed = _collected(known, each.student), _listed(known, each.student, rows)
        participant = listed or (collected[0] if collected else None)
        if participant is None:
            reason = f"{each.student} has no participant's number: give the grading worksheet as --roster."
        elif listed and collected and listed != collected[0]:
            reason = (
                f"{each.student} handed in as participant {collected[0]} and is {listed} in {known.roster}: "
                "give this assignment's own worksheet."
            )
        elif participant in entries:
            other = entries[participant][0].student
            reason = f"{each.student} and {other} have the same participant's number: correct the roster."
        else:
            name = collected[1] if collected else _name(known, each)
            entries[participant] = (each, f"{name}_{participant}_assignsubmission_file/{page}")
            report.returned.append(each.student)
            continue
        report.leave(each.student, reason)
    if sheet is None or known.roster is None:
        report.notes.append(
            "No marks were written: give the grading worksheet as --roster to have it filled."
        )
    else:
        by_participant = {participant: each for participant, (each, _) in entries.items()}
        _fill(sheet, known.roster, by_participant, rows, report, page)
        _write(sheet, output.with_suffix(".csv"), report)
    return [(name, each.page) for each, name in entries.values()]


def _write(sheet: Worksheet, marks: Path, report: Report) -> None:
    try:
        write_atomically(marks, sheet.text())
    except OSError as error:
        raise CourseError(
            f"{marks} cannot be written ({error.strerror}): choose another --output."
        ) from error
    report.written.append(marks)


def _fill(
    sheet: Worksheet, path: Path, ready: dict[str, Ready], rows: dict[str, int], report: Report, page: str
) -> None:
    """Put in the marks, and a comment where there is none of somebody else's."""
    found = sheet.grade_columns()
    if found is None:
        raise UsageError(
            f"{path} has no column of grades with the maximum beside it: download the grading worksheet, of an "
            "assignment that is graded by points."
        )
    grade, most = found
    comments = sheet.comment_column()
    if comments is None:
        report.notes.append(
            "The worksheet has no feedback comments that could be found: switch them on for the assignment in Moodle."
        )
    above = 0
    by_number = {_LAST_NUMBER.sub(r"\1", text): row for text, row in rows.items()}
    for participant, each in ready.items():
        row = by_number.get(participant)
        if row is None:
            continue
        final = _final(each.marks)
        sheet.put(row, grade, f"{final:g}")
        above += final > number(sheet.cell(row, most))
        if comments is None:
            continue
        before = sheet.cell(row, comments)
        if before.strip() and not _OURS.match(before):
            report.notes.append(f"The feedback comment of {each.student} was kept, for somebody wrote one.")
        else:
            sheet.put(row, comments, comment(each.marks, page))
    if above:
        report.notes.append(
            f"{above} have more points than the worksheet's maximum, which Moodle passes over: "
            "set the assignment's maximum grade to that of the exercise."
        )


def comment(marks: PageMarks, page: str) -> str:
    """What stands beside a grade in Moodle."""
    late = f", {marks.late_penalty:g} of them taken off for being late" if marks.late_penalty else ""
    return f"{_final(marks):g} of {marks.max_score:g} points{late}. The feedback file {page} says why."


def _final(marks: PageMarks) -> float:
    return round(max(0.0, marks.score), 6)


def _collected(known: Known, student: str) -> tuple[str, str] | None:
    """The participant's number, and the name before it, by which a notebook was handed in."""
    record = read_record(known.course, student)
    for part in record.place if record is not None and record.form == "moodle" else ():
        if match := names.MOODLE.fullmatch(part):
            return match["participant"], _safe(match["name"])
    return None


def _listed(known: Known, student: str, rows: dict[str, int]) -> str | None:
    """The number that the worksheet has in a student's row, which its first column says."""
    identifier = next(iter(known.rows.get(student, {}).values()), "").strip()
    match = _LAST_NUMBER.fullmatch(identifier) if identifier in rows else None
    return match[1] if match else None


def _name(known: Known, ready: Ready) -> str:
    row = known.rows.get(ready.student, {})
    return _safe(row.get("Full name", "") or ready.marks.name or ready.student)


def _safe(name: str) -> str:
    """A name that adds no part of its own; Moodle looks at the number alone."""
    return _NOT_IN_NAMES.sub(" ", name).strip(" .")[:100] or "student"
