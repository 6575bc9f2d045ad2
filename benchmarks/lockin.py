"""What locking in costs, by walls: a child, from asking for it until it says that it is ready; and a warm process,
from its start to its end without any child, in processor time, which a busy machine does not stretch.

python -m benchmarks.lockin [--children N] [--starts N]
"""

from __future__ import annotations

import argparse
import os
import resource
import time

from benchmarks.measuring import median, table
from grader.answers import Limits
from grader.results import Wall
from grader.running.outside.warmth import Warm

SETS: tuple[tuple[Wall, ...], ...] = (
    (),
    ("landlock", "seccomp"),
    ("bubblewrap", "seccomp"),
    ("landlock", "bubblewrap", "seccomp"),
)
SCRATCH_BYTES = 64 * 1024**2
PROMISED_MS = 50.0
UNMEASURED = 4
"""By then the rarer libraries were loaded; from then on all children are alike."""


def main() -> None:
    """Print the medians by walls, taken in turns, and what the walls add."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--children", type=int, default=50)
    parser.add_argument("--starts", type=int, default=5)
    given = parser.parse_args()
    starts, children = _starts(given.starts), _children(given.children)
    rows = []
    for walls in SETS:
        child, start = median(children[walls]), median(starts[walls])
        more = (
            (f"{child - median(children[()]):.1f}", f"{start - median(starts[()]):.2f}")
            if walls
            else ("", "")
        )
        rows.append((", ".join(walls) or "none", f"{child:.1f}", more[0], f"{start:.2f}", more[1]))
    print(table(("walls", "a child, ms", "more", "a warm process, s", "more"), rows))
    print(
        f"Medians of {given.children} children and {given.starts} starts. {PROMISED_MS:g} ms were promised."
    )


def _starts(count: int) -> dict[tuple[Wall, ...], list[float]]:
    """Processor seconds of a warm process, and of bubblewrap around it."""
    taken: dict[tuple[Wall, ...], list[float]] = {walls: [] for walls in SETS}
    for _ in range(count):
        for walls in SETS:
            before = _worked()
            warm = Warm(walls, SCRATCH_BYTES)
            warm.await_ready()
            warm.close()
            taken[walls].append(_worked() - before)
    return taken


def _worked() -> float:
    """Processor seconds of all processes that were started here and have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _children(count: int) -> dict[tuple[Wall, ...], list[float]]:
    """Milliseconds until a child is locked in."""
    warm = {walls: Warm(walls, SCRATCH_BYTES) for walls in SETS}
    taken: dict[tuple[Wall, ...], list[float]] = {walls: [] for walls in SETS}
    try:
        for number in range(count + UNMEASURED):
            for walls in SETS:
                milliseconds = _milliseconds(warm[walls])
                if number >= UNMEASURED:
                    taken[walls].append(milliseconds)
    finally:
        for each in warm.values():
            each.close()
    return taken


def _milliseconds(warm: Warm) -> float:
    started = time.perf_counter()
    _, pidfd, line = warm.fork(Limits())
    taken = 1000 * (time.perf_counter() - started)
    line.close()
    warm.end()
    if pidfd is not None:
        os.close(pidfd)
    return taken


if __name__ == "__main__":
    main()
