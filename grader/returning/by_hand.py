"""A folder of pages by id, and one with a table for a mail program's merge."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from grader.errors import CourseError
from grader.export.naming import names_in
from grader.export.spreadsheet import write_table
from grader.gradebook.store import write_atomically
from grader.returning.report import Known, Ready, Report

MAIL_COLUMNS = ("student", "email", "first_name", "last_name", "score", "max_score", "attachment")
MAIL = "mail.csv"


def return_to_folder(known: Known, ready: Sequence[Ready], output: Path, report: Report) -> None:
    """Write `<id>.html` for each; what else lies in the folder stays.

    Raises:
        CourseError: the folder cannot be written.
    """
    alike = Counter(_alike(each.student) for each in ready)
    for each in ready:
        if alike[_alike(each.student)] > 1:
            report.leave(
                each.student,
                f"{each.student} and another differ in capitals or accents alone, and some computers would keep one "
                "file of the two: give one of them another id with `gaussfit rename`.",
            )
            continue
        _write(output / f"{each.student}.html", each)
        report.returned.append(each.student)
    _remove_left(output, report)
    report.written.append(output)


def return_by_mail(known: Known, ready: Sequence[Ready], output: Path, report: Report) -> None:
    """Write the pages, and a table with the address and the page's path for each.

    Raises:
        CourseError: the folder cannot be written.
    """
    told = {each.student: _told(known, each) for each in ready}
    addresses = Counter(names.get("email", "").casefold() for names in told.values())
    rows = []
    for each in ready:
        address = told[each.student].get("email", "")
        if not address:
            report.leave(
                each.student, f"{each.student} has no e-mail address: give a roster that has it as --roster."
            )
        elif addresses[address.casefold()] > 1:
            report.leave(
                each.student, f"{each.student} has the e-mail address of another: correct the roster."
            )
        else:
            path = (output / f"{each.student}.html").absolute()
            _write(path, each)
            marks = (f"{max(0.0, each.marks.score):g}", f"{each.marks.max_score:g}")
            names = (told[each.student].get(which, "") for which in ("first_name", "last_name"))
            rows.append((each.student, address, *names, *marks, str(path)))
            report.returned.append(each.student)
    _remove_left(output, report)
    write_table(output / MAIL, MAIL_COLUMNS, rows)
    report.written += [output, output / MAIL]


def _told(known: Known, each: Ready) -> dict[str, str]:
    return names_in(known.rows.get(each.student, {}), "student")


def _write(path: Path, each: Ready) -> None:
    try:
        write_atomically(path, each.read().decode("utf-8"))
    except OSError as error:
        raise CourseError(
            f"{path} cannot be written ({error.strerror}): make room, or choose another --output."
        ) from error


def _remove_left(output: Path, report: Report) -> None:
    """A page of an earlier run that would not be made again tells what no longer holds."""
    for student in report.left:
        (output / f"{student}.html").unlink(missing_ok=True)


def _alike(student: str) -> str:
    return unicodedata.normalize("NFKC", student).casefold()
