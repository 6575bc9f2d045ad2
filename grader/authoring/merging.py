"""Merges what the lesson has become into an instructor's notebook: their edits and their own cells stay.

The source notebook carries, in its own metadata, a digest of each of the lesson's cells as it was built. A cell that
still has it is ours to replace; any other has been edited, and is the instructor's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from nbformat import NotebookNode

from grader.reading.intact import KEY, digest, nbgrader_of

TASK = "task"
"""What of a notebook's metadata tells what the course has set of the exercise itself."""


@dataclass(frozen=True)
class Merged:
    """The instructor's notebook as it should be, and what was done to it, a sentence a cell."""

    notebook: NotebookNode
    told: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Lesson:
    """The lesson's cells as they are today and as they were built last."""

    cells: Mapping[str, NotebookNode]
    """By id, in order."""
    built: Mapping[str, str]
    """Digests by id, of the last time."""
    force: bool


def signed(notebook: NotebookNode, new: NotebookNode) -> NotebookNode:
    """The notebook with the digests of the lesson's cells as they are built now, and of the task that they are about,
    where `new` tells one."""
    task = {name: told for name, told in new.metadata.get(KEY, {}).items() if name == TASK}
    notebook.metadata[KEY] = {"cells": {cell.id: digest(cell) for cell in new.cells}, **task}
    return notebook


def merged(current: NotebookNode, new: NotebookNode, *, force: bool = False) -> Merged:
    """Bring `current`, the instructor's notebook, up to `new`, the lesson as it is built today.

    With `force` the lesson's cells are all as in `new`, and only the instructor's own stay.
    """
    built = current.metadata.get(KEY, {}).get("cells", {})
    lesson = _Lesson({cell.id: cell for cell in new.cells}, built, force)
    ids = _ids(current, lesson)
    told: list[str] = []
    cells: list[NotebookNode] = []
    for cell, own_id in zip(current.cells, ids, strict=True):
        kept, sentence = _updated(cell, own_id, lesson)
        cells.extend([] if kept is None else [kept])
        told.extend([sentence] if sentence else [])
    told.extend(_insert_new(cells, lesson, set(ids)))
    notebook = NotebookNode({**current, "cells": cells, "metadata": NotebookNode(current.metadata)})
    return Merged(signed(notebook, new), tuple(told))


def name_of(cell: Mapping[str, object]) -> str:
    """What people call a cell: its nbgrader name, else its first words."""
    first = str(cell["source"]).strip().partition("\n")[0]
    return str(nbgrader_of(cell).get("grade_id") or first[:60] or "an empty cell")


def _ids(current: NotebookNode, lesson: _Lesson) -> list[str | None]:
    """Which of the lesson's cells each cell is: by id, by nbgrader's name, else by its text; None for an own cell.

    Ids get lost where another program than Jupyter writes the file.
    """
    found: list[str | None] = [None] * len(current.cells)
    known_ids = {*lesson.cells, *lesson.built}
    keys: list[Callable[[NotebookNode], str]] = [
        lambda cell: str(cell.get("id", "")),
        lambda cell: str(nbgrader_of(cell).get("grade_id", "")),
        lambda cell: str(cell.source),
    ]
    by_key = [
        {own: own for own in known_ids},
        *({key(c): c.id for c in lesson.cells.values()} for key in keys[1:]),
    ]
    for key, known in zip(keys, by_key, strict=True):
        for index, cell in enumerate(current.cells):
            own = known.get(key(cell)) if key(cell) else None
            if found[index] is None and own is not None and own not in found:
                found[index] = own
    return found


def _updated(cell: NotebookNode, own_id: str | None, lesson: _Lesson) -> tuple[NotebookNode | None, str]:
    """The cell as it should be, None for one that goes; and what to say of it, if anything."""
    if own_id is None:
        return cell, ""
    new = lesson.cells.get(own_id)
    untouched = digest(cell) == lesson.built.get(own_id)
    if new is None:
        if untouched or lesson.force:
            return None, f"removed {name_of(cell)!r}, which is no longer part of the lesson"
        return cell, f"kept {name_of(cell)!r}, which you edited; it is no longer part of the lesson"
    if digest(cell) == digest(new):
        return cell, ""
    if untouched or lesson.force:
        return new, f"updated {name_of(new)!r}"
    changed_too = lesson.built.get(own_id) not in (None, digest(new))
    also = "; the lesson's own text has changed, too" if changed_too else ""
    locked = ", which the exercise locks" if nbgrader_of(new).get("locked") else ""
    return cell, f"kept your edit of {name_of(cell)!r}{locked}{also}"


def _insert_new(cells: list[NotebookNode], lesson: _Lesson, present: set[str | None]) -> list[str]:
    """Put in the lesson's cells that are not there, each after the one before it; but not those that were deleted."""
    told: list[str] = []
    here = 0
    for own_id, new in lesson.cells.items():
        places = [index for index, cell in enumerate(cells) if cell.get("id") == own_id]
        if places:
            here = places[0] + 1
        elif own_id in present:
            continue  # it is there under another id
        elif own_id in lesson.built and not lesson.force:
            locks = "which the exercise locks and " if nbgrader_of(new).get("locked") else "which "
            told.append(f"left out {name_of(new)!r}, {locks}you deleted")
        else:
            cells.insert(here, new)
            here += 1
            told.append(f"added {name_of(new)!r}")
    return told
