"""The child's side of a submission: reads one request at a time, runs the student's code, answers with data.

Everything here shares its process with hostile code and is trusted by nobody: a reply is only ever data.
"""

from __future__ import annotations

import os
import select
import signal
from collections.abc import Mapping
from types import FrameType
from typing import cast

import torch
from IPython.core import async_helpers
from IPython.core.async_helpers import get_asyncio_loop
from matplotlib.figure import Figure

from grader.running import wire
from grader.running.inside import errors, figures, others, values
from grader.running.inside.cells import Cells, Shell

Reply = dict[str, object]
"""What is said to a request; `grader.running.outside.parse` says what must be in it."""


class _Interrupts:
    """Turns SIGINT into KeyboardInterrupt while student code runs, and into nothing while it doesn't."""

    def __init__(self) -> None:
        self.armed = False
        signal.signal(signal.SIGINT, self._handle)

    def _handle(self, _number: int, _frame: FrameType | None) -> None:
        if self.armed:
            raise KeyboardInterrupt


class Child:
    """Answers requests about one submission until the other side hangs up."""

    def __init__(self, descriptor: int, shell: Shell, limits: wire.PlainLimits) -> None:
        """Speak over `descriptor`; `limits` are the sizes of `grader.answers.Limits`."""
        self.descriptor = descriptor
        self.message_bytes = int(limits["message_bytes"])
        self.cells = Cells(shell, int(limits["output_bytes"]))
        self.kept: dict[str, object] = {}
        self.interrupts = _Interrupts()
        others.watch()

    def serve(self) -> None:
        """Answer until the end of the stream."""
        while True:
            message = wire.read(self._receive, self.message_bytes)
            if message is None:
                return
            reply = self._answer(cast(wire.Request, message))  # only the trusted side is at the other end
            self.say({**reply, "id": message["id"]})

    def descriptors(self) -> set[int]:
        """The descriptors that this process needs: the line, and the event loop for `await` in a cell."""
        if hasattr(select, "kqueue"):  # that of macOS is not inherited: the loop has to be the child's own
            async_helpers._asyncio_event_loop = None
        loop = get_asyncio_loop()
        return {self.descriptor, loop._selector.fileno(), loop._ssock.fileno(), loop._csock.fileno()}

    def _receive(self, count: int) -> bytes:
        return os.read(self.descriptor, count)

    def say(self, reply: Mapping[str, object]) -> None:
        """Send one message."""
        data = memoryview(wire.pack(reply, self.message_bytes))
        while data:
            data = data[os.write(self.descriptor, data) :]

    def _answer(self, request: wire.Request) -> Reply:
        try:
            try:
                self.interrupts.armed = True
                return self._do(request)
            finally:
                self.interrupts.armed = False
        except BaseException as error:
            return self._raised(error)

    def _do(self, request: wire.Request) -> Reply:
        if request["op"] == "cell":
            return self._cell(request)
        if request["op"] == "names":
            return self._names(request)
        return self._call(request) if request["op"] == "call" else self._draw(request)

    def _raised(self, error: BaseException) -> Reply:
        told: errors.Told
        try:
            told = errors.describe(error, self.cells.names)
        except BaseException as another:  # an exception made to be unreadable
            told = {"type_name": errors.name_of(type(another)), "message": "", "line": "", "traceback": ""}
        return {"outcome": "raised", "error": told}

    def _cell(self, request: wire.CellRequest) -> Reply:
        error, outputs = self.cells.run(request["source"], request["index"])
        reply: Reply = {"outcome": "ok"} if error is None else self._raised(error)
        return {**reply, "outputs": outputs, "kept": {name: self._keep(name) for name in request["keep"]}}

    def _keep(self, name: str) -> values.Told | None:
        namespace = self.cells.shell.user_ns
        if name in namespace:
            self.kept[name] = namespace[name]
        return self._described(name)

    def _described(self, name: str) -> values.Told | None:
        namespace = self.cells.shell.user_ns
        if name not in namespace:
            return None
        try:
            return values.describe(namespace[name])
        except Exception as error:
            return {**values.blank(namespace[name]), "dtype": errors.name_of(type(error))}

    def _function(self, name: str) -> object:
        last = self.cells.shell.user_ns.get(name)
        return last if callable(last) else self.kept.get(name)

    def _call(self, request: wire.CallRequest) -> Reply:
        function = self._function(request["name"])
        if not callable(function):
            return {"outcome": "missing"}
        self.cells.quietly()
        arguments, sent = _tensors(request["args"])
        value = function(*arguments)
        return {"outcome": "ok", "value": values.describe(value), "changed": _changed(arguments, sent)}

    def _names(self, request: wire.NamesRequest) -> Reply:
        """What names are bound to by now; nothing of it is kept for calls."""
        return {"outcome": "ok", "kept": {name: self._described(name) for name in request["names"]}}

    def _draw(self, request: wire.DrawRequest) -> Reply:
        function = self._function(request["name"])
        if not callable(function):
            return {"outcome": "missing"}
        self.cells.quietly()
        arguments, sent = _tensors(request["args"])
        state = figures.begin(bool(request["furnished"]))
        figure: Figure = state.figure
        value = function(figure, *arguments)
        changed = _changed(arguments, sent)
        return {
            "outcome": "ok",
            "value": values.describe(value),
            "changed": changed,
            "drawing": _plain_drawing(figures.finish(state)),
        }


def _plain_drawing(report: figures.Report) -> dict[str, object]:
    """The report with its vertices as they travel."""
    curves = [{**curve, "vertices": wire.array_to_plain(curve["vertices"])} for curve in report["curves"]]
    return {**report, "curves": curves}


def _tensors(plain: list[wire.PlainArray]) -> tuple[list[torch.Tensor], list[wire.PlainArray]]:
    """The arguments of a call, in the dtype that the notebook makes by default; and as they are before it.

    The lesson's own cells make them so, and an answer that mixes them with tensors of its own must not fail for that.
    """
    dtype = torch.get_default_dtype()
    arguments = [torch.from_numpy(wire.plain_to_array(each)) for each in plain]
    if dtype in (torch.float32, torch.float64):
        arguments = [each.to(dtype) if each.is_floating_point() else each for each in arguments]
    return arguments, [wire.array_to_plain(each.numpy()) for each in arguments]


def _changed(arguments: list[torch.Tensor], before: list[wire.PlainArray]) -> list[int]:
    """Positions of the arguments whose shape or bytes are no longer what they were."""
    return [
        position
        for position, (argument, plain) in enumerate(zip(arguments, before, strict=True))
        if wire.array_to_plain(argument.detach().numpy()) != plain
    ]
