"""Files in open folders: each written whole or not at all, and none over another's."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from grader.errors import CourseError, RejectedSubmission
from grader.reading import MAX_BYTES
from grader.reading.folder import read_plain


def keep_file(name: str, within: int, into: int) -> None:
    """Have a file in another folder too. Raises FileNotFoundError when there is none of that name."""
    try:
        os.link(name, name, src_dir_fd=within, dst_dir_fd=into, follow_symlinks=False)
    except FileNotFoundError:
        raise
    except OSError:  # it is there from a run that was cut off, or the file system has no hard links
        write_within(name, read_plain(name, within, MAX_BYTES).content, into)


def free_names(name: str, digest: str) -> tuple[str, str]:
    """Two names for a file that are no path, the second for when the first is another file's."""
    safe = "".join(letter if letter.isprintable() and letter not in '/\\:*?"<>|' else "_" for letter in name)
    safe = safe.strip(". ")[-120:] or "file"
    stem, dot, ending = safe.rpartition(".")
    return safe, f"{stem}-{digest}.{ending}" if dot else f"{safe}-{digest}"


def is_kept_as(name: str, content: bytes, within: int) -> bool:
    """Whether a file of that name has that content, which it gets if there is none."""
    try:
        return read_plain(name, within, len(content)).content == content
    except FileNotFoundError:
        write_within(name, content, within)
        return True
    except RejectedSubmission:
        return False


def write_within(name: str, content: bytes, within: int) -> None:
    """Write a file in an open folder: the whole of it or nothing."""
    draft = f".{secrets.token_hex(8)}"
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    descriptor = os.open(draft, flags, 0o666, dir_fd=within)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, name, src_dir_fd=within, dst_dir_fd=within)
    except BaseException:
        with suppress(FileNotFoundError):  # Ctrl-C may come when it has its name already
            os.unlink(draft, dir_fd=within)
        raise


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """What goes wrong with the disk in the block becomes a sentence: raises CourseError."""
    try:
        yield
    except RejectedSubmission:
        raise
    except OSError as error:
        raise CourseError(
            f"{path} cannot be written ({error.strerror}): make room or give access, and collect again; "
            "what is collected is kept."
        ) from error
