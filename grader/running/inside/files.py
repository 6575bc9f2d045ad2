"""Empties a folder in which hostile code wrote: any depth, any mode, any name."""

from __future__ import annotations

import os
import stat
from pathlib import Path

FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC


def empty(folder: Path) -> None:
    """Remove everything below `folder`, following no link; whoever wrote there must be gone.

    Goes down and up one level at a time, by names within an open folder, so that neither the depth of a folder
    nor the length of a path matters.
    """
    current = os.open(folder, FOLDER)
    try:
        above: list[tuple[str, list[str]]] = []
        waiting = _remove_files(current)
        while waiting or above:
            if waiting:
                name = waiting.pop()
                above.append((name, waiting))
                current = _step(current, name)
                waiting = _remove_files(current)
            else:
                current = _step(current, "..")
                name, waiting = above.pop()
                os.rmdir(name, dir_fd=current)
    finally:
        os.close(current)


def _step(current: int, name: str) -> int:
    """Open a neighbouring folder in place of `current`, whatever its mode."""
    if name != "..":
        os.chmod(name, 0o700, dir_fd=current)
    following = os.open(name, FOLDER, dir_fd=current)
    os.close(current)
    return following


def _remove_files(folder: int) -> list[str]:
    """Unlink the files of an open folder; the names of its folders."""
    folders = []
    for name in os.listdir(folder):
        if stat.S_ISDIR(os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode):
            folders.append(name)
        else:
            os.unlink(name, dir_fd=folder)
    return folders
