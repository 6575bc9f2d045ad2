"""Reading a student's folder: every name is opened without following links, and no file is believed about its size."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO

from grader.course import MOST_NAMES
from grader.errors import RejectedSubmission, UnreadableSubmission

OUR_SIDE = frozenset(
    (
        errno.EACCES,
        errno.EPERM,
        errno.EIO,
        errno.EMFILE,
        errno.ENFILE,
        errno.ENOMEM,
        errno.ESTALE,
        errno.ENODEV,
    )
)
"""Errors that say something of this machine and nothing of what was handed in."""


@dataclass(frozen=True)
class PlainFile:
    """A file's first bytes, and when it was last changed (seconds since 1970)."""

    content: bytes
    changed: float


@contextmanager
def folder(name: str | os.PathLike[str], within: int | None = None, follow: bool = False) -> Iterator[int]:
    """A descriptor of the folder `name`, for the block.

    Raises:
        FileNotFoundError: there is none.
        RejectedSubmission: it is a link, or no folder.
        UnreadableSubmission: this machine keeps it from being read.
    """
    flags = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC | (0 if follow else os.O_NOFOLLOW)
    with _told(name):
        descriptor = os.open(name, flags, dir_fd=within)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


@contextmanager
def open_plain(name: str, within: int) -> Iterator[BinaryIO]:
    """A plain file, open for the block. Raises as `folder` does; a pipe or device is no plain file."""
    with _told(name):
        descriptor = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, dir_fd=within)
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise RejectedSubmission(f"{shown(name)} is no plain file: resubmit the notebook itself.")
        with open(descriptor, "rb", closefd=False) as file:
            yield file
    finally:
        os.close(descriptor)


def read_plain(name: str, within: int, most: int) -> PlainFile:
    """The first `most` + 1 bytes of a plain file. Raises as `open_plain` does."""
    with open_plain(name, within) as file, _told(name):
        return PlainFile(file.read(most + 1), os.fstat(file.fileno()).st_mtime)


def names_in(descriptor: int) -> tuple[str, ...]:
    """The names in an open folder, sorted; of a flood only some."""
    with os.scandir(descriptor) as entries:
        found = [entry.name for entry, _ in zip(entries, range(MOST_NAMES), strict=False)]
    return tuple(sorted(found))


def shown(name: str | os.PathLike[str]) -> str:
    """A file's name as it may stand in a sentence: short, and text whatever its bytes are."""
    text = os.fspath(name).encode("utf-8", "backslashreplace").decode()
    return "".join(letter if letter.isprintable() else "?" for letter in text[-120:])


@contextmanager
def _told(name: str | os.PathLike[str]) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError:
        raise
    except OSError as error:
        if error.errno in OUR_SIDE:
            raise UnreadableSubmission(
                f"{shown(name)} cannot be read ({error.strerror}): give the grader access and grade again."
            ) from error
        raise RejectedSubmission(
            f"{shown(name)} is a link or no plain file or folder ({error.strerror}): resubmit the notebook itself."
        ) from error
