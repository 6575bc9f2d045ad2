"""Zip archives, which may be hostile: read entry by entry within bounds, and never unpacked by name."""

from __future__ import annotations

import re
import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, cast

from grader.errors import RejectedSubmission
from grader.reading.folder import shown

MOST_INSIDE = 5_000
"""Entries of an archive that a student handed in."""
MOST_DIRECTORY = 32 * 1024 * 1024
"""Bytes of an archive's list of entries."""
LEAST_BUDGET, FOLD = 2 * 1024**3, 50
"""What a source may unpack to: so many bytes, or so many times its own size if that is more."""
LONGEST_PART, MOST_PARTS = 255, 20
CHUNK = 1 << 20

_SAYS_UTF8, _ENCRYPTED = 0x800, 0x2041
_ENTRY = b"PK\x01\x02"
ZIP = re.compile(r".*\.zip", re.IGNORECASE | re.DOTALL)
_DRIVE = re.compile(r"[A-Za-z]:")
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError)
"""What zipfile raises on what is no good archive."""
_CODE_PAGES = ("cp850", "cp1252", "cp866")
"""Read besides cp437, in which zipfile reads a name that does not say that it is UTF-8."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A file in a zip or a folder."""

    path: tuple[str, ...]
    """Its folders and its name, to read whose it is; nothing is ever written to where it says."""
    number: int = 0
    """Where it stands in an archive."""
    changed: float = 0.0
    """Seconds, comparable within a source only: archives know no time zone."""
    problem: str = ""
    """Why it will not be read, in a sentence; empty for a plain file."""
    spellings: tuple[tuple[str, ...], ...] = ()
    """The path again as other code pages read it, where an archive does not say which one it is in."""

    @property
    def name(self) -> str:
        """The file's own name."""
        return self.path[-1]


@dataclass
class Budget:
    """How many bytes may still be unpacked of a source, whatever its parts say of themselves."""

    left: int

    @classmethod
    def for_size(cls, size: int) -> Budget:
        """A budget for a source of `size` bytes."""
        return cls(max(LEAST_BUDGET, FOLD * size))

    def spend(self, size: int) -> None:
        """Raises RejectedSubmission when it is used up."""
        if self.left <= 0:
            raise RejectedSubmission(
                "The archive unpacks to far more than its own size, so the rest was not read: it may be a bomb."
            )
        self.left -= size


class Zipped:
    """An open archive."""

    def __init__(self, told: str, file: IO[bytes], budget: Budget, most: int) -> None:
        """Raises RejectedSubmission when it is no archive, or has more than `most` entries."""
        self._budget = budget
        guarded = _Guarded(told, file, most)
        try:
            self._zip = zipfile.ZipFile(cast("IO[bytes]", guarded))
        except RejectedSubmission:
            raise
        except _BROKEN as error:
            raise RejectedSubmission(f"{told} is no readable zip ({error}): ask for it again.") from error
        guarded.open = True

    def entries(self) -> Iterator[Entry]:
        """The files in it, those that must not be read with the reason; hidden ones are left out."""
        for number, info in enumerate(self._zip.infolist()):
            path, *spellings = _paths(info)
            if not path or info.is_dir() or any(is_hidden(part) for part in path if part != ".."):
                continue
            changed = float("".join(f"{part:02}" for part in info.date_time))
            yield Entry(path, number, changed, _problem(info), tuple(spellings))

    def read(self, entry: Entry, most: int) -> bytes:
        """The first `most` + 1 bytes of a file. Raises RejectedSubmission when it cannot be read."""
        self._budget.spend(0)
        with self._opened(entry) as file:
            try:
                content = file.read(most + 1)
            except _BROKEN as error:
                raise _damaged(entry, error) from error
        self._budget.spend(len(content))
        return content

    def copy(self, entry: Entry, into: IO[bytes], most: int) -> None:
        """Copy a file out. Raises RejectedSubmission when it cannot be read or has more than `most` bytes."""
        left = most
        with self._opened(entry) as file:
            while True:
                try:
                    chunk = file.read(CHUNK)
                except _BROKEN as error:
                    raise _damaged(entry, error) from error
                self._budget.spend(len(chunk))
                left -= len(chunk)
                if left < 0:
                    raise RejectedSubmission(
                        f"{shown(entry.name)} has more than {most >> 20} MB: ask for the notebook alone."
                    )
                if not chunk:
                    return
                into.write(chunk)

    def _opened(self, entry: Entry) -> IO[bytes]:
        try:
            return self._zip.open(self._zip.infolist()[entry.number])
        except _BROKEN as error:
            raise _damaged(entry, error) from error


