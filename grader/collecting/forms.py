"""Which platform a source is from, and how its files' names are read with all that the source tells besides."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache

from grader.collecting import Form, Wanted, names
from grader.collecting.clones import commit_time
from grader.collecting.found import Entry, Named, Who
from grader.collecting.gradescope import METADATA, MOST_BYTES, read_metadata
from grader.collecting.names import Path, Reader, same, shared_prefix, suffixes
from grader.collecting.notebooks import is_notebook, is_zip, without_ending
from grader.collecting.people import People
from grader.collecting.sources import FolderSource, Source
from grader.errors import RejectedSubmission

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
    if any(entry.name == METADATA for entry in context.entries):
        return "gradescope"
    likely = [entry.path for entry in context.entries if not entry.problem]
    likely = [path for path in likely if is_notebook(path[-1]) or is_zip(path[-1])] or likely
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
        "gradescope": _gradescope,
        "blackboard": _blackboard,
        "github": _github,
        "folder": _folder,
    }
    return special[form](context) if form in special else _BY_NAME[form]


def _gradescope(context: Context) -> Reader:
    found = next((entry for entry in context.entries if entry.name == METADATA and not entry.problem), None)
    if found is None:
        raise RejectedSubmission(
            f"{context.source.told} has no {METADATA}: download the submissions from Gradescope."
        )
    metadata = read_metadata(context.source.read(found, MOST_BYTES))

    def read(path: Path) -> Named | None:
        for index, part in enumerate(path[:-1]):
            if part in metadata and metadata[part].who:
                return Named(part, metadata[part].who, path[index + 1 :], when=metadata[part].when)
            if part in metadata or names.GRADESCOPE.fullmatch(part):
                why_not = f"{METADATA} does not say whose {part} is: download the submissions again."
                return Named(part, (), path[index + 1 :], why_not=why_not)
        return None

    return read


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
    folders = clones or _student_folders([entry.path for entry in context.entries])
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


def _student_folders(paths: Sequence[Path]) -> frozenset[Path]:
    """The folders that lie beside each other, below those that all files lie in."""
    base = _shared_folders(paths)
    if base and all(len(path) == len(base) + 1 for path in paths):
        base = base[:-1]
    return frozenset(path[: len(base) + 1] for path in paths if len(path) > len(base) + 1)


def _folder(context: Context) -> Reader:
    """Files or folders that are named by student, anywhere in the path."""
    base = _shared_folders(entry.path for entry in context.entries)

    def read(path: Path) -> Named | None:
        ways = [*path[:-1], *stems(path[-1], context.assignment)]
        own = path[len(base) :] if path[: len(base)] == base else path
        first = own[0] if len(own) > 1 else stems(path[-1], context.assignment)[-1]
        if len(own) == 1 and base and same(first) == same(context.assignment):
            first = base[-1] if len(base) < 2 or same(base[-1]) != same(context.assignment) else base[-2]
        student = next((way for way in ways if context.people.knows(way)), first)
        index = path.index(student) + 1 if student in path else len(path) - 1
        who = (Who(ids=((student,),), names=(student,)),)
        return Named(same(student), who, path[index:] or path[-1:])

    return read


def stems(name: str, assignment: str) -> tuple[str, ...]:
    """What a file's name may say of its student: as it is, without a browser's `(1)`, without the assignment's name."""
    stem = without_ending(name)
    plain = re.sub(r"\s*\(\d{1,4}\)$", "", stem)
    word = re.escape(assignment)
    bare = re.sub(rf"^{word}[\s_.-]+|[\s_.-]+{word}$", "", plain, flags=re.IGNORECASE)
    return tuple(dict.fromkeys((stem, plain, bare)))


def _after(head: str, prefix: str, separator: str) -> tuple[str, ...]:
    """The ways to read a name, but no shorter than what follows on what all names begin with."""
    least = len(head) - len(prefix) if prefix else 0
    return tuple(way for way in suffixes(head, separator) if len(way) >= least) or (head,)


def _shared_folders(paths: Iterable[Path]) -> Path:
    """The folders that all files lie in."""
    shared: Path | None = None
    for path in paths:
        folders = path[:-1]
        if shared is None:
            shared = folders
        length = next((i for i, (a, b) in enumerate(zip(shared, folders, strict=False)) if a != b), None)
        shared = shared[: min(len(shared), len(folders)) if length is None else length]
    return shared or ()
