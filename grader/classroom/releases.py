"""Which releases a course has handed out, and on which of them a student worked.

A release carries a digest of its cells, which stays in what students hand in. The digest is theirs to change: it says
who should perhaps get the new notebook, and no mark follows from it.
"""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from grader.course import STATE, Course
from grader.gradebook.store import write_atomically
from grader.reading import Release
from grader.reading.intact import KEY


@dataclass(frozen=True)
class WorkedOn:
    """The release that a submitted file was made on."""

    made: str = ""
    """`this`, since when there was an older one (ISO 8601, UTC), or `unknown`; empty without a file."""
    same_cells: bool = False
    """Whether it is an older one that differs from this one in its text alone: no mark can follow from that."""


NO_RELEASE = WorkedOn()


@dataclass(frozen=True)
class Known:
    """What is kept of a release."""

    made: str
    """ISO 8601, UTC."""
    cells: str = ""
    """A digest of what marks follow from, as students have it; empty where an older version kept it."""


MOST_KEPT = 200
"""Releases that are kept, the latest; a term has a few."""
THIS = "this"
UNKNOWN = "unknown"
_IN_FILE = re.compile(rb'"gaussfit"\s*:\s*\{[^{}]{0,10000}?"release"\s*:\s*"([0-9a-f]{12})"')
"""In the text of a notebook, which need not be parsed for it; in a cell's text the quotes would be escaped."""


def remember_release(course: Course, release: Release) -> None:
    """Keep since when there is this release, which must be as students have it. Where it cannot be kept, no mark
    suffers."""
    name, known = name_of(release), known_releases(course)
    if not name or (name in known and known[name].cells):
        return
    with contextlib.suppress(OSError):
        made = datetime.fromtimestamp(course.release_path.stat().st_mtime, UTC).isoformat(timespec="seconds")
        if name in known:
            made = known[name].made
        latest = [
            *((each, told) for each, told in known.items() if each != name),
            (name, Known(made, release.digest)),
        ]
        kept = {each: asdict(told) for each, told in latest[-MOST_KEPT:]}
        write_atomically(_path(course), json.dumps(kept, indent=1) + "\n")


def known_releases(course: Course) -> Mapping[str, Known]:
    """By digest; a file that cannot be read tells none."""
    try:
        known = json.loads(_path(course).read_text(encoding="utf-8"))
        return {
            # An older version kept the time alone.
            str(name): Known(told) if isinstance(told, str) else Known(**told)
            for name, told in known.items()
        }
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def name_of(release: Release) -> str:
    """The digest that a release carries; empty where another program than `gaussfit build` made it."""
    own = release.notebook["metadata"].get(KEY)
    return str(own.get("release", "")) if isinstance(own, Mapping) else ""


def worked_on(raw: bytes, release: Release, known: Mapping[str, Known]) -> WorkedOn:
    """On which release a submitted file was made."""
    found = _IN_FILE.search(raw)
    name = "" if found is None else found[1].decode()
    now = name_of(release)
    if name and name == now:
        return WorkedOn(THIS)
    if name not in known:
        return WorkedOn(UNKNOWN)
    cells = known[name].cells
    return WorkedOn(known[name].made, same_cells=bool(cells) and now in known and cells == known[now].cells)


def _path(course: Course) -> Path:
    return course.root / STATE / "releases" / f"{course.assignment}.json"
