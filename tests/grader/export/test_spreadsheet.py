from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.errors import UsageError
from grader.export.spreadsheet import harmless, original, read_table, write_table

FORMULAS = [
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    " =1",
    "\n@x",
    "＝1+1",
    "=cmd|' /C calc'!A0",
    "-x",
]
NUMBERS = ["-3", "-3.5", "+7", "-1e-3", "12,5", "-.5", "0"]
NAMES = ["Müller, Jörg", 'O"Brien "Bo"', "Núñez; 'Lee'", "007", "x\ny", "王小明", "'quoted'", ""]

cells = st.one_of(
    st.sampled_from([*FORMULAS, *NUMBERS, *NAMES]),
    st.text(st.characters(codec="utf-8"), max_size=8),
    st.text("'=+-@\t \r\n1a", max_size=5),
)


@pytest.mark.parametrize("cell", FORMULAS)
def test_a_cell_that_would_run_gets_an_apostrophe(cell: str) -> None:
    assert harmless(cell) == "'" + cell


@pytest.mark.parametrize("cell", [*NUMBERS, *NAMES])
def test_numbers_and_names_stay_as_they_are(cell: str) -> None:
    assert harmless(cell) == cell


@given(cells)
def test_no_harmless_cell_begins_a_formula_unless_it_is_a_number(cell: str) -> None:
    made = harmless(cell)
    if re.match(r"\s*[=+\-@]", made):
        float(made.replace(",", "."))


@given(cells)
def test_what_was_made_harmless_can_be_had_back(cell: str) -> None:
    assert original(harmless(cell)) == cell


def test_tables_survive_a_round_trip(tmp_path: Path) -> None:
    rows = [(name, formula) for name in (*NAMES, *NUMBERS) for formula in FORMULAS]
    write_table(tmp_path / "a.csv", ("name", "formula"), rows)
    table = read_table(tmp_path / "a.csv")
    assert [(row["name"], row["formula"]) for row in table.rows] == rows
    with open(tmp_path / "a.csv", encoding="utf-8", newline="") as file:
        assert len(list(csv.reader(file))) == 1 + len(rows)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_files_of_other_programs_are_read(delimiter: str, encoding: str, tmp_path: Path) -> None:
    text = delimiter.join(["Student", "ID"]) + "\r\n" + delimiter.join(['"Müller; a, b"', "007"]) + "\r\n\r\n"
    (tmp_path / "a.csv").write_bytes(text.encode(encoding))
    table = read_table(tmp_path / "a.csv")
    assert table.columns == ("Student", "ID")
    assert [dict(row) for row in table.rows] == [{"Student": "Müller; a, b", "ID": "007"}]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty: its first line must name the columns"),
        (b"a,a\n1,2\n", "two columns of the same name: a, a"),
        (b"a,b\n1,2,3\n", "row 2, has 3 cells and the header has 2"),
        ("a\nM\N{LATIN SMALL LETTER U WITH DIAERESIS}ller\n".encode("latin-1"), "is not UTF-8 text"),
        (b'a,b\n"x"y,1\n', "is not a CSV file"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(content: bytes, message: str, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(content)
    with pytest.raises(UsageError, match=message):
        read_table(tmp_path / "a.csv")


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        read_table(tmp_path / "none.csv")


@pytest.mark.parametrize("said", ["sep=;", '"sep=;"', "SEP=;", "sep=;;;", "sep=,", "sep=\t"])
def test_a_first_line_that_says_what_separates_is_heeded(said: str, tmp_path: Path) -> None:
    delimiter = next(each for each in ";,\t" if each in said)
    text = "\r\n".join([said, delimiter.join(["id", "name"]), delimiter.join(["s1", "Doe"])])
    (tmp_path / "a.csv").write_bytes(text.encode("utf-8-sig"))
    table = read_table(tmp_path / "a.csv")
    assert table.columns == ("id", "name")
    assert [dict(row) for row in table.rows] == [{"id": "s1", "name": "Doe"}]


def test_empty_columns_at_the_right_are_left_out(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("id;name;;;\ns1;Doe;;;\ns2;;;;\n;;;;\n")
    table = read_table(tmp_path / "a.csv")
    assert table.columns == ("id", "name")
    assert [dict(row) for row in table.rows] == [{"id": "s1", "name": "Doe"}, {"id": "s2", "name": ""}]
