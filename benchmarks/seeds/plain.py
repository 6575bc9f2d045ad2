"""Marks of our own answers without a child process: thousands of seeds, a few milliseconds each.

The sources are ours, so they run here, in this process. The checks are the shipped ones, called as the functions
that they are; what they need of each other is kept.
"""

from __future__ import annotations

import contextlib
import functools
import io
import signal
import time
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from types import CodeType, FrameType, ModuleType
from typing import Any, NoReturn, TypeVar
from unittest import mock

import numpy as np
import torch
from numpy.typing import NDArray

from benchmarks.exercise import EXERCISE
from benchmarks.labelled import SETUP, Labelled
from benchmarks.seeds.bounds import hidden_of
from grader.answers import Answer, CellRun, StudentError, Value
from grader.checking import CheckFailed, Student, StudentProblem
from grader.checking.declaring import MARK, Declaration
from grader.exercises.gaussian_density.nll import check_gaussian_nll, comparing
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
        self.longest = 0.0
        """Seconds of the processor that the longest call took."""
        if error is not None:
            self._run = CellRun("raised", error=StudentError(type(error).__name__, str(error)))

    def kept(self, name: str) -> Value | None:
        """The value of a name."""
        return value_of(self.names[name]) if name in self.names else None

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
        start = time.process_time()
        try:
            with time_limit(), contextlib.redirect_stdout(io.StringIO()):
                value = value_of(function(*tensors))
        except TimeoutError:
            self.timed_out = True
            return Answer("timeout")
        except Exception as error:  # whatever an answer raises is its own
            return Answer("raised", error=StudentError(type(error).__name__, str(error)[:2000]))
        finally:
            self.longest = max(self.longest, time.process_time() - start)
        before_and_after = enumerate(zip(arguments, tensors, strict=True))
        changed = tuple(
            i for i, (before, after) in before_and_after if not np.array_equal(before, after.numpy())
        )
        return Answer("ok", value, changed=changed)


def value_of(value: object) -> Value:
    """As the child tells it and the trusted side reads it; the usual tensor without the way over bytes."""
    if type(value) is torch.Tensor and _is_usual(value):
        array = value.detach().to(torch.float64).numpy().copy()
        return Value("tensor", "Tensor", str(value.dtype).removeprefix("torch."), array.shape, array)
    return parse_value(describe(value))


def _is_usual(value: torch.Tensor) -> bool:
    in_memory = value.layout is torch.strided and value.device.type == "cpu"
    return in_memory and value.dtype in PLAIN and value.numel() < FEW and not value.is_neg()


PLAIN = (torch.float32, torch.float64)
FEW = 2_000
"""Numbers of one value; more are a matter of bounds."""


class time_limit:
    """Raise TimeoutError in the block after so many seconds of the processor."""

    def __init__(self, seconds: float = CALL_SECONDS) -> None:
        """Not started before the block."""
        self.seconds = seconds

    def __enter__(self) -> None:
        signal.signal(signal.SIGVTALRM, _stop)
        signal.setitimer(signal.ITIMER_VIRTUAL, self.seconds)

    def __exit__(self, *_: object) -> None:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, signal.SIG_IGN)  # by default one that comes late ends the process


def _stop(_number: int, _frame: FrameType | None) -> NoReturn:
    raise TimeoutError


def compiled(answer: Labelled) -> CodeType | SyntaxError:
    """The answer's cell, or what is wrong with its syntax."""
    try:
        return compile(answer.source, answer.id, "exec")
    except SyntaxError as error:
        return error


@functools.cache
def _setup() -> dict[str, Any]:
    """What the cells before the answer bind."""
    names: dict[str, Any] = {}
    exec(SETUP, names)
    return names


@contextlib.contextmanager
def without_staff_text() -> Iterator[None]:
    """Numbers are not put into words for staff meanwhile: that takes a third of the time, and is no part of a mark."""
    with (
        mock.patch.object(comparing, "seen", _unseen),
        mock.patch.object(check_gaussian_nll, "seen", _unseen),
    ):
        yield


def _unseen(*_: object) -> str:
    return ""


def session_of(code: CodeType | SyntaxError, kind: type[S]) -> S:
    """A fresh session on a notebook whose cell this is."""
    names = dict(_setup())
    names["data"] = names["data"].clone()
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
    student, hidden = Student(session), hidden_of(seed, question)  # type: ignore[arg-type]
    student.task = EXERCISE.task
    told: dict[str, str | None] = {}
    score = 0.0
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name, declaration, function in checks_in(module):
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


def checks_in(module: ModuleType) -> Iterator[tuple[str, Declaration, Any]]:
    """Name, declaration and function of each check, in the order in which they need each other."""
    for name, function in vars(module).items():
        for mark in getattr(function, "pytestmark", ()):
            if mark.name == MARK:
                yield name, mark.args[0], function
