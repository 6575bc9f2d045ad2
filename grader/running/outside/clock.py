"""Time that a process spent, not counting what a busy machine made it wait."""

from __future__ import annotations

import time
from pathlib import Path


class Stopwatch:
    """Measures a child's working time: wall time less the time its main thread waited for a processor.

    Never less than the processor time of all its threads, so that a child cannot win time by crowding itself
    out. Where the kernel does not tell the waiting time (`/proc/<pid>/schedstat`), it is the wall time.
    """

    def __init__(self, pid: int) -> None:
        """Watch process `pid`, from now."""
        self._schedstat = Path(f"/proc/{pid}/schedstat")
        # clock_getcpuclockid(3): the clock of process `pid`, CPUCLOCK_SCHED.
        self._cpu_clock = (~pid << 3) | 2
        self._wall, self._waited, self._worked = time.monotonic(), self._waiting(), self._working()

    def _waiting(self) -> float:
        try:
            return int(self._schedstat.read_text().split()[1]) / 1e9
        except (OSError, IndexError, ValueError):
            return 0.0

    def _working(self) -> float:
        try:
            return time.clock_gettime(self._cpu_clock)
        except OSError:
            return 0.0

    @property
    def wall(self) -> float:
        """Seconds since the start, by the clock on the wall."""
        return time.monotonic() - self._wall

    @property
    def at_most(self) -> float:
        """What `seconds` cannot exceed; told without reading a file."""
        return max(self.wall, self._working() - self._worked)

    @property
    def seconds(self) -> float:
        """Seconds since the start that count against a limit."""
        wall = self.wall
        waited = max(0.0, self._waiting() - self._waited)
        return max(wall - waited, self._working() - self._worked)
