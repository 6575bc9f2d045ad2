"""The release: the student notebook as the instructor handed it out, the authority on every locked cell."""

from __future__ import annotations

import copy
import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from grader.errors import CourseError
from grader.exercise import Exercise
from grader.reading.notebook import CellMetadata, NbgraderData, Notebook


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
    def display_only_sources(self) -> frozenset[str]:
        """Sources of code cells that only show something."""
        return frozenset(
            str(cell["source"])
            for cell in self.notebook["cells"]
            if cell["cell_type"] == "code" and "display-only" in cell["metadata"].get("tags", [])
        )

    @cached_property
    def max_scores(self) -> dict[str, float]:
        """Points possible by grade cell."""
        return {cell.grade_id: float(cell.nbgrader["points"]) for cell in self.cells if cell.is_grade}


def load_release(path: Path, exercise: Exercise) -> Release:
    """Read a released notebook that we trust.

    Raises:
        CourseError: the file is missing, is not a notebook, or lacks an answer cell.
    """
    try:
        notebook = _plain(path.read_text(encoding="utf-8"))
        release = Release(notebook, exercise)
        missing = [name for name in exercise.ids if name not in release.by_grade_id]
    except FileNotFoundError:
        raise CourseError(f"{path} is missing: run `gaussfit build` in the course folder first.") from None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CourseError(
            f"{path} is not a released notebook ({error}): run `gaussfit build` again."
        ) from error
    if missing:
        raise CourseError(f"{path} has no answer cell {missing[0]!r}: run `gaussfit build` again.")
    return release


def packaged_release(exercise: Exercise) -> Release:
    """The release as a new course would have it, for grading a file outside of any course."""
    return Release(_plain(packaged_text(exercise)), exercise)


def packaged_text(exercise: Exercise) -> str:
    """The notebook of `packaged_release` as a file's text."""
    if exercise.released is not None:
        return exercise.released.read_text(encoding="utf-8")
    from grader.authoring.notebooks import release_text  # imports nbgrader, which takes a second

    return release_text(exercise)


def _plain(text: str) -> Notebook:
    """A notebook as plain data, with the source of each cell as one string."""
    notebook: Notebook = json.loads(text)
    for cell in notebook["cells"]:
        cell["source"] = "".join(cell["source"])  # the file has a list of lines, or one string
    return notebook
