"""What has arrived: when it is whole, and whose turn it is. Knows no clock and no disk: both are told to it.

A file is taken once its folder has looked the same for a moment. One that cannot be graded as it is, because it may be
half written, is given longer. Of what is whole, a student with fewer tries comes first, and then who came first.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass

from grader.watching.traces import Trace

QUIET = 0.05
"""Seconds that a folder must look the same before its file is read; half a notebook is none, and gets `PATIENCE`."""
PATIENCE = 5.0
"""Seconds that a file which cannot be graded gets to become whole."""
LOOK = 0.25
"""Seconds between two looks at one that may be half written."""


@dataclass
class _Waiting:
    trace: Trace
    since: float
    """When it began to look like this."""
    arrived: float
    """When it was first seen; what a result's seconds are counted from."""
    number: int
    ready: float
    partly: bool = False


class Arrivals:
    """The students whose folders have changed since their last marks, as far as they were seen."""

    def __init__(self) -> None:
        self.tries: Counter[str] = Counter()
        """By student, how often they were graded since the start."""
        self._waiting: dict[str, _Waiting] = {}
        self._taken: dict[str, Trace] = {}
        self._open: dict[str, float] = {}
        """Of each student that was taken and is not done, when they were first seen."""
        self._count = 0

    def notice(self, student: str, trace: Trace, now: float) -> None:
        """A student's folder looks like this now. One that looks as it did when it was last taken is of no interest."""
        before = self._waiting.get(student)
        if before is not None and before.trace == trace:
            return
        if not trace or self._taken.get(student) == trace:
            self._waiting.pop(student, None)
            return
        self._count += 1
        arrived, number = (now, self._count) if before is None else (before.arrived, before.number)
        self._waiting[student] = _Waiting(trace, now, arrived, number, now + QUIET)

    def turns(self, now: float) -> list[str]:
        """Whose files are to be read now, the first first; nobody's whose last one is not done."""
        ready = [
            (self.tries[student], waiting.number, student)
            for student, waiting in self._waiting.items()
            if waiting.ready <= now and student not in self._open
        ]
        return [student for _, _, student in sorted(ready)]

    def same(self, student: str, trace: Trace, now: float) -> bool:
        """Whether a student's folder looks as it did; if not, it is noticed."""
        waiting = self._waiting.get(student)
        if waiting is not None and waiting.trace == trace:
            return True
        self.notice(student, trace, now)
        return False

    def patient(self, student: str, now: float) -> bool:
        """Whether a file that cannot be graded may yet become whole; it is looked at again later then."""
        waiting = self._waiting[student]
        if now - waiting.since >= PATIENCE:
            return False
        waiting.ready, waiting.partly = now + LOOK, True
        return True

    def take(self, student: str) -> None:
        """A student's file is read and needs no more looking at; until it is `done`, it has them wait with the next."""
        waiting = self._waiting.pop(student)
        self._taken[student] = waiting.trace
        self._open[student] = waiting.arrived

    def done(self, student: str, now: float) -> float:
        """What was taken is done; how long after it was first seen."""
        return now - self._open.pop(student, now)

    def again(self, student: str) -> None:
        """What was taken was lost: it is to be looked at as if it never had been seen."""
        self._open.pop(student, None)
        self._taken.pop(student, None)

    @property
    def open(self) -> tuple[str, ...]:
        """Who was taken and is not done."""
        return tuple(self._open)

    def partly(self) -> tuple[str, ...]:
        """Whose files may be half written, so that they are worth a look without a sign."""
        return tuple(student for student, waiting in self._waiting.items() if waiting.partly)

    def pause(self, now: float) -> float:
        """Seconds until another file may be read; infinite when none waits for that."""
        return min(
            (each.ready - now for each in self._waiting.values() if each.ready > now), default=math.inf
        )

    def __len__(self) -> int:
        """How many wait or are not done."""
        return len(self._waiting) + len(self._open)
