"""An explanation as one HTML page that needs no network and no script."""

from __future__ import annotations

import functools
import math

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from grader.explain.model import Explanation
from grader.feedback.question import points, stylesheet


def explanation_html(told: Explanation) -> str:
    """The page. Whatever is of a student's making is escaped by the template engine."""
    return _environment().get_template("explain.html.j2").render(told=told)


def figure(value: float, digits: int = 6) -> str:
    """A number with the digits that matter; a dash where there is none."""
    return "–" if math.isnan(value) else f"{value:.{digits}g}"


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
    made.filters["commands"] = commands
    made.globals["pictures_css"] = stylesheet("pictures")
    return made
