"""A session on one submission: its cells are run, its functions called; what is lost is replayed."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import TracebackType
from typing import Protocol, Self

import numpy as np
from numpy.typing import NDArray

from grader.answers import Answer, CellRun, Limits, Value
from grader.running import wire
from grader.running.outside.errors import Lost, Overtime, RunnerError
from grader.running.outside.keeping import CELLS_WORTH, weight, within
from grader.running.outside.line import Line, Meter
from grader.running.outside.parse import parse_answer, parse_cell
from grader.running.outside.warmth import Warm

Array = NDArray[np.generic]

REPLIES_WORTH = 16
"""What a child sends in all, in messages of the largest size: what is read of it, parsed and judged stays bounded."""
REPLAY_SECONDS = 1.0
"""What a cell that once ran into its limit gets when it is run again: enough for what it did before it hung."""


FORK_SECONDS = 0.1
"""What each child but the first costs of the submission's limit: ending a process over and over is not free."""


def _is_usable(value: Value | None) -> bool:
    """Whether a name is bound to more than a placeholder."""
    return value is not None and value.kind != "none" and value.type_name != "ellipsis"


class Source(Protocol):
    """Where a session gets its warm process from; `grader.running.outside.Runner` is one."""

    def warm(self) -> Warm:
        """A warm process that lives."""


