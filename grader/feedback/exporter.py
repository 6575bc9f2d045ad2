"""nbgrader's feedback page, fit for a phone, with the lesson's own text folded away."""

from __future__ import annotations

import html
from importlib.resources import files

from jinja2 import pass_context
from jinja2.runtime import Context
from nbconvert.exporters import HTMLExporter
from nbconvert.filters.highlight import Highlight2HTML
from nbformat import NotebookNode
from nbgrader.server_extensions import formgrader
from traitlets.config import Config

MOST_COLOURED = 20_000
"""Characters of a cell whose code is coloured; a longer one is shown as it is."""
MOST_MARKED_UP = 5_000
"""Characters of a text cell whose Markdown is read; where they are chosen for it, the time grows with their square."""
MOST_OF_A_PAGE = 100_000
"""Characters of all cells of a page that are coloured or read as Markdown; the lesson has a third of that."""
MOST_SHOWN = 1_000_000
"""Characters of all cells of a page that are shown at all: browsers and converters take long over more."""
CUT = "[The rest is not shown: this notebook is longer than the page can be.]"


def plainly(source: str) -> str:
    """A cell's source as it is, as HTML."""
    return f'<div class="highlight"><pre>{html.escape(source)}</pre></div>'


def coloured(source: str) -> str:
    """A cell's code as HTML, by the lexer of plain Python: that of IPython takes time that grows with the square."""
    shown: str = _COLOURS(source)
    return shown


_COLOURS = Highlight2HTML(pygments_lexer="python3")


class FeedbackExporter(HTMLExporter):
    """nbconvert's HTML exporter with our page on top of nbgrader's template `feedback`.

    What a course's configuration says under `FeedbackExporter` wins.
    """

    def __init__(self, config: Config | None = None, **kwargs: object) -> None:
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
        self.filters = {"highlight_code": self._coloured, **given.FeedbackExporter.get("filters", {})}
        self._shown = 0

    def from_notebook_node(
        self, nb: NotebookNode, resources: dict[str, object] | None = None, **kw: object
    ) -> tuple[str, dict[str, object]]:
        """The page, and nbconvert's resources. What a student wrote takes bounded time, whatever it is."""
        self._shown = 0
        page: tuple[str, dict[str, object]] = super().from_notebook_node(nb, resources, **kw)
        return page

    @pass_context
    def markdown2html(self, context: Context, source: str) -> str:
        """A text cell as HTML; one that is too long as it is."""
        if not self._takes(source, MOST_MARKED_UP):
            return self._plainly(source)
        shown: str = super().markdown2html(context, source)
        return shown

    def _coloured(self, source: str, metadata: object = None) -> str:
        return coloured(source) if self._takes(source, MOST_COLOURED) else self._plainly(source)

    def _takes(self, source: str, most: int) -> bool:
        """Whether the page takes this cell in its full dress."""
        self._shown += len(source)
        return len(source) <= most and self._shown <= MOST_OF_A_PAGE

    def _plainly(self, source: str) -> str:
        """A cell as it is, as far as the page has room for it."""
        room = max(0, MOST_SHOWN - (self._shown - len(source)))
        return plainly(source if len(source) <= room else source[:room] + CUT)
