"""The documentation as a site: `make docs` builds it into build/docs. Nothing in its pages comes from elsewhere.

The source is the repository itself, so each page is written once and its links are those that GitHub follows. The
README is the first page; contents.md says what follows it.
"""

from __future__ import annotations

import sys
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.ext.napoleon import Config, GoogleDocstring

SITE = Path(__file__).parent
sys.path[:0] = [str(SITE), str(SITE.parents[1])]

from offline import fetched  # noqa: E402

from gaussfit.version import __version__  # noqa: E402
from grader.feedback.formulas import formula  # noqa: E402

project = "gaussfit"
version = release = __version__
root_doc = "README"
include_patterns = ["*.md", "benchmarks/README.md", "docs/*.md", "docs/reference/*.md"]

extensions = ["myst_parser", "sphinx.ext.autodoc"]
myst_enable_extensions = ["dollarmath"]
myst_heading_anchors = 4
autodoc_default_options = {"members": True, "show-inheritance": True}
autodoc_member_order = "bysource"
autodoc_typehints = "signature"
default_role = "code"  # docstrings have `names` in single quotes, as Markdown has

html_theme = "furo"
html_title = "gaussfit"
html_static_path = [str(SITE / "static")]
html_css_files = ["site.css"]
html_extra_path = [str(SITE / "extra")]
html_math_renderer = "mathml"
html_show_sphinx = False
html_show_copyright = False
html_copy_source = False


def with_contents(_: Sphinx, page: str, source: list[str]) -> None:
    """GitHub has no use for a table of contents: it is put below the README here."""
    if page == root_doc:
        source[0] += "\n" + (SITE / "contents.md").read_text(encoding="utf-8")


def with_sections(_: Sphinx, what: str, name: str, about: object, options: object, lines: list[str]) -> None:
    """Args, Returns, Raises and Example as lists, and what is set in as it stands.

    Napoleon by itself takes `one thing: and more` of an attribute for a type.
    """
    if what == "module":
        drawn = next((place for place, line in enumerate(lines) if line.startswith("    ")), None)
        if drawn is not None:
            lines[drawn:drawn] = ["", "::", ""]
    if what not in ("attribute", "data", "property"):
        lines[:] = str(GoogleDocstring(lines, Config(napoleon_use_rtype=False), what=what)).splitlines()


def check_offline(app: Sphinx, error: Exception | None) -> None:
    """A page that wants something from elsewhere fails the build."""
    if error is None and (found := fetched(Path(app.outdir))):
        raise ExtensionError(f"the pages must bring all that they show: {'; '.join(found)}")


def setup(app: Sphinx) -> None:
    """Formulas as MathML, which needs no script; the contents."""

    def inline(translator: nodes.NodeVisitor, node: nodes.Element) -> None:
        translator.body.append(formula(node.astext()))  # type: ignore[attr-defined]
        raise nodes.SkipNode

    def block(translator: nodes.NodeVisitor, node: nodes.Element) -> None:
        translator.body.append(formula(node.astext(), block=True))  # type: ignore[attr-defined]
        raise nodes.SkipNode

    app.add_html_math_renderer("mathml", (inline, None), (block, None))
    app.connect("source-read", with_contents)
    app.connect("build-finished", check_offline)
    app.connect("autodoc-process-docstring", with_sections)
