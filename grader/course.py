"""A course folder: where its files lie, who handed in, and what it teaches."""

from __future__ import annotations

import os
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from grader.answers import Limits
from grader.dates import NO_DATES, Dates
from grader.errors import UsageError
from grader.exercise import Exercise
from grader.gradebook.modes import write_for_the_group
from grader.settings import CourseSettings, read_settings

CONFIG_NAME = "nbgrader_config.py"
STATE = ".gaussfit"
NOTEBOOK = re.compile(r".*\.ipynb(\.txt|\.json)?", re.IGNORECASE | re.DOTALL)
"""How the name of a notebook ends, also where a browser or a mail program had its way with it."""
MOST_NAMES = 1_000
"""Names of a folder that are looked at."""


@dataclass(frozen=True)
class Submitters:
    """Whose folders hold something for the assignment."""

    students: tuple[str, ...]
    """Their ids, sorted."""
    unnameable: tuple[str, ...] = ()
    """The folders whose names are no UTF-8 text, as far as they can be shown."""

    @property
    def doubles(self) -> tuple[tuple[str, ...], ...]:
        """Ids that differ in capitals or Unicode form alone, which may be one student's: together, sorted."""
        groups: dict[str, list[str]] = {}
        for name in self.students:
            groups.setdefault(unicodedata.normalize("NFC", name).casefold(), []).append(name)
        return tuple(tuple(names) for names in groups.values() if len(names) > 1)


@dataclass(frozen=True)
class Course:
    """A course that lives in `root`, an absolute path; `db_url` is None for nbgrader's own choice."""

    root: Path
    exercise: Exercise
    db_url: str | None = None
    limits: Limits = Limits()
    dates: Dates = NO_DATES
    files: tuple[Path, ...] = ()
    """The files of its folder that its settings name, such as that of the data; relative to it."""

    @property
    def assignment(self) -> str:
        """nbgrader's name of the one assignment that the course has, which is its notebook's name too."""
        return self.exercise.name

    @property
    def notebook_name(self) -> str:
        """The file name of the assignment's notebook."""
        return f"{self.assignment}.ipynb"

    @property
    def release_path(self) -> Path:
        """The released notebook."""
        return self.root / "assignments" / self.assignment / self.notebook_name

    @property
    def source_path(self) -> Path:
        """The instructor's notebook."""
        return self.root / "solutions" / self.assignment / self.notebook_name

    @property
    def results(self) -> Path:
        """Where the result of each graded submission is kept, one JSON file a student."""
        return self.root / STATE / "results" / self.assignment

    @property
    def seed_path(self) -> Path:
        """Where the secret lies that hidden inputs come from."""
        return self.root / STATE / "seed"

    @property
    def submitted(self) -> Path:
        """Where the students' folders lie."""
        return self.root / "submitted"

    def submission_path(self, student: str) -> Path:
        """A student's submitted notebook."""
        return self.submitted / student / self.assignment / self.notebook_name

    def autograded_path(self, student: str) -> Path:
        """A student's notebook as nbgrader graded it."""
        return self.root / "autograded" / student / self.assignment / self.notebook_name

    @property
    def nothing_submitted(self) -> str:
        """What there is to say where nobody has handed in, without a full stop."""
        return (
            f"There are no submissions in {self.submitted}: put each in submitted/<student>/{self.assignment}/"
            f"{self.notebook_name}, by hand or with `gaussfit collect`"
        )

    def not_submitted(self, student: str) -> str:
        """What there is to say where one student has not, without a full stop."""
        return (
            f"There is no submission of {student!r}: it would lie in {self.submission_path(student).parent}"
        )

    def submitters(self) -> Submitters:
        """Who handed in something for this assignment, wherever in their folder.

        It looks into every student's folder: a command does so once and hands on what it found.
        """
        names = self._folders()
        strange = (os.fsencode(name) for name in names if not is_text(name))
        return Submitters(
            tuple(name for name in names if is_text(name)),
            tuple(name.decode("utf-8", "backslashreplace") for name in strange),
        )

    def students(self) -> tuple[str, ...]:
        """Ids of the students who handed in something, sorted: for who needs no more of `submitters`."""
        return self.submitters().students

    def hands_in(self, student: str) -> bool:
        """Whether a student would be among the `submitters` now."""
        path = self.submitted / student
        usable = bool(student) and student[0] != "." and is_text(student)
        return usable and (path.is_symlink() or path.is_dir()) and self._hands_in(path)

    def _folders(self) -> list[str]:
        try:
            with os.scandir(self.submitted) as entries:
                names = [entry.name for entry in entries if entry.is_symlink() or entry.is_dir()]
        except FileNotFoundError:
            return []
        return sorted(name for name in names if name[0] != "." and self._hands_in(self.submitted / name))

    def _hands_in(self, folder: Path) -> bool:
        """Whether a student's folder has this assignment's, or a notebook where that should be."""
        try:
            with os.scandir(folder) as entries:
                names = [entry.name for entry, _ in zip(entries, range(MOST_NAMES), strict=False)]
        except NotADirectoryError:
            return False
        except OSError:
            return True  # so that it is told
        return any(
            name.casefold() == self.assignment.casefold() or NOTEBOOK.fullmatch(name) for name in names
        )


def is_text(name: str) -> bool:
    """Whether a file's name is text: UTF-8, that is."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def open_course(root: Path, assignment: str | None = None, db_url: str | None = None) -> Course:
    """The course in `root`; `assignment`, if it is named, must be the one that it has.

    Raises:
        UsageError: the folder is missing, is no course, or has no such assignment.
        CourseError: its settings cannot be read.
    """
    root = root.expanduser().resolve()
    if not root.is_dir():
        raise UsageError(f"{root} is not a folder: make a course with `gaussfit init {root}`.")
    if not (root / CONFIG_NAME).is_file():
        raise UsageError(
            f"{root} has no {CONFIG_NAME}, so it is no course: make one with `gaussfit init {root}`."
        )
    course = course_at(root, db_url)
    if assignment not in (None, course.assignment):
        raise UsageError(f"There is no assignment {assignment!r}; this course has {course.assignment!r}.")
    return course


def course_at(root: Path, db_url: str | None = None) -> Course:
    """The course in `root`, wherever nbgrader has its configuration from. Raises as `course_exercise` does."""
    write_for_the_group(root)
    settings = read_settings(root)
    exercise = course_exercise(root, settings)
    return Course(root, exercise, db_url, settings.limits, settings.dates, settings.files)


def course_exercise(root: Path, settings: CourseSettings | None = None) -> Exercise:
    """The exercise that the course in `root` teaches, as its settings want it; without any, the grader's own default.

    Raises:
        CourseError: the settings cannot be used.
        UsageError: there is no such exercise.
    """
    return (settings or read_settings(root)).taught
