"""What staff decided about a class, kept beside the gradebook: who is in it, extensions and why, the due date.

nbgrader's gradebook is where all this works. But it has no field for a reason or for "has left", and it may be deleted
or restored from an older copy: what it lost is put back from here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from grader.course import STATE, Course
from grader.errors import CourseError
from grader.gradebook.entries import full_name
from grader.gradebook.store import write_atomically


@dataclass(frozen=True)
class Member:
    """A student of a roster; `left` is the day on which a roster had them no more, in ISO 8601."""

    first_name: str | None = None
    last_name: str | None = None
    email: str | None = None
    left: str | None = None
    removed: bool = False
    """Whether their marks were deleted: then they are not graded again unless they are named."""

    @classmethod
    def named(cls, names: Mapping[str, str]) -> Member:
        """From what `names` gives."""
        return cls(names.get("first_name"), names.get("last_name"), names.get("email"))

    @property
    def names(self) -> dict[str, str]:
        """What nbgrader keeps of them, as far as it is known."""
        known = {"first_name": self.first_name, "last_name": self.last_name, "email": self.email}
        return {name: value for name, value in known.items() if value}


@dataclass(frozen=True)
class Extension:
    """A promise to one student: until a moment, or so many days more, whatever the due date is."""

    granted: str
    """When it was made, ISO 8601."""
    until: str | None = None
    """ISO 8601, UTC."""
    days: int | None = None
    why: str = ""
    seconds: float = 0.0
    """What it came to in nbgrader's own field when it was last written there."""

    @property
    def written(self) -> timedelta | None:
        """What stood in nbgrader's own field then; it keeps no extension of nothing."""
        return timedelta(seconds=self.seconds) if self.seconds else None


@dataclass(frozen=True)
class Ledger:
    """All of it; students by id."""

    students: Mapping[str, Member] = field(default_factory=dict)
    """Everybody whom a roster ever had; empty where there was no roster."""
    extensions: Mapping[str, Extension] = field(default_factory=dict)
    due: str | None = None
    """The gradebook's due date as it was last seen, ISO 8601."""
    row: str | None = None
    """The key of the gradebook's row of the assignment, which had that date: a new one is of a new gradebook."""
    asked: str | None = None
    """The due date of the course's settings as it was last written into the gradebook: `grader.dates.Dates.asked`."""
    ids: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """What else a roster identifies a student by: login, number, e-mail address."""
    former: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Ids that a student had before, under which a platform may still know them."""

    @property
    def renamed(self) -> dict[str, str]:
        """Each former id with whose it was, but for those that somebody of the roster has now."""
        return {
            old: student for student, ids in self.former.items() for old in ids if old not in self.students
        }

    @property
    def enrolled(self) -> tuple[str, ...]:
        """Who is in the class now."""
        return tuple(student for student, member in self.students.items() if member.left is None)

    @property
    def removed(self) -> frozenset[str]:
        """Who has left and whose marks were deleted."""
        return frozenset(student for student, member in self.students.items() if member.removed)

    @property
    def due_date(self) -> datetime | None:
        """The due date in UTC."""
        return None if self.due is None else datetime.fromisoformat(self.due)

    def has_left(self, student: str) -> bool:
        """Whether a roster had them once, and the last one had not."""
        member = self.students.get(student)
        return member is not None and member.left is not None

    def name(self, student: str) -> str:
        """First and last name, as far as a roster told them."""
        member = self.students.get(student)
        return "" if member is None else full_name(member.first_name, member.last_name)

    def why(self, student: str) -> str:
        """Why they have an extension; empty where nobody said."""
        extension = self.extensions.get(student)
        return "" if extension is None else extension.why

    def with_extension(self, student: str, extension: Extension | None) -> Ledger:
        """Another promise to a student, or none."""
        others = {key: value for key, value in self.extensions.items() if key != student}
        return replace(self, extensions=others if extension is None else {**others, student: extension})


LEDGER = f"{STATE}/class.json"
"""Where it is kept, seen from the course's folder."""


def ledger_path(course: Course) -> Path:
    """Where it is kept."""
    return course.root / LEDGER


def read_ledger(course: Course) -> Ledger:
    """What is kept of the class; nothing where there is no file.

    Raises:
        CourseError: the file cannot be read.
    """
    path = ledger_path(course)
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        return Ledger(
            {student: Member(**values) for student, values in kept["students"].items()},
            {student: Extension(**values) for student, values in kept["extensions"].items()},
            kept["due"],
            kept["row"],
            kept.get("asked"),  # an older version had none
            {student: tuple(ids) for student, ids in kept.get("ids", {}).items()},
            {student: tuple(ids) for student, ids in kept.get("former", {}).items()},
        )
    except FileNotFoundError:
        return Ledger()
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise CourseError(
            f"{path}, which keeps the roster and the extensions, cannot be read ({error}): restore or delete it."
        ) from error


def write_ledger(course: Course, ledger: Ledger) -> None:
    """Keep it, whole or not at all.

    Raises:
        CourseError: the file cannot be written.
    """
    path = ledger_path(course)
    try:
        write_atomically(path, ledger_text(ledger))
    except OSError as error:
        raise CourseError(
            f"{path} cannot be written ({error.strerror}): make room or give access."
        ) from error


def ledger_text(ledger: Ledger) -> str:
    """The content of its file."""
    kept: dict[str, Any] = {
        "due": ledger.due,
        "row": ledger.row,
        "asked": ledger.asked,
        "students": {student: asdict(member) for student, member in sorted(ledger.students.items())},
        "extensions": {student: asdict(each) for student, each in sorted(ledger.extensions.items())},
        "ids": dict(sorted(ledger.ids.items())),
        "former": dict(sorted(ledger.former.items())),
    }
    return json.dumps(kept, ensure_ascii=False, indent=1) + "\n"
