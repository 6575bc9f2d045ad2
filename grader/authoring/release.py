"""Makes the students' notebook from the instructor's, with nbgrader's own converter."""

from __future__ import annotations

import logging
import tempfile
from pathlib import Path

from nbformat import NotebookNode
from nbgrader.converters import GenerateAssignment
from nbgrader.converters.base import NbGraderException
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import ClearSolutions, SaveCells
from nbgrader.utils import is_solution
from traitlets.config import Config

from grader.authoring.merging import TASK
from grader.course import course_exercise
from grader.errors import LessonError
from grader.exercise import Exercise
from grader.reading.intact import KEY


class ClearAnswers(ClearSolutions):
    """nbgrader's ClearSolutions with a stub for each question: five numbers need another one than a function.

    Any other solution cell, an instructor's own, gets nbgrader's usual stub.
    """

    def exercise(self) -> Exercise:
        """The exercise whose stubs are used: that of the course which nbgrader works on."""
        return course_exercise(Path(self.parent.parent.coursedir.root))

    def preprocess(
        self, nb: NotebookNode, resources: dict[str, object]
    ) -> tuple[NotebookNode, dict[str, object]]:
        """Take out the answers, and what only `gaussfit build` needs to know of the source."""
        built = nb.metadata.pop(KEY, {})
        if TASK in built:
            nb.metadata[KEY] = {TASK: built[TASK]}
        cleared: tuple[NotebookNode, dict[str, object]] = super().preprocess(nb, resources)
        return cleared

    def preprocess_cell(
        self, cell: NotebookNode, resources: dict[str, object], cell_index: int
    ) -> tuple[NotebookNode, dict[str, object]]:
        """Take the answer out of one cell and leave the question's own stub in its place."""
        usual: dict[str, str] = self.trait_values()["code_stub"]
        if is_solution(cell):
            exercise = self.exercise()
            stubs = {question.id: question.stub for question in exercise.questions} | dict(exercise.fill_ins)
            stub = stubs.get(cell.metadata.nbgrader.grade_id)
            self.set_trait("code_stub", usual if stub is None else {**usual, "python": stub})
        try:
            cleared: tuple[NotebookNode, dict[str, object]] = super().preprocess_cell(
                cell, resources, cell_index
            )
            return cleared
        finally:
            self.set_trait("code_stub", usual)


def release_steps(clear: type[ClearAnswers] = ClearAnswers) -> list[type]:
    """The steps of nbgrader's `generate_assignment`, with `clear` in the place of its ClearSolutions."""
    return [clear if step is ClearSolutions else step for step in GenerateAssignment.preprocessors.default()]


def release_notebook(source: str, name: str, exercise: Exercise) -> str:
    """Return the students' notebook for the instructor's `source`, both as JSON text.

    The work is done in a temporary course and without a gradebook; `name` is the assignment's. Raises LessonError,
    which says why, when nbgrader refuses the notebook.
    """
    with tempfile.TemporaryDirectory(prefix="gaussfit-release-") as folder:
        course = Path(folder).resolve()
        notebook = Path(name) / f"{name}.ipynb"
        (course / "source" / notebook).parent.mkdir(parents=True)
        (course / "source" / notebook).write_text(source, encoding="utf-8", newline="\n")
        _generate(course, name, exercise)
        return (course / "release" / notebook).read_text(encoding="utf-8")


def _generate(course: Path, name: str, exercise: Exercise) -> None:
    config = Config()
    config.CourseDirectory.root = str(course)
    config.CourseDirectory.assignment_id = name
    config.GenerateAssignment.no_database = True

    class ClearThese(ClearAnswers):
        def exercise(self) -> Exercise:
            return exercise  # the temporary course says nothing of it

    config.GenerateAssignment.preprocessors = [
        step
        for step in release_steps(ClearThese)
        if step is not SaveCells  # it only writes to the gradebook, and leaves the notebook as it is
    ]
    said = _Said()
    quiet = logging.Logger("gaussfit.release", logging.ERROR)
    quiet.addHandler(said)
    try:
        GenerateAssignment(coursedir=CourseDirectory(config=config), config=config, log=quiet).start()
    except NbGraderException as error:
        raise LessonError(f"nbgrader cannot release the notebook: {said.why or error}.") from error


class _Said(logging.Handler):
    """Remembers why nbgrader failed: it logs the traceback and raises something that says nothing."""

    why = ""

    def emit(self, record: logging.LogRecord) -> None:
        """Take the last line of the first traceback."""
        lines = record.getMessage().strip().splitlines()
        if not self.why and len(lines) > 1:
            self.why = lines[-1].rpartition("Error: ")[2].strip().rstrip(".")
