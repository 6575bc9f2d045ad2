"""What is kept of how each student's notebook came: what goes back is named by that."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from grader.course import STATE, Course
from grader.gradebook.store import write_atomically


@dataclass(frozen=True)
class Recorded:
    """What is kept of how a student's notebook came."""

    digest: str
    form: str
    order: int
    place: tuple[str, ...] = ()
    """Its folders and its name in the source; empty where an older version collected it."""


def record_path(course: Course, student: str) -> Path:
    """Where that is kept."""
    return course.root / STATE / "collected" / course.assignment / f"{student}.json"


def read_record(course: Course, student: str) -> Recorded | None:
    """How a student's notebook was collected; None if it was not, or that cannot be read."""
    try:
        saved = json.loads(record_path(course, student).read_text(encoding="utf-8"))
        place = tuple(str(part) for part in saved.get("place", ()))
        return Recorded(str(saved["digest"]), str(saved["form"]), int(saved["order"]), place)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def write_record(course: Course, student: str, record: Recorded) -> None:
    """Keep it. Raises OSError when it cannot be written."""
    write_atomically(record_path(course, student), json.dumps(asdict(record), ensure_ascii=False) + "\n")
