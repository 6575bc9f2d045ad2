"""Whoever is killed, whenever: nothing of the grader is left running, and no folder of it is left behind."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import psutil
import pytest

from grader.course import Course
from grader.running.outside.sandbox import probe

pytestmark = pytest.mark.skipif(not probe().locked, reason="this machine cannot lock student code in")
SECONDS = 2.0
"""What the processes have to notice that they are alone; more only when the machine is crowded."""
CROWDED = 5
ENDLESS = "while True:\n    pass\n"


@pytest.fixture
def temporary() -> Iterator[Path]:
    """A temporary folder with a short path: the socket of the workers' fork server lies in it (108 bytes at most)."""
    with tempfile.TemporaryDirectory(prefix="g-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


@pytest.fixture
def under_way(
    course: Course,
    submit: Callable[[str, bytes], Path],
    compose_bytes: Callable[[Mapping[str, str]], bytes],
    monkeypatch: pytest.MonkeyPatch,
    temporary: Path,
) -> Iterator[subprocess.Popen[bytes]]:
    """`gaussfit grade` with two workers, each in the middle of an endless cell."""
    for number in range(4):
        submit(f"s{number}", compose_bytes({"residuals": ENDLESS}))
    monkeypatch.setenv("TMPDIR", str(temporary))
    command: list[str | Path] = [
        Path(sys.executable).with_name("gaussfit"),
        "grade",
        "--jobs",
        "2",
        "--course",
        course.root,
    ]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as grading:
        yield grading
        grading.kill()


def busy_children(grading: subprocess.Popen[bytes]) -> list[psutil.Process]:
    """All processes below, once two locked-in children spend processor time."""
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and grading.poll() is None:
        below = psutil.Process(grading.pid).children(recursive=True)
        children = [each for each in below if _is_a_busy_child(each)]
        if len(children) == 2:
            return below
        time.sleep(0.05)
    pytest.fail("The grading did not get under way.")


def _is_a_busy_child(process: psutil.Process) -> bool:
    """Whether it is a child at work: like the warm process above it, it lives in the scratch folder."""
    try:
        above = process.parent()
        at_home = above is not None and {Path(each.cwd()).name for each in (process, above)} == {"scratch"}
        return at_home and process.cpu_times().user > 0.2
    except psutil.Error:
        return False


def left_running(processes: list[psutil.Process]) -> list[psutil.Process]:
    """Those that still run, and are no zombies that nobody has reaped yet."""
    running = []
    for process in processes:
        try:
            if process.is_running() and process.status() != psutil.STATUS_ZOMBIE:
                running.append(process)
        except psutil.NoSuchProcess:
            continue
    return running


def gone_in_time(processes: list[psutil.Process]) -> float:
    """The seconds until none of them ran any more."""
    started = time.monotonic()
    while left_running(processes):
        if time.monotonic() > started + SECONDS * CROWDED:
            pytest.fail(f"Left running: {left_running(processes)}")
        time.sleep(0.02)
    return time.monotonic() - started


def test_nothing_is_left_when_gaussfit_grade_is_killed(
    under_way: subprocess.Popen[bytes], temporary: Path
) -> None:
    below = busy_children(under_way)
    under_way.kill()
    under_way.wait()
    assert len(below) >= 7, "a fork server, two workers, two warm processes, two children"
    gone_in_time(below)
    left = [path for path in temporary.iterdir() if path.name.startswith("gaussfit-")]
    assert left == []


def test_nothing_is_left_of_a_worker_that_is_killed(under_way: subprocess.Popen[bytes]) -> None:
    below = busy_children(under_way)
    child = next(each for each in below if _is_a_busy_child(each))
    warm = psutil.Process(child.ppid())
    worker = next(each for each in warm.parents() if each.name() != "bwrap")
    worker.kill()
    gone_in_time([worker, warm, child])
    assert under_way.poll() is None
    under_way.kill()
    under_way.wait()
    gone_in_time(below)
