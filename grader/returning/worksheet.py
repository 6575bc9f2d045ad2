"""Moodle's grading worksheet with cells changed and every other byte as it was."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from pathlib import Path

from grader.errors import UsageError
from grader.export.headings import GRADE_COLUMN, GRADED_COLUMN
from grader.export.spreadsheet import DELIMITERS

_BOM = "\ufeff"
_NUMBER = re.compile(r"\d+([.,]\d+)?")


@dataclass
class Worksheet:
    """The file as text, cut into cells that keep their quotes."""

    start: str
    """What stands before the first cell."""
    rows: list[list[str]]
    """Raw cells; each but the last of a row is followed by the delimiter, the last by the row's end."""
    ends: list[str]
    delimiter: str

    def text(self) -> str:
        """The whole file."""
        lines = (self.delimiter.join(row) + end for row, end in zip(self.rows, self.ends, strict=True))
        return self.start + "".join(lines)

    def cell(self, row: int, column: int) -> str:
        """What a cell says, "" where its row is shorter."""
        cells = self.rows[row]
        return _plain(cells[column]) if column < len(cells) else ""

    def put(self, row: int, column: int, value: str) -> None:
        """Change a cell, quoted where it was or has to be."""
        cells = self.rows[row]
        cells.extend([""] * (column + 1 - len(cells)))
        quoted = cells[column].startswith('"') or any(letter in value for letter in f'"{self.delimiter}\r\n')
        cells[column] = '"' + value.replace('"', '""') + '"' if quoted else value

    def column(self, heading: str) -> int | None:
        """Where a heading stands."""
        return next((at for at in range(len(self.rows[0])) if self.cell(0, at).strip() == heading), None)

    def grade_columns(self) -> tuple[int, int] | None:
        """Where grade and maximum grade stand: side by side, and the maximum is the same in every row.

        Where several columns look so, which a profile's fields may do, the heading decides.
        """
        likely = [at for at in range(1, len(self.rows[0]) - 1) if self._may_be_grade(at)]
        named = [at for at in likely if self.cell(0, at).strip().casefold() in GRADE_COLUMN]
        found = named or likely
        return (found[0], found[0] + 1) if len(found) == 1 else None

    def _may_be_grade(self, at: int) -> bool:
        most = {self.cell(row, at + 1) for row in range(1, len(self.rows))}
        if len(most) != 1 or not all(_NUMBER.fullmatch(text) and number(text) > 0 for text in most):
            return False
        highest = number(most.pop())
        grades = {self.cell(row, at) for row in range(1, len(self.rows))} - {""}
        return all(_NUMBER.fullmatch(text) and number(text) <= highest for text in grades)

    def comment_column(self) -> int | None:
        """Where feedback comments stand: Moodle has them after the time of the last grade."""
        for at in range(len(self.rows[0]) - 1):
            if self.cell(0, at).strip().casefold() in GRADED_COLUMN:
                return at + 1
        return self.column("Feedback comments")


def read_worksheet(path: Path) -> Worksheet:
    """Read a worksheet.

    Raises:
        UsageError: it cannot be read, is not UTF-8, or no CSV file.
    """
    try:
        text = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        raise UsageError(f"{path} is not UTF-8 text: download the grading worksheet again.") from None
    except OSError as error:
        raise UsageError(f"{path} cannot be read ({error.strerror}): name the grading worksheet.") from None
    start = _BOM if text.startswith(_BOM) else ""
    text = text.removeprefix(_BOM)
    header = re.split(r"[\r\n]", text, maxsplit=1)[0]
    delimiter = max(DELIMITERS, key=header.count)
    sheet = Worksheet(start, [], [], delimiter)
    for row, end in _cut(text, delimiter):
        sheet.rows.append(row)
        sheet.ends.append(end)
    if len(sheet.rows) < 2:
        raise UsageError(f"{path} has no students: download the grading worksheet again.")
    return sheet


def _cut(text: str, delimiter: str) -> list[tuple[list[str], str]]:
    """Rows of raw cells, with what ended each."""
    pattern = re.compile(rf'((?:"(?:[^"]|"")*"|[^"{delimiter}\r\n])*)({re.escape(delimiter)}|\r\n|\r|\n|$)')
    found: list[tuple[list[str], str]] = []
    row: list[str] = []
    at = 0
    while at < len(text):
        match = pattern.match(text, at)
        if match is None:
            raise UsageError("The grading worksheet has a quote that does not end: download it again.")
        at = match.end()
        row.append(match[1])
        if match[2] != delimiter:
            found.append((row, match[2]))
            row = []
        elif at == len(text):
            row.append("")
    if row:
        found.append((row, ""))
    return found


def _plain(cell: str) -> str:
    return next(csv.reader(io.StringIO(cell, newline=""), delimiter="\0"), [""])[0] if cell else ""


def number(text: str) -> float:
    """A number with a point or a comma."""
    return float(text.replace(",", "."))


def rows_by(sheet: Worksheet, column: int) -> dict[str, int]:
    """Rows by what they have in a column; those that are not alone with it are left out."""
    found: dict[str, list[int]] = {}
    for row in range(1, len(sheet.rows)):
        found.setdefault(sheet.cell(row, column).strip(), []).append(row)
    return {text: rows[0] for text, rows in found.items() if text and len(rows) == 1}
