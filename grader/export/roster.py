"""A course's list of students, as it comes from a platform, tied to the ids that the course uses."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from grader.errors import UsageError
from grader.export.headings import beside_participants, english
from grader.export.naming import is_of_names, names_in
from grader.export.spreadsheet import read_table
from grader.export.testers import is_tester

ID_COLUMNS = (
    "student",
    "student_id",
    "SIS Login ID",
    "SIS User ID",
    "Username",
    "ID number",
    "Email address",
    "id",
)
"""Where a student's id is looked for when no column is named: our own names first, then Canvas's and Moodle's.

Upper and lower case count in the first two alone: Canvas calls a column of names “Student”.
"""


_ID = re.compile(r"(?![\d.,]*[.,][\d.,]*$)\S{3,100}")
"""An id that a roster has beside the course's own: not a decimal number, and nothing with blanks."""
FEW_OTHERS = 0.9
"""The part of a column's cells that must be such for it to be one of ids."""


@dataclass(frozen=True)
class Roster:
    """Rows by student id, in the file's order; the columns as the file has them."""

    columns: tuple[str, ...]
    students: Mapping[str, Mapping[str, str]]
    id_column: str = ""
    """The column that the ids were taken from."""
    testers: tuple[str, ...] = ()
    """Ids of a platform's test students, who are not among the students."""


def read_roster(path: Path, id_column: str | None = None) -> Roster:
    """Read a roster; rows without an id (such as Canvas's “Points Possible”) and test students are left out.

    Args:
        path: a CSV file with a header line.
        id_column: the column that holds the course's ids; None: the first of `ID_COLUMNS` that is there.

    Raises:
        UsageError: the file cannot be read, has no such column, or the same id twice.
    """
    table = read_table(path)
    column = _id_column(path, table.columns, id_column)
    if id_column is None:
        column = beside_participants(table, column)
    students: dict[str, Mapping[str, str]] = {}
    testers = []
    for row in table.rows:
        student = row[column].strip()
        if student in students:
            raise UsageError(f"{path} has the student {student!r} twice in the column {column!r}.")
        if is_tester(names_in(row, column), row):
            testers.append(student)
        elif student:
            students[student] = row
    return Roster(table.columns, students, column, tuple(testers))


def under_new_ids(roster: Roster, renamed: Mapping[str, str]) -> Roster:
    """With the row of a former id as that of whose it was, unless they have one of their own: `renamed` by `rename`."""

    def now(student: str) -> str:
        new = renamed.get(student, student)
        return student if new in roster.students else new

    return replace(roster, students={now(student): row for student, row in roster.students.items()})


def column_of(roster: Roster, students: Collection[str]) -> tuple[str, int]:
    """The column that has most of the `students`, and how many; "" if none has any."""
    counts = {
        column: len({row[column].strip() for row in roster.students.values()} & set(students))
        for column in roster.columns
    }
    best = max(counts, key=lambda column: counts[column])
    return (best, counts[best]) if counts[best] else ("", 0)


def other_ids(students: Mapping[str, Mapping[str, str]]) -> dict[str, tuple[str, ...]]:
    """What else a roster's rows identify each student by: login, number, e-mail address.

    That is in the columns, but for those of names, where hardly two students have the same, and hardly anybody a text
    with blanks, a decimal number or fewer than three characters: such are marks, sections and dates.
    """
    found: dict[str, list[str]] = {student: [] for student in students}
    for column in next(iter(students.values()), {}):
        cells = {student: cell for student, row in students.items() if (cell := row[column].strip())}
        shared = Counter(map(same_id, cells.values()))
        ids = {who: cell for who, cell in cells.items() if _ID.fullmatch(cell) and shared[same_id(cell)] == 1}
        if not is_of_names(column) and len(ids) >= FEW_OTHERS * len(cells):
            for student, cell in ids.items():
                found[student].append(cell)
    return {who: tuple(each for each in dict.fromkeys(ids) if each != who) for who, ids in found.items()}


def same_id(text: str) -> str:
    """What two spellings of one id have in common: capitals, blanks, and how Unicode writes a letter, don't matter."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def _id_column(path: Path, columns: Sequence[str], wanted: str | None) -> str:
    for name in (wanted,) if wanted is not None else ID_COLUMNS:
        if name in columns:
            return name
        alike = [column for column in columns if english(column) == english(name)]
        if alike and name not in ID_COLUMNS[:2]:
            return alike[0]
    what = f"no column {wanted!r}" if wanted is not None else "no column that is known to hold ids"
    raise UsageError(f"{path} has {what}: name one with --id-column; it has {', '.join(columns)}.")
