"""Sources in the platforms' forms, and a course that collects them."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from grader.classroom.terms import Terms, record
from grader.collecting.collect import Options, collect
from grader.collecting.report import Report
from grader.course import Course

Zipped = Callable[..., Path]
Collect = Callable[..., Report]
Roster = Callable[[str], Path]


def make_zip(path: Path, files: Mapping[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return path


def make_tree(folder: Path, files: Mapping[str, bytes]) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


@pytest.fixture
def zipped(tmp_path: Path) -> Zipped:
    """Makes a zip of files by name."""
    return lambda files, name="class.zip": make_zip(tmp_path / name, files)


@pytest.fixture
def tree(tmp_path: Path) -> Zipped:
    """Makes a folder of files by name."""
    return lambda files, name="class": make_tree(tmp_path / name, files)


@pytest.fixture
def roster(tmp_path: Path) -> Roster:
    """Makes a roster of the text of a CSV file."""

    def write(text: str) -> Path:
        (tmp_path / "roster.csv").write_text(text, encoding="utf-8-sig")
        return tmp_path / "roster.csv"

    return write


@pytest.fixture
def go(course: Course) -> Collect:
    """Collects into the course."""
    return lambda *sources, **options: collect(course, sources, Options(**options))


@pytest.fixture
def enrolled(course: Course) -> Callable[[Mapping[str, Mapping[str, str]]], None]:
    """Puts students into the gradebook, as `init --roster` does."""
    return lambda students: record(course, Terms(students))


@pytest.fixture
def there(course: Course) -> Callable[[str], Any]:
    """What lies in a student's folder: the notebook's text and the time's, or None."""

    def read(student: str) -> tuple[str, str | None] | None:
        path = course.submission_path(student)
        time = path.with_name("timestamp.txt")
        if not path.exists():
            return None
        return path.read_text(), time.read_text() if time.exists() else None

    return read
