"""A control group for each child, where the operator gave the grader a group of its own: processor, memory, threads.

The kernel lets a group have processes or groups below it that are limited, not both; and only who was given a group
may make others in it. So the group that this process is in counts as given when it is alone there and may write: as in
`systemd-run --user --scope -p Delegate=yes gaussfit grade`, or as a container's only process where the engine gives
writable groups. The process moves into a leaf, its helpers start there, and children's groups lie beside that leaf.
A login session's group, where a shell is, is never touched.
"""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Mapping
from pathlib import Path

from grader.answers import Limits

ROOT = Path("/sys/fs/cgroup")
MEMBERSHIP = Path("/proc/self/cgroup")
CONTROLLERS = ("cpu", "memory", "pids")
LEAF = "gaussfit"
COPIED_BYTES = 1024**3
"""What a child may copy of the libraries' memory beside its own: its group counts both, `RLIMIT_AS` its own alone."""
THREADS = 128
"""A little above what is told as too many threads, so that it is told."""
WEIGHT = 20
"""Of the processor, beside the grader's 100: however many threads a child has, they share this."""
GONE_SECONDS = 2.0


def settle() -> None:
    """Make the group that this process is alone in ready for children's. Elsewhere, and where it is done, do nothing.

    To be called before this process starts another one.
    """
    own = _own_group()
    if own is None or own.name == LEAF:
        return
    leaf = own / LEAF
    with contextlib.suppress(OSError):  # it is not ours to write, or not of the kind that has limits
        given = (own / "cgroup.controllers").read_text().split()
        alone = (own / "cgroup.procs").read_text().split() == [str(os.getpid())]
        if not alone or not set(CONTROLLERS) <= set(given):
            return
        leaf.mkdir(exist_ok=True)
        try:
            _move(os.getpid(), leaf)
            (own / "cgroup.subtree_control").write_text(" ".join(f"+{name}" for name in CONTROLLERS))
        except OSError:
            _move(os.getpid(), own)
            leaf.rmdir()


def given() -> Path | None:
    """The group in which children's groups may be made; None where there is none."""
    own = _own_group()
    if own is None or own.name != LEAF:
        return None
    try:
        controls = (own.parent / "cgroup.subtree_control").read_text().split()
    except OSError:
        return None
    return own.parent if set(CONTROLLERS) <= set(controls) and os.access(own.parent, os.W_OK) else None


class ChildGroup:
    """The group of one child, from before its first line of student code to its end."""

    def __init__(self, home: Path, pid: int, limits: Limits) -> None:
        """Make it in `home` and move the process `pid` there; raises `OSError` when that cannot be."""
        self.path = home / f"child-{pid}"
        try:
            self.path.mkdir()
            for name, value in _settings(limits).items():
                (self.path / name).write_text(value)
            _move(pid, self.path)
        except OSError:
            self.remove()
            raise

    def remove(self) -> None:
        """Take it away, with whatever may still run in it."""
        deadline = time.monotonic() + GONE_SECONDS
        while True:
            try:
                self.path.rmdir()
            except FileNotFoundError:
                return
            except OSError:  # the process is still on its way out
                if time.monotonic() > deadline:
                    return
                with contextlib.suppress(OSError):
                    (self.path / "cgroup.kill").write_text("1")
                time.sleep(0.005)
            else:
                return


def _settings(limits: Limits) -> Mapping[str, str]:
    return {
        "cpu.weight": str(WEIGHT),
        "memory.max": str(limits.memory_bytes + limits.scratch_bytes + COPIED_BYTES),
        "pids.max": str(THREADS),
    }


def _own_group() -> Path | None:
    """The folder of the group that this process is in; None without the second version of control groups."""
    try:
        lines = MEMBERSHIP.read_text().splitlines()
    except OSError:
        return None
    named = [line.removeprefix("0::/") for line in lines if line.startswith("0::/")]
    return ROOT / named[0] if named and ".." not in Path(named[0]).parts else None


def _move(pid: int, group: Path) -> None:
    (group / "cgroup.procs").write_text(str(pid))
