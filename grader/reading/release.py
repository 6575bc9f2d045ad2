"""The release: the student notebook as the instructor handed it out, the authority on every locked cell."""

from __future__ import annotations

import copy
import hashlib
import json
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from grader.errors import CourseError
from grader.exercise import Exercise
from grader.reading.intact import damages
from grader.reading.notebook import Cell, CellMetadata, NbgraderData, Notebook

if TYPE_CHECKING:
    from grader.course import Course


HIDDEN_TESTS = re.compile(
    r"^[^\n]*### BEGIN HIDDEN TESTS.*?### END HIDDEN TESTS[^\n]*(\n|\Z)", re.DOTALL | re.MULTILINE
)
"""What nbgrader takes out of a test before it is released."""


@dataclass(frozen=True)
class ReleaseCell:
    """One cell of the release that nbgrader knows by a `grade_id`."""

    grade_id: str
    cell_type: str
    source: str
    cell_id: str
    metadata: CellMetadata

    @property
    def nbgrader(self) -> NbgraderData:
        """The cell's nbgrader metadata."""
        return {**self.metadata["nbgrader"]}

    @property
    def is_grade(self) -> bool:
        """Whether marks are recorded at this cell."""
        return bool(self.nbgrader.get("grade"))

    @property
    def is_answer(self) -> bool:
        """Whether a student writes in this cell."""
        return bool(self.nbgrader.get("solution"))

    @property
    def is_task(self) -> bool:
        """Whether this is one of nbgrader's tasks: work that is marked by hand, wherever it is done."""
        return bool(self.nbgrader.get("task"))

    @property
    def is_by_hand(self) -> bool:
        """Whether a person gives the marks."""
        return self.is_task or (self.is_grade and (self.is_answer or self.cell_type != "code"))

    @property
    def points(self) -> float:
        """Points possible; 0 for a cell without marks."""
        return float(self.nbgrader.get("points", 0)) if self.is_grade or self.is_task else 0.0

    @property
    def display_only(self) -> bool:
        """Whether the cell only shows something, so that an unchanged copy needs no run."""
        return "display-only" in self.metadata.get("tags", [])


