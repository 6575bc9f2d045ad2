"""Makes nbgrader's source notebook (the one with the answers) from the lesson."""

from __future__ import annotations

import re

import jupytext
import nbformat
from nbformat import NotebookNode

from grader.authoring.merging import TASK
from grader.authoring.slots import lesson_markdown
from grader.errors import LessonError
from grader.exercise import Exercise, asked_by
from grader.reading.intact import KEY
from grader.reading.notebook import CellMetadata, NbgraderData

ROLES: dict[str, NbgraderData] = {
    "answer": {"grade": False, "solution": True, "locked": False},
    "grade": {"grade": True, "solution": False, "locked": True},
    "given": {"grade": False, "solution": False, "locked": True},
}
"""nbgrader's switches for each role that a code cell of the lesson can have."""

SHOW = "show"
"""The role of a cell that only shows something: no cell of nbgrader's, and nothing may depend on it."""


def source_notebook(exercise: Exercise) -> str:
    """Return the instructor's notebook as JSON text: the same bytes on every call and every machine.

    Raises `LessonError` when a code cell of the lesson has no known role, two cells share a name, or a question lacks
    its answer cell or its grade cell.
    """
    lesson = jupytext.reads(lesson_markdown(exercise), fmt="md")
    # Cells keep their names whatever the course sets, so that an edited one is known again.
    named_by = lesson
    if exercise.task_digest:
        named_by = jupytext.reads(lesson_markdown(exercise.as_shipped), fmt="md")
    notebook = nbformat.v4.new_notebook(
        metadata={
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        }
    )
    if exercise.task_digest:
        notebook.metadata[KEY] = {TASK: exercise.task_digest}
    notebook.cells = _named(
        [
            _cell(cell, named.source, exercise)
            for cell, named in zip(lesson.cells, named_by.cells, strict=True)
            if cell.metadata.get("when") != "False"
        ]
    )
    _refuse_missing(notebook.cells, exercise)
    nbformat.validate(notebook)
    text: str = nbformat.writes(notebook)
    return text + "\n"


def _cell(cell: NotebookNode, named_by: str, exercise: Exercise) -> NotebookNode:
    if cell.cell_type == "markdown":
        return nbformat.v4.new_markdown_cell(cell.source, id=_slug(named_by))
    name, role = cell.metadata.get("name"), cell.metadata.get("role")
    if name is None or role not in {*ROLES, SHOW}:
        first = cell.source.partition("\n")[0]
        raise LessonError(f"A code cell needs name= and role= ({', '.join([*ROLES, SHOW])}); see: {first}")
    metadata = _metadata(name, role, exercise)
    if cell.metadata.get("folded"):  # open it with a click; only JupyterLab and Notebook fold cells
        metadata["jupyter"] = {"source_hidden": True}
    return nbformat.v4.new_code_cell(cell.source, id=name.replace("_", "-"), metadata=metadata)


def _metadata(name: str, role: str, exercise: Exercise) -> CellMetadata:
    if role == SHOW:
        return {"tags": ["display-only"]}
    switches: NbgraderData = {"grade_id": name, "schema_version": 3, "task": False, **ROLES[role]}
    if role == "grade":
        switches["points"] = _points(asked_by(name), exercise)
    return {"nbgrader": switches}


def _points(question: str, exercise: Exercise) -> float:
    """The question's points, as a whole number where they are one, as people and nbgrader write them."""
    if question not in exercise.ids:
        raise LessonError(
            f"The lesson has a grade cell for {question!r}; {exercise.name} has no such question."
        )
    points = exercise.question(question).points
    return int(points) if points == int(points) else points


def _refuse_missing(cells: list[NotebookNode], exercise: Exercise) -> None:
    found = {
        (cell.metadata.nbgrader.grade_id, "answer" if cell.metadata.nbgrader.solution else "grade")
        for cell in cells
        if "nbgrader" in cell.metadata
    }
    for question in exercise.questions:
        for name, role in ((question.id, "answer"), (question.grade_cell, "grade")):
            if (name, role) not in found:
                raise LessonError(
                    f'The lesson {exercise.lesson} needs a cell name="{name}" role="{role}" for the question '
                    f"{question.id!r}."
                )


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
