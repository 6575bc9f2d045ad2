"""The class report as one HTML page that needs no network and no script."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from grader.exercise import Picture
from grader.feedback.question import STATUS, points, stylesheet
from grader.report.charts import marks_chart, rate_bar, times_chart
from grader.report.model import ClassReport, Row
from grader.report.statistics import (
    changes,
    check_rates,
    findings,
    marks,
    misconceptions,
    percentile,
    questions,
    summary,
    times,
)

MOST_ROWS = 2000
"""Rows of the table of students; a longer table is for the CSV file."""
MOST_NAMES = 200
"""Students named with one misconception."""
SLOWEST = 5
WIDE, NARROW = 880.0, 280.0


@dataclass(frozen=True)
class Charts:
    """The pictures that there are data for."""

    totals: Markup | None
    by_question: tuple[Markup, ...]
    own: tuple[Picture, ...]
    """What the exercise itself draws of a class."""
    times: Markup | None


UNWRITTEN = "not-implemented"
"""What is no misconception: nobody has begun."""


def report_html(report: ClassReport) -> str:
    """The page. Whatever is of students' making is escaped by the template engine."""
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
            misconceptions=[each for each in shown if each.slug != UNWRITTEN],
            unwritten=[each for each in shown if each.slug == UNWRITTEN],
            changes=changes(report),
            half_time=percentile(seconds, 0.5) if seconds else None,
            slowest=[(row.name, _seconds(row)) for row in slowest],
            rejected=[row for row in report.rows if row.status == "rejected"],
            waiting=[row for row in report.rows if row.status == "waiting"],
            outdated=[row for row in report.rows if row.outdated],
            rows=report.rows[:MOST_ROWS],
            status_words={status: word for status, (_, word) in STATUS.items()},
            most_names=MOST_NAMES,
        )
    )


def _charts(report: ClassReport) -> Charts:
    seconds = times(report)
    by_question = [
        _marks_chart(marks(report, question), _top(report, question), f"marks-{index}", question, NARROW)
        for index, question in enumerate(questions(report))
    ]
    return Charts(
        totals=_marks_chart(marks(report), summary(report).max_score, "totals", "Marks in total", WIDE),
        by_question=tuple(chart for chart in by_question if chart is not None),
        own=report.exercise.class_pictures(findings(report)),
        times=times_chart(seconds, WIDE) if seconds else None,
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
    made.globals["pictures_css"] = stylesheet("pictures")
    return made
