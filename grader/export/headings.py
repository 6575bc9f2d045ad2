"""Moodle's headings of a roster in the languages that it speaks, and the ids that only seem to be some.

From Moodle's language packs: the strings `username`, `idnumber`, `email` and `hiddenuser`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

from grader.export.spreadsheet import Table

TRANSLATED: Mapping[str, tuple[str, ...]] = {
    "username": (
        "anmeldename",
        "nom d'utilisateur",
        "nombre de usuario",
        "gebruikersnaam",
        "nome de utilizador",
        "nome de usuário",
        "identificação de usuário",
        "användarnamn",
        "brugernavn",
        "brukernavn",
        "käyttäjätunnus",
        "nazwa użytkownika",
        "uživatelské jméno",
        "nom d'usuari",
        "kullanıcı adı",
    ),
    "id number": (
        "id-nummer",
        "numéro d'identification",
        "número de id",
        "codice identificativo",
        "número de identificação",
        "număr identificator",
        "numer id",
        "id 号",
    ),
    "email address": (
        "e-mail-adresse",
        "adresse de courriel",
        "adresse e-mail",
        "dirección de correo",
        "dirección email",
        "indirizzo email",
        "e-mailadres",
        "e-postadress",
        "e-mailadresse",
        "e-postadresse",
        "endereço de email",
        "endereço de e-mail",
        "adres e-mail",
        "e-mailová adresa",
        "sähköpostiosoite",
        "adreça electrònica",
        "e-posta adresi",
        "メールアドレス",
    ),
}
"""By Moodle's English heading, in lower case."""
GRADE_COLUMN = frozenset({"grade", "bewertung", "note", "calificación", "nota"})
"""Headings, in lower case, of the grades in it."""
GRADED_COLUMN = frozenset(
    {
        "last modified (grade)",
        "zuletzt geändert (bewertung)",
        "dernière modification (note)",
        "última modificación (calificación)",
        "laatst gewijzigd (beoordeling)",
        "последнее изменение (оценка)",
        "最終更新日時 (評定)",
    }
)
"""Headings, in lower case, of the time of the last grade in Moodle's grading worksheet: `lastmodifiedgrade`."""
HANDED_IN = "last modified (submission)"
"""The heading, in lower case and English, of the time of handing in: `lastmodifiedsubmission`."""
_BRACKETS = re.compile(r"(.+?)\s*[(（].+[)）]")
_ENGLISH = {other: name for name, others in TRANSLATED.items() for other in others}
_PARTICIPANT = re.compile(
    r"(participant|teilnehmer(/in|:in|in)?|participante|deelnemer|partecipante|deltagare|deltager|deltaker|osallistuja|"
    r"uczestnik|účastník|partaidea|katılımcı|участник|参加者|参与者)\s?\d+",
    re.IGNORECASE,
)


def english(heading: str) -> str:
    """A heading in lower case, in English where its translation is known."""
    name = unicodedata.normalize("NFC", heading).casefold().replace("’", "'").strip()
    return _ENGLISH.get(name, name)


def handed_in_column(headings: Sequence[str]) -> str | None:
    """The heading of the time of handing in, in Moodle's grading worksheet.

    In every language it and that of the time of the grade, which follows it, are alike but for a word in brackets.
    """
    stems: dict[str, str] = {}
    for heading in headings:
        name = heading.strip().casefold()
        if name == HANDED_IN:
            return heading
        if match := _BRACKETS.fullmatch(name):
            first = stems.setdefault(match[1], heading)
            if first != heading:
                return first
    return None


def beside_participants(table: Table, column: str) -> str:
    """The column to take ids from in place of `column`, if that one numbers Moodle's participants.

    The grading worksheet numbers them anew for each assignment: such a number is nobody's id. Their e-mail addresses,
    in whatever column, are.
    """
    if not all(_PARTICIPANT.fullmatch(cell) for cell in _cells(table, column)):
        return column
    addresses = (
        name
        for name in table.columns
        if (cells := _cells(table, name)) and all(cell.count("@") == 1 for cell in cells)
    )
    return next(addresses, column)


def _cells(table: Table, column: str) -> list[str]:
    return [row[column].strip() for row in table.rows if row[column].strip()]
