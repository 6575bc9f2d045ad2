"""nbgrader's feedback page, fit for a phone, with the lesson's own text folded away."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

from nbconvert.exporters import HTMLExporter
from nbgrader.server_extensions import formgrader
from traitlets.config import Config


class FeedbackExporter(HTMLExporter):
    """nbconvert's HTML exporter with our page on top of nbgrader's template `feedback`.

    What a course's configuration says under `FeedbackExporter` wins.
    """

    def __init__(self, config: Config | None = None, **kwargs: Any) -> None:
        given = config or Config()
        nbgraders = str(files(formgrader) / "templates")
        own = Config()
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
