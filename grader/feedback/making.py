"""One process's maker of feedback pages: nbgrader's exporter and template, set up once for all of them."""

from __future__ import annotations

import hashlib
import json
import os
import re
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

import nbformat
from jinja2 import TemplateNotFound, meta
from nbgrader.converters import GenerateFeedback
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import GetGrades
from nbgrader.utils import is_grade, is_solution, is_task

from grader.course import STATE, Course
from grader.errors import CourseError
from grader.gradebook.config import load_config
from grader.gradebook.modes import permit
from grader.gradebook.page_marks import PageMarks
from grader.gradebook.store import write_atomically
from grader.reading.timestamp import TIMESTAMP

Action = Literal["made", "unchanged", "failed"]
_ADDRESS = re.compile(r" at 0x[0-9a-f]+")
LIBRARIES = ("nbgrader", "nbconvert", "latex2mathml", "mistune", "pygments", "jinja2")
"""What has a hand in how a page looks."""


@dataclass(frozen=True)
class Page:
    """One student's page, and what became of it."""

    student: str
    path: Path
    action: Action
    reason: str = ""
    """Why there is none, in a sentence."""

    @property
    def is_there(self) -> bool:
        """Whether it can be handed out."""
        return self.action != "failed"


class PageMaker:
    """Makes pages as `nbgrader generate_feedback` does, one after the other."""

    def __init__(self, course: Course) -> None:
        """Raises CourseError when the course's configuration cannot be used."""
        config = load_config(course)
        self._course = course
        self._converter = GenerateFeedback(coursedir=CourseDirectory(config=config), config=config)
        self._exporter = self._converter.exporter_class(parent=self._converter, config=self._converter.config)
        for step in self._converter.preprocessors:
            if not issubclass(step, GetGrades):  # what it looks up one by one is handed over
                self._exporter.register_preprocessor(step)
        self._look = _look_of(self._converter.config, self._exporter)

    def path(self, student: str) -> Path:
        """Where a student's page lies."""
        return page_path(self._course, student)

    def is_unchanged(self, student: str, marks: PageMarks) -> bool:
        """Whether the page that is there is the one that would be made."""
        try:
            kept = json.loads(self._record(student).read_text(encoding="utf-8"))
            return bool(kept == self._told(student, self._digest(student, self._raw(student), marks)))
        except (OSError, ValueError, CourseError):
            return False

    def make(self, student: str, marks: PageMarks | None) -> Page:
        """Make a student's page anew; a page that cannot be made is removed, for it tells of other marks."""
        path = self.path(student)
        try:
            if marks is None:
                raise CourseError(
                    f"The gradebook has no marks of {student}: run `gaussfit grade --student {student}`."
                )
            raw = self._raw(student)
            self._write(student, self.html(student, marks, raw))
            told = self._told(student, self._digest(student, raw, marks))
            write_atomically(self._record(student), json.dumps(told) + "\n")
        except Exception as error:  # whatever it is, it is this student's
            path.unlink(missing_ok=True)
            reason = str(error) if isinstance(error, CourseError) else _one_sentence(student, error)
            return Page(student, path, "failed", reason)
        return Page(student, path, "made")

    def html(self, student: str, marks: PageMarks, raw: bytes) -> str:
        """The page of a graded notebook.

        Raises:
            CourseError: the gradebook lacks the mark of a cell.
        """
        notebook = nbformat.reads(raw.decode("utf-8"), as_version=4)
        for cell in notebook.cells:
            _fill(cell, student, marks)
        assignment = self._course.assignment
        about = {
            "student": student,
            "student_name": marks.name,
            "assignment": assignment,
            "notebook": assignment,
            "db_url": self._converter.coursedir.db_url,
            "score": marks.score,
            "max_score": marks.max_score,
            "late_penalty": marks.late_penalty,
        }
        graded = self._course.autograded_path(student)
        changed = datetime.fromtimestamp(graded.stat().st_mtime).astimezone()
        resources = {
            "unique_key": assignment,
            "output_files_dir": f"{assignment}_files",
            "nbgrader": about,
            "metadata": {
                "name": assignment,
                "path": str(graded.parent),
                "modified_date": f"{changed:%B %d, %Y}",
            },
        }
        page, _ = self._exporter.from_notebook_node(notebook, resources)
        return str(page)

    def _write(self, student: str, page: str) -> None:
        path = self.path(student)
        write_atomically(path, page)
        graded = self._course.autograded_path(student).parent / TIMESTAMP
        if graded.is_file():  # by which nbgrader knows an old page, and releases one
            write_atomically(path.parent / TIMESTAMP, graded.read_text(encoding="utf-8"))
        permit(self._converter, path.parent)

    def _raw(self, student: str) -> bytes:
        try:
            return self._course.autograded_path(student).read_bytes()
        except FileNotFoundError:
            raise CourseError(
                f"{student} has no graded notebook: run `gaussfit grade --student {student}`."
            ) from None

    def _digest(self, student: str, raw: bytes, marks: PageMarks) -> str:
        parts = (student.encode(), raw, marks.told.encode(), self._look.encode())
        return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()

    def _told(self, student: str, digest: str) -> dict[str, object]:
        status = os.stat(self.path(student))
        return {"digest": digest, "size": status.st_size, "time": status.st_mtime_ns}

    def _record(self, student: str) -> Path:
        return self._course.root / STATE / "pages" / self._course.assignment / f"{student}.json"


def page_path(course: Course, student: str) -> Path:
    """Where nbgrader has a student's page."""
    return course.root / "feedback" / student / course.assignment / f"{course.assignment}.html"


def _fill(cell: Any, student: str, marks: PageMarks) -> None:
    """What nbgrader's `GetGrades` writes into a cell."""
    if not (is_solution(cell) or is_grade(cell) or is_task(cell)):
        return
    own = cell.metadata.nbgrader
    if is_solution(cell) or is_task(cell):
        own["comment"] = marks.comments.get(own["grade_id"])
    if is_grade(cell) or is_task(cell):
        if own["grade_id"] not in marks.cells:
            raise CourseError(
                f"The gradebook lacks {student}'s mark of the cell {own['grade_id']!r}: "
                f"run `gaussfit grade --student {student}`."
            )
        own["score"], own["points"] = marks.cells[own["grade_id"]]
        own["waiting"] = own["grade_id"] in marks.waiting


def _one_sentence(student: str, error: Exception) -> str:
    told = " ".join(f"{type(error).__name__}: {error}".split())[:200]
    return f"The page of {student} could not be made ({told})."


def _look_of(config: Any, exporter: Any) -> str:
    """A digest of all that is the same on every page: configuration, templates, style sheets, libraries."""
    digest = hashlib.sha256()
    digest.update(_ADDRESS.sub("", json.dumps(config, default=repr, sort_keys=True)).encode())
    digest.update(" ".join(version(name) for name in LIBRARIES).encode())
    own = files("grader.feedback")
    for each in sorted((*own.iterdir(), *(own / "templates").iterdir()), key=lambda file: file.name):
        if each.is_file():
            digest.update(each.read_bytes())
    for text in _templates(exporter):
        digest.update(text.encode())
    return digest.hexdigest()


def _templates(exporter: Any) -> list[str]:
    """The template and those that it is made of."""
    environment = exporter.environment
    texts: dict[str, str] = {}
    names = [exporter.template_file]
    while names:
        name = names.pop()
        if name is None or name in texts:
            continue
        try:
            texts[name] = environment.loader.get_source(environment, name)[0]
        except TemplateNotFound:
            continue
        names.extend(meta.find_referenced_templates(environment.parse(texts[name])))
    return [texts[name] for name in sorted(texts)]
