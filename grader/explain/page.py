"""An explanation as one HTML page that needs no network and no script."""

from __future__ import annotations

import functools
import math

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from grader.explain.model import ROUNDING, Explanation
from grader.explained import Compared
from grader.feedback.question import points, stylesheet
from grader.words import runs


def explanation_html(told: Explanation) -> str:
    """The page. Whatever is of a student's making is escaped by the template engine."""
    return _environment().get_template("explain.html.j2").render(told=told)


def figure(value: float | None, digits: int = 6) -> str:
    """A number with the digits that matter; a dash where there is none."""
    return "–" if value is None else f"{value + 0.0:.{digits}g}"  # -0.0 + 0.0 is 0.0


def off_by(row: Compared) -> str:
    """How far off a number is: 0 where it agrees but for the rounding of the two; a dash where that is no number."""
    if math.isnan(row.off):
        return figure(None)
    scale = max(abs(row.returned or 0.0), abs(row.right))
    rounded = row.agrees and math.isfinite(scale) and row.off <= ROUNDING * scale
    return figure(0.0 if rounded else row.off, 3)


def commands(sentence: str) -> Markup:
    """A sentence, escaped, with what stands between backticks set as code."""
    parts = sentence.split("`")
    if len(parts) % 2 == 0:  # one too many: none of them is ours
        return escape(sentence)
    return Markup("").join(
        Markup("<code>{}</code>").format(part) if i % 2 else escape(part) for i, part in enumerate(parts)
    )


@functools.cache
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("grader.explain"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["points"] = points
    made.filters["figure"] = figure
    made.filters["off_by"] = off_by
    made.filters["commands"] = commands
    made.filters["runs"] = runs
    made.globals["pictures_css"] = stylesheet("pictures")
    return made
