"""What is marked and how: a job for each submission, the settings of the whole class, the marks as they come."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from grader.answers import Limits
from grader.course import Course
from grader.marking.one import Marked
from grader.reading import Release, Submission
from grader.results import Sandbox, Wall

MANY = 4
"""Workers that keep the one writer busy."""


@dataclass(frozen=True)
class Settings:
    """What is the same for the whole class; each worker gets it once."""

    release: Release
    seed: str
    sandbox: Sandbox = "locked"
    limits: Limits = Limits()
    walls: tuple[Wall, ...] = ()
    """What keeps student code locked in, in all workers alike; empty: what each finds."""
    course: Course | None = None
    """Where the workers prepare what is filed, so that the one writer keeps up with many of them."""
    config: Mapping[str, Any] | None = None
    """The course's configuration for workers that have no course folder to read it in."""
    known_as: Mapping[str, tuple[str, ...]] | None = field(default_factory=dict)
    """The students' other ids; None where the notebook alone says whose it is."""

    def ids_of(self, student: str) -> tuple[str, ...] | None:
        """The other ids of one student, as `mark` takes them."""
        return None if self.known_as is None else self.known_as.get(student, ())

    def preparing(self, course: Course, workers: int) -> Settings:
        """These settings for so many workers, of which few leave the writer time to prepare all by itself."""
        return replace(self, course=course if workers >= MANY else None)


@dataclass(frozen=True)
class Job:
    """One submission to mark."""

    student: str
    submission: Submission
    digest: str = ""
    """Of all that its marks follow from, for whoever keeps them."""
    alone: bool = False
    """Nothing else is marked meanwhile: the machine was too busy the first time."""


class Marks(Protocol):
    """Jobs with their marks as they come. Close it, so that nothing goes on working."""

    walls: tuple[Wall, ...]
    """What keeps student code locked in, wherever it runs."""

    def __iter__(self) -> Iterator[tuple[Job, Marked]]:
        """Each job once, in whatever order."""

    def close(self) -> None:
        """Stop; what is under way is lost."""
