"""A course folder: where its files lie, its secret seed, and nbgrader's view of it."""

from __future__ import annotations

import contextlib
import os
import secrets
import tomllib
from dataclasses import dataclass
from pathlib import Path

from grader.errors import CourseError, UsageError
from grader.exercise import Exercise, load_exercise

CONFIG_NAME = "nbgrader_config.py"
STATE = ".gaussfit"
SEED_VARIABLE = "GAUSSFIT_SEED"
SETTINGS_NAME = "gaussfit.toml"


@dataclass(frozen=True)
class Course:
    """A course that lives in `root`, an absolute path; `db_url` is None for nbgrader's own choice."""

    root: Path
    exercise: Exercise
    db_url: str | None = None

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

    def submission_path(self, student: str) -> Path:
        """A student's submitted notebook."""
        return self.root / "submitted" / student / self.assignment / self.notebook_name

    def autograded_path(self, student: str) -> Path:
        """A student's notebook as nbgrader graded it."""
        return self.root / "autograded" / student / self.assignment / self.notebook_name

    def students(self) -> tuple[str, ...]:
        """Ids of the students with a folder for this assignment, sorted."""
        return tuple(
            sorted(path.parent.name for path in (self.root / "submitted").glob(f"*/{self.assignment}"))
        )


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
    course = Course(root, course_exercise(root), db_url)
    if assignment not in (None, course.assignment):
        raise UsageError(f"There is no assignment {assignment!r}; this course has {course.assignment!r}.")
    return course


def course_exercise(root: Path) -> Exercise:
    """The exercise that the course in `root` teaches, by its settings; without any, the grader's own default.

    A folder is named relative to the course.

    Raises:
        CourseError: the settings cannot be read.
        UsageError: there is no such exercise.
    """
    path = root / SETTINGS_NAME
    try:
        settings = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return load_exercise()
    except (OSError, ValueError) as error:
        raise CourseError(f"{path} cannot be read ({error}): correct it.") from error
    section = settings.get("exercise", {})
    name = section.get("name", "") if isinstance(section, dict) else None
    if not isinstance(name, str):
        raise CourseError(f'{path} must name the exercise as text: name = "…" under [exercise].')
    return load_exercise(str(root / name) if "/" in name else name)


def course_seed(course: Course | None) -> str:
    """The secret that the hidden inputs come from: the environment's, else the course's own (made if missing).

    Outside of any course and without `GAUSSFIT_SEED` a fixed public seed is used: good for trying out a notebook.
    """
    if given := os.environ.get(SEED_VARIABLE):
        return given
    if course is None:
        return "public"
    path = course.root / STATE / "seed"
    if not path.exists():
        _make_seed(path)
    seed = path.read_text(encoding="utf-8").strip()
    if len(seed) < 16:
        raise CourseError(f"The seed in {path} is too short to be secret: delete the file to get a new one.")
    return seed


def _make_seed(path: Path) -> None:
    """Write a new secret: whole before anyone sees it, and never over one that another run has just made."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = path.with_name(f"seed.{os.getpid()}")
        with open(
            os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8"
        ) as file:
            file.write(secrets.token_hex(32) + "\n")
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)
        draft.unlink()
    except OSError as error:
        raise CourseError(
            f"The seed {path} cannot be written ({error.strerror}): make the folder writable."
        ) from error
