"""What locking a child in costs: the time from asking for a child until it says that it is ready.

python -m benchmarks.lockin [--children N]
"""

from __future__ import annotations

import argparse
import os
import time

from benchmarks.measuring import median, table
from grader.answers import Limits
from grader.results import Sandbox
from grader.running.outside.warmth import Warm

SANDBOXES: tuple[Sandbox, ...] = ("process", "locked")
PROMISED_MS = 50.0
UNMEASURED = 2
"""The second child is forked after the rarer libraries were loaded; from the third on all are alike."""


def main() -> None:
    """Print the medians with and without the lock, taken in turns, and their difference."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--children", type=int, default=50)
    children = parser.parse_args().children
    warm = {sandbox: Warm(sandbox) for sandbox in SANDBOXES}
    taken: dict[str, list[float]] = {sandbox: [] for sandbox in SANDBOXES}
    try:
        for number in range(children + UNMEASURED):
            for sandbox in SANDBOXES:
                milliseconds = _milliseconds(warm[sandbox])
                if number >= UNMEASURED:
                    taken[sandbox].append(milliseconds)
    finally:
        for each in warm.values():
            each.close()
    process, locked = (median(taken[sandbox]) for sandbox in SANDBOXES)
    rows = [
        ("a child without a lock", process, max(taken["process"])),
        ("a child locked in", locked, max(taken["locked"])),
        ("the lock", locked - process, ""),
    ]
    print(table((f"of {children} children", "median ms", "longest ms"), rows))
    print(f"At most {PROMISED_MS:g} ms were promised for the lock.")


def _milliseconds(warm: Warm) -> float:
    started = time.perf_counter()
    _, pidfd, line = warm.fork(Limits())
    taken = 1000 * (time.perf_counter() - started)
    line.close()
    warm.end()
    os.close(pidfd)
    return taken


if __name__ == "__main__":
    main()
