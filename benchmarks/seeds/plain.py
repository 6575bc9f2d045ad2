"""Marks of our own answers without a child process: thousands of seeds, a few milliseconds each.

The sources are ours, so they run here, in this process. The checks are the shipped ones, called as the functions
that they are; what they need of each other is kept.
"""

from __future__ import annotations

import contextlib
import io
import signal
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from types import CodeType, FrameType, ModuleType
from typing import Any, TypeVar

import numpy as np
import torch
from numpy.typing import NDArray

from benchmarks.exercise import EXERCISE
from benchmarks.labelled import SETUP, Labelled
from grader.answers import Answer, CellRun, StudentError, Value
from grader.checking import CheckFailed, Hidden, Student, StudentProblem
from grader.checking.declaring import MARK, Declaration
from grader.running.inside.values import describe
from grader.running.outside.parse import parse_value

CALL_SECONDS = 3.0
"""Of the processor: a right loop over a thousand points takes half a second."""


S = TypeVar("S", bound="PlainSession")


class PlainSession:
    """Answers `kept` and `call` from the names that a cell's source binds, as a session on a submission does."""

    def __init__(self, names: dict[str, Any], error: BaseException | None = None) -> None:
        """A submission whose cell bound `names`, and ended with `error`."""
        self.names = names
        self._run = CellRun("ok")
        self.timed_out = False
        if error is not None:
            self._run = CellRun("raised", error=StudentError(type(error).__name__, str(error)))

    def kept(self, name: str) -> Value | None:
        """The value of a name."""
        return _value(self.names[name]) if name in self.names else None

    def run_of(self, _name: str) -> CellRun:
        """What the cell came to."""
        return self._run

    def draw(self, *_arguments: Any, **_options: Any) -> Answer:
        """Nothing is drawn here."""
        return Answer("missing")

    def call(self, name: str, arguments: list[NDArray[Any]]) -> Answer:
        """What a function returns for tensors of these numbers."""
        function = self.names.get(name)
        if not callable(function):
            return Answer("missing")
        dtype = torch.get_default_dtype()
        tensors = [torch.from_numpy(argument.copy()).to(dtype) for argument in arguments]
        try:
            with time_limit(), contextlib.redirect_stdout(io.StringIO()):
                value = _value(function(*tensors))
        except TimeoutError:
            self.timed_out = True
            return Answer("timeout")
        except Exception as error:  # whatever an answer raises is its own
            return Answer("raised", error=StudentError(type(error).__name__, str(error)[:2000]))
        before_and_after = enumerate(zip(arguments, tensors, strict=True))
        changed = tuple(
            i for i, (before, after) in before_and_after if not np.array_equal(before, after.numpy())
        )
        return Answer("ok", value, changed=changed)


def _value(value: object) -> Value:
    return parse_value(describe(value))


@contextlib.contextmanager
def time_limit(seconds: float = CALL_SECONDS) -> Iterator[None]:
    def stop(_number: int, _frame: FrameType | None) -> None:
        raise TimeoutError

    signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, signal.SIG_IGN)  # by default one that comes late ends the process


def compiled(answer: Labelled) -> CodeType | SyntaxError:
    """The answer's cell, or what is wrong with its syntax."""
    try:
        return compile(answer.source, answer.id, "exec")
    except SyntaxError as error:
        return error


def session_of(code: CodeType | SyntaxError, kind: type[S]) -> S:
    """A fresh session on a notebook whose cell this is."""
    names: dict[str, Any] = {}
    exec(SETUP, names)
    if isinstance(code, SyntaxError):
        return kind(names, code)
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            exec(code, names)
    except Exception as error:  # whatever an answer raises is its own
        return kind(names, error)
    return kind(names)


@dataclass(frozen=True)
class Marked:
    """The points of an answer, and for each check "" or the student's sentence (None: not tried)."""

    score: float
    told: dict[str, str | None]
    student: Student


def mark(session: PlainSession, module: ModuleType, question: str, seed: str) -> Marked:
    """Mark with the checks of a module. The checks stand in it in the order in which they need each other."""
    student, hidden = Student(session), Hidden(seed, question)  # type: ignore[arg-type]
    student.task = EXERCISE.task
    told: dict[str, str | None] = {}
    score = 0.0
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name, declaration, function in _checks(module):
            if any(told[need] != "" for need in declaration.needs):
                told[name] = None
                continue
            try:
                arguments = (student, hidden) if function.__code__.co_argcount == 2 else (student,)
                function(*arguments)
                told[name] = ""
                score += declaration.points
            except (CheckFailed, StudentProblem) as error:
                told[name] = error.message
    return Marked(score, told, student)


def _checks(module: ModuleType) -> Iterator[tuple[str, Declaration, Any]]:
    for name, function in vars(module).items():
        for mark in getattr(function, "pytestmark", ()):
            if mark.name == MARK:
                yield name, mark.args[0], function
