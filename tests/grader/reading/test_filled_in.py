from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from benchmarks.exercise import EXERCISE
from grader.reading.filled_in import filled_in


def notebook(source: str, name: str = "student") -> Any:
    cell = {"cell_type": "code", "metadata": {"nbgrader": {"grade_id": name}}, "source": source}
    return {"cells": [{"cell_type": "markdown", "metadata": {}, "source": "# A"}, cell]}


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('student = "s001"', "s001"),
        ("# mine\nstudent = 's001'  # the id\n", "s001"),
        ('student = "s001"\nstudent = "s002"', "s002"),
        ("student = 4711", "4711"),
        ('student = ""', ""),
        ("student = True", None),
        ("student = 's' + '1'", None),
        ("student = open('/etc/passwd').read()", None),
        ("student, other = 's001', 1", None),
        ('other = "s001"', None),
        ("student =", None),
        ("student = " + "9" * 5000, None),
        (f"student = '{'s' * 201}'", None),
        ("(" * 10_000, None),
        ("student = '\0'", None),
        *((f"student{what * depth} = 's001'", None) for what in (".a", "[0]") for depth in (300, 900, 5000)),
        ("student = 's001'" + "\n" * 20_000, None),
        ("student = 's001'\ne" + "\u0301" * 30 + "\u0316 = 1", None),
        ("student = 's001'\ne" + "\u0301" * 29 + "\u0316 = 1", "s001"),
    ],
)
def test_a_value_is_read_from_the_text_alone(source: str, found: str | None) -> None:
    assert filled_in(notebook(source), EXERCISE).get("student") == found


def test_only_the_exercises_own_cells_are_read() -> None:
    assert filled_in(notebook('student = "s001"', name="mine"), EXERCISE) == {}
    assert filled_in(notebook('student = "s001"'), replace(EXERCISE, fill_ins=())) == {}
