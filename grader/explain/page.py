"""An explanation as one HTML page that needs no network and no script."""

from __future__ import annotations

import functools
import math

from jinja2 import Environment, PackageLoader, StrictUndefined

from grader.explain.model import Explanation
from grader.feedback.question import points, stylesheet


def explanation_html(told: Explanation) -> str:
    """The page. Whatever is of a student's making is escaped by the template engine."""
    return _environment().get_template("explain.html.j2").render(told=told)


def figure(value: float, digits: int = 6) -> str:
    """A number with the digits that matter; a dash where there is none."""
    return "–" if math.isnan(value) else f"{value:.{digits}g}"


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
    made.globals["pictures_css"] = stylesheet("pictures")
    return made
