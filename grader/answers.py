"""What comes back from a student's process, as plain data that the trusted side has parsed and bounded.

Nothing in here is a mark: marks are made in `grader.checking` from these facts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Outcome = Literal["ok", "raised", "timeout", "died", "missing"]
"""`ok`; `raised`: the student's code raised; `timeout`: a limit was met; `died`: its process ended;
`missing`: the name is not defined (or, for a call, is not callable)."""


@dataclass(frozen=True)
class StudentError:
    """An exception in the student's code, told with the student's own frames only."""

    type_name: str
    message: str
    line: str = ""
    """The student's source line that raised, or that led to it; may be empty."""
    traceback: str = ""
    """A short plain-text traceback of the student's own frames, without ANSI codes."""


@dataclass(frozen=True)
class Value:
    """A value that the student's code returned or bound to a name, described without trusting it.

    `kind` is what it is in Python; `array` holds its numbers when they are real and within bounds:
    float64, with the shape that the student gave it (`()` for a scalar), else None.
    """

    kind: Literal["tensor", "array", "sequence", "scalar", "none", "text", "bool", "complex", "other"]
    type_name: str
    dtype: str | None = None
    shape: tuple[int, ...] | None = None
    array: NDArray[np.float64] | None = None


@dataclass(frozen=True)
class Curve:
    """One sub-path of an artist, flattened: vertices in data coordinates of the judged axes, (n, 2) float64.

    `stroke` and `fill` are RGBA as drawn (alpha of the artist included), or None where that part is not
    painted; `linewidth` is in points.
    """

    vertices: NDArray[np.float64]
    closed: bool
    artist: str
    stroke: tuple[float, float, float, float] | None
    fill: tuple[float, float, float, float] | None
    linewidth: float
    level: float | None = None
    """For a contour set, the level that this curve belongs to."""
    zorder: float = 0.0
    dots: bool = False
    """The vertices are markers that no line joins."""
    path: int = -1
    """Curves with the same number >= 0 are the rings of one painted path (a filled band and its hole)."""


@dataclass(frozen=True)
class Drawing:
    """What one call added to the given figure's axes (and how much it put elsewhere).

    Curves come in the order of painting: a later one covers an earlier one.
    """

    curves: tuple[Curve, ...]
    background: tuple[float, float, float, float]
    xlim: tuple[float, float]
    ylim: tuple[float, float]
    artists: int
    """Artists that the call added to the judged axes, of any kind."""
    artists_elsewhere: int
    """Artists that it added to other axes or other figures."""
    axes: int = 1
    images: tuple[tuple[float, float, float, float], ...] = ()
    """Where images of any kind were added: (left, right, bottom, top) in data coordinates."""
    cut: bool = False
    """There was more to report than the bounds allow."""


@dataclass(frozen=True)
class Answer:
    """What one call to a student's function came to."""

    outcome: Outcome
    value: Value | None = None
    error: StudentError | None = None
    changed: tuple[int, ...] = ()
    """Positions of the arguments that the call changed in place."""
    drawing: Drawing | None = None
    seconds: float = 0.0


@dataclass(frozen=True)
class Output:
    """One bounded output of a cell: `stream` (text, `name` is stdout or stderr), `error`, `png`, `text` that was
    displayed, or the `result` of its last line."""

    kind: Literal["stream", "error", "text", "result", "png"]
    text: str = ""
    name: str = "stdout"
    png: bytes = b""
    error: StudentError | None = None


@dataclass(frozen=True)
class CellRun:
    """What running one code cell came to."""

    outcome: Outcome
    outputs: tuple[Output, ...] = ()
    error: StudentError | None = None
    seconds: float = 0.0


@dataclass(frozen=True)
class Limits:
    """Time in seconds and sizes in bytes. Times do not count waiting for a busy machine's processor."""

    cell_seconds: float = 30.0
    call_seconds: float = 5.0
    submission_seconds: float = 120.0
    memory_bytes: int = 2 * 1024**3
    output_bytes: int = 1024**2
    """Output kept of one cell; what is beyond is cut, with a sentence that says so."""
    message_bytes: int = 16 * 1024**2
    scratch_bytes: int = 64 * 1024**2
