"""Making a course is whole or not at all: what was made until something went wrong is taken away again."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from grader.authoring.notebooks import RELEASE_FOLDER, SOURCE_FOLDER
from grader.course import CONFIG_NAME, STATE
from grader.settings import SETTINGS_NAME

UNFINISHED = ".gaussfit-unfinished"
"""Is there while a course is being made: who is killed then can run the same command again."""
MADE = (
    UNFINISHED,
    CONFIG_NAME,
    SETTINGS_NAME,
    "submitted",
    str(SOURCE_FOLDER),
    str(RELEASE_FOLDER),
    STATE,
    "gradebook.db",
)
"""What a new course consists of."""
REWRITTEN = (SETTINGS_NAME, f"{SOURCE_FOLDER}/*/*.ipynb", f"{RELEASE_FOLDER}/*/*.ipynb", f"{STATE}/*.json")
"""Files of an instructor's that making a course may bring up to date where they are there."""


@dataclass(frozen=True)
class _Before:
    """What there was of a course's folder."""

    missing: tuple[Path, ...]
    """The folder and those above it, as far as they were not there, the innermost first."""
    present: frozenset[Path]
    contents: Mapping[Path, bytes]

    @classmethod
    def of(cls, root: Path) -> _Before:
        missing = tuple(each for each in (root, *root.parents) if not os.path.lexists(each))
        present = frozenset(each for name in MADE for each in (root / name, *_below(root / name)))
        files = (path for pattern in REWRITTEN for path in root.glob(pattern) if path.is_file())
        return cls(
            missing,
            frozenset(each for each in present if os.path.lexists(each)),
            {path: path.read_bytes() for path in files},
        )

    def restore(self, root: Path) -> None:
        for path, content in self.contents.items():
            if not path.is_file() or path.read_bytes() != content:
                path.write_bytes(content)
        for path in (root / name for name in MADE):
            for each in (*_below(path), path):
                if each not in self.present and os.path.lexists(each):
                    with contextlib.suppress(OSError):
                        shutil.rmtree(each) if each.is_dir() and not each.is_symlink() else each.unlink()
        for folder in self.missing:
            with contextlib.suppress(OSError):
                folder.rmdir()


def _below(folder: Path) -> Iterator[Path]:
    """All that lies in a folder; nothing of what hands in, where nothing is made."""
    if folder.name == "submitted" or not folder.is_dir():
        return
    for path, folders, files in os.walk(folder):
        yield from (Path(path, name) for name in (*folders, *files))


@contextlib.contextmanager
def undone_on_failure(root: Path) -> Iterator[None]:
    """Leave `root` as it was when anything is raised within, Ctrl-C included."""
    before = _Before.of(root)
    try:
        root.mkdir(parents=True, exist_ok=True)
        (root / UNFINISHED).touch()
        yield
        (root / UNFINISHED).unlink()
    except BaseException:
        before.restore(root)
        raise
