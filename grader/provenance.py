"""By what and when marks were made, for every JSON file: whoever finds one later can tell."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TypedDict

from gaussfit.version import __version__
from grader.exercise import Exercise
from grader.marking.digest import code_digest
from grader.results import Wall


class Written(TypedDict):
    """What every JSON file says of its making."""

    gaussfit: str
    """The version that wrote it."""
    time: str
    """When it was written, in UTC."""


class Provenance(Written):
    """What a file with marks says besides."""

    checks: str
    """The first digits of a digest of all the code that has a say in marks: the same digits, the same checks."""
    walls: list[str]
    """What kept student code locked in; empty with `--sandbox=process`."""


def written() -> Written:
    """The version, and the time."""
    return {"gaussfit": __version__, "time": datetime.now(UTC).isoformat(timespec="seconds")}


def provenance(exercise: Exercise, walls: Sequence[Wall]) -> Provenance:
    """The version, the time, the checks and the walls."""
    return {**written(), "checks": code_digest(exercise)[:12], "walls": list(walls)}
