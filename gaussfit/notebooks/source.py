"""Makes nbgrader's source notebook (the one with the answers) from the lesson."""

from __future__ import annotations

import re
from typing import Any

import jupytext
import nbformat
from nbformat import NotebookNode

from gaussfit.lesson import lesson_markdown
from gaussfit.notebooks.names import POINTS

ROLES: dict[str, dict[str, Any]] = {
    "answer": {"grade": False, "solution": True, "locked": False},
    "grade": {"grade": True, "solution": False, "locked": True, "points": POINTS},
    "given": {"grade": False, "solution": False, "locked": True},
}
"""nbgrader's switches for each role that a code cell of the lesson can have."""

SHOW = "show"
"""The role of a cell that only shows something: no cell of nbgrader's, and nothing may depend on it."""


class LessonError(ValueError):
    """The lesson's text cannot be made into a notebook."""


def source_notebook() -> str:
    """Return the instructor's notebook as JSON text: the same bytes on every call and every machine.

    Raises `LessonError` when a code cell of the lesson has no known role or two cells share a name.
    """
    lesson = jupytext.reads(lesson_markdown(), fmt="md")
    notebook = nbformat.v4.new_notebook(
        metadata={
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        }
    )
    notebook.cells = _named([_cell(cell) for cell in lesson.cells])
    nbformat.validate(notebook)
    text: str = nbformat.writes(notebook)
    return text + "\n"


def _cell(cell: NotebookNode) -> NotebookNode:
    if cell.cell_type == "markdown":
        return nbformat.v4.new_markdown_cell(cell.source, id=_slug(cell.source))
    name, role = cell.metadata.get("name"), cell.metadata.get("role")
    if name is None or role not in {*ROLES, SHOW}:
        first = cell.source.partition("\n")[0]
        raise LessonError(f"A code cell needs name= and role= ({', '.join([*ROLES, SHOW])}); see: {first}")
    metadata = _metadata(name, role)
    if cell.metadata.get("folded"):  # open it with a click; only JupyterLab and Notebook fold cells
        metadata["jupyter"] = {"source_hidden": True}
    return nbformat.v4.new_code_cell(cell.source, id=name.replace("_", "-"), metadata=metadata)


def _metadata(name: str, role: str) -> dict[str, Any]:
    if role == SHOW:
        return {"tags": ["display-only"]}
    return {"nbgrader": {"grade_id": name, "schema_version": 3, "task": False, **ROLES[role]}}


def _slug(markdown: str) -> str:
    """Name a text cell after its heading, or after its first words; at most 50 characters."""
    words = re.findall(r"[a-z0-9]+", markdown.strip().partition("\n")[0].lower())
    return "text-" + "-".join(words)[:50].strip("-")


def _named(cells: list[NotebookNode]) -> list[NotebookNode]:
    seen: set[str] = set()
    for cell in cells:
        if cell.id in seen:
            raise LessonError(
                f"Two cells of the lesson are called {cell.id!r}; change one name or first line"
            )
        seen.add(cell.id)
    return cells
