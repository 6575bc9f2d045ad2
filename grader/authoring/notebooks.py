"""Builds the two notebooks of a course, the instructor's and the students', and tells when they are stale."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from grader.authoring.release import release_notebook
from grader.authoring.source import source_notebook
from grader.exercise import Exercise

SOURCE_FOLDER = Path("solutions")
RELEASE_FOLDER = Path("assignments")


@dataclass(frozen=True)
class BuildReport:
    """What a build did to the files of a course: all that it looked after, and those that it had to write."""

    files: tuple[Path, ...]
    written: tuple[Path, ...]


def notebook_texts(exercise: Exercise) -> dict[Path, str]:
    """Return the text of each notebook by its path inside a course. Two calls return identical text."""
    source = source_notebook(exercise)
    name = Path(exercise.name) / f"{exercise.name}.ipynb"
    return {
        SOURCE_FOLDER / name: source,
        RELEASE_FOLDER / name: release_notebook(source, exercise.name, exercise),
    }


def release_text(exercise: Exercise) -> str:
    """Return the students' notebook alone."""
    return release_notebook(source_notebook(exercise), exercise.name, exercise)


def build(course: Path, exercise: Exercise) -> BuildReport:
    """Write `solutions/` and `assignments/` of `course`; files that are right already stay untouched.

    The gradebook of the course is neither read nor written. Raises `OSError` when a file cannot be written.
    """
    texts = {course / path: text for path, text in notebook_texts(exercise).items()}
    stale = tuple(path for path, text in texts.items() if _is_stale(path, text))
    for path in stale:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(texts[path], encoding="utf-8", newline="\n")
    return BuildReport(files=tuple(texts), written=stale)


def check(course: Path, exercise: Exercise) -> tuple[Path, ...]:
    """Return the notebooks of `course` that are missing or differ from what `build` would write."""
    texts = notebook_texts(exercise)
    return tuple(course / path for path, text in texts.items() if _is_stale(course / path, text))


def _is_stale(path: Path, text: str) -> bool:
    return not path.is_file() or path.read_bytes() != text.encode("utf-8")
