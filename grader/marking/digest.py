"""What marks follow from, as a digest: whether stored marks are stale, and whether a worker would give the same."""

from __future__ import annotations

import hashlib
import importlib.util
import os
from pathlib import Path

from grader.exercise import Exercise

ENGINE = Path(__file__).parents[1]
MARKING = (
    *("answers.py", "exercise.py", "loading.py", "results.py", "reading", "running", "lines", "checking"),
    *("marking/one.py", "marking/own.py", "exercises/__init__.py"),
)
"""The part of the engine that has a say in marks; what only shows or files them is left out."""


def marking_files(exercise: Exercise) -> tuple[Path, ...]:
    """The Python files that marks follow from: of the engine, the exercise's folder, and its teaching package."""
    found = {file for name in MARKING for file in _python_files(ENGINE / name)}
    folder = os.path.commonpath([question.checks.parent for question in exercise.questions])
    found.update(_python_files(Path(folder)))
    spec = importlib.util.find_spec(exercise.package)
    for place in (spec.submodule_search_locations or ()) if spec is not None else ():
        found.update(_python_files(Path(place)))
    return tuple(sorted(found))


def code_digest(exercise: Exercise) -> str:
    """A digest of all that code. Two installations of the same version have the same."""
    # Sorted by themselves: where the files lie differs from one machine to the next.
    parts = sorted(
        path.name.encode() + hashlib.sha256(path.read_bytes()).digest() for path in marking_files(exercise)
    )
    return hashlib.sha256(b"".join((exercise.name.encode(), *parts))).hexdigest()


def _python_files(path: Path) -> list[Path]:
    return [path] if path.is_file() else [file for file in path.rglob("*.py") if file.is_file()]
