"""Sources whose folders or files are named by student: at which depth the students are, and what a name may say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from grader.collecting.found import Named, Who
from grader.collecting.names import Path, Reader, same
from grader.collecting.notebooks import copy_number, is_notebook, without_ending
from grader.collecting.people import People
from grader.reading.archives import is_zip

FAIR_PART = 3
"""Of the names at a level a third must be known, or they are by chance."""


def by_folder(paths: Sequence[Path], assignment: str, people: People) -> Reader:
    """Reads a source by one level of its folders, the same for all: what is deeper is a student's own affair."""
    level = _level(paths, assignment, people)

    def read(path: Path) -> Named | None:
        if len(path) <= level:
            return None
        whole = len(path) == level + 1
        ways = stems(path[level], assignment) if whole else (path[level],)
        student = next((way for way in ways if people.knows(way)), ways[-1])
        who = (Who(ids=((student,),), names=(student,)),)
        return Named(same(student), who, path[level + 1 :] or path[-1:])

    return read


def _level(paths: Sequence[Path], assignment: str, people: People) -> int:
    """How deep the students' names are: the first level at which a fair part is known, which students cannot forge.

    Where nobody is known it is below the folders that all files lie in.
    """
    likely = [path for path in paths if is_notebook(path[-1]) or is_zip(path[-1])] or list(paths)
    parts: dict[int, set[tuple[str, bool]]] = {}
    for path in likely:
        for level, part in enumerate(path):
            parts.setdefault(level, set()).add((part, level == len(path) - 1))
    known = {
        level: sum(
            any(map(people.knows, stems(part, assignment) if last else (part,))) for part, last in found
        )
        for level, found in parts.items()
    }
    fair = [level for level in parts if known[level] and FAIR_PART * known[level] >= len(parts[level])]
    if any(known.values()):
        return min(fair or [level for level in parts if known[level]])
    base = shared_folders(likely)
    alone = all(
        len(path) == len(base) + 1 and copy_number(path[-1], assignment) is not None for path in likely
    )
    if not base or not alone:
        return len(base)
    return len(base) - (2 if len(base) > 1 and same(base[-1]) == same(assignment) else 1)


def stems(name: str, assignment: str) -> tuple[str, ...]:
    """What a file's name may say of its student: as it is, without a browser's `(1)`, without the assignment's name."""
    stem = without_ending(name)
    plain = re.sub(r"\s*\(\d{1,4}\)$", "", stem)
    word = re.escape(assignment)
    bare = re.sub(rf"^{word}[\s_.-]+|[\s_.-]+{word}$", "", plain, flags=re.IGNORECASE)
    return tuple(dict.fromkeys((stem, plain, bare)))


def student_folders(paths: Sequence[Path]) -> frozenset[Path]:
    """The folders that lie beside each other, below those that all files lie in."""
    base = shared_folders(paths)
    if base and all(len(path) == len(base) + 1 for path in paths):
        base = base[:-1]
    return frozenset(path[: len(base) + 1] for path in paths if len(path) > len(base) + 1)


def shared_folders(paths: Iterable[Path]) -> Path:
    """The folders that all files lie in."""
    shared: Path | None = None
    for path in paths:
        folders = path[:-1]
        if shared is None:
            shared = folders
        length = next((i for i, (a, b) in enumerate(zip(shared, folders, strict=False)) if a != b), None)
        shared = shared[: min(len(shared), len(folders)) if length is None else length]
    return shared or ()
