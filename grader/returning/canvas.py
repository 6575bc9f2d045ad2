"""Canvas: the zip for “Re-Upload Submissions” (which makes comments of it), and the marks as Grades imports them.

From Canvas's own reading of such names, `AbstractAssignment#infer_comment_context_from_filename`: the parts between
underscores without `LATE`; after a first part `anon` the anonymous id and the number of the handed-in file; else the
first two parts that are all digits are the user's id and that number. A file that is not of the student's latest
submission is passed over.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from grader.collecting import names
from grader.collecting.records import read_record
from grader.export.marks import write_marks
from grader.returning.report import Known, Ready, Report

_ASSIGNMENT = re.compile(r".+ \(\d+\)", re.DOTALL)
"""How Canvas's export names an assignment."""


def return_to_canvas(
    known: Known, ready: Sequence[Ready], output: Path, report: Report
) -> list[tuple[str, Path]]:
    """The entries of the zip; with a roster the marks are written beside it.

    Raises:
        UsageError: the roster has none of Canvas's columns.
        CourseError: the marks cannot be written.
    """
    entries: dict[str, tuple[str, Ready]] = {}
    for each in ready:
        record = read_record(known.course, each.student)
        name = None
        if record is not None and record.form == "canvas":
            name = entry_name(record.place, f"{known.course.assignment}.html")
        if name is None:
            report.leave(each.student, _why_not(each.student, None if record is None else record.form))
        elif (key := _target(name)) in entries:
            other = entries[key][1].student
            report.leave(each.student, f"Its file is the same as that of {other}: collect both again.")
        else:
            entries[key] = (name, each)
            report.returned.append(each.student)
    if known.roster is None:
        report.notes.append(
            "No marks were written: give the file of Grades → Export as --roster, and import what comes of it."
        )
    else:
        marks = output.with_suffix(".csv")
        column = _column(known, report)
        write_marks(known.course, "canvas", known.roster, known.id_column, column, marks, known.only)
        report.written.append(marks)
    return [(name, each.page) for name, each in entries.values()]


def _column(known: Known, report: Report) -> str:
    """What Canvas calls the assignment: the name given, else the only one that the roster has."""
    if known.column is not None:
        return known.column
    row = next(iter(known.rows.values()), {})
    columns = [name for name in row if _ASSIGNMENT.fullmatch(name)]
    if len(columns) == 1:
        return columns[0]
    name = known.course.assignment
    report.notes.append(
        f"The marks are in a column {name!r}, of which Canvas makes a new assignment: to fill one that is there, give "
        "its name as the export has it, with the number in brackets, as --column."
    )
    return name


def entry_name(place: Sequence[str], page: str) -> str | None:
    """The name that Canvas knows a student's file by, for their page: all before the file's own name is kept."""
    for part in place:
        match = names.CANVAS_ANONYMOUS.fullmatch(part) or names.CANVAS.fullmatch(part)
        if match is not None and match["file"]:
            return part[: match.start("rest")] + page
    return None


def _target(name: str) -> str:
    """The user's id and the file's number, which alone decide whose comment it is."""
    match = names.CANVAS_ANONYMOUS.fullmatch(name) or names.CANVAS.fullmatch(name)
    return f"{match['user']}_{match['file']}" if match else name


def _why_not(student: str, form: str | None) -> str:
    if form == "canvas":
        return (
            f"{student}'s file has no number of Canvas's: collect the zip of *Download submissions* again; "
            "what was typed into Canvas's box or linked cannot get a file."
        )
    return (
        f"{student}'s notebook was not collected from Canvas: collect the zip of *Download submissions*, or return it "
        "by hand."
    )
