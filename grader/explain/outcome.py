"""What a call or a cell came to, in words and numbers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from grader.answers import Answer, StudentError, Value
from grader.checking.student import Array
from grader.explain.model import ROUNDING, bounded

MOST_NUMBERS = 60
"""Numbers of one array that are shown in full."""


def array_told(array: Array) -> str:
    """An array's numbers, of a large one the first and last; with its shape where that does not show."""
    plain = not _has_small(array)
    with np.printoptions(precision=6, suppress=plain, threshold=MOST_NUMBERS, edgeitems=4, linewidth=72):
        numbers = str(array)
    return numbers if array.size <= MOST_NUMBERS else f"{numbers}, of shape {array.shape}"


def _has_small(array: Array) -> bool:
    """Whether a number would read 0 in six decimals that is not 0, nor rounding beside the largest."""
    sizes = np.abs(array[np.isfinite(array)])
    return bool(((sizes < 5e-7) & (sizes > ROUNDING * sizes.max(initial=0))).any())


def value_told(value: Value | None) -> str:
    """A value as it came back."""
    if value is None:
        return "not defined"
    what = bounded(value.type_name, 100)
    if value.dtype is not None:
        what += f", {bounded(value.dtype, 40)}"
    if value.shape:
        what += f", shape {bounded(str(value.shape), 100)}"
    return f"{array_told(value.array)} ({what})" if value.array is not None else f"({what})"


def error_told(error: StudentError) -> str:
    """The student's lines that led to an error, and what it says: once, though a traceback ends with that."""
    said = f"{error.type_name}: {error.message}"
    return error.traceback if said in error.traceback else f"{error.traceback}\n{said}".lstrip("\n")


def answer_told(answer: Answer, names: Sequence[str]) -> str:
    """What a call came to."""
    changed = " and ".join(names[position] for position in answer.changed if position < len(names))
    after = f" It changed {changed} in place." if changed else ""
    if answer.outcome == "raised" and answer.error is not None:
        an_error = "an error:\n" if answer.error.traceback else ""
        return bounded(f"raised {an_error}{error_told(answer.error)}") + after.replace(" ", "\n", 1)
    if answer.outcome == "ok" and answer.drawing is not None:
        count = answer.drawing.artists
        return f"drew {count} artist{'s' * (count != 1)} on the given axes.{after}"
    if answer.outcome == "ok":
        return f"returned {value_told(answer.value)}{'.' + after if after else ''}"
    ended = {
        "timeout": f"was stopped at the time limit, after {answer.seconds:.1f} s",
        "died": "ended the process",
        "missing": "could not be made: there is no such function",
    }
    return ended.get(answer.outcome, answer.outcome) + after
