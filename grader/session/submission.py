"""A session on one submission: its cells are run, its functions called; what is lost is replayed."""

from __future__ import annotations

from collections.abc import Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from numpy.typing import NDArray

from grader.answers import Answer, CellRun, Limits, Value
from grader.runner import wire
from grader.session.line import Line, Lost, Overtime
from grader.session.parse import parse_answer, parse_cell

if TYPE_CHECKING:
    from grader.session.runner import Runner

Array = NDArray[Any]


class Session:
    """One submission's cells and functions, each request within its limit and all within the submission's.

    What a request costs is its own: when a call ends the child or runs into its limit, only that call is
    lost; the next one gets a fresh child in which the cells were run again, but those that cost a child.
    """

    def __init__(self, runner: Runner, cells: tuple[str, ...], keep: dict[str, int], limits: Limits) -> None:
        """Nothing runs before `run`."""
        unknown = {name: index for name, index in keep.items() if not 0 <= index < len(cells)}
        if unknown:
            raise ValueError(f"keep must name cells 0 to {len(cells) - 1}; it has {unknown}.")
        self._runner, self._cells, self._keep, self._limits = runner, cells, keep, limits
        self._line: Line | None = None
        self._runs: list[CellRun] | None = None
        self._kept: dict[str, Value | None] = dict.fromkeys(keep)
        self._fatal: set[int] = set()
        self._spent = 0.0

    @property
    def seconds(self) -> float:
        """What the submission has cost of its limit so far."""
        return self._spent

    def run(self) -> tuple[CellRun, ...]:
        """Run all cells in order, once; later calls return the same. An error in one stops no other."""
        if self._runs is None:
            self._runs = []
            for index in range(len(self._cells)):
                self._runs.append(self._run_cell(index))
        return tuple(self._runs)

    def kept(self, name: str) -> Value | None:
        """The value that `name` had right after its cell; None when it was not defined then."""
        if name not in self._keep:
            raise KeyError(f"{name!r} was not asked to be kept; kept are {', '.join(self._keep) or 'none'}.")
        self.run()
        return self._kept[name]

    def call(self, name: str, arguments: Sequence[Array]) -> Answer:
        """Call the student's function `name` with tensors of these arrays."""
        plain = [wire.array_to_plain(argument) for argument in arguments]
        return self._ask_function({"op": "call", "name": name, "args": plain}, drawn=False)

    def draw(self, name: str, Sigma: Array, Mean: Array, furnished: bool = False) -> Answer:
        """Call `name(fig, Sigma, Mean)` on a fresh figure; the answer carries what it drew.

        `furnished`: the figure's axes already carry artists, which don't count.
        """
        plain = [wire.array_to_plain(argument) for argument in (Sigma, Mean)]
        request = {"op": "draw", "name": name, "args": plain, "furnished": furnished}
        return self._ask_function(request, drawn=True)

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

    def _left(self, limit: float) -> float:
        return max(0.0, min(limit, self._limits.submission_seconds - self._spent))

    def _run_cell(self, index: int) -> CellRun:
        keep = [name for name, cell in self._keep.items() if cell == index]
        request = {"op": "cell", "index": index, "source": self._cells[index], "keep": keep}
        limit = self._left(self._limits.cell_seconds)
        try:
            if not limit or not self._ready(before=index):
                return CellRun("timeout")
            reply, seconds = self._ask(request, limit)
            run, values = parse_cell(reply, keep, seconds)
        except Overtime as overtime:
            if not overtime.survived:
                self._fatal.add(index)
            return CellRun("timeout", seconds=limit)
        except (Lost, wire.WireError):
            self._drop()
            self._fatal.add(index)
            return CellRun("died")
        self._kept.update(values)
        return run

    def _ask_function(self, request: dict[str, Any], drawn: bool) -> Answer:
        self.run()
        limit = self._left(self._limits.call_seconds)
        try:
            if not limit or not self._ready(before=len(self._cells)):
                return Answer("timeout")
            reply, seconds = self._ask(request, min(limit, self._left(limit)))
            return parse_answer(reply, len(request["args"]), seconds, drawn)
        except Overtime:
            return Answer("timeout", seconds=limit)
        except (Lost, wire.WireError):
            self._drop()
            return Answer("died")

    def _ready(self, before: int) -> bool:
        """A child in which the cells before `before` have run; False when the submission's time is up."""
        if self._line is not None:
            return True
        pid, pidfd, socket = self._runner.warm().fork(self._limits)
        self._line = Line(pid, pidfd, socket, self._limits.message_bytes)
        for index in range(before):
            if index in self._fatal:
                continue
            limit = self._left(self._limits.cell_seconds)
            if not limit:
                self._drop()
                return False
            keep = [name for name, cell in self._keep.items() if cell == index]
            request = {"op": "cell", "index": index, "source": self._cells[index], "keep": keep}
            try:
                self._ask(request, limit)
            except Overtime as overtime:
                if not overtime.survived:
                    self._fatal.add(index)
                    return self._ready(before)
        return True

    def _ask(self, request: dict[str, Any], seconds: float) -> tuple[dict[str, Any], float]:
        if self._line is None:
            raise Lost("There is no process to ask.")
        try:
            reply, taken = self._line.ask(request, seconds)
        except Overtime as overtime:
            self._spent += seconds
            if not overtime.survived:
                self._drop()
            raise
        self._spent += taken
        return reply, taken

    def _drop(self) -> None:
        """End the child, if there is one."""
        if self._line is not None:
            line, self._line = self._line, None
            line.close()
            self._runner.warm().end()
