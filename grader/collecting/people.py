"""Who is in the course, by all that a roster or the gradebook says of them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import permutations
from pathlib import Path
from types import MappingProxyType

from grader.collecting.known import Known
from grader.collecting.names import same
from grader.errors import UsageError
from grader.export.roster import Roster, column_of, read_roster, under_new_ids

MOST_NAME_CELLS = 8
_NUMBERED = re.compile(r"\D+(\d+)")
"""Moodle's worksheet calls a student “Participant 12345”, in its own language."""
_NAME = re.compile(r"[^\W\d_][^\d@_/\\]{0,80}")
_SEVERAL = ""
COURSE_IDS = "the ids of the course"


@dataclass(frozen=True)
class People:
    """The students of a course, to be found by what platforms know of them. An id of "" stands for several students."""

    ids: frozenset[str]
    closed: bool
    """Whether these are all: from a roster, and not only those whose work was graded before."""
    columns: Mapping[str, Mapping[str, str]]
    """Ids by column of the roster, then by value."""
    numbers: Mapping[str, Mapping[str, str]]
    """The same by the number that ends a cell, where it does more than end an id of the course."""
    names: Mapping[str, str]
    """Ids by the keys of `name_keys`."""
    rows: Mapping[str, Mapping[str, str]]
    """All that is known of a student, by id."""
    told: str = "the roster"
    """Where that is from, for a sentence."""

    def knows(self, text: str) -> bool:
        """Whether some student may be meant by that."""
        return any(same(text) in index for index in self.columns.values()) or any(
            key in self.names for key in name_keys(text)
        )


def name_keys(name: str) -> Iterator[str]:
    """What two spellings of one name have in common, the surest first: as it is, in any order, in one word."""
    plain = same(name)
    words = re.findall(r"[^\W_]+", _unaccented(plain))
    yield "=" + plain
    yield "~" + " ".join(sorted(words)) if words else "=" + plain
    yield "#" + "".join(words) if words else "=" + plain


def people_of(known: Known, roster: Path | None, id_column: str | None) -> People:
    """The people of a roster, under the ids that the course uses; without one, those of its gradebook.

    Raises:
        UsageError: the roster cannot be read, has nobody of the gradebook, or an id that cannot name a folder.
    """
    if roster is None:
        return _people(known.students, known.closed, "the gradebook", known.renamed)
    read = under_new_ids(read_roster(roster, id_column), known.renamed)
    rows = {student: dict(row) for student, row in read.students.items()}
    if id_column is None and known.closed:
        rows = _under_known_ids(read, known.students)
    if known.closed and rows and not rows.keys() & known.students.keys():
        column, count = column_of(read, known.students)
        hint = (
            f"its column {column!r} has {count}: name it with --id-column" if count else "name the right file"
        )
        raise UsageError(
            f"None of the students in {roster} is in the gradebook by the ids taken from it; {hint}."
        )
    for student in rows:
        if not may_be_folder(student):
            raise UsageError(f"{roster} has the student {student!r}, which cannot be the name of a folder.")
    return _people(rows, closed=True, renamed=known.renamed)


def may_be_folder(student: str) -> bool:
    """Whether a student's id can be the name of their folder."""
    return re.fullmatch(r"[^/\\\x00-\x1f.][^/\\\x00-\x1f]{0,199}", student) is not None


def _under_known_ids(roster: Roster, known: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    """The rows by the gradebook's ids: by the column that has most of them, or by e-mail address.

    Moodle's grading worksheet, for one, has no column of user names.
    """
    if roster.students.keys() & known.keys():
        return {student: dict(row) for student, row in roster.students.items()}
    addresses: dict[str, str] = {}
    for student, row in known.items():
        _add(addresses, same(row.get("email", "")), student)
    by_address = {
        own: _only(addresses.get(same(cell)) for cell in row.values()) for own, row in roster.students.items()
    }
    column, count = column_of(roster, known)
    if count > sum(map(bool, by_address.values())) and 2 * count > len(roster.students):
        return {
            row[column] if row[column] in known else own: dict(row) for own, row in roster.students.items()
        }
    return {by_address[own] or own: dict(row) for own, row in roster.students.items()}


def _only(found: Iterable[str | None]) -> str:
    """The one text among them that is not empty, "" if there are several."""
    texts = {text for text in found if text}
    return texts.pop() if len(texts) == 1 else ""


def _people(
    rows: Mapping[str, Mapping[str, str]],
    closed: bool,
    told: str = "the roster",
    renamed: Mapping[str, str] = MappingProxyType({}),
) -> People:
    columns: dict[str, dict[str, str]] = {COURSE_IDS: {}}
    numbers: dict[str, dict[str, str]] = {}
    names: dict[str, str] = {}
    for student, row in rows.items():
        _add(columns[COURSE_IDS], same(student), student)
        for column, cell in row.items():
            values = columns.setdefault(column, {})
            _add(values, same(cell), student)
            if cell.count("@") == 1:
                _add(values, same(cell).partition("@")[0], student)
            if cell != student and (match := _NUMBERED.fullmatch(cell.strip())):
                _add(numbers.setdefault(column, {}), match[1], student)
        for key in {key for name in _names(row) for key in name_keys(name)}:
            _add(names, key, student)
    for former, student in renamed.items():
        if former not in rows and (student in rows or not closed):
            _add(columns[COURSE_IDS], same(former), student)
    return People(frozenset(rows), closed, columns, numbers, names, rows, told)


def _add(index: dict[str, str], key: str, student: str) -> None:
    if key:
        index[key] = student if index.get(key, student) == student else _SEVERAL


def _names(row: Mapping[str, str]) -> Iterator[str]:
    """What a student may be called: any cell that looks like a name, and any two, one after the other."""
    cells = [cell.strip() for cell in row.values() if _NAME.fullmatch(cell.strip())][:MOST_NAME_CELLS]
    for cell in cells:
        yield cell
        last, comma, first = cell.partition(",")
        if comma:
            yield f"{first} {last}"
    for pair in permutations(cells, 2):
        yield " ".join(pair)


def _unaccented(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))
