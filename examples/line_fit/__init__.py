"""A small exercise of one's own: fit a straight line. docs/own-exercise.md walks through it."""

from __future__ import annotations

from pathlib import Path

from grader.exercise import Exercise, Question
from line_fit.marking import EXPLAIN, diagnose_fit, fit_facts, fit_pictures

HERE = Path(__file__).parent

EXERCISE = Exercise(
    name="line-fit",
    title="A straight line through points",
    intro="Five points, and the line that misses them by least.",
    package="line_fit",
    lesson=HERE / "lesson.md",
    questions=(
        Question(
            id="residuals",
            about="`residuals`, how far points lie above a line",
            points=4.0,
            names=("residuals",),
            stub='raise NotImplementedError("residuals is not written yet")',
            checks=HERE / "check_residuals.py",
        ),
        Question(
            id="fit_line",
            about="`fit_line`, the line with the smallest sum of squares",
            points=6.0,
            names=("fit_line",),
            stub='raise NotImplementedError("fit_line is not written yet")',
            checks=HERE / "check_fit_line.py",
            diagnose=diagnose_fit,
            example=fit_facts,
            pictures=fit_pictures,
            explain=EXPLAIN,
        ),
    ),
    fact_columns=(("fit_line", "slope"), ("fit_line", "intercept")),
)
