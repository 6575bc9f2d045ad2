"""What every benchmark does: run a command, watch the memory of its processes, print one table."""

from __future__ import annotations

import contextlib
import os
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

BIN = Path(sys.executable).parent
SAMPLE_SECONDS = 0.5
"""Reading the memory of ten processes takes the kernel 20 ms: more often would slow down what is measured."""


@dataclass(frozen=True)
class Ran:
    """How a command went. Memory is the peak of the sum over the command's whole process tree, in MB."""

    seconds: float
    status: int
    output: str
    pss: float
    """Proportional set size: a page shared by n processes counts 1/n in each. What the machine must have."""
    rss: float
    """Resident set size: shared pages count in full in each process, so this overstates."""
    processor: float
    """Seconds of processor time of the command's whole process tree."""


def run(command: Sequence[str | Path], cwd: Path | None = None, env: dict[str, str] | None = None) -> Ran:
    """Run a command of this Python environment (its name, then arguments) and watch it."""
    started = time.perf_counter()
    process = subprocess.Popen(
        [str(BIN / command[0]), *(str(part) for part in command[1:])],
        cwd=cwd,
        env={**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}", **(env or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    watch = Memory(process.pid)
    with watch:
        output, _ = process.communicate()
        seconds = time.perf_counter() - started
    return Ran(seconds, process.returncode, output, watch.pss, watch.rss, watch.processor)


def ran(command: Sequence[str | Path], cwd: Path | None = None, env: dict[str, str] | None = None) -> Ran:
    """As `run`, but a command that fails ends the benchmark with its last words."""
    result = run(command, cwd, env)
    if result.status:
        sys.exit(
            f"{' '.join(str(part) for part in command)} exited {result.status}:\n{result.output[-3000:]}"
        )
    return result


class Memory:
    """Samples the memory of a process and all below it while the `with` block runs."""

    def __init__(self, pid: int) -> None:
        self.pss = self.rss = self.processor = 0.0
        self.samples: list[tuple[float, float]] = []
        """(seconds since the start, PSS in MB)"""
        self._pid, self._stop = pid, threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Memory:
        self._started = time.perf_counter()
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._stop.wait(SAMPLE_SECONDS):
            self.processor = max(self.processor, tree_processor(self._pid))
            pss, rss = tree_memory(self._pid)
            self.pss, self.rss = max(self.pss, pss), max(self.rss, rss)
            self.samples.append((time.perf_counter() - self._started, pss))


def tree_processor(pid: int) -> float:
    """Processor seconds of a process and all below it, with those below that have ended."""
    total = 0.0
    with contextlib.suppress(psutil.NoSuchProcess):
        root = psutil.Process(pid)
        for process in [root, *root.children(recursive=True)]:
            with contextlib.suppress(psutil.NoSuchProcess):
                total += sum(process.cpu_times()[:4])
    return total


def tree_memory(pid: int) -> tuple[float, float]:
    """Sums of PSS and RSS over a process and all below it, in MB; (0, 0) when it is gone."""
    pss = rss = 0.0
    try:
        root = psutil.Process(pid)
        processes = [root, *root.children(recursive=True)]
    except psutil.NoSuchProcess:
        return 0.0, 0.0
    for process in processes:
        try:
            memory = process.memory_full_info()
        except (psutil.NoSuchProcess, psutil.AccessDenied):
            continue
        pss, rss = pss + memory.pss / 1e6, rss + memory.rss / 1e6
    return pss, rss


def median(values: Sequence[float]) -> float:
    """The median; the benchmarks quote no means, for one disturbed run would move them."""
    return statistics.median(values)


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A Markdown table with columns as wide as they need to be."""
    cells = [[_shown(value) for value in row] for row in (head, *rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(head))]
    lines = [
        "| " + " | ".join(value.ljust(width) for value, width in zip(row, widths, strict=True)) + " |"
        for row in cells
    ]
    return "\n".join([lines[0], "|" + "|".join("-" * (width + 2) for width in widths) + "|", *lines[1:]])


def _shown(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.0f}" if abs(value) >= 100 else f"{value:.3g}"
    return str(value)
