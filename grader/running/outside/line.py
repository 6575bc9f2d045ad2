"""One child and the line to it: sends a request, waits within a time limit, interrupts, gives up."""

from __future__ import annotations

import os
import secrets
import select
import signal
import socket
from dataclasses import dataclass
from pathlib import Path

from grader.answers import Limits
from grader.running import wire
from grader.running.outside.clock import Stopwatch
from grader.running.outside.errors import Lost, Overtime
from grader.running.outside.hoard import hoarded

INTERRUPT_SECONDS = 0.5
"""What interrupted code gets to unwind before its process is ended."""
WALL_FACTOR = 10.0
"""However busy the machine, a limit is over after this many times its seconds on the wall clock."""
TICK_SECONDS = 0.05
"""How often a waiting line looks at the clock, and at what the child hoards."""


@dataclass
class Meter:
    """What a submission's children may still send, in bytes."""

    room: int


@dataclass(frozen=True)
class Line:
    """The line to one child. After `Lost`, or `Overtime` that it did not survive, it is of no more use."""

    pid: int
    pidfd: int | None
    """None where the system has none: the pid is the child's until the warm process is asked to end it."""
    socket: socket.socket
    scratch: Path
    scratch_bytes: int
    """How much of the scratch folder may be in use when it is looked at."""
    limits: Limits
    meter: Meter

    def ask(self, request: wire.Request, seconds: float) -> tuple[dict[str, object], float]:
        """Send a request; return its reply and the seconds that it took. Raises `Overtime` or `Lost`.

        The reply must carry the request's name, 128 random bits that no earlier message showed: what a child
        sends unasked, or in advance of a later request, answers nothing.
        """
        deadline = _Deadline(Stopwatch(self.pid), seconds)
        try:
            reply = self._exchange(request, deadline)
        except (wire.WireError, OSError) as error:
            raise Lost(str(error), deadline.watch.seconds) from error
        except (Overtime, Lost) as error:
            error.seconds = deadline.watch.seconds
            raise
        return reply, deadline.watch.seconds

    def _exchange(self, request: wire.Request, deadline: _Deadline) -> dict[str, object]:
        name = secrets.token_hex(16)
        self._send(wire.pack({**request, "id": name}, self.limits.message_bytes), deadline)
        reply = wire.read(lambda count: self._receive(count, deadline), self.limits.message_bytes)
        if reply is None:
            raise Lost("The process hung up.")
        if reply.pop("id", None) != name:
            raise Lost("The process answered something that was not asked.")
        self._look()  # what is quick enough to fall between two looks counts as well
        if deadline.interrupted:
            raise Overtime(survived=True, starved=deadline.starved)
        return reply

    def close(self) -> None:
        """Hang up."""
        self.socket.close()
        if self.pidfd is not None:
            os.close(self.pidfd)

    def _send(self, data: bytes, deadline: _Deadline) -> None:
        view = memoryview(data)
        while view:
            self._wait(select.POLLOUT, deadline)
            view = view[self.socket.send(view, socket.MSG_DONTWAIT) :]

    def _receive(self, count: int, deadline: _Deadline) -> bytes:
        self._wait(select.POLLIN, deadline)
        data = self.socket.recv(min(count, 1 << 20), socket.MSG_DONTWAIT)
        self.meter.room -= len(data)
        if self.meter.room < 0:
            raise Lost("It sent more than the grader reads of one submission.")
        return data

    def _wait(self, event: int, deadline: _Deadline) -> None:
        """Wait until the socket is ready. Clock and hoard are looked at also while it is: dripping wins nothing."""
        poll = select.poll()
        poll.register(self.socket, event)
        while True:
            ready = poll.poll(deadline.tick * 1000)
            if deadline.passed:
                self._interrupt(deadline)
            if deadline.time_to_look():
                self._look()
            if ready:
                return

    def _look(self) -> None:
        told = hoarded(self.pid, self.scratch, self.scratch_bytes)
        if told:
            raise Lost(told)

    def _interrupt(self, deadline: _Deadline) -> None:
        """At the limit: interrupt; a short while later: give up."""
        if deadline.interrupted:
            raise Overtime(survived=False, starved=deadline.starved)
        try:
            if self.pidfd is None:
                os.kill(self.pid, signal.SIGINT)
            else:
                signal.pidfd_send_signal(self.pidfd, signal.SIGINT)
        except ProcessLookupError as error:
            raise Lost("The process ended.") from error
        deadline.interrupt()


class _Deadline:
    """A limit on a stopwatch, with a short extension once the child was interrupted."""

    def __init__(self, watch: Stopwatch, seconds: float) -> None:
        self.watch, self.limit, self.interrupted, self.starved = watch, seconds, False, False
        self.wall_limit = seconds * WALL_FACTOR
        self._looked = 0.0

    @property
    def tick(self) -> float:
        if self.limit - self.watch.at_most >= TICK_SECONDS:
            return TICK_SECONDS
        return min(TICK_SECONDS, max(0.001, self.limit - self.watch.seconds))

    @property
    def passed(self) -> bool:
        if self.watch.wall >= self.wall_limit:
            return True
        return self.watch.at_most >= self.limit and self.watch.seconds >= self.limit

    def time_to_look(self) -> bool:
        """True once every `TICK_SECONDS`."""
        if self.watch.wall < self._looked + TICK_SECONDS:
            return False
        self._looked = self.watch.wall
        return True

    def interrupt(self) -> None:
        self.interrupted = True
        self.starved = self.watch.seconds < self.limit
        self.limit = self.watch.seconds + INTERRUPT_SECONDS
        self.wall_limit = self.watch.wall + INTERRUPT_SECONDS * WALL_FACTOR
