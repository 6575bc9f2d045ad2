"""Whether the submissions of a class ran locked in, as far as their results tell.

A result keeps which sandbox it was made in. `locked` is refused where student code cannot be locked in; which of the
walls a machine had is told by the `--json` of each run.
"""

from __future__ import annotations

from grader.report.model import ClassReport
from grader.words import counted


def locked_in(report: ClassReport) -> str:
    """In a sentence; empty where nothing of a student's ran."""
    plain = sum(row.unlocked for row in report.graded)
    unknown = sum(row.status == "graded" and row.marked is None for row in report.rows)
    every = len(report.graded) + unknown
    told = [f"{len(report.graded) - plain} of {counted(every, 'graded submission')} ran locked in"]
    if plain:
        told.append(f"{plain} in a plain process (`--sandbox=process`)")
    if unknown:
        told.append(f"{unknown} by other means than `gaussfit grade`, of which nothing is known here")
    return f"{', '.join(told)}." if every else ""
