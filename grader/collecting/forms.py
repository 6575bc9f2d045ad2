"""Which platform a source is from, and how its files' names are read with all that the source tells besides."""

from __future__ import annotations

import os
import pwd
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache

from grader.collecting import Form, Wanted, names
from grader.collecting.by_folder import by_folder, shared_folders, student_folders
from grader.collecting.clones import commit_time
from grader.collecting.found import Named, Who
from grader.collecting.gradescope import METADATA, MOST_BYTES, read_metadata
from grader.collecting.names import Path, Reader, shared_prefix, suffixes
from grader.collecting.notebooks import is_notebook
from grader.collecting.people import People
from grader.collecting.sources import FolderSource, Source
from grader.errors import RejectedSubmission
from grader.reading.archives import Entry, is_zip

MOST_TEXT = 64 * 1024
"""Bytes of a text file beside a submission that are read."""
_BY_NAME: dict[Form, Reader] = {
    "exchange": names.exchange,
    "moodle": names.moodle,
    "blackboard": names.blackboard,
    "brightspace": names.brightspace,
    "canvas": names.canvas,
}
"""Forms that a single name gives away, the plainest first."""
_USER = re.compile(r"[^\n]*\(([^()\n]+)\)\s*(\n|$)")
"""The first line of Blackboard's text file: `Name: Ann Lee (ann)`."""


@dataclass(frozen=True)
class Context:
    """What names are read with."""

    source: Source
    entries: Sequence[Entry]
    assignment: str
    people: People
    pattern: re.Pattern[str] | None = None


def form_of(context: Context, wanted: Wanted) -> Form:
    """The form of a source: the one asked for, or the one that most of its files have."""
    if context.pattern is not None:
        return "pattern"
    if wanted != "auto":
        return wanted
    paths = _paths(context)
    metadata = _metadata(context)
    if metadata is not None and metadata.path[:-1] == shared_folders(paths):
        return "gradescope"
    likely = [path for path in paths if is_notebook(path[-1]) or is_zip(path[-1])] or paths
    for form, reader in _BY_NAME.items():
        if likely and 2 * sum(reader(path) is not None for path in likely) >= len(likely):
            return form
    if isinstance(context.source, FolderSource) and context.source.clones():
        return "github"
    return "folder"


def reader_of(form: Form, context: Context) -> Reader:
    """What reads the names of a source's files.

    Raises:
        RejectedSubmission: the source lacks what its files cannot be told without.
    """
    if form == "pattern" and context.pattern is not None:
        return names.pattern(context.pattern)
    special: dict[Form, Callable[[Context], Reader]] = {
        "exchange": _exchange,
        "gradescope": _gradescope,
        "blackboard": _blackboard,
        "github": _github,
        "folder": lambda given: by_folder(_paths(given), given.assignment, given.people),
    }
    return special[form](context) if form in special else _BY_NAME[form]


def _paths(context: Context) -> list[Path]:
    return [entry.path for entry in context.entries if not entry.problem]


def _gradescope(context: Context) -> Reader:
    found = _metadata(context)
    if found is None:
        raise RejectedSubmission(
            f"{context.source.told} has no {METADATA}: download the submissions from Gradescope."
        )
    metadata = read_metadata(context.source.read(found, MOST_BYTES))
    base = found.path[:-1]

    def read(path: Path) -> Named | None:
        if len(path) < len(base) + 2 or path[: len(base)] != base:
            return None
        folder, rest = path[len(base)], path[len(base) + 1 :]
        if folder in metadata and metadata[folder].who:
            return Named(folder, metadata[folder].who, rest, when=metadata[folder].when)
        why_not = f"{METADATA} does not say whose {folder} is: download the submissions again."
        return Named(folder, (), rest, why_not=why_not)

    return read


def _metadata(context: Context) -> Entry | None:
    """Gradescope's own file, and not one of that name that a student handed in, which lies deeper."""
    found = [entry for entry in context.entries if entry.name == METADATA and not entry.problem]
    return min(found, key=lambda entry: len(entry.path), default=None)


def _exchange(context: Context) -> Reader:
    """Anybody may write into the inbound folder, under any student's name: whose a folder is tells its owner."""
    source = context.source
    found = (names.exchange(entry.path) for entry in context.entries)
    users = {named.who[0].ids[0][0] for named in found if named is not None}

    @cache
    def owner(folder: Path) -> str:
        return owner_of(source.path.joinpath(*folder)) if isinstance(source, FolderSource) else ""

    def read(path: Path) -> Named | None:
        named = names.exchange(path)
        if named is None:
            return None
        user, other = named.who[0].ids[0][0], owner(path[: path.index(named.attempt) + 1])
        if other == user or other not in users | context.people.ids:
            return named
        why_not = f"It is handed in for {user!r} and belongs to {other!r}: ask both whose it is."
        return replace(named, who=(), why_not=why_not)

    return read


def owner_of(path: os.PathLike[str]) -> str:
    """Who a folder belongs to on this machine, "" if that has no name."""
    try:
        return pwd.getpwuid(os.stat(path, follow_symlinks=False).st_uid).pw_name
    except (OSError, KeyError):
        return ""


def _blackboard(context: Context) -> Reader:
    """The text file of an attempt knows the user name; else it stands after what all names begin with."""
    found = [(named, entry) for entry in context.entries if (named := names.blackboard(entry.path))]
    prefix = shared_prefix((named.key for named, _ in found), "_")
    users: dict[str, str] = {}
    for named, entry in found:
        if named.rest == (entry.name,) and not entry.problem:
            text = context.source.read(entry, MOST_TEXT).decode("utf-8", "replace")
            if match := _USER.match(text):
                users[named.key] = match[1]

    def read(path: Path) -> Named | None:
        named = names.blackboard(path)
        if named is None:
            return None
        ways = (users[named.key],) if named.key in users else _after(named.key, prefix, "_")
        return replace(named, who=(Who(ids=(ways,)),))

    return read


def _github(context: Context) -> Reader:
    """Clones in folders `<assignment>-<login>`; what was handed in last is what was committed last."""
    clones = context.source.clones() if isinstance(context.source, FolderSource) else frozenset()
    folders = clones or student_folders(_paths(context))
    prefix = shared_prefix((folder[-1] for folder in folders), "-")

    @cache
    def when(clone: Path) -> datetime | None:
        source = context.source
        return commit_time(source.path.joinpath(*clone)) if isinstance(source, FolderSource) else None

    def read(path: Path) -> Named | None:
        clone = next((path[:end] for end in range(1, len(path)) if path[:end] in folders), None)
        if clone is None:
            return None
        who = (Who(ids=(_after(clone[-1], prefix, "-"),)),)
        return Named(clone[-1], who, path[len(clone) :], when=when(clone) if clone in clones else None)

    return read


def _after(head: str, prefix: str, separator: str) -> tuple[str, ...]:
    """The ways to read a name, but no shorter than what follows on what all names begin with."""
    least = len(head) - len(prefix) if prefix else 0
    return tuple(way for way in suffixes(head, separator) if len(way) >= least) or (head,)
