"""Who may read and write what is filed: as nbgrader has it, but never more people than the umask allows."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Any

SHARED = 0o2770
"""What nbgrader's `groupshared` adds to a folder's mode."""


def permit(converter: Any, folder: Path) -> None:
    """Do what `set_permissions` of nbgrader's converter does with a student's folder.

    That one gives a mode to every file, also where the umask is stricter; and fails at what another instructor of the
    same course wrote, whose modes only they can change.
    """
    mode = int(str(converter.permissions), 8) & ~umask()
    for path in folder.iterdir():
        if stat.S_ISREG(path.lstat().st_mode):
            _change(path, mode)
    if converter.coursedir.groupshared:
        for above in (folder, *folder.parents[:2]):
            _change(above, (above.stat().st_mode | SHARED) & 0o2777)


def write_for_the_group(root: Path) -> None:
    """Where a group of instructors shares a course, let this process write so that all of them may go on.

    Such a course's folder is the group's, as nbgrader's `groupshared` wants it: what is made in it gets the group from
    the folder, and here the right to write. For everybody else the umask holds.
    """
    if is_shared(root):
        os.umask(os.umask(0o077) & ~stat.S_IRWXG)


def is_shared(root: Path) -> bool:
    """Whether a course's folder belongs to a group, which may write there."""
    try:
        mode = root.stat().st_mode
    except OSError:
        return False
    return bool(mode & stat.S_IWGRP and mode & stat.S_ISGID)


def umask() -> int:
    """This process's, which can only be had by setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def _change(path: Path, mode: int) -> None:
    found = path.lstat()
    if found.st_uid == os.geteuid() and stat.S_IMODE(found.st_mode) != mode:
        path.chmod(mode)
