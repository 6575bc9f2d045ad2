"""How files look from outside: names, sizes and times. No file of a student's is opened, and no link followed."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from grader.course import MOST_NAMES, NOTEBOOK
from grader.errors import RejectedSubmission, UnreadableSubmission
from grader.reading.folder import folder
from grader.reading.handed_in import DEEPEST, MOST_FOLDERS
from grader.reading.timestamp import TIMESTAMP

Trace = str
"""A digest of each file's name below the student's folder, size, inode, and when it or its mode was changed."""
MOST = 500
"""Files of a student that are looked at; more than that nobody hands in."""


Stamp = tuple[int, int]
"""When one file was changed, and its size."""


def stamp(path: Path) -> Stamp | None:
    """How a file of the course's own looks; None where there is none to see."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size


def trace_of(submitted: Path, student: str, assignment: str) -> Trace:
    """How the folder of a student looks, as far as the grader would look into it; empty where there is no file."""
    try:
        with folder(submitted, follow=True) as course, folder(student, course) as own:
            found = sorted(islice(_entries(own, "", assignment, 0, iter(range(MOST_FOLDERS))), MOST))
    except (RejectedSubmission, UnreadableSubmission) as error:
        return str(error)  # to be told by who reads it
    except OSError:
        return ""
    return hashlib.sha256(repr(found).encode("utf-8", "surrogateescape")).hexdigest() if found else ""


def _entries(
    descriptor: int, above: str, assignment: str, depth: int, room: Iterator[int]
) -> Iterator[tuple[str, int, int, int]]:
    with os.scandir(descriptor) as entries:
        found = [entry for entry, _ in zip(entries, range(MOST_NAMES), strict=False)]
    for entry in found:
        deeper = depth > 0 or entry.name.casefold() == assignment.casefold()
        if not (deeper or NOTEBOOK.fullmatch(entry.name) or entry.name == TIMESTAMP):
            continue
        try:
            status = os.stat(entry.name, dir_fd=descriptor, follow_symlinks=False)
        except OSError:  # gone meanwhile
            continue
        path = f"{above}{entry.name}"
        if not stat.S_ISDIR(status.st_mode):
            yield path, status.st_size, status.st_ctime_ns, status.st_ino
        elif deeper and depth <= DEEPEST and next(room, None) is not None:
            try:
                with folder(entry.name, descriptor) as within:
                    yield from _entries(within, f"{path}/", assignment, depth + 1, room)
            except (OSError, RejectedSubmission):
                continue
