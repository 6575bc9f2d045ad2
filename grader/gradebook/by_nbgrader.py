"""nbgrader's own autograder from beginning to end, on what is marked: for courses that change what it does."""

from __future__ import annotations

import warnings
from pathlib import Path

import nbformat
import sqlalchemy.exc
from nbgrader.converters import Autograde
from nbgrader.converters.base import NbGraderException
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import CheckCellMetadata
from traitlets.config import Config

from grader.errors import CourseError
from grader.gradebook.beside import laid_out
from grader.gradebook.shared import SharedGradebook
from grader.marking.one import Marked
from grader.reading import Submission


class MarkedAutograde(Autograde):
    """nbgrader's autograder for one submission that is repaired and marked already.

    `marked` is keyed by student, as `MarkAnswers` looks it up. The sanitizing half of nbgrader's work is left out:
    the repaired notebook was made from the release, whose cells the gradebook has (`register` saw to that).
    """

    def __init__(self, submission: Submission, marked: Marked, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.submission = submission
        self.marked = {marked.result.student: marked}
        self.failure: Exception | None = None

    def _init_preprocessors(self) -> None:
        """Register nbgrader's steps, but for its check of cell metadata: they were written a moment ago, by us."""
        self.set_trait(
            "autograde_preprocessors",
            [
                step
                for step in self.trait_values()["autograde_preprocessors"]
                if step is not CheckCellMetadata
            ],
        )
        super()._init_preprocessors()

    def init_notebooks(self) -> None:
        """Take the one notebook by its path: a student's id may hold characters that a glob would expand."""
        assignment = self.coursedir.assignment_id
        source = self._format_source(assignment, self.coursedir.student_id)
        self.assignments = {source: [str(Path(source) / f"{assignment}.ipynb")]}
        self.notebooks: list[str] = []

    def init_assignment(self, assignment_id: str, student_id: str) -> None:
        """As nbgrader does it, but remember what went wrong: nbgrader only logs it."""
        try:
            super().init_assignment(assignment_id, student_id)
        except Exception as error:
            self.failure = error
            raise

    def convert_single_notebook(self, notebook_filename: str) -> None:
        """The second half of nbgrader's work, on the repaired notebook; remember what went wrong."""
        try:
            resources = self.init_single_notebook_resources(notebook_filename)
            self._sanitizing = False
            self._init_preprocessors()
            self.exporter.optimistic_validation = True  # once at the end, not after each preprocessor
            notebook = nbformat.from_dict(self.submission.notebook)
            output, resources = self.exporter.from_notebook_node(notebook, resources)
            self.write_single_notebook(output, resources)
        except Exception as error:
            self.failure = error
            raise
        finally:
            self._sanitizing = True


def file_by_nbgrader(
    gradebook: SharedGradebook,
    coursedir: CourseDirectory,
    config: Config,
    student: str,
    submission: Submission,
    marked: Marked,
) -> None:
    """File one submission of the assignment that `coursedir` names by nbgrader's own autograder.

    Raises:
        SQLAlchemyError: the gradebook cannot be used.
        OSError: a file cannot be written.
        CourseError: this submission could not be filed, others can.
    """
    coursedir.student_id, assignment = student, coursedir.assignment_id
    converter = MarkedAutograde(submission, marked, coursedir=coursedir, config=config, force=True)
    usual = coursedir.submitted_directory
    try:
        with (
            laid_out(submission, student, assignment) as submitted,
            warnings.catch_warnings(),
            gradebook.transaction(),
        ):
            coursedir.submitted_directory = submitted
            # nbgrader's own way with its tables makes SQLAlchemy warn of nothing that we could act on.
            warnings.simplefilter("ignore", sqlalchemy.exc.SAWarning)
            converter.start()
    except (NbGraderException, OSError, sqlalchemy.exc.SQLAlchemyError) as error:
        cause = converter.failure or error
        if isinstance(cause, (OSError, sqlalchemy.exc.SQLAlchemyError)):
            raise cause from error
        raise CourseError(f"The marks of {student} could not be filed ({cause}).") from cause
    finally:
        coursedir.submitted_directory = usual
