"""Facts about this machine, as far as grading depends on them. Looks only; changes nothing."""

from __future__ import annotations

import locale
import os
import shutil
import sys
import tempfile
import time
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

import psutil

from gaussfit.version import __version__
from grader.running.outside import sandbox
from grader.running.outside.sandbox import Capabilities

PACKAGES = ("numpy", "torch", "matplotlib", "nbgrader", "ipywidgets", "pytest")
GIB = 1024**3


@dataclass(frozen=True)
class Place:
    """A folder, and the disk that it is on."""

    path: str
    filesystem: str
    """Its kind, such as ext4 or nfs4; empty where the system doesn't tell."""
    free: int
    """Bytes; -1 where there is no such folder."""
    writable: bool = True
    """Whether this user may make files there."""

    @property
    def there(self) -> bool:
        """Whether there is such a folder."""
        return self.free >= 0


@dataclass(frozen=True)
class Machine:
    """What was found."""

    lock: Capabilities
    versions: dict[str, str]
    """Of Python, gaussfit and the packages that matter; empty for one that is not installed."""
    cores: int
    """That this process may use."""
    memory: int
    """Bytes, all that the machine has."""
    memory_free: int
    places: dict[str, Place]
    """The working folder, the temporary one, and shared memory."""
    locale: str
    time_zone: str


def look() -> Machine:
    """Look at this machine."""
    memory = _memory()
    return Machine(
        lock=sandbox.probe(),
        versions={
            "Python": sys.version.split()[0],
            "gaussfit": __version__,
            **{name: _version(name) for name in PACKAGES},
        },
        cores=usable_cores(),
        memory=memory[0],
        memory_free=memory[1],
        places={
            "here": _place(Path.cwd()),
            "TMPDIR": _place(Path(tempfile.gettempdir())),
            "/dev/shm": _place(Path("/dev/shm")),
        },
        locale=".".join(part or "C" for part in locale.getlocale()),
        time_zone=f"{time.tzname[0]} (UTC{time.strftime('%z')})",
    )


def usable_cores() -> int:
    """The cores that this process may use, which in a container are fewer than the machine's."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""


def _memory() -> tuple[int, int]:
    try:
        seen = psutil.virtual_memory()
    except (OSError, RuntimeError, psutil.Error):  # no /proc, say
        return 0, 0
    return int(seen.total), int(seen.available)


def _place(path: Path) -> Place:
    try:
        free = shutil.disk_usage(path).free
        return Place(str(path), _filesystem(path), free, os.access(path, os.W_OK | os.X_OK))
    except OSError:
        return Place(str(path), "", -1, writable=False)


def _filesystem(path: Path) -> str:
    """The kind of the file system that is mounted nearest above."""
    try:
        mounted = psutil.disk_partitions(all=True)
    except (OSError, RuntimeError, psutil.Error):
        return ""
    resolved = path.resolve()
    above = [each for each in mounted if resolved.is_relative_to(each.mountpoint)]
    return max(above, key=lambda each: len(each.mountpoint)).fstype if above else ""
