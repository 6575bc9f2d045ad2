"""Bounds what is kept of the outputs of all cells of a submission together."""

from __future__ import annotations

from dataclasses import replace

from grader.answers import CellRun, Output

CELLS_WORTH = 8
"""A submission keeps the outputs of so many cells that each use up their own bound; real ones are far below."""
A_NUMBER = 100
"""Characters that hold a number of points."""
LEFT_OUT = "[What this cell printed or showed was left out: the notebook shows more than the grader keeps.]\n"


def weight(run: CellRun) -> int:
    """Bytes of a cell's outputs, near enough."""
    return sum(len(output.png) + len(output.text) for output in run.outputs)


def within(run: CellRun, room: int) -> CellRun:
    """The run itself when its outputs fit into `room` bytes; else with a sentence, its error and the beginning of its
    result, which may be points, in their place."""
    if weight(run) <= room:
        return run
    errors = tuple(output for output in run.outputs if output.kind == "error" and room > 0)
    results = tuple(
        replace(output, text=output.text[:A_NUMBER]) for output in run.outputs if output.kind == "result"
    )
    return replace(run, outputs=(Output("stream", text=LEFT_OUT, name="stderr"), *errors, *results))
