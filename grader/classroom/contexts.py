"""Under what marks were made: kept a run, so that `gaussfit explain` can say what has changed since.

A stored result has one digest of all that its marks follow from, which says that something changed and not what.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from grader.classroom.pending import digest_of, marks_digest, marks_parts, own_context
from grader.course import STATE, Course
from grader.exercise import Exercise
from grader.gradebook.store import around, of_file, write_atomically
from grader.marking.jobs import Settings
from grader.reading import HandedIn

MOST_KEPT = 50
"""Contexts that are kept, the latest; a term has a few."""
SHORT = 16
"""Hexadecimal digits of each part: to be told apart, no more."""
FILE = "the submitted file"
OTHERWISE = "the time of handing in, or how it is graded"


def remember_context(course: Course, settings: Settings) -> None:
    """Keep a digest of each part of what marks follow from now. Where it cannot be kept, no mark suffers."""
    now = marks_digest(settings, course)
    known = _known(course)
    if next(reversed(known), None) == now:
        return
    known.pop(now, None)
    known[now] = _parts(settings, course)
    latest = dict(list(known.items())[-MOST_KEPT:])
    with contextlib.suppress(OSError):  # marks hang on what is stored with them, and that tells
        write_atomically(_path(course), json.dumps(latest, indent=1) + "\n")


def changed_since(
    course: Course, settings: Settings, handed: HandedIn, then: str, student: str = ""
) -> tuple[str, ...]:
    """What has changed since marks were made with the fingerprint `then`; () when nothing has."""
    context = own_context(marks_digest(settings, course), course.exercise, student, settings.ids_of(student))
    now = digest_of(handed, context)
    return Contexts.of(course, settings).changed(student, now, handed.when, then)


@dataclass(frozen=True)
class Contexts:
    """The parts of what marks follow from, now and as they were."""

    exercise: Exercise
    now: Mapping[str, str]
    known: Mapping[str, Mapping[str, str]]
    ids_of: Callable[[str], tuple[str, ...] | None]

    @classmethod
    def of(cls, course: Course, settings: Settings) -> Contexts:
        """Those of a course."""
        return cls(course.exercise, _parts(settings, course), _known(course), settings.ids_of)

    def changed(self, student: str, now: str, when: datetime | None, then: str) -> tuple[str, ...]:
        """What has changed between two fingerprints of a student; `when` is the time of handing in now."""
        if now == then:
            return ()
        if of_file(now) != of_file(then):
            # The rest of a fingerprint tells nothing of its own while the time of handing in may have changed as well.
            return (FILE,)
        moment = "" if when is None else when.isoformat()
        for context, known in self.known.items():
            # With what students have of their own, and without: the course may have had no such thing then.
            for one in (context, own_context(context, self.exercise, student, self.ids_of(student))):
                if then.endswith("-" + around(moment, one)):
                    # A part that was not kept then, by an older version, tells nothing.
                    changed = (name for name, digest in self.now.items() if known.get(name, digest) != digest)
                    return tuple(changed) or (OTHERWISE,)
        return (OTHERWISE,)


def _parts(settings: Settings, course: Course) -> dict[str, str]:
    return {name: digest.hex()[:SHORT] for name, digest in marks_parts(settings, course).items()}


def _path(course: Course) -> Path:
    return course.root / STATE / "contexts" / f"{course.assignment}.json"


def _known(course: Course) -> dict[str, dict[str, str]]:
    """The contexts that are kept, the latest last; a file that cannot be read tells none."""
    try:
        known = json.loads(_path(course).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    if not isinstance(known, dict):
        return {}
    return {name: parts for name, parts in known.items() if isinstance(parts, dict)}
