"""CSV files that other programs wrote or will open: read with care, written so that no cell acts."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from grader.errors import UsageError
from grader.writing import write_text

# A spreadsheet runs a cell that begins so (after white space, in some programs) as a formula; OWASP, "CSV injection".
_FORMULA = re.compile(r"[\s\x00]*[=+\-@＝＋－＠]|[\t\r\n\x00]")
_NUMBER = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)([eE][+-]?\d+)?")
_GUARD = "'"
"""Spreadsheets show a cell that begins with it as text."""

DELIMITERS = ",;\t"
_SEPARATOR = re.compile(r'"?sep=(?P<delimiter>[,;\t|])"?[ ,;\t]*(\r\n|\r|\n)', re.IGNORECASE)


@dataclass(frozen=True)
class Table:
    """A CSV file: the names of its columns, and its rows by those names."""

    columns: tuple[str, ...]
    rows: tuple[Mapping[str, str], ...]


def harmless(cell: str) -> str:
    """`cell`, with an apostrophe before it if a spreadsheet would run it as a formula. Numbers stay numbers."""
    if _NUMBER.fullmatch(cell) or not _FORMULA.match(cell.lstrip(_GUARD)):
        return cell
    return _GUARD + cell


def original(cell: str) -> str:
    """What `harmless` was given, for files that were written by it."""
    return cell[1:] if cell.startswith(_GUARD) and _FORMULA.match(cell.lstrip(_GUARD)) else cell


def read_table(path: Path) -> Table:
    """Read a CSV file with a header line; commas, semicolons or tabs may separate its cells, as the header does.

    Every cell stays text, so leading zeros stay. A first line `sep=;`, as Excel writes it, says what separates; empty
    columns at the right, which spreadsheets leave behind, are left out.

    Raises:
        UsageError: the file is missing, not UTF-8, has no header line, or rows of other lengths.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UsageError(f"{path} is not UTF-8 text: save it as “CSV UTF-8”.") from None
    except OSError as error:
        raise UsageError(f"{path} cannot be read ({error.strerror}): name a CSV file.") from None
    said = _SEPARATOR.match(text)
    if said:
        text = text[said.end() :]
    header = re.split(r"[\r\n]", text, maxsplit=1)[0]
    # The first one, the comma, for a single column.
    delimiter = said["delimiter"] if said else max(DELIMITERS, key=header.count)
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise UsageError(f"{path} is not a CSV file ({error}).") from None
    return _table(path, [line for line in lines if any(cell.strip() for cell in line)])


def write_table(path: Path, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write a CSV file (UTF-8, commas), each cell harmless, whole or not at all.

    Raises:
        UsageError, CourseError: the file cannot be written.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    for row in (columns, *rows):
        writer.writerow([harmless(cell) for cell in row])
    write_text(path, text.getvalue())


def _table(path: Path, lines: Sequence[Sequence[str]]) -> Table:
    if not lines:
        raise UsageError(f"{path} is empty: its first line must name the columns.")
    lines = [_without_empty_end(line) for line in lines]
    columns = tuple(name.strip() for name in lines[0])
    if len(set(columns)) < len(columns):
        raise UsageError(f"{path} has two columns of the same name: {', '.join(columns)}.")
    rows = []
    for number, line in enumerate(lines[1:], start=2):
        if len(line) > len(columns):
            raise UsageError(
                f"{path}, row {number}, has {len(line)} cells and the header has {len(columns)}: put a cell that "
                "holds a comma in quotes."
            )
        cells = [original(cell) for cell in line] + [""] * (len(columns) - len(line))
        rows.append(dict(zip(columns, cells, strict=True)))
    return Table(columns, tuple(rows))


def _without_empty_end(line: Sequence[str]) -> Sequence[str]:
    end = len(line)
    while end and not line[end - 1].strip():
        end -= 1
    return line[:end]
