"""Takes from a warm process in bubblewrap what it needed to warm up: no child sees it."""

from __future__ import annotations

import ctypes
import os
from pathlib import Path

from grader.running.inside import own
from grader.running.inside.readable import package_folders
from grader.running.inside.scratch import MS_NODEV, MS_NOSUID

MS_RDONLY, MS_REMOUNT, MS_BIND = 0x1, 0x20, 0x1000

_libc = ctypes.CDLL(None, use_errno=True)


def close_up(home: Path) -> None:
    """Cover our code, /proc, terminals and the files by which packages are found; write-protect `home`.

    Raises `OSError` where one of it cannot be: then a child would see too much.
    """
    own.hold()
    code = Path(__file__).parents[3]
    for folder in package_folders():
        for path in folder.glob("*.pth"):
            _mount(b"/dev/null", path, None, MS_BIND)
    for path in (code, Path("/dev/pts"), Path("/proc")):
        _mount(b"none", path, b"tmpfs", MS_RDONLY | MS_NOSUID | MS_NODEV)
    _mount(b"none", home, None, MS_REMOUNT | MS_BIND | MS_RDONLY | MS_NOSUID | MS_NODEV)


def _mount(source: bytes, target: Path, kind: bytes | None, flags: int) -> None:
    if _libc.mount(source, os.fsencode(target), kind, ctypes.c_ulong(flags), None):
        number = ctypes.get_errno()
        raise OSError(number, f"{target} could not be covered: {os.strerror(number)}")
