"""What a student handed in, read once: the notebook's bytes and the time, and nothing else of their folder.

Everything below `submitted/` is hostile. The notebook is looked for where nbgrader expects it, and else where people
put it; whatever was not taken is named.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from grader.course import NOTEBOOK
from grader.errors import RejectedSubmission, UnreadableSubmission
from grader.reading.archives import MOST_INSIDE, Budget, Entry, Zipped, is_zip
from grader.reading.folder import PlainFile, folder, names_in, open_plain, read_plain, shown
from grader.reading.read import MAX_BYTES
from grader.reading.timestamp import MOST_BYTES, TIMESTAMP, parse_timestamp

MOST_NAMED = 3
DEEPEST, MOST_FOLDERS, MOST_ZIPS = 2, 50, 5
"""How deep below the assignment's folder, and in how many folders and zips at most, the notebook is looked for."""


@dataclass(frozen=True)
class HandedIn:
    """The bytes of a submitted notebook (one more than may be parsed, at most), and when it was handed in."""

    raw: bytes
    when: datetime | None = None
    """In UTC; None when nothing tells it."""
    notes: tuple[str, ...] = ()
    """For the student: what was not where it should be, and what was not taken."""
    rejected: str | None = None
    """Why there is no notebook, in a sentence."""
    untimed: str | None = None
    """The file that should tell the time and cannot be read, below the student's folder."""


@dataclass(frozen=True)
class _Found:
    """A notebook by the folders that it lies in, below the student's."""

    folders: tuple[str, ...]
    name: str
    inside: Entry | None = None
    """Where it lies in a zip of that name."""

    @property
    def own_name(self) -> str:
        return self.name if self.inside is None else self.inside.name

    @property
    def told(self) -> str:
        inside = () if self.inside is None else self.inside.path
        return "/".join(shown(part) for part in (*self.folders, self.name, *inside))


def handed_in(submitted: Path, student: str, assignment: str) -> HandedIn:
    """What lies in `submitted/<student>/<assignment>/`; a file that cannot be graded comes back as rejected.

    Raises:
        UnreadableSubmission: this machine keeps it from being read, which is not the student's fault.
    """
    try:
        with folder(submitted, follow=True) as course, folder(student, course) as own:
            return _handed_in(own, assignment)
    except FileNotFoundError:
        return HandedIn(
            b"", rejected=f"There is no {assignment}.ipynb in the submission: resubmit the notebook."
        )
    except RejectedSubmission as reason:
        return HandedIn(b"", rejected=str(reason))


def _handed_in(own: int, assignment: str) -> HandedIn:
    wanted = _Found((assignment,), f"{assignment}.ipynb")
    lying = [each for each in _files(own, (), assignment, iter(range(MOST_FOLDERS))) if each != wanted]
    found = [each for each in lying if not is_zip(each.name)]
    zips = [each for each in lying if is_zip(each.name)]
    notes: tuple[str, ...] = ()
    taken, others = wanted, found
    try:
        file = _read(own, wanted)
    except FileNotFoundError:
        damaged: list[str] = []
        found = found or list(_in_zips(own, zips, damaged))
        sole = _sole(found, wanted.name)
        if sole is None:
            raise RejectedSubmission(_no_notebook(wanted, found, damaged)) from None
        taken, others = sole, [each for each in found if each != sole]
        file = _read(own, taken)
        notes = (f"The notebook was found as {taken.told}; hand it in as {wanted.name}.",)
    if others:
        names = ", ".join(each.told for each in others[:MOST_NAMED])
        notes = (f"Graded was {taken.told}; beside it lies {names}, which was not looked at.",)
    return _timed(own, taken, HandedIn(file.content, notes=notes))


def _sole(found: list[_Found], name: str) -> _Found | None:
    """The only notebook, or the only one under the right name; nothing is guessed."""
    named = [each for each in found if each.own_name.casefold() == name.casefold()]
    return next((some[0] for some in (named, found) if len(some) == 1), None)


