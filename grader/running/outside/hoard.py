"""What a child holds that no limit of the kernel's bounds well: disk, by name or without, and threads."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

from grader.errors import SEE_DOCTOR
from grader.running.outside.errors import RunnerError

PROC = Path("/proc/self")
TOO_LARGE = "Its files take more than the {} bytes that they may."
MAX_THREADS = 100
"""Threads of one child. An honest one has a few per processor, or the 32 of a pool."""
STATE, FLAGS, THREADS = 0, 6, 17
"""Places in proc(5)'s `stat`, from the state on."""
EXITING = 0x4
"""PF_EXITING of the kernel, which ends a process step by step: its state is told last."""
GONE = ["X"] + ["0"] * THREADS


def hoarded(pid: int, scratch: Path, scratch_bytes: int) -> str | None:
    """What the process `pid` holds too much of, as a sentence; None when all is well.

    Where the system has no /proc (there nothing is locked in), the folder alone is looked at.

    A file that was removed while it is open takes room until it is closed, and is in no folder.

    Raises:
        RunnerError: this machine does not let us look.
    """
    if not PROC.exists():
        return TOO_LARGE.format(scratch_bytes) if size(scratch, scratch_bytes) > scratch_bytes else None
    fields = _fields(pid)
    if fields[STATE] in "ZX":
        return "Its main thread has ended."  # what other threads may still hold cannot be seen
    if (threads := int(fields[THREADS])) > MAX_THREADS:
        return f"It may have {MAX_THREADS} threads; it has {threads}."
    seen = Path(
        f"/proc/{pid}/root", *scratch.parts[1:]
    )  # as the child sees it: over ours may lie a file system
    if size(seen, scratch_bytes) + _removed(pid) > scratch_bytes:
        return TOO_LARGE.format(scratch_bytes)
    return None


def _fields(pid: int) -> list[str]:
    """What proc(5) tells of a process in `stat`, from its state on."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except (FileNotFoundError, ProcessLookupError):
        return GONE


def _removed(pid: int) -> int:
    """Bytes of the open files that are in no folder any more."""
    folder = f"/proc/{pid}/fd"
    total = 0
    try:
        for name in os.listdir(folder):
            total += _bytes_if_removed(f"{folder}/{name}")
    except FileNotFoundError:
        return total  # the process has ended, and its files with it
    except PermissionError as error:
        fields = _fields(pid)
        if (
            fields[STATE] in "ZX" or int(fields[FLAGS]) & EXITING
        ):  # its memory went first, and with it our right to look
            return total
        raise RunnerError(
            f"The open files of a child cannot be counted here ({error}): allow this user to see its own "
            f"processes in /proc; {SEE_DOCTOR}"
        ) from error
    return total


def _bytes_if_removed(path: str) -> int:
    try:
        file = os.stat(path)
    except FileNotFoundError:
        return 0  # closed meanwhile
    return file.st_blocks * 512 if stat.S_ISREG(file.st_mode) and not file.st_nlink else 0


def size(folder: Path, enough: int) -> int:
    """Bytes below `folder`, counted until they exceed `enough`; each entry counts 4 KiB at least.

    Who wrote there may still be at it. Folders too deep for a path count as `enough`: nothing is hidden there.
    """
    total, waiting = 0, [folder]
    while waiting and total <= enough:
        try:
            with os.scandir(waiting.pop()) as entries:
                for entry in entries:
                    total += max(4096, entry.stat(follow_symlinks=False).st_blocks * 512)
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(Path(entry.path))
                    if total > enough:
                        break
        except OSError as error:
            if error.errno == errno.ENAMETOOLONG:
                return enough + 1
            # Else it is gone meanwhile, or closed to its own user.
    return total
