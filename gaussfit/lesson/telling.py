"""What the notebook's own check cells call: they tell a student in words what is right and what is missing.

The notebook carries this module's source. The checks look at what can be said without giving an answer away; the marks
come from other checks, outside of the notebook.
"""

from __future__ import annotations

import ast
import contextlib
import io
import os
import traceback
from collections.abc import Callable, Iterator
from typing import Any

from IPython import get_ipython

__all__ = [
    "BASICS",
    "MISSING",
    "NotYet",
    "attempt",
    "how_it_stopped",
    "line_of_yours",
    "overhearing",
    "syntax_error_of",
    "tell",
    "verdict",
    "your_line",
]


BASICS = "The basics are there. The marks come from further checks."
MISSING = "Something is still missing; you may hand in anyway."


class NotYet:
    """What a check cell shows when something is missing: people read the sentence, nbgrader's Validate reads `0.0`."""

    def __repr__(self) -> str:
        return "0.0"

    def _repr_html_(self) -> str:
        return MISSING


def verdict(complete: bool) -> NotYet | None:
    """Say what the findings above come to. Nothing is promised: the marks are made elsewhere."""
    if not complete:
        return NotYet()
    print(BASICS)
    return None


def tell(right: bool, if_right: str, if_not: str) -> bool:
    """Print one finding; say whether it was good."""
    print("✓ " + if_right if right else "✗ " + if_not)
    return right


def attempt(function: Callable[..., Any], *arguments: object) -> Any:
    """Call a function; when it is unfinished or stops with an error, say so and return None."""
    try:
        return function(*arguments)
    except Exception as error:
        print("✗ " + how_it_stopped(error))
    return None


def how_it_stopped(error: Exception) -> str:
    """Tell in a sentence how a function of yours stopped, and in which line."""
    if isinstance(error, NotImplementedError):
        return f"Not there yet: {error}."
    name = "a syntax error" if isinstance(error, SyntaxError) else type(error).__name__
    return f"It stopped with {name}: {error}".partition("\n")[0][:300] + line_of_yours(error)


def line_of_yours(error: Exception) -> str:
    """Name the line of yours that led to an error, in brackets; nothing when none did."""
    return last_of_yours(traceback.extract_tb(error.__traceback__))


def your_line() -> str:
    """Name the line of yours that called the caller of this, in brackets; nothing when none did."""
    frames = traceback.extract_stack()[:-1]
    return last_of_yours([frame for frame in frames if frame.filename != frames[-1].filename])


def last_of_yours(frames: list[traceback.FrameSummary]) -> str:
    """Name the last of these lines that stands in a cell of yours, in brackets; nothing when none does."""
    foreign = (os.path.dirname(os.__file__), "<frozen", attempt.__code__.co_filename)
    for frame in reversed(frames):
        if not frame.filename.startswith(foreign) and "site-packages" not in frame.filename:
            return f" (line {frame.lineno}: {frame.line})"
    return ""


@contextlib.contextmanager
def overhearing() -> Iterator[io.StringIO]:
    """Catch what your functions print or warn of, so that the findings stand alone."""
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        yield said


def syntax_error_of(name: str) -> str:
    """Tell of a syntax error in the cell that you last ran to define a function; nothing when there is none."""
    shell: Any = get_ipython()
    cells = [cell for cell in shell.user_ns.get("In", []) if f"def {name}(" in cell] if shell else []
    try:
        ast.parse(shell.transform_cell(cells[-1]) if cells else "")
    except SyntaxError as error:
        line = (error.text or "").strip()
        return f"The cell of {name} has a syntax error in line {error.lineno} ({error.msg}): {line}"
    return ""
