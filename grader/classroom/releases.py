"""Which releases a course has handed out, and on which of them a student worked.

A release carries a digest of its cells, which stays in what students hand in. The digest is theirs to change: it says
who should perhaps get the new notebook, and no mark follows from it.
"""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from grader.course import STATE, Course
from grader.gradebook.store import write_atomically
from grader.reading import Release
from grader.reading.intact import KEY

MOST_KEPT = 200
"""Releases that are kept, the latest; a term has a few."""
THIS = "this"
UNKNOWN = "unknown"
_IN_FILE = re.compile(rb'"gaussfit"\s*:\s*\{[^{}]{0,10000}?"release"\s*:\s*"([0-9a-f]{12})"')
"""In the text of a notebook, which need not be parsed for it; in a cell's text the quotes would be escaped."""


def remember_release(course: Course, release: Release) -> None:
    """Keep since when there is this release. Where it cannot be kept, no mark suffers."""
    name, known = name_of(release), known_releases(course)
    if not name or name in known:
        return
    with contextlib.suppress(OSError):
        made = datetime.fromtimestamp(course.release_path.stat().st_mtime, UTC)
        latest = [*known.items(), (name, made.isoformat(timespec="seconds"))][-MOST_KEPT:]
        write_atomically(_path(course), json.dumps(dict(latest), indent=1) + "\n")


def known_releases(course: Course) -> Mapping[str, str]:
    """By digest: when it was made, in ISO 8601 and UTC; a file that cannot be read tells none."""
    try:
        known = json.loads(_path(course).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(name): str(when) for name, when in known.items()} if isinstance(known, dict) else {}


def name_of(release: Release) -> str:
    """The digest that a release carries; empty where another program than `gaussfit build` made it."""
    own = release.notebook["metadata"].get(KEY)
    return str(own.get("release", "")) if isinstance(own, Mapping) else ""


def worked_on(raw: bytes, release: Release, known: Mapping[str, str]) -> str:
    """On which release a submitted file was made: `this` one, since when there was an older one, or `unknown`."""
    found = _IN_FILE.search(raw)
    name = "" if found is None else found[1].decode()
    if name and name == name_of(release):
        return THIS
    return known.get(name, UNKNOWN)


def _path(course: Course) -> Path:
    return course.root / STATE / "releases" / f"{course.assignment}.json"
