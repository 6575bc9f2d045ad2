"""A student's first and last name and e-mail address, out of a roster's row by whatever platform."""

from __future__ import annotations

from collections.abc import Mapping

COLUMNS = {
    "first_name": ("first_name", "first name", "firstname", "given name", "vorname"),
    "last_name": ("last_name", "last name", "lastname", "surname", "family name", "nachname"),
    "email": ("email", "email address", "e-mail", "e-mail address", "e-mail-adresse"),
}
"""What nbgrader keeps of a student, and the columns (in lower case) that it is taken from."""
WHOLE = ("sortable name", "student name", "student", "full name", "display name", "name")
"""Columns that hold both names, as “Doe, Jane” or “Jane Doe”: Canvas's, Gradescope's, GitHub Classroom's."""


def names_in(row: Mapping[str, str], id_column: str) -> dict[str, str]:
    """`first_name`, `last_name` and `email`, as far as the row tells them.

    Args:
        row: the cells by column.
        id_column: the column of the ids, which is no name whatever it is called.
    """
    cells = {name.casefold(): cell.strip() for name, cell in row.items() if name != id_column}
    found = {
        name: next((cells[column] for column in columns if cells.get(column)), "")
        for name, columns in COLUMNS.items()
    }
    if id_column.casefold() in COLUMNS["email"]:
        found["email"] = row[id_column].strip()
    if not found["first_name"] and not found["last_name"]:
        whole = next((cells[column] for column in WHOLE if cells.get(column)), "")
        found["first_name"], found["last_name"] = split_name(whole)
    return {name: value for name, value in found.items() if value}


def is_of_names(column: str) -> bool:
    """Whether a column of this heading has names; “student” in lower case is the one of ids."""
    of_names = {*COLUMNS["first_name"], *COLUMNS["last_name"], *WHOLE}
    return column != "student" and column.casefold().strip() in of_names


def split_name(whole: str) -> tuple[str, str]:
    """First and last name. Without a comma the last word is the last name, which is right more often than not."""
    if "," in whole:
        last, first = whole.split(",", 1)
        return first.strip(), last.strip()
    first, _, last = whole.strip().rpartition(" ")
    return first.strip(), last
