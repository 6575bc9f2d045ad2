"""What files come from: a zip or a folder.

A zip is read entry by entry, a folder without following links. Nothing is unpacked to where its name says, and no size
is believed. What must not be read is an entry with a `problem`.
"""

from __future__ import annotations

import os
import stat
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import IO, Protocol

from grader.course import is_text
from grader.errors import RejectedSubmission, UsageError
from grader.reading.archives import MOST_INSIDE, Budget, Entry, Zipped, is_hidden
from grader.reading.folder import folder, read_plain, shown

MOST_ENTRIES = 50_000
"""Files of one source that are looked at."""
DEEPEST = 12
"""How many folders deep."""
MOST_ARCHIVE = 256 * 1024 * 1024
"""Bytes of an archive inside of a source."""


class Source(Protocol):
    """A zip or a folder, open."""

    @property
    def told(self) -> str:
        """Its name, for a sentence."""

    def entries(self) -> Iterator[Entry]:
        """What is in it. Raises RejectedSubmission when that cannot be told."""

    def read(self, entry: Entry, most: int) -> bytes:
        """The first `most` + 1 bytes of a file. Raises RejectedSubmission when it cannot be read."""

    def archive(self, entry: Entry) -> AbstractContextManager[Source]:
        """A zip that lies in it, open for the block. Raises RejectedSubmission when it cannot be read."""


class ZipSource:
    """A zip archive."""

    def __init__(self, told: str, file: IO[bytes], budget: Budget, most: int = MOST_ENTRIES) -> None:
        """Raises RejectedSubmission when it is none, or has more than `most` entries."""
        self.told = told
        self._budget = budget
        self._zipped = Zipped(told, file, budget, most)

    def entries(self) -> Iterator[Entry]:
        """See `Source`."""
        return self._zipped.entries()

    def read(self, entry: Entry, most: int) -> bytes:
        """See `Source`."""
        return self._zipped.read(entry, most)

    @contextmanager
    def archive(self, entry: Entry) -> Iterator[Source]:
        """See `Source`; it lies in a temporary file meanwhile, which has no name."""
        with tempfile.TemporaryFile() as file:
            self._zipped.copy(entry, file, MOST_ARCHIVE)
            yield ZipSource(f"{self.told}/{shown('/'.join(entry.path))}", file, self._budget, MOST_INSIDE)


class FolderSource:
    """A folder."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.told = shown(path.resolve().name or str(path))

    def entries(self) -> Iterator[Entry]:
        """See `Source`. Hidden files and folders are left out."""
        errors: list[OSError] = []
        count = 0
        for root, folders, files, within in os.fwalk(self.path, onerror=errors.append, follow_symlinks=False):
            above = Path(root).relative_to(self.path).parts
            folders[:] = sorted(name for name in folders if not is_hidden(name))
            for name in (*sorted(files), *(name for name in folders if _kind(name, within) == stat.S_IFLNK)):
                if is_hidden(name):
                    continue
                count += 1
                if count > MOST_ENTRIES:
                    raise RejectedSubmission(
                        f"{self.told} has more than {MOST_ENTRIES} files: collect the folders in it one by one."
                    )
                yield _entry((*above, name), within)
            if len(above) >= DEEPEST:
                folders.clear()
        for error in errors:
            problem = f"It cannot be read ({error.strerror}): give access to it and collect again."
            yield Entry((shown(str(error.filename)),), problem=problem)

    def clones(self) -> frozenset[tuple[str, ...]]:
        """The folders in it that are clones of a Git repository, a level or two deep."""
        found = [path.parent for deep in ("*/.git", "*/*/.git") for path in self.path.glob(deep)]
        return frozenset(path.relative_to(self.path).parts for path in found)

    def read(self, entry: Entry, most: int) -> bytes:
        """See `Source`."""
        with ExitStack() as opened:
            try:
                file = read_plain(entry.name, self._within(entry, opened), most)
            except OSError as error:
                raise RejectedSubmission(f"{shown(entry.name)} cannot be read ({error}).") from error
            return file.content

    @contextmanager
    def archive(self, entry: Entry) -> Iterator[Source]:
        """See `Source`."""
        told = f"{self.told}/{shown('/'.join(entry.path))}"
        with ExitStack() as opened:
            try:
                descriptor = os.open(
                    entry.name,
                    os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC,
                    dir_fd=self._within(entry, opened),
                )
                file = opened.enter_context(os.fdopen(descriptor, "rb"))
            except OSError as error:
                raise RejectedSubmission(f"{told} cannot be read ({error.strerror}).") from error
            yield ZipSource(told, file, Budget(MOST_ARCHIVE), MOST_INSIDE)

    def _within(self, entry: Entry, opened: ExitStack) -> int:
        within = opened.enter_context(folder(self.path, follow=True))
        for name in entry.path[:-1]:
            within = opened.enter_context(folder(name, within))
        return within


@contextmanager
def open_source(path: Path) -> Iterator[Source]:
    """A source, open for the block. Raises RejectedSubmission when a zip's list of files cannot be read."""
    if path.is_dir():
        yield FolderSource(path)
        return
    with open(path, "rb") as file:
        yield ZipSource(shown(path.name), file, Budget.for_size(path.stat().st_size))


def require_sources(paths: Sequence[Path]) -> None:
    """Nothing begins before all sources are there.

    Raises:
        UsageError: one is missing, cannot be read, or is neither a zip nor a folder.
    """
    for path in paths:
        try:
            if not path.exists():
                raise UsageError(f"There is no {path}: name a zip or a folder.")
            if path.is_dir():
                os.scandir(path).close()
            elif not (path.is_file() and zipfile.is_zipfile(path)):
                raise UsageError(
                    f"{path} is no zip and no folder: name what the platform gave, or download it again."
                )
        except OSError as error:
            raise UsageError(f"{path} cannot be read ({error.strerror}): give access to it.") from None


def _kind(name: str, within: int) -> int:
    return stat.S_IFMT(os.stat(name, dir_fd=within, follow_symlinks=False).st_mode)


def _entry(path: tuple[str, ...], within: int) -> Entry:
    status = os.stat(path[-1], dir_fd=within, follow_symlinks=False)
    problem = "" if stat.S_ISREG(status.st_mode) else "It is a link or no plain file, and was not followed."
    if not all(map(is_text, path)):
        path, problem = tuple(map(shown, path)), "Its name is no UTF-8 text: rename it."
    return Entry(path, changed=status.st_mtime, problem=problem)
