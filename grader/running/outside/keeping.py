"""Bounds what is kept of the outputs of all cells of a submission together."""

from __future__ import annotations

from dataclasses import replace

from grader.answers import CellRun, Output
from grader.running.outside.png import pixels

CELLS_WORTH = 8
"""A submission keeps the outputs of so many cells that each use up their own bound; real ones are far below."""
PIXELS_A_BYTE = 32
"""Pixels that weigh as much as a byte: a few thousand bytes can be a picture that fills a browser's memory, and a page
can have hundreds. Real ones weigh half as much again."""
A_NUMBER = 100
"""Characters that hold a number of points."""
LEFT_OUT = "[What this cell printed or showed was left out: the notebook shows more than the grader keeps.]\n"


def weight(run: CellRun) -> int:
    """Bytes of a cell's outputs, near enough."""
    return sum(len(output.text) + (_weight_of(output.png) if output.png else 0) for output in run.outputs)


def _weight_of(png: bytes) -> int:
    return len(png) + pixels(png) // PIXELS_A_BYTE


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
