"""Gives a student another id everywhere: a mistyped one becomes that of the roster, with all that hangs on it.

The plan is written down first and struck out last, and each step does nothing where it was done before. So a rename
that was cut off is completed by the same command; until then nothing is graded.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from grader.classroom.renaming import Rename, begin, complete_first, end, unfinished
from grader.classroom.roster import FOLDER
from grader.course import STATE, Course
from grader.errors import CourseError, UsageError
from grader.gradebook.ledger import Ledger, read_ledger, write_ledger
from grader.gradebook.moving import move_student, students_with_work
from grader.gradebook.reading import reading
from grader.gradebook.similar import no_student
from grader.gradebook.store import write_atomically

FOLDERS = ("submitted", "autograded", "feedback")


def rename(course: Course, old: str, new: str) -> tuple[str, ...]:
    """Give a student another id; returns what was changed, in words.

    Args:
        course: the course.
        old: the id that they have.
        new: one that nobody has, or a student of the roster who has handed in nothing.

    Raises:
        UsageError: there is no such student, the new id can't be one or is another student's, or another rename is to
            be completed first.
        CourseError: a folder, the gradebook or the ledger cannot be written.
    """
    wanted = Rename(old, new)
    begun = unfinished(course)
    if begun is not None and begun != wanted:
        raise UsageError(complete_first(begun))
    if begun is None:
        _check(course, wanted)
        begin(course, wanted)
    done = []
    try:
        for step in STEPS:
            done += step(course, wanted)
        end(course)
    except OSError as error:
        raise CourseError(
            f"{error.filename or course.root} cannot be written ({error.strerror}): give access and run "
            f"`gaussfit rename {old} {new}` again to complete it."
        ) from error
    return tuple(done)


def _check(course: Course, wanted: Rename) -> None:
    """All that could stop it halfway, before anything is touched."""
    old, new = wanted.old, wanted.new
    for student in (old, new):
        if not FOLDER.fullmatch(student):
            raise UsageError(f"{student!r} cannot be the name of a folder, so it is no student's id.")
    if old == new:
        raise UsageError(f"{old} is the id already.")
    with reading(course) as gradebook:
        known = {str(student.id) for student in gradebook.students}
        working = students_with_work(gradebook)
    known |= {*course.students(), *read_ledger(course).students}
    if old not in known and not any(path.exists() for path in _places(course, old)):
        raise UsageError(f"{no_student(old, known)}.")
    taken = next((path for path in _places(course, new) if _in_use(path)), None)
    if taken is not None:
        raise UsageError(f"{new} has work of their own ({taken}): two students can't become one.")
    if new in working:
        raise UsageError(f"{new} has marks of their own in the gradebook: two students can't become one.")


def _places(course: Course, student: str) -> tuple[Path, ...]:
    """Where a student has files."""
    folders = tuple(course.root / name / student for name in FOLDERS)
    return (*folders, *_stored(course, student))


def _in_use(path: Path) -> bool:
    """Whether something lies there; an empty folder is nothing, and gives way."""
    return os.path.lexists(path) and not (path.is_dir() and not path.is_symlink() and not any(path.iterdir()))


def _stored(course: Course, student: str) -> tuple[Path, ...]:
    """What is kept of a student beside the gradebook, each kind in a folder of its own."""
    state = course.root / STATE
    kinds = sorted(path for path in state.iterdir() if path.is_dir()) if state.is_dir() else []
    return tuple(kind / course.assignment / f"{student}.json" for kind in kinds)


def _move_folders(course: Course, wanted: Rename) -> list[str]:
    moved = []
    for name in FOLDERS:
        if _move(course.root / name / wanted.old, course.root / name / wanted.new):
            moved.append(f"{name}/{wanted.old} is now {name}/{wanted.new}")
    return moved


def _move(old: Path, new: Path) -> bool:
    """Move, if it was not done before; nothing is ever overwritten."""
    if not os.path.lexists(old):
        return False
    if _in_use(new):
        raise UsageError(
            f"{new} has come into being meanwhile, and {old} is there too: move one of them away."
        )
    os.rename(old, new)
    return True


def _move_gradebook(course: Course, wanted: Rename) -> list[str]:
    with reading(course) as gradebook:
        are_two = _are_two(read_ledger(course), wanted)
        moved = move_student(gradebook, wanted.old, wanted.new, are_two=are_two)
        gradebook.db.commit()
    return ["the gradebook has the marks under the new id"] if moved else []


def _move_results(course: Course, wanted: Rename) -> list[str]:
    """The new file is whole before the old one goes."""
    moved = []
    for old, new in zip(_stored(course, wanted.old), _stored(course, wanted.new), strict=True):
        if not old.exists():
            continue
        write_atomically(new, _with_id(old.read_text(encoding="utf-8"), wanted.new))
        old.unlink()
        moved.append("result")
    return ["the stored results too"] if moved else []


def _with_id(text: str, student: str) -> str:
    """A stored result as another student's; one that is damaged stays as it is, and counts as none."""
    try:
        saved: dict[str, Any] = json.loads(text)
        saved["result"]["student"] = student
    except (ValueError, KeyError, TypeError):
        return text
    return json.dumps(saved, ensure_ascii=False) + "\n"


def _move_ledger(course: Course, wanted: Rename) -> list[str]:
    """The roster's own entry of the new id stands; an extension goes along, unless the new id has one.
    What the roster says of two students stays."""
    ledger = read_ledger(course)
    moved = replace(ledger, extensions=_renamed(dict(ledger.extensions), wanted))
    if not _are_two(ledger, wanted):
        moved = replace(
            moved,
            students=_renamed(dict(ledger.students), wanted),
            ids=_joined(ledger.ids, wanted),
            former=_joined(ledger.former, wanted, wanted.old),
        )
    if moved == ledger:
        return []
    write_ledger(course, moved)
    done = ["the roster and the extensions too"] if replace(moved, former=ledger.former) != ledger else []
    if moved.former != ledger.former:
        done.append(f"what still comes as {wanted.old} goes to {wanted.new}")
    return done


def _are_two(ledger: Ledger, wanted: Rename) -> bool:
    """Whether the roster has both: then the work of one lay under the id of the other."""
    return {wanted.old, wanted.new} <= set(ledger.enrolled)


def _renamed(by_student: dict[str, Any], wanted: Rename) -> dict[str, Any]:
    if wanted.old in by_student:
        value = by_student.pop(wanted.old)
        by_student.setdefault(wanted.new, value)
    return by_student


def _joined(ids: Mapping[str, tuple[str, ...]], wanted: Rename, *more: str) -> dict[str, tuple[str, ...]]:
    """The ids of the two as those of the one; what was somebody else's is theirs alone."""
    others = {
        student: tuple(each for each in known if each not in more)
        for student, known in ids.items()
        if student not in (wanted.old, wanted.new)
    }
    both = dict.fromkeys((*ids.get(wanted.new, ()), *ids.get(wanted.old, ()), *more))
    own = tuple(each for each in both if each != wanted.new)
    return {**others, wanted.new: own} if own or wanted.new in ids else others


STEPS: tuple[Callable[[Course, Rename], list[str]], ...] = (
    _move_folders,
    _move_gradebook,
    _move_results,
    _move_ledger,
)