def _no_notebook(wanted: _Found, found: list[_Found], damaged: list[str]) -> str:
    if not found and damaged:
        return (
            f"There is no {wanted.name} in the submission, and {damaged[0]} cannot be unpacked: "
            "resubmit the notebook itself."
        )
    if not found:
        return f"There is no {wanted.name} in the submission: resubmit the notebook under that name."
    names = ", ".join(each.told for each in found[:MOST_NAMED])
    return (
        f"There is no {wanted.name} in the submission, but {len(found)} other notebooks ({names}): "
        "resubmit the right one under that name."
    )


def _files(
    descriptor: int, folders: tuple[str, ...], assignment: str, room: Iterator[int]
) -> Iterator[_Found]:
    """Notebooks in a student's folder, in that of the assignment (whatever its capitals), and a little deeper; below
    the student's folder zips too.

    `room` gives an item for each folder that may still be looked into.
    """
    for name in names_in(descriptor):
        if name.startswith((".", "__MACOSX")) or name == TIMESTAMP:
            continue
        if NOTEBOOK.fullmatch(name) or (folders and is_zip(name)):
            yield _Found(folders, name)
        elif folders or name.casefold() == assignment.casefold():
            if len(folders) > DEEPEST or next(room, None) is None:
                continue
            try:
                with folder(name, descriptor) as deeper:
                    yield from _files(deeper, (*folders, name), assignment, room)
            except (RejectedSubmission, FileNotFoundError):
                continue  # a file, or a link that leads elsewhere: no folder to look in


def _in_zips(own: int, zips: list[_Found], damaged: list[str]) -> Iterator[_Found]:
    """The notebooks in a student's zips; none is written anywhere. `damaged` gets what cannot be read."""
    for each in zips[:MOST_ZIPS]:
        try:
            with _unpacking(own, each) as zipped:
                entries = [entry for entry in zipped.entries() if NOTEBOOK.fullmatch(entry.name)]
        except RejectedSubmission:
            damaged.append(each.told)
            continue
        damaged += [replace(each, inside=entry).told for entry in entries if entry.problem]
        yield from (replace(each, inside=entry) for entry in entries if not entry.problem)


@contextmanager
def _unpacking(own: int, found: _Found) -> Iterator[Zipped]:
    with _within(own, found.folders) as descriptor, open_plain(found.name, descriptor) as file:
        yield Zipped(shown(found.name), file, Budget(MAX_BYTES), MOST_INSIDE)


def _read(own: int, found: _Found) -> PlainFile:
    if found.inside is not None:
        with _unpacking(own, found) as zipped:
            return PlainFile(zipped.read(found.inside, MAX_BYTES), found.inside.changed)
    with _within(own, found.folders) as descriptor:
        return read_plain(found.name, descriptor, MAX_BYTES)


@contextmanager
def _within(own: int, folders: tuple[str, ...]) -> Iterator[int]:
    if not folders:
        yield own
        return
    with folder(folders[0], own) as descriptor, _within(descriptor, folders[1:]) as last:
        yield last


def _timed(own: int, taken: _Found, handed: HandedIn) -> HandedIn:
    """With the time in nbgrader's `timestamp.txt`. Where that file tells none, nobody knows it, and nobody is late."""
    try:
        with _within(own, taken.folders) as descriptor:
            moment = parse_timestamp(read_plain(TIMESTAMP, descriptor, MOST_BYTES).content)
    except FileNotFoundError:
        return handed
    except UnreadableSubmission:  # not the student's fault, and the notebook can be graded
        return replace(handed, untimed=_Found(taken.folders, TIMESTAMP).told)
    except RejectedSubmission:
        moment = None
    if moment is not None:
        return replace(handed, when=moment)
    note = f"{TIMESTAMP} does not hold a time, so nothing is taken off for being late."
    return replace(handed, notes=(*handed.notes, note), untimed=_Found(taken.folders, TIMESTAMP).told)
