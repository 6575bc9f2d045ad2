from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pytest

from benchmarks.exercise import EXERCISE
from grader.report.model import ClassReport, Row
from grader.report.table import report_csv


def read(report: ClassReport) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(report_csv(report))))


def test_every_student_has_a_line_with_marks(made_class: ClassReport) -> None:
    lines = read(made_class)
    assert [line["student"] for line in lines] == ["ann", "bob", "cyd", "dan", "eve"]
    assert [line["score"] for line in lines] == ["30.0", "22.5", "30.0", "0.0", ""]
    assert lines[1]["misconceptions"] == "gaussian_nll:missing-half"
    assert lines[1]["B"] == "-1.0"
    assert lines[3]["reason"].startswith("The file is <empty>")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "＝", " =", "\xa0@"])
def test_text_cannot_be_a_formula(start: str, rejected_row: Callable[[str, str], Row]) -> None:
    hostile = f'{start}HYPERLINK("http://example.org","x")'
    (line,) = read(ClassReport(EXERCISE, (rejected_row(hostile, hostile),)))
    assert line["student"].startswith("'")
    assert line["reason"].startswith("'")
    assert line["student"][1:].strip() == hostile.strip()


def test_commas_quotes_and_line_breaks_stay_in_their_cell(rejected_row: Callable[[str, str], Row]) -> None:
    (line,) = read(ClassReport(EXERCISE, (rejected_row('a,"b"\nc', "why"),)))
    assert (line["student"], line["reason"]) == ('a,"b"\nc', "why")
