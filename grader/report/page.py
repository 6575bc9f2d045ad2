"""The class report as one HTML page that needs no network and no script."""

from __future__ import annotations

import functools
import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from grader.exercise import Picture
from grader.feedback.question import STATUS, UNBEGUN, points, stylesheet, with_code
from grader.report.charts import marks_chart, rate_bar, times_chart
from grader.report.model import ClassReport, Row
from grader.report.statistics import (
    changes,
    check_rates,
    combinations,
    findings,
    lowest_first,
    marks,
    misconceptions,
    percentile,
    questions,
    summary,
    times,
    why_nothing,
)
from grader.report.walls import locked_in

MOST_ROWS = 2000
"""Rows of the table of students; a longer table is for the CSV file."""
MOST_NAMES = 200
"""Students named with one misconception."""
SLOWEST = 5
MOST_COMBINATIONS = 20
WIDE, NARROW, PHONE = 880.0, 280.0, 340.0


@dataclass(frozen=True)
class Charts:
    """The pictures that there are data for."""

    totals: tuple[Markup, ...]
    """The same picture for a screen and for a phone."""
    by_question: tuple[Markup, ...]
    own: tuple[Picture, ...]
    """What the exercise itself draws of a class."""
    times: tuple[Markup, ...]
    """As `totals`."""


def report_html(report: ClassReport, folder: Path | None = None) -> str:
    """The page. Whatever is of students' making is escaped by the template engine.

    Args:
        report: what it tells.
        folder: where the page will lie, from which it leads to feedback pages; without it, it has no links to them.
    """
    seconds, shown = times(report), misconceptions(report)
    slowest = sorted(report.graded, key=_seconds, reverse=True)[:SLOWEST]
    return (
        _environment()
        .get_template("report.html.j2")
        .render(
            report=report,
            summary=summary(report),
            questions=questions(report),
            charts=_charts(report),
            rates=[(rate, rate_bar(rate)) for rate in check_rates(report)],
            misconceptions=[each for each in shown if each.slug != UNBEGUN],
            unwritten=[each for each in shown if each.slug == UNBEGUN],
            combinations=combinations(report)[:MOST_COMBINATIONS],
            changes=changes(report),
            half_time=percentile(seconds, 0.5) if seconds else None,
            slowest=[(row.name, _seconds(row)) for row in slowest],
            rejected=[row for row in report.rows if row.status == "rejected"],
            waiting=[row for row in report.rows if row.status == "waiting"],
            outdated=[row for row in report.rows if row.outdated],
            rows=lowest_first(report)[:MOST_ROWS],
            why_nothing=why_nothing,
            link=functools.partial(_link, folder=folder),
            linked=any(_link(row, folder) for row in report.rows),
            status_words={status: word for status, (_, word) in STATUS.items()},
            most_names=MOST_NAMES,
            unbegun=UNBEGUN,
            locked_in=locked_in(report),
        )
    )


def _charts(report: ClassReport) -> Charts:
    seconds = times(report)
    by_question = [
        _marks_chart(marks(report, question), _top(report, question), f"marks-{index}", question, NARROW)
        for index, question in enumerate(questions(report))
    ]
    top = summary(report).max_score
    totals = [
        _marks_chart(marks(report), top, f"totals-{width:g}", "Marks in total", width)
        for width in (WIDE, PHONE)
    ]
    return Charts(
        totals=tuple(chart for chart in totals if chart is not None),
        by_question=tuple(chart for chart in by_question if chart is not None),
        own=report.exercise.class_pictures(findings(report)),
        times=tuple(times_chart(seconds, width) for width in (WIDE, PHONE)) if seconds else (),
    )


def _marks_chart(scores: list[float], top: float, name: str, title: str, width: float) -> Markup | None:
    """None when there is nothing to show: no marks, or a question without points."""
    return marks_chart(scores, top, name, title, round(top) + 1, width) if scores and top >= 1 else None


def _top(report: ClassReport, question: str) -> float:
    return max(
        (
            row.filed.marks[question].max_score
            for row in report.rows
            if row.filed is not None and question in row.filed.marks
        ),
        default=0.0,
    )


def _link(row: Row, folder: Path | None) -> str:
    """The way from the report to a student's feedback page; empty where there is none."""
    if folder is None or row.page is None:
        return ""
    return quote(Path(os.path.relpath(row.page, folder)).as_posix())


def _seconds(row: Row) -> float:
    return 0.0 if row.marked is None else row.marked.seconds


@functools.cache
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("grader.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["points"] = points
    made.filters["with_code"] = with_code
    made.globals["pictures_css"] = stylesheet("pictures")
    return made
