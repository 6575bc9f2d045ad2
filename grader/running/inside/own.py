"""What /proc tells a process of itself, and takes from it; also once /proc is covered, by who held on to it before."""

from __future__ import annotations

import os
from pathlib import Path

_folder: int | None = None


def hold() -> None:
    """Hold on to /proc, which is about to be covered."""
    global _folder
    _folder = os.open("/proc", os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)


def held() -> set[int]:
    """The open folder, if there is one: who runs student code must not keep it."""
    return set() if _folder is None else {_folder}


def let_go() -> None:
    """Close it, if it was held."""
    for folder in held():
        os.close(folder)


def read(name: str) -> str:
    """The text of /proc/self/`name`. Raises `OSError` where there is none."""
    with os.fdopen(_open(name, os.O_RDONLY)) as file:
        return file.read()


def write(name: str, text: str) -> None:
    """Write to /proc/self/`name`. Raises `OSError` where that is refused."""
    with os.fdopen(_open(name, os.O_WRONLY), "w") as file:
        file.write(text)


def _open(name: str, flags: int) -> int:
    path = Path("self", name) if held() else Path("/proc/self", name)
    return os.open(path, flags | os.O_CLOEXEC, dir_fd=_folder)
