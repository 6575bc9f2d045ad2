"""Rosters as Moodle writes them in other languages, and its grading worksheet."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.export.roster import read_roster


@pytest.mark.parametrize(
    ("header", "ids"),
    [
        ("Vorname,Nachname,ID-Nummer,E-Mail-Adresse", ("a3", "b3")),
        ("Vorname,Nachname,Anmeldename,E-Mail-Adresse", ("a3", "b3")),
        ("Prénom,Nom,Nom d’utilisateur,Adresse de courriel", ("a3", "b3")),
        ("Nome,Cognome,Codice identificativo,Indirizzo email", ("a3", "b3")),
        ("Nombre,Apellido(s),Número de ID,Dirección de correo", ("a3", "b3")),
        ("Voornaam,Achternaam,Instelling,E-mailadres", ("a@x", "b@x")),
    ],
)
def test_moodles_headings_are_known_in_other_languages(
    header: str, ids: tuple[str, str], tmp_path: Path
) -> None:
    (tmp_path / "r.csv").write_text(f"{header}\na1,a2,a3,a@x\nb1,b2,b3,b@x\n", encoding="utf-8")
    assert tuple(read_roster(tmp_path / "r.csv").students) == ids


@pytest.mark.parametrize(
    ("header", "word"),
    [
        ("Identifier,Full name,Email address", "Participant "),
        ("ID,Vollständiger Name,E-Mail-Adresse", "Teilnehmer/in"),
        ("ID,Namn,Något helt annat", "Deltagare "),
    ],
)
def test_the_numbers_of_the_grading_worksheet_are_nobodys_ids(header: str, word: str, tmp_path: Path) -> None:
    text = f"{header}\n{word}71,Ann Lee,a@x.example\n{word}72,Bob Ray,b@x.example\n{word}73,No Mail,\n"
    (tmp_path / "r.csv").write_text(text, encoding="utf-8")
    assert tuple(read_roster(tmp_path / "r.csv").students) == ("a@x.example", "b@x.example")
    named = read_roster(tmp_path / "r.csv", header.partition(",")[0])
    assert tuple(named.students) == (f"{word}71", f"{word}72", f"{word}73")


def test_ids_of_a_word_and_a_number_stay_ids(tmp_path: Path) -> None:
    (tmp_path / "r.csv").write_text(
        "id,mail\nstudent71,a@x.example\nstudent72,b@x.example\n", encoding="utf-8"
    )
    assert tuple(read_roster(tmp_path / "r.csv").students) == ("student71", "student72")
