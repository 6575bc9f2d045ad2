"""Makes the students' notebook from the instructor's, with nbgrader's own converter."""

from __future__ import annotations

import logging
import tempfile
from pathlib import Path

from nbformat import NotebookNode
from nbgrader.converters import GenerateAssignment
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import ClearSolutions, SaveCells
from nbgrader.utils import is_solution
from traitlets.config import Config

from gaussfit.notebooks.names import ASSIGNMENT, STUBS


class ClearAnswers(ClearSolutions):
    """nbgrader's ClearSolutions with a stub for each question: five numbers need another one than a function."""

    def preprocess_cell(
        self, cell: NotebookNode, resources: dict[str, object], cell_index: int
    ) -> tuple[NotebookNode, dict[str, object]]:
        """Take the answer out of one cell and leave the question's own stub in its place."""
        if is_solution(cell):
            self.code_stub = {"python": STUBS[cell.metadata.nbgrader.grade_id]}
        cell, resources = super().preprocess_cell(cell, resources, cell_index)
        return cell, resources


def release_notebook(source: str) -> str:
    """Return the students' notebook for the instructor's `source`, both as JSON text.

    The work is done in a temporary course and without a gradebook. Raises nbgrader's `NbGraderException`
    when it refuses the notebook.
    """
    with tempfile.TemporaryDirectory(prefix="gaussfit-release-") as folder:
        course = Path(folder).resolve()
        notebook = Path(ASSIGNMENT) / f"{ASSIGNMENT}.ipynb"
        (course / "source" / notebook).parent.mkdir(parents=True)
        (course / "source" / notebook).write_text(source, encoding="utf-8", newline="\n")
        _generate(course)
        return (course / "release" / notebook).read_text(encoding="utf-8")


def _generate(course: Path) -> None:
    config = Config()
    config.CourseDirectory.root = str(course)
    config.CourseDirectory.assignment_id = ASSIGNMENT
    config.GenerateAssignment.no_database = True
    config.GenerateAssignment.preprocessors = [
        ClearAnswers if each is ClearSolutions else each
        for each in GenerateAssignment.preprocessors.default()
        if each is not SaveCells  # it only writes to the gradebook, and leaves the notebook as it is
    ]
    quiet = logging.getLogger("gaussfit.notebooks")
    quiet.setLevel(logging.ERROR)
    GenerateAssignment(coursedir=CourseDirectory(config=config), config=config, log=quiet).start()
