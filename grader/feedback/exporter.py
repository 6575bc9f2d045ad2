"""nbgrader's feedback page, fit for a phone, with the lesson's own text folded away."""

from __future__ import annotations

import html
from importlib.resources import files
from typing import Any

from nbconvert.exporters import HTMLExporter
from nbconvert.filters.highlight import Highlight2HTML
from nbgrader.server_extensions import formgrader
from traitlets.config import Config

MOST_COLOURED = 20_000
"""Characters of a cell whose code is coloured; a longer one is shown as it is."""


def coloured(source: str, metadata: object = None) -> str:
    """A cell's code as HTML, by the lexer of plain Python: that of IPython takes time that grows with the square."""
    if len(source) > MOST_COLOURED:
        return f'<div class="highlight"><pre>{html.escape(source)}</pre></div>'
    shown: str = _COLOURS(source)
    return shown


_COLOURS = Highlight2HTML(pygments_lexer="python3")


class FeedbackExporter(HTMLExporter):
    """nbconvert's HTML exporter with our page on top of nbgrader's template `feedback`.

    What a course's configuration says under `FeedbackExporter` wins.
    """

    def __init__(self, config: Config | None = None, **kwargs: Any) -> None:
        given = config or Config()
        nbgraders = str(files(formgrader) / "templates")
        own = Config()
        own.FeedbackExporter.filters = {"highlight_code": coloured}
        own.FeedbackExporter.template_name = "feedback"
        own.FeedbackExporter.template_file = "page.html.j2"
        own.FeedbackExporter.extra_template_basedirs = [nbgraders]
        own.FeedbackExporter.extra_template_paths = [
            str(files("grader.feedback") / "templates"),
            nbgraders,
            *given.HTMLExporter.get(
                "extra_template_paths", []
            ),  # nbgrader names its style sheets' folder there
        ]
        own.merge(given)
        super().__init__(config=own, **kwargs)
