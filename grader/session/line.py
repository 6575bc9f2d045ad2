"""One child and the line to it: sends a request, waits within a time limit, interrupts, gives up."""

from __future__ import annotations

import os
import secrets
import select
import signal
import socket
from dataclasses import dataclass
from typing import Any

from grader.runner import wire
from grader.session.clock import Stopwatch

INTERRUPT_SECONDS = 0.5
"""What interrupted code gets to unwind before its process is ended."""
WALL_FACTOR = 10.0
"""However busy the machine, a limit is over after this many times its seconds on the wall clock."""
TICK_SECONDS = 0.05


class Overtime(Exception):
    """The limit passed. `survived`: the interrupt was enough, and the child goes on."""

    def __init__(self, survived: bool) -> None:
        """Tell whether the child can be asked again."""
        super().__init__("The time limit passed.")
        self.survived = survived


class Lost(Exception):
    """The child died, hung up, or broke the rules of the wire."""


@dataclass
class Line:
    """The line to one child. After `Lost`, or `Overtime` that it did not survive, it is of no more use."""

    pid: int
    pidfd: int
    socket: socket.socket
    message_bytes: int

    def ask(self, request: dict[str, Any], seconds: float) -> tuple[dict[str, Any], float]:
        """Send a request, return its reply and the seconds that it took; raises `Overtime` or `Lost`."""
        identity = secrets.token_hex(16)
        watch = Stopwatch(self.pid)
        try:
            self.socket.settimeout(TICK_SECONDS)
            reply = self._exchange(wire.pack({**request, "id": identity}, self.message_bytes), watch, seconds)
        except (wire.WireError, OSError) as error:
            raise Lost(str(error)) from error
        if reply is None:
            raise Lost("The process hung up.")
        if reply.pop("id", None) != identity:
            raise Lost("The process answered something that was not asked.")
        return reply, watch.seconds

    def close(self) -> None:
        """Hang up."""
        self.socket.close()
        os.close(self.pidfd)

    def _exchange(self, data: bytes, watch: Stopwatch, seconds: float) -> dict[str, Any] | None:
        deadline = _Deadline(watch, seconds)
        view = memoryview(data)
        while view:
            self._wait(select.POLLOUT, deadline)
            view = view[self.socket.send(view, socket.MSG_DONTWAIT) :]
        reply = wire.read(lambda count: self._receive(count, deadline), self.message_bytes)
        if deadline.interrupted:
            raise Overtime(survived=reply is not None)
        return reply

    def _receive(self, count: int, deadline: _Deadline) -> bytes:
        self._wait(select.POLLIN, deadline)
        return self.socket.recv(min(count, 1 << 20), socket.MSG_DONTWAIT)

    def _wait(self, event: int, deadline: _Deadline) -> None:
        poll = select.poll()
        poll.register(self.socket, event)
        while not poll.poll(deadline.tick * 1000):
            if deadline.passed:
                if deadline.interrupted:
                    raise Overtime(survived=False)
                signal.pidfd_send_signal(self.pidfd, signal.SIGINT)
                deadline.interrupt()


class _Deadline:
    """A limit on a stopwatch, with a short extension once the child was interrupted."""

    def __init__(self, watch: Stopwatch, seconds: float) -> None:
        self.watch, self.limit, self.interrupted = watch, seconds, False
        self.wall_limit = seconds * WALL_FACTOR

    @property
    def tick(self) -> float:
        return min(TICK_SECONDS, max(0.001, self.limit - self.watch.seconds))

    @property
    def passed(self) -> bool:
        return self.watch.seconds >= self.limit or self.watch.wall >= self.wall_limit

    def interrupt(self) -> None:
        self.interrupted = True
        self.limit = self.watch.seconds + INTERRUPT_SECONDS
        self.wall_limit = self.watch.wall + INTERRUPT_SECONDS * WALL_FACTOR
