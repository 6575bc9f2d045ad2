"""Keeps one warm process alive, replaces it when it dies or has served long enough, and opens sessions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Self

from grader.answers import Limits
from grader.results import Sandbox, Wall
from grader.running.outside.sandbox import require
from grader.running.outside.sandbox import walls as found_walls
from grader.running.outside.session import Session
from grader.running.outside.warmth import Warm

MAX_CHILDREN = 500
"""Children of one warm process, after which it is replaced: whatever it may leak stays bounded."""


class Runner:
    """Owns one warm process. Use it as a context manager; one session at a time."""

    def __init__(
        self,
        limits: Limits | None = None,
        sandbox: Sandbox = "locked",
        max_children: int = MAX_CHILDREN,
        wait: bool = True,
        lesson: Sequence[tuple[int, str]] = (),
        private: Sequence[str] = (),
        walls: Sequence[Wall] | None = None,
    ) -> None:
        """Start the warm process; raises `SandboxUnavailable` or `RunnerError` when that cannot be.

        With `wait=False` it warms up while the caller does something else, and `RunnerError` comes with
        `await_ready` or with the first child. `lesson`, `private`: see `Warm`. `walls`: these and no others, which the
        caller knows to be there, and whether they are enough; else all that this machine has.
        """
        if not walls:
            require(sandbox)
        self.walls = tuple(walls or found_walls(sandbox))
        self.limits = limits or Limits()
        self.sandbox = sandbox
        self._max_children = max_children
        self._lesson, self._private = tuple(lesson), tuple(private)
        self._warm: Warm | None = self._start()
        if wait:
            self.await_ready()

    def await_ready(self) -> None:
        """Wait until the warm process has loaded its libraries; raises `RunnerError` if it cannot."""
        self.warm().await_ready()

    def open(
        self, cells: Sequence[str], keep: Mapping[str, int] | None = None, spent: float = 0.0
    ) -> Session:
        """A session on one submission.

        `cells` are the sources of its code cells; `keep` maps a name to the index of the cell after which its
        value is kept; `spent` are the seconds of the submission's limit that are used up before.
        """
        return Session(self, tuple(cells), dict(keep or {}), self.limits, spent)

    def warm(self) -> Warm:
        """The warm process, a new one if the old one died or has served its number of children."""
        if self._warm is not None and (not self._warm.alive or self._warm.children >= self._max_children):
            self.discard()
        if self._warm is None:
            self._warm = self._start()
        return self._warm

    def _start(self) -> Warm:
        return Warm(self.walls, self.limits.scratch_bytes, self._lesson, self._private)

    def discard(self) -> None:
        """End the warm process; the next `warm` starts another."""
        if self._warm is not None:
            warm, self._warm = self._warm, None
            warm.close()

    def close(self) -> None:
        """End the warm process and everything below it."""
        self.discard()

    def __enter__(self) -> Self:
        """The runner itself."""
        return self

    def __exit__(
        self, _type: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        """Close."""
        self.close()
