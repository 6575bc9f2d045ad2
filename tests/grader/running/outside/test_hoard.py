"""What a child holds is counted from outside, also while it ends."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from grader.running.outside import RunnerError, hoard

RUNNING = ["R", "1", "1", "1", "0", "-1", "4194304", *["0"] * 8, "20", "0", "1"]
ENDING = ["R", "1", "1", "1", "0", "-1", "4194308", *["0"] * 8, "20", "0", "1"]


@pytest.fixture
def closed(monkeypatch: pytest.MonkeyPatch) -> None:
    """As an ordinary user sees a process whose memory is gone: its open files cannot be listed."""

    def refuse(path: str) -> list[str]:
        raise PermissionError(13, "Permission denied", path)

    monkeypatch.setattr(hoard.os, "listdir", refuse)


@pytest.mark.usefixtures("closed")
def test_a_process_that_is_ending_is_no_fault_of_the_grader(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The kernel takes its memory first and tells its state last; a student chooses when that is."""
    monkeypatch.setattr(hoard, "_fields", lambda _: ENDING)
    assert hoard.hoarded(os.getpid(), tmp_path, 1) is None


@pytest.mark.usefixtures("closed")
def test_a_machine_that_hides_processes_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hoard, "_fields", lambda _: RUNNING)
    with pytest.raises(RunnerError, match="cannot be counted here"):
        hoard.hoarded(os.getpid(), tmp_path, 1)


def test_the_places_are_those_of_the_kernel() -> None:
    fields = hoard._fields(os.getpid())
    assert fields[hoard.STATE] in "RS"
    assert not int(fields[hoard.FLAGS]) & hoard.EXITING
    assert int(fields[hoard.THREADS]) == len(os.listdir("/proc/self/task"))


def test_a_process_that_is_gone_holds_nothing(tmp_path: Path) -> None:
    pid = os.fork()
    if not pid:
        os._exit(0)
    os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)  # a zombie
    assert hoard.hoarded(pid, tmp_path, 1) == "Its main thread has ended."
    os.waitpid(pid, 0)
    assert hoard.hoarded(pid, tmp_path, 1) == "Its main thread has ended."
