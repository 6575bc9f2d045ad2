"""The plan of a rename: written down before it begins, struck out when it is complete."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from grader.course import STATE, Course
from grader.errors import CourseError
from grader.gradebook.store import write_atomically


@dataclass(frozen=True)
class Rename:
    """From one id to another."""

    old: str
    new: str


def begin(course: Course, plan: Rename) -> None:
    """Write the plan down."""
    write_atomically(_plan_path(course), json.dumps({"old": plan.old, "new": plan.new}) + "\n")


def end(course: Course) -> None:
    """Strike it out."""
    _plan_path(course).unlink()


def unfinished(course: Course) -> Rename | None:
    """The rename that was begun and not completed. Raises CourseError when its plan cannot be read."""
    path = _plan_path(course)
    try:
        plan = json.loads(path.read_text(encoding="utf-8"))
        return Rename(plan["old"], plan["new"])
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CourseError(f"{path}, the plan of a rename, cannot be read ({error}): delete it.") from error


def require_finished(course: Course) -> None:
    """Raises CourseError while a rename is to be completed: half of it, graded, would be two students."""
    begun = unfinished(course)
    if begun is not None:
        raise CourseError(complete_first(begun))


def complete_first(begun: Rename) -> str:
    """What to do about it, for an error."""
    return f"Renaming {begun.old} to {begun.new} was interrupted: run `gaussfit rename {begun.old} {begun.new}` first."


def _plan_path(course: Course) -> Path:
    return course.root / STATE / "renaming.json"
