"""The child's side of a submission: reads one request at a time, runs the student's code, answers with data.

Everything here shares its process with hostile code and is trusted by nobody: a reply is only ever data.
"""

from __future__ import annotations

import os
import signal
from types import FrameType
from typing import Any

import torch
from IPython.core.async_helpers import get_asyncio_loop
from matplotlib.figure import Figure

from grader.running import wire
from grader.running.inside import errors, figures, others, values
from grader.running.inside.cells import Cells, Shell


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

    def __init__(self, descriptor: int, shell: Shell, limits: dict[str, Any]) -> None:
        """Speak over `descriptor`; `limits` are the sizes of `grader.answers.Limits`."""
        self.descriptor = descriptor
        self.message_bytes = int(limits["message_bytes"])
        self.cells = Cells(shell, int(limits["output_bytes"]))
        self.kept: dict[str, Any] = {}
        self.interrupts = _Interrupts()
        others.watch()

    def serve(self) -> None:
        """Answer until the end of the stream."""
        while True:
            request = wire.read(self._receive, self.message_bytes)
            if request is None:
                return
            reply = self._answer(request)
            self.say({**reply, "id": request["id"]})

    def descriptors(self) -> set[int]:
        """The descriptors that this process needs: the line, and the event loop for `await` in a cell."""
        loop = get_asyncio_loop()
        return {self.descriptor, loop._selector.fileno(), loop._ssock.fileno(), loop._csock.fileno()}

    def _receive(self, count: int) -> bytes:
        return os.read(self.descriptor, count)

    def say(self, reply: dict[str, Any]) -> None:
        """Send one message."""
        data = memoryview(wire.pack(reply, self.message_bytes))
        while data:
            data = data[os.write(self.descriptor, data) :]

    def _answer(self, request: dict[str, Any]) -> dict[str, Any]:
        operation = {"cell": self._cell, "call": self._call, "draw": self._draw}[request["op"]]
        try:
            try:
                self.interrupts.armed = True
                return operation(request)
            finally:
                self.interrupts.armed = False
        except BaseException as error:
            return self._raised(error)

    def _raised(self, error: BaseException) -> dict[str, Any]:
        try:
            told = errors.describe(error, self.cells.names)
        except BaseException as another:  # an exception made to be unreadable
            told = {"type_name": errors.name_of(type(another)), "message": "", "line": "", "traceback": ""}
        return {"outcome": "raised", "error": told}

    def _cell(self, request: dict[str, Any]) -> dict[str, Any]:
        error, outputs = self.cells.run(request["source"], request["index"])
        reply = {"outcome": "ok"} if error is None else self._raised(error)
        return {**reply, "outputs": outputs, "kept": {name: self._keep(name) for name in request["keep"]}}

    def _keep(self, name: str) -> dict[str, Any] | None:
        namespace = self.cells.shell.user_ns
        if name not in namespace:
            return None
        value = self.kept[name] = namespace[name]
        try:
            return values.describe(value)
        except Exception as error:
            return {**values.blank(value), "dtype": errors.name_of(type(error))}

    def _function(self, name: str) -> Any:
        last = self.cells.shell.user_ns.get(name)
        return last if callable(last) else self.kept.get(name)

    def _call(self, request: dict[str, Any]) -> dict[str, Any]:
        function = self._function(request["name"])
        if not callable(function):
            return {"outcome": "missing"}
        self.cells.quietly()
        arguments, sent = _tensors(request["args"])
        value = function(*arguments)
        return {"outcome": "ok", "value": values.describe(value), "changed": _changed(arguments, sent)}

    def _draw(self, request: dict[str, Any]) -> dict[str, Any]:
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


def _plain_drawing(report: dict[str, Any]) -> dict[str, Any]:
    """The report with its vertices as they travel."""
    curves = [{**curve, "vertices": wire.array_to_plain(curve["vertices"])} for curve in report["curves"]]
    return {**report, "curves": curves}


def _tensors(plain: list[dict[str, Any]]) -> tuple[list[torch.Tensor], list[dict[str, Any]]]:
    """The arguments of a call, in the dtype that the notebook makes by default; and as they are before it.

    The lesson's own cells make them so, and an answer that mixes them with tensors of its own must not fail for that.
    """
    dtype = torch.get_default_dtype()
    arguments = [torch.from_numpy(wire.plain_to_array(each)) for each in plain]
    if dtype in (torch.float32, torch.float64):
        arguments = [each.to(dtype) if each.is_floating_point() else each for each in arguments]
    return arguments, [wire.array_to_plain(each.numpy()) for each in arguments]


def _changed(arguments: list[torch.Tensor], before: list[dict[str, Any]]) -> list[int]:
    """Positions of the arguments whose shape or bytes are no longer what they were."""
    return [
        position
        for position, (argument, plain) in enumerate(zip(arguments, before, strict=True))
        if wire.array_to_plain(argument.detach().numpy()) != plain
    ]
