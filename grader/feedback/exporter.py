"""nbgrader's feedback page, fit for a phone, with the lesson's own text folded away."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from functools import lru_cache
from importlib.resources import files
from typing import Any

from jinja2 import DictLoader, pass_context
from jinja2.runtime import Context
from markupsafe import Markup
from nbconvert.exporters import HTMLExporter
from nbconvert.exporters.templateexporter import TemplateExporter
from nbconvert.filters.highlight import Highlight2HTML
from nbconvert.filters.markdown_mistune import MarkdownWithMath
from nbconvert.filters.widgetsdatatypefilter import WidgetsDataTypeFilter
from nbformat import NotebookNode
from nbgrader.server_extensions import formgrader
from traitlets.config import Config

from grader.feedback.essays import essay, essay_in
from grader.feedback.formulas import FormulaRenderer

MOST_COLOURED = 20_000
"""Characters of a cell whose code is coloured; a longer one is shown as it is."""
MOST_MARKED_UP = 5_000
"""Characters of a text cell whose Markdown is read; where they are chosen for it, the time grows with their square."""
MOST_OF_A_PAGE = 100_000
"""Characters of all cells of a page that are coloured or read as Markdown; the lesson has a third of that."""
MOST_SHOWN = 1_000_000
"""Characters of all cells of a page that are shown at all: browsers and converters take long over more."""
MOST_KEPT = 256
"""Cells that are kept as HTML for the next page."""
NO_SCRIPTS = {"mathjax.html.j2": "{% macro mathjax() %}{% endmacro %}"}
"""In the place of nbconvert's template: formulas are set before, so a page loads no script."""
NO_PICTURE = 'alt="No description has been provided for this image"'
"""What nbconvert says of a picture."""
_PICTURE = re.compile(r"<img\b(?![^<>]*\salt\b)")
_PICTURE_DATA = re.compile(r"data:image/png;base64,[A-Za-z0-9+/=]+")
"""A picture in the text of a lesson, which is one word to Markdown."""
_FONTS = re.compile(r"@font-face\s*\{[^}]*\}")
CUT = "[The rest is not shown: this notebook is longer than the page can be.]"


def plainly(source: str) -> str:
    """A cell's source as it is, as HTML."""
    return f'<div class="highlight"><pre>{html.escape(source)}</pre></div>'


def coloured(source: str) -> str:
    """A cell's code as HTML, by the lexer of plain Python: that of IPython takes time that grows with the square."""
    return _remembered(_colours, source)


def _colours(source: str) -> str:
    shown: str = _COLOURS(source)
    return shown


_COLOURS = Highlight2HTML(pygments_lexer="python3")


@lru_cache(maxsize=MOST_KEPT)
def _remembered(made: Callable[[str], str], source: str) -> str:
    """What comes of a cell; for the lesson's cells, which every page of a class has, it is made once."""
    return made(source)


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
        own.FeedbackExporter.exclude_anchor_links = True
        own.FeedbackExporter.extra_template_basedirs = [nbgraders]
        own.FeedbackExporter.extra_template_paths = [
            str(files("grader.feedback") / "templates"),
            nbgraders,
            *given.HTMLExporter.get(
                "extra_template_paths", []
            ),  # nbgrader names its style sheets' folder there
        ]
        own.merge(given)
        self._styles: dict[str, Markup] = {}
        kwargs.setdefault("extra_loaders", [DictLoader(NO_SCRIPTS)])
        super().__init__(config=own, **kwargs)
        self.filters = {"highlight_code": self._coloured, **given.FeedbackExporter.get("filters", {})}
        self._shown = 0

    def from_notebook_node(
        self, nb: NotebookNode, resources: dict[str, object] | None = None, **kw: object
    ) -> tuple[str, dict[str, object]]:
        """The page, and nbconvert's resources. What a student wrote takes bounded time, whatever it is."""
        self._shown = 0
        resources = self._init_resources(resources)
        widgets = WidgetsDataTypeFilter(notebook_metadata=self._nb_metadata, parent=self, resources=resources)
        self.register_filter("filter_data_type", widgets)
        # HTMLExporter, whose place this takes, reads the page again for pictures without words: most of its time.
        page, resources = TemplateExporter.from_notebook_node(self, nb, resources, **kw)
        return _PICTURE.sub(f"<img {NO_PICTURE}", page), resources

    @pass_context
    def markdown2html(self, context: Context, source: str) -> str:
        """A text cell as HTML; one that is too long as it is."""
        if not self._takes(source, MOST_MARKED_UP, _PICTURE_DATA.sub("", source)):
            return self._plainly(source)
        if (written := essay_in(source)) is not None:
            return essay(written)
        attachments = context.get("cell", {}).get("attachments")
        if not attachments and not self.embed_images:
            return _remembered(self._set, source)
        path = context.get("resources", {}).get("metadata", {}).get("path", "")
        return self._set(source, attachments or {}, path)

    def _set(self, source: str, attachments: dict[str, dict[str, str]] | None = None, path: str = "") -> str:
        """As HTMLExporter does, but for the formulas."""
        renderer = FormulaRenderer(
            escape=False,
            attachments=attachments,
            embed_images=self.embed_images,
            path=path,
            anchor_link_text=self.anchor_link_text,
            exclude_anchor_links=self.exclude_anchor_links,
            **self.lexer_options,
        )
        return str(MarkdownWithMath(renderer=renderer).render(source))

    def _init_resources(self, resources: dict[str, object] | None) -> dict[str, object]:
        """nbconvert's, with style sheets that are read once and load no font."""
        made: dict[str, Any] = super()._init_resources(resources)
        include = made["include_css"]

        def include_css(name: str) -> Markup:
            if name not in self._styles:
                self._styles[name] = Markup(_FONTS.sub("", include(name)))
            return self._styles[name]

        made["include_css"] = include_css
        return made

    def _coloured(self, source: str, metadata: object = None) -> str:
        return coloured(source) if self._takes(source, MOST_COLOURED) else self._plainly(source)

    def _takes(self, source: str, most: int, counted: str | None = None) -> bool:
        """Whether the page takes this cell in its full dress; a cell may have `most` characters of what is counted."""
        self._shown += len(source)
        return len(source if counted is None else counted) <= most and self._shown <= MOST_OF_A_PAGE

    def _plainly(self, source: str) -> str:
        """A cell as it is, as far as the page has room for it."""
        room = max(0, MOST_SHOWN - (self._shown - len(source)))
        return plainly(source if len(source) <= room else source[:room] + CUT)
