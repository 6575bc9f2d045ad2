"""What students wrote into the cells that they fill in with a value: read from the text, never run."""

from __future__ import annotations

import ast

from grader.exercise import Exercise
from grader.reading.notebook import Notebook
from grader.reading.syntax import tree_of

MOST = 200
"""Characters of a value that are looked at; a longer one is no value of anybody's."""


def filled_in(notebook: Notebook, exercise: Exercise) -> dict[str, str]:
    """The text that each cell of `Exercise.fill_ins` gives to the name that the cell is called by.

    A whole number counts as its digits. What is not written there as it is, or is too long, is left out.
    """
    wanted = {name for name, _ in exercise.fill_ins}
    found = {}
    for cell in notebook["cells"] if wanted else ():
        name = str(cell["metadata"].get("nbgrader", {}).get("grade_id", ""))
        if name in wanted and (value := _given(str(cell["source"]), name)) is not None:
            found[name] = value
    return found


def _given(source: str, name: str) -> str | None:
    """What the last assignment to the name gives it."""
    tree = tree_of(source)
    value = None
    for node in tree.body if tree is not None else ():
        if isinstance(node, ast.Assign) and [_called(each) for each in node.targets] == [name]:
            value = node.value
    if not isinstance(value, ast.Constant) or type(value.value) not in (str, int):
        return None
    try:
        text = str(value.value)
    except ValueError:  # a number of thousands of digits
        return None
    return text if len(text) <= MOST else None


def _called(target: ast.expr) -> str:
    """The name that is assigned to; empty for an item or an attribute, which may be as deep as somebody likes."""
    return target.id if isinstance(target, ast.Name) else ""