class Session:
    """One submission's cells and functions, each request within its limit and all within the submission's.

    What a request costs is its own: when a call ends the child or runs into its limit, only that call is
    lost; the next one gets a fresh child in which the cells were run again, but those that cost a child.
    """

    def __init__(
        self,
        source: Source,
        cells: tuple[str, ...],
        keep: dict[str, int],
        limits: Limits,
        spent: float = 0.0,
    ) -> None:
        """Nothing runs before `run`. Raises `ValueError` when `keep` names a cell that is not there."""
        unknown = {name: index for name, index in keep.items() if not 0 <= index < len(cells)}
        if unknown:
            raise ValueError(f"keep must name cells from 0 to {len(cells) - 1}; it has {unknown}.")
        self._source, self._cells, self._keep, self._limits = source, cells, keep, limits
        self._warm: Warm | None = None
        self._line: Line | None = None
        self._runs: list[CellRun] = []
        self._kept: dict[str, Value | None] = dict.fromkeys(keep)
        self._slow: set[int] = set()
        self._fatal: set[int] = set()
        self._spent = spent
        self._paying_since: float | None = None
        self._meter = Meter(REPLIES_WORTH * limits.message_bytes)
        self.starved = False
        """Whether a limit was met that the child did not use up: the machine was too busy to run it."""
        self._completed = False
        self._room = CELLS_WORTH * limits.output_bytes

    @property
    def seconds(self) -> float:
        """What the submission has cost of its limit so far."""
        paying = 0.0 if self._paying_since is None else time.thread_time() - self._paying_since
        return self._spent + paying

    def run(self) -> tuple[CellRun, ...]:
        """Run all cells in order, once; later calls return the same. An error in one stops no other."""
        while len(self._runs) < len(self._cells):
            run = within(self._run_cell(len(self._runs)), self._room)
            self._room -= weight(run)
            self._runs.append(run)
        self._complete()
        return tuple(self._runs)

    def _complete(self) -> None:
        """Where nothing usable stood at a name's cell, the name counts as it is at the end: what comes later, in a
        copy or below the check, and what was lost with a process that a later cell ended."""
        missing = [name for name, value in self._kept.items() if not _is_usable(value)]
        if self._completed or not missing:
            return
        self._completed = True
        if not self._ready(before=len(self._cells)):
            return
        try:
            reply, _ = self._ask({"op": "names", "names": missing}, self._left(self._limits.call_seconds))
            _, values = parse_cell(reply, missing, 0.0)
        except Overtime:
            return
        except (Lost, wire.WireError):
            self._drop()
            return
        self._kept.update({name: value for name, value in values.items() if _is_usable(value)})

    def kept(self, name: str) -> Value | None:
        """The value that `name` had right after its cell; None when it was not defined then."""
        if name not in self._keep:
            raise KeyError(f"{name!r} was not asked to be kept; kept are {', '.join(self._keep) or 'none'}.")
        self.run()
        return self._kept[name]

    def run_of(self, name: str) -> CellRun | None:
        """What the cell after which `name` is kept came to; None when it is not asked to be kept."""
        return self.run()[self._keep[name]] if name in self._keep else None

    def call(self, name: str, arguments: Sequence[Array]) -> Answer:
        """Call the student's function `name` with tensors of these arrays.

        The function is the last callable bound to the name, else the one that was kept. What it prints or
        shows is dropped. A time limit, and the end of the process, are outcomes; raises `RunnerError` only
        when the grader itself failed.
        """
        plain = [wire.array_to_plain(argument) for argument in arguments]
        return self._ask_function({"op": "call", "name": name, "args": plain}, drawn=False)

    def draw(self, name: str, arguments: Sequence[Array], furnished: bool = False) -> Answer:
        """Call `name(fig, *arguments)` on a fresh figure; the answer carries what it drew. Else as `call`.

        `furnished`: the figure's axes already carry artists, which don't count.
        """
        plain = [wire.array_to_plain(argument) for argument in arguments]
        request: wire.DrawRequest = {"op": "draw", "name": name, "args": plain, "furnished": furnished}
        return self._ask_function(request, drawn=True)

    @contextmanager
    def paid(self) -> Iterator[None]:
        """What the trusted side works in here counts: what takes long to read or to judge costs its sender."""
        if self._paying_since is not None:  # it does already
            yield
            return
        self._paying_since = time.thread_time()
        try:
            yield
        finally:
            self._spent, self._paying_since = self.seconds, None

    def close(self) -> None:
        """End the child."""
        self._drop()

    def __enter__(self) -> Self:
        """The session itself."""
        return self

    def __exit__(
        self, _type: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        """Close."""
        self.close()

    def _run_cell(self, index: int) -> CellRun:
        limit = self._left(self._limits.cell_seconds)
        if not self._ready(before=index):
            return CellRun("timeout")
        try:
            reply, seconds = self._ask(self._cell_request(index), self._left(limit))
            with self.paid():
                run, values = parse_cell(reply, self._names_kept_after(index), seconds)
        except Overtime as overtime:
            (self._slow if overtime.survived else self._fatal).add(index)
            return CellRun("timeout", seconds=limit)
        except (Lost, wire.WireError):
            self._fatal.add(index)
            self._drop()
            return CellRun("died")
        self._kept.update(values)
        return run

    def _ask_function(self, request: wire.CallRequest | wire.DrawRequest, drawn: bool) -> Answer:
        self.run()
        if not self._ready(before=len(self._cells)):
            return Answer("timeout")
        limit = self._left(self._limits.call_seconds)
        try:
            reply, seconds = self._ask(request, limit)
            with self.paid():
                return parse_answer(reply, len(request["args"]), seconds, drawn)
        except Overtime:
            return Answer("timeout", seconds=limit)
        except (Lost, wire.WireError):
            self._drop()
            return Answer("died")

    def _ready(self, before: int) -> bool:
        """Have a child in which the cells before `before` have run; False when the submission's time is up."""
        while self._line is None and self._left(1.0):
            self._fork()
            for index in [index for index in range(before) if index not in self._fatal]:
                seconds = REPLAY_SECONDS if index in self._slow else self._limits.cell_seconds
                try:
                    self._ask(self._cell_request(index), self._left(seconds))
                except Overtime as overtime:
                    (self._slow if overtime.survived else self._fatal).add(index)
                except Lost:
                    self._fatal.add(index)
                    self._drop()
                if self._line is None:
                    break
        if not self._left(1.0):
            self._drop()
        return self._line is not None

    def _cell_request(self, index: int) -> wire.CellRequest:
        keep = self._names_kept_after(index)
        return {"op": "cell", "index": index, "source": self._cells[index], "keep": keep}

    def _names_kept_after(self, index: int) -> list[str]:
        return [name for name, cell in self._keep.items() if cell == index]

    def _left(self, limit: float) -> float:
        return max(0.0, min(limit, self._limits.submission_seconds - self.seconds))

    def _fork(self) -> None:
        if self._warm is not None:
            self._spent += FORK_SECONDS
        self._warm = self._source.warm()
        pid, pidfd, socket = self._warm.fork(self._limits)
        # A folder with a size of its own may be full: a cell that finds it so goes on.
        room = self._limits.scratch_bytes * (2 if self._warm.sized_scratch else 1)
        self._line = Line(pid, pidfd, socket, self._warm.scratch, room, self._limits, self._meter)

    def _ask(self, request: wire.Request, seconds: float) -> tuple[dict[str, object], float]:
        """Ask the child; what it costs is counted. A child whose submission's time is up is ended."""
        if self._line is None:
            raise Lost("The process ended.")
        try:
            with self.paid():
                reply, taken = self._line.ask(request, seconds)
        except Overtime as overtime:
            self.starved = self.starved or overtime.starved
            self._spent += max(seconds, overtime.seconds)
            if not overtime.survived or not self._left(1.0):
                self._drop()
            raise
        except Lost as lost:
            self._spent += lost.seconds
            raise
        self._spent += taken
        return reply, taken

    def _drop(self) -> None:
        """End the child, if there is one; raises `RunnerError` when the warm process is what died."""
        line, self._line = self._line, None
        if line is None or self._warm is None:
            return
        line.close()
        try:
            self._warm.end()
        except RunnerError as error:
            raise RunnerError(
                f"The grader failed while a submission ran, so it has no marks: {error}"
            ) from error
