"""Cells of a worksheet change and nothing else does."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.errors import UsageError
from grader.returning.worksheet import read_worksheet

GERMAN = (
    'ID;"Vollständiger Name";Status;Bewertung;Bestwertung;"Bewertung kann geändert werden";'
    '"Zuletzt geändert (Abgabe)";"Zuletzt geändert (Bewertung)";"Feedback als Kommentar"\n'
    'Teilnehmer/in1;"Lee; ""Ann""\nMarie";x;;10,00;Ja;-;-;\n'
    "Teilnehmer/in2;Bo;x;7,5;10,00;Ja;-;-;"
)


def test_columns_are_found_in_any_language(tmp_path: Path) -> None:
    path = tmp_path / "w.csv"
    path.write_bytes(GERMAN.encode())
    sheet = read_worksheet(path)
    assert sheet.cell(1, 1) == 'Lee; "Ann"\nMarie'
    assert sheet.grade_columns() == (3, 4)
    assert sheet.comment_column() == 8
    assert sheet.text() == GERMAN
    sheet.put(1, 3, "9.5")
    sheet.put(2, 8, 'say; "x"')
    expected = GERMAN.replace("x;;10,00", "x;9.5;10,00") + '"say; ""x"""'
    assert sheet.text() == expected


def test_an_assignment_by_scale_or_without_a_maximum_has_no_grades(tmp_path: Path) -> None:
    path = tmp_path / "w.csv"
    path.write_text("Identifier,Grade,Scale\nParticipant 1,,Good\nParticipant 2,,Good\n", encoding="utf-8")
    assert read_worksheet(path).grade_columns() is None


def test_a_field_of_the_profile_is_no_grade(tmp_path: Path) -> None:
    path = tmp_path / "w.csv"
    head = "Identifier,Room,Phone,Grade,Maximum Grade,Last modified (grade),Feedback comments\n"
    path.write_text(head + "Participant 1,,5,,10.00,-,5\nParticipant 2,,5,3.00,10.00,-,5\n", encoding="utf-8")
    assert read_worksheet(path).grade_columns() == (3, 4)


def test_what_is_no_worksheet_is_told(tmp_path: Path) -> None:
    path = tmp_path / "w.csv"
    for content, said in ((b"a,b\n", "no students"), (b'a,b\n"c,d', "does not end"), (b"\xff", "UTF-8")):
        path.write_bytes(content)
        with pytest.raises(UsageError, match=said):
            read_worksheet(path)


@given(st.lists(st.lists(st.sampled_from(["", "a", '"b,c"', '"d""e\n"', "x y"]), min_size=1), min_size=2))
def test_a_file_is_written_as_it_was_read(rows: list[list[str]]) -> None:
    import tempfile

    text = "\r\n".join(",".join(row) for row in rows) + "\r\n"
    with tempfile.NamedTemporaryFile(suffix=".csv") as file:
        file.write(text.encode())
        file.flush()
        assert read_worksheet(Path(file.name)).text() == text
