"""A Dask scheduler and two workers on loopback against the local pool, then again with one worker killed half-way.

python -m benchmarks.cluster [--students N]
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil

from benchmarks.classes import course_with
from benchmarks.exercise import ASSIGNMENT
from benchmarks.measuring import BIN, Ran, ran, table


@contextlib.contextmanager
def cluster(folder: Path, workers: int = 2) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A scheduler and workers, as an operator would start them; yields its address and the workers' processes."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
    port = address.rpartition(":")[2]
    quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": folder}
    commands = [["scheduler", "--host", "127.0.0.1", "--port", port, "--no-dashboard"]]
    commands += [["worker", address, "--nthreads", "1", "--no-dashboard"]] * workers
    processes = [subprocess.Popen([BIN / "dask", *command], **quiet) for command in commands]
    try:
        from distributed import Client

        with Client(address, timeout=60, set_as_default=False) as client:
            client.wait_for_workers(workers, timeout=120)
        yield address, processes[1:]
    finally:
        for process in reversed(processes):
            process.terminate()
        for process in processes:
            process.wait()


def kill_worker_half_way(nanny: subprocess.Popen[bytes], course: Path, students: int) -> threading.Thread:
    """Kill a worker for good, its nanny too, once half of the class is graded."""

    def kill() -> None:
        results = course / ".gaussfit" / "results" / ASSIGNMENT
        while len(list(results.glob("*.json"))) < students // 2:
            time.sleep(0.2)
        below = psutil.Process(nanny.pid).children(recursive=True)
        for process in [psutil.Process(nanny.pid), *below]:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.send_signal(signal.SIGKILL)

    thread = threading.Thread(target=kill, daemon=True)
    thread.start()
    return thread


def scores(course: Path) -> dict[str, float | None]:
    """Each student's score in the report; raises when one is there twice."""
    submissions = json.loads((course / "marks.json").read_text())["submissions"]
    found = {each["student"]: each["score"] for each in submissions}
    if len(found) != len(submissions):
        raise ValueError("a student is there twice")
    return found


def grade(course: Path, *options: str) -> Ran:
    """Grade a course as a user would."""
    return ran(["gaussfit", "grade", "--json", str(course / "marks.json"), *options], course)


def main() -> None:
    """Print the table and whether all marks are there and equal."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--students", type=int, default=200)
    students = parser.parse_args().students
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        local = course_with(folder / "local", count=students).root
        for other in ("cluster", "killed"):
            shutil.copytree(local, folder / other)
        runs = {"local": grade(local, "--jobs", "2")}
        with cluster(folder) as (address, _):
            runs["cluster"] = grade(folder / "cluster", "--scheduler", address)
        with cluster(folder) as (address, workers):
            watcher = kill_worker_half_way(workers[0], folder / "killed", students)
            runs["killed"] = grade(folder / "killed", "--scheduler", address)
            watcher.join()
        marks = {which: scores(folder / which) for which in runs}
    labels = {
        "local": "local pool, 2 jobs",
        "cluster": "Dask, 2 workers",
        "killed": "Dask, 2 workers, one killed half-way",
    }
    rows = [
        (label, runs[which].seconds, runs[which].seconds / runs["local"].seconds, len(marks[which]),
         marks[which] == marks["local"])
        for which, label in labels.items()
    ]  # fmt: skip
    print(table(("", "s", "times local", "marks", "equal to local"), rows))
    sys.exit(0 if all(found == marks["local"] for found in marks.values()) else 1)


if __name__ == "__main__":
    os.environ.setdefault("DASK_LOGGING__DISTRIBUTED", "error")
    main()
