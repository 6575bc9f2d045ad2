"""The table that `gaussfit grade` ends with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from rich.console import Console
from rich.table import Table
from rich.text import Text

from grader.render.plain import one_line
from grader.results import QuestionObject, ReportObject, SubmissionObject
from grader.words import counted, waiting

MAX_ROWS = 60
"""Of a larger class the table is left out: nobody reads it in a terminal, and --json has it all."""

Cell = Callable[[SubmissionObject], str]
"""A cell's text, from the submission object of `--json`."""


def print_table(report: ReportObject, console: Console) -> None:
    """Print the marks, and a line that sums them up: the raw points, what is taken off, and what counts."""
    results = report["submissions"]
    if len(results) <= MAX_ROWS:
        columns = _columns(results)
        table = Table(*columns)
        for result in results:
            # Text, not markup: a student's id or a file's name may hold square brackets.
            table.add_row(*(Text(one_line(cell(result))) for cell in columns.values()))
        console.print(table)
    console.print(_summary(results))


def _columns(results: list[SubmissionObject]) -> dict[str, Cell]:
    """What the table shows, by the heading; a column in which nothing would stand is left out."""
    named = any(result["name"] for result in results)
    late = any(result["penalty"] for result in results)
    otherwise = any(result["final"] != result["score"] for result in results)
    columns: list[tuple[str, bool, Cell]] = [
        ("student", True, lambda result: str(result["student"])),
        ("name", named, lambda result: str(result["name"])),
        ("status", True, lambda result: str(result["status"])),
        ("points", True, lambda result: _points(result, "score")),
        ("late", late, lambda result: f"−{result['penalty']:g}" if result["penalty"] else ""),
        ("final", otherwise, lambda result: _points(result, "final")),
        ("why", True, _why),
    ]
    return {heading: cell for heading, shown, cell in columns if shown}


def _points(result: SubmissionObject, which: Literal["score", "final"]) -> str:
    return "–" if result[which] is None else f"{result[which]:g} / {result['max_score']:g}"


def _summary(results: list[SubmissionObject]) -> str:
    counts = ", ".join(
        f"{sum(result['status'] == status for result in results)} {status}"
        for status in ("graded", "rejected", "error")
    )
    scores = [result["final"] for result in results if result["final"] is not None]
    mean = f"; mean {sum(scores) / len(scores):.2f} of {results[0]['max_score']:g}" if scores else ""
    wait = sum(bool(result.get("waiting")) for result in results)
    by_hand = f"; {waiting(wait)}" if wait else ""
    return f"{counted(len(results), 'submission')}: {counts}{mean}{by_hand}"


def _why(result: SubmissionObject) -> str:
    """What a submission lost its points to, in a line."""
    if result["reason"]:
        return str(result["reason"])
    return "; ".join(
        f"{question['id']}: {', '.join(why)}"
        for question in result["questions"]
        if (why := _took(question, result.get("waiting", [])))
    )


def _took(question: QuestionObject, waiting: list[str]) -> list[str]:
    """What took points of a question, or keeps it without any; nothing for what a person has marked."""
    if question["score"] is None:
        return ["waits for a mark by hand"] if question["id"] in waiting else []
    if question["score"] >= question["max_score"]:
        return []
    return question["misconceptions"] or _statuses(question)


def _statuses(question: QuestionObject) -> list[str]:
    """How the checks ended that took points, where no misconception is named."""
    return sorted({check["status"] for check in question["checks"]} - {"passed", "skipped"})
