"""An exception of student code as plain text: the student's own frames, bounded, without colours."""

from __future__ import annotations

import linecache
import traceback
from types import TracebackType
from typing import TypedDict

from grader.running.wire import clean

MAX_TYPE_NAME = 100
MAX_MESSAGE = 2_000
MAX_LINE = 300
MAX_FRAMES = 12


class Told(TypedDict):
    """What is told of an exception."""

    type_name: str
    message: str
    line: str
    traceback: str


def name_of(kind: type) -> str:
    """The name of a class, without asking a metaclass of the student's."""
    return clean(type.__dict__["__name__"].__get__(kind), MAX_TYPE_NAME)


def message_of(error: BaseException) -> str:
    """What `str(error)` says; a sentence in its place when that raises itself."""
    try:
        return clean(str(error), MAX_MESSAGE)
    except KeyboardInterrupt:
        raise
    except BaseException:
        return "(this exception's own message cannot be read)"


def describe(error: BaseException, cell_names: set[str]) -> Told:
    """Plain data for `StudentError`. `cell_names` are the file names of the student's cells ("cell 3")."""
    frames = _student_frames(error.__traceback__, cell_names)
    if isinstance(error, SyntaxError) and error.filename in cell_names:
        frames.append((error.filename, error.lineno or 0, "<syntax>", error.text or ""))
    name = name_of(type(error))
    message = message_of(error)
    told = [
        f"  {where}, line {number}, in {function}\n    {line.strip()}"
        for where, number, function, line in frames
    ]
    return {
        "type_name": name,
        "message": message,
        "line": clean(frames[-1][3].strip(), MAX_LINE) if frames else "",
        "traceback": clean("\n".join([*told, f"{name}: {message}"]), MAX_MESSAGE * 2),
    }


def _student_frames(trace: TracebackType | None, cell_names: set[str]) -> list[tuple[str, int, str, str]]:
    frames: list[tuple[str, int, str, str]] = []
    for frame, number in traceback.walk_tb(trace):
        code = frame.f_code
        if code.co_filename in cell_names:
            line = clean(linecache.getline(code.co_filename, number), MAX_LINE)
            frames.append((code.co_filename, number, clean(code.co_name, MAX_TYPE_NAME), line))
    return frames[:1] + frames[1:][-(MAX_FRAMES - 1) :]
