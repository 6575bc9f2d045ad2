"""Empties a folder in which hostile code wrote: any depth, any mode, any name."""

from __future__ import annotations

import os
import stat
from pathlib import Path


def empty(folder: Path) -> None:
    """Remove everything below `folder`, never following a link.

    Folders are lifted to the top before they are emptied, so that neither the depth nor the length of a path
    matters.
    """
    top = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        os.fchmod(top, 0o700)
        lifted = 0
        waiting = _remove_files(top)
        while waiting:
            name = waiting.pop()
            inner = _open(top, name)
            try:
                for child in _remove_files(inner):
                    lifted += 1
                    os.rename(child, f"lifted-{os.getpid()}-{lifted}", src_dir_fd=inner, dst_dir_fd=top)
                    waiting.append(f"lifted-{os.getpid()}-{lifted}")
            finally:
                os.close(inner)
            os.rmdir(name, dir_fd=top)
    finally:
        os.close(top)


def _remove_files(folder: int) -> list[str]:
    """Unlink the files of an open folder; the names of its folders."""
    folders = []
    for name in os.listdir(folder):
        if stat.S_ISDIR(os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode):
            folders.append(name)
        else:
            os.unlink(name, dir_fd=folder)
    return folders


def _open(top: int, name: str) -> int:
    os.chmod(name, 0o700, dir_fd=top)
    return os.open(name, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=top)


def size(folder: Path, enough: int) -> int:
    """Bytes below `folder`, counted until they exceed `enough`; each entry counts 4 KiB at least."""
    total, waiting = 0, [folder]
    while waiting and total <= enough:
        try:
            entries = os.scandir(waiting.pop())
        except OSError:
            continue  # gone, unreadable or too deep meanwhile; what it held was counted as it came
        with entries:
            for entry in entries:
                try:
                    total += max(4096, entry.stat(follow_symlinks=False).st_blocks * 512)
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(Path(entry.path))
                except FileNotFoundError:
                    continue
                if total > enough:
                    break
    return total