@dataclass(frozen=True)
class Release:
    """The released notebook, as plain data; the source of each cell is one string."""

    notebook: Notebook
    exercise: Exercise

    @cached_property
    def cells(self) -> tuple[ReleaseCell, ...]:
        """The cells that carry a `grade_id`, in order."""
        return tuple(
            ReleaseCell(
                grade_id=str(cell["metadata"]["nbgrader"]["grade_id"]),
                cell_type=str(cell["cell_type"]),
                source=str(cell["source"]),
                cell_id=str(cell.get("id", "")),
                metadata=copy.deepcopy(cell["metadata"]),
            )
            for cell in self.notebook["cells"]
            if "grade_id" in cell["metadata"].get("nbgrader", {})
        )

    @cached_property
    def by_grade_id(self) -> dict[str, ReleaseCell]:
        """The same cells by `grade_id`."""
        return {cell.grade_id: cell for cell in self.cells}

    @cached_property
    def by_cell_id(self) -> dict[str, ReleaseCell]:
        """The same cells by Jupyter's cell id."""
        return {cell.cell_id: cell for cell in self.cells if cell.cell_id}

    @cached_property
    def prose(self) -> frozenset[str]:
        """The lesson's Markdown; it may be shown as it is, for we wrote it."""
        return frozenset(
            str(cell["source"]) for cell in self.notebook["cells"] if cell["cell_type"] == "markdown"
        )

    @cached_property
    def pictures(self) -> dict[str, dict[str, dict[str, str]]]:
        """The pictures that are attached to our texts, by a text's source."""
        return {
            str(cell["source"]): cell["attachments"]
            for cell in self.notebook["cells"]
            if cell.get("attachments")
        }

    @cached_property
    def display_only_sources(self) -> frozenset[str]:
        """Sources of code cells that only show something."""
        return frozenset(
            str(cell["source"])
            for cell in self.notebook["cells"]
            if cell["cell_type"] == "code" and "display-only" in cell["metadata"].get("tags", [])
        )

    @cached_property
    def max_scores(self) -> dict[str, float]:
        """Points possible by grade cell, and by task."""
        return {cell.grade_id: cell.points for cell in self.cells if cell.is_grade or cell.is_task}

    @cached_property
    def digest(self) -> str:
        """Changes with all of the release that marks follow from, and not with a typo in the lesson's text."""
        named = [(cell.grade_id, cell.cell_type, cell.source, cell.nbgrader) for cell in self.cells]
        text = json.dumps([named, sorted(self.display_only_sources)], sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()

    @cached_property
    def checked(self) -> frozenset[str]:
        """The grade cells of the exercise's questions, which hidden checks mark from outside."""
        return frozenset(question.grade_cell for question in self.exercise.questions)

    @cached_property
    def own(self) -> tuple[ReleaseCell, ...]:
        """The instructor's own cells that carry marks: tests that run in the student's process, and what a person
        marks."""
        return tuple(self.by_grade_id[name] for name in self.max_scores if name not in self.checked)


def load_release(path: Path, exercise: Exercise) -> Release:
    """Read a released notebook that we trust.

    Raises:
        CourseError: the file is missing, is not a notebook, or a cell is damaged that the questions are marked by.
    """
    try:
        notebook = plain(path.read_text(encoding="utf-8"))
        release = Release(notebook, exercise)
        wrong = list(damages(notebook["cells"], exercise))
    except FileNotFoundError:
        raise CourseError(f"{path} is missing: run `gaussfit build` in the course folder first.") from None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CourseError(
            f"{path} is not a released notebook ({error}): run `gaussfit build` again."
        ) from error
    if wrong:
        raise CourseError(
            f"{path} cannot be used: {'; '.join(wrong)}. Run `gaussfit build`, which tells more."
        )
    if notebook["metadata"].get("gaussfit", {}).get("task", "") != exercise.task_digest:
        raise CourseError(
            f"{path} was built with another {_own_settings(exercise)} than gaussfit.toml has now: run `gaussfit build`."
        )
    return release


def _own_settings(exercise: Exercise) -> str:
    return " or ".join(own.name for own in exercise.settings) or "task"


def course_release(course: Course) -> Release:
    """The release of a course, with the hidden tests of the instructor's own cells, which stand in the source notebook
    alone. They count while the visible part of a test is the same in both. Raises as `load_release` does."""
    release = load_release(course.release_path, course.exercise)
    tests = {cell.grade_id for cell in release.own if not cell.is_by_hand}
    if not tests:
        return release
    try:
        source = plain(course.source_path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return release
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CourseError(
            f"{course.source_path} cannot be read as a notebook ({error}): repair it."
        ) from error
    whole = {name: str(cell["source"]) for cell in source["cells"] if (name := _grade_id(cell)) in tests}
    notebook = copy.deepcopy(release.notebook)
    for cell in notebook["cells"]:
        full = whole.get(_grade_id(cell), "")
        if full != cell["source"] and HIDDEN_TESTS.sub("", full).strip() == str(cell["source"]).strip():
            cell["source"] = full
            cell["metadata"]["nbgrader"]["checksum"] = _checksum(cell)
    return Release(notebook, course.exercise)


def _checksum(cell: Cell) -> str:
    """nbgrader's own, by which it knows whether a cell is as it was released."""
    from nbformat import from_dict
    from nbgrader.utils import compute_checksum  # takes a second to import, and few courses need it

    return str(compute_checksum(from_dict(cell)))


def _grade_id(cell: Cell) -> str:
    return str(cell["metadata"].get("nbgrader", {}).get("grade_id", ""))


def packaged_release(exercise: Exercise) -> Release:
    """The release as a new course would have it, for grading a file outside of any course."""
    return Release(plain(packaged_text(exercise)), exercise)


def packaged_text(exercise: Exercise) -> str:
    """The notebook of `packaged_release` as a file's text."""
    if exercise.released is not None and exercise == exercise.as_shipped:
        return exercise.released.read_text(encoding="utf-8")
    from grader.authoring.notebooks import release_text  # imports nbgrader, which takes a second

    return release_text(exercise)


def plain(text: str) -> Notebook:
    """A notebook of ours as plain data, with the source of each cell as one string."""
    notebook: Notebook = json.loads(text)
    for cell in notebook["cells"]:
        cell["source"] = "".join(cell["source"])  # the file has a list of lines, or one string
    return notebook