class _Guarded:
    """A file that hands zipfile no list of entries that is too long to be kept in memory."""

    def __init__(self, told: str, file: IO[bytes], most: int) -> None:
        self._told, self._file, self._most = told, file, most
        self.open = False

    def read(self, size: int = -1) -> bytes:
        if self.open:
            return self._file.read(size)
        content = self._file.read(min(size, MOST_DIRECTORY + 1) if size >= 0 else MOST_DIRECTORY + 1)
        if len(content) > MOST_DIRECTORY or content.count(_ENTRY) > self._most:
            raise RejectedSubmission(
                f"{self._told} has more than {self._most} entries: take what is needed out of it by hand."
            )
        return content

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def seekable(self) -> bool:
        return True

    def close(self) -> None:
        pass  # whoever opened it closes it


def is_zip(name: str) -> bool:
    """Whether a file calls itself a zip."""
    return ZIP.fullmatch(name) is not None


def is_hidden(name: str) -> bool:
    """Whether a file or folder is not a student's but their computer's."""
    return name.startswith((".", "__MACOSX", "~$"))


def _paths(info: zipfile.ZipInfo) -> Iterator[tuple[str, ...]]:
    """The path of an entry; where its archive does not say which code page it is in, then as others read it. Of a name
    that is too long only its end: Unicode's forms take a time that grows with its square."""
    if _is_too_long(info.filename.replace("\\", "/")):
        yield (info.filename[-LONGEST_PART:].replace("\\", "/").rpartition("/")[2],)
        return
    names = [info.filename]
    if not info.flag_bits & _SAYS_UTF8 and not info.filename.isascii():
        names = list(_readings(info.filename))
    for name in names:
        parts = unicodedata.normalize("NFC", name).replace("\\", "/").split("/")
        yield tuple(part for part in parts if part not in ("", "."))


def _readings(name: str) -> Iterator[str]:
    """What a name may be that zipfile took for cp437: UTF-8 where it can be that, and else one of several pages."""
    try:
        raw = name.encode("cp437")
    except UnicodeEncodeError:  # it came from a field of its own, which is UTF-8
        yield name
        return
    try:
        yield raw.decode()
    except UnicodeDecodeError:
        yield name
        yield from (raw.decode(page, "replace") for page in _CODE_PAGES)


def _problem(info: zipfile.ZipInfo) -> str:
    """Why an entry will not be read; empty for a plain file."""
    name = info.filename.replace("\\", "/")
    kind = stat.S_IFMT(info.external_attr >> 16)
    if ".." in name.split("/"):
        return "Its name leads out of the archive, so it was not read."
    if name.startswith("/") or _DRIVE.match(name):
        return "Its name is an absolute path, so it was not read."
    if _is_too_long(name):
        return "Its name is too long or too deep, so it was not read."
    if kind not in (0, stat.S_IFREG):
        return "It is a link or no plain file, and was not followed."
    if info.flag_bits & _ENCRYPTED:
        return "It is encrypted: ask for it without a password."
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return (
            "It is packed in an unusual way, so it was not read: unpack the archive and collect the folder."
        )
    return ""


def _is_too_long(name: str) -> bool:
    return any(len(part) > LONGEST_PART for part in name.split("/")) or name.count("/") > MOST_PARTS


def _damaged(entry: Entry, error: Exception) -> RejectedSubmission:
    said = " ".join(str(error).split())[:100] or type(error).__name__
    return RejectedSubmission(f"{shown(entry.name)} cannot be unpacked ({said}): ask for it again.")
