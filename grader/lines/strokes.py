"""A line that was drawn without lifting the pen, taken apart where the pen jumps."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from grader.lines.line import Line

JUMP, MAX_JUMPS = 4.0, 12
"""A side so many times longer than the usual one is a jump; with more of them a line is a zigzag."""


def strokes(line: Line) -> list[Line]:
    """The pieces between the jumps of a line, and the jumps themselves; none when it has none, or too many."""
    lengths = np.hypot(*np.diff(line.vertices, axis=0).T)
    jumps = np.flatnonzero(lengths > JUMP * np.median(lengths))
    if line.dots or not 0 < len(jumps) <= MAX_JUMPS:
        return []
    pieces = [
        *np.split(line.vertices, jumps + 1),
        *(line.vertices[jump : jump + 2] for jump in jumps),
    ]
    return [
        replace(line, vertices=piece, closed=len(piece) > 3 and np.array_equal(piece[0], piece[-1]))
        for piece in pieces
        if len(piece) > 1
    ]
