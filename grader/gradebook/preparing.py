"""What is filed of a submission, as far as no gradebook is needed for it: so that it can be done by those who mark.

The steps are nbgrader's own, as the course configures them, up to the first that asks the gradebook.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

import nbformat
from nbgrader.converters import Autograde
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import AssignLatePenalties, CheckCellMetadata, SaveAutoGrades
from nbgrader.utils import compute_checksum, determine_grade, find_all_files, is_grade, is_solution, is_task
from traitlets.config import Config

from grader.course import Course
from grader.gradebook.config import load_config, usual_steps
from grader.gradebook.exporter import SubmissionExporter
from grader.marking.one import Marked, Prepared
from grader.reading import Submission

AT_THE_GRADEBOOK = (SaveAutoGrades, AssignLatePenalties)
"""The steps that ask the gradebook, in their order."""


class _Converter(Autograde):
    """nbgrader's autograder with the marks of one student, as `MarkAnswers` looks them up."""

    marked: dict[str, Marked]


class Preparer:
    """Prepares one submission after the other; the exporter is set up once."""

    def __init__(self, course: Course, config: Mapping[str, Any] | None = None) -> None:
        """With `config` no file of the course is read. Raises CourseError when the configuration cannot be used."""
        config = load_config(course) if config is None else Config(config)
        self._assignment = course.assignment
        self.converter = _Converter(coursedir=CourseDirectory(config=config), config=config)
        steps = [
            step for step in self.converter.autograde_preprocessors if step is not CheckCellMetadata
        ]  # we wrote the metadata a moment ago
        exporter = self.converter.exporter_class(parent=self.converter, config=self.converter.config)
        exporter._preprocessors = []
        for step in steps:
            if step not in AT_THE_GRADEBOOK:
                exporter.register_preprocessor(step)
        exporter.optimistic_validation = True  # once at the end, not after each step
        self._exporter = exporter
        self.is_usual = self._is_usual()
        logging.getLogger("traitlets").setLevel(logging.CRITICAL)

    def prepare(self, student: str, submission: Submission, marked: Marked) -> Prepared:
        """The notebook to be filed, and what its cells earn. Raises whatever a step raises."""
        self.converter.marked = {student: marked}
        names = {"notebook": self._assignment, "assignment": self._assignment, "student": student}
        resources = {
            "unique_key": self._assignment,
            "output_files_dir": f"{self._assignment}_files",
            "nbgrader": {**names, "db_url": self.converter.coursedir.db_url},
        }
        notebook = nbformat.from_dict(submission.notebook)
        text, resources = self._exporter.from_notebook_node(notebook, resources)
        autos: dict[str, float | None] = {}
        unanswered: dict[str, bool] = {}
        # What the exporter made is what the gradebook's steps would see.
        for cell in nbformat.reads(text, as_version=nbformat.NO_CONVERT).cells:
            if is_grade(cell):
                autos[cell.metadata.nbgrader["grade_id"]] = determine_grade(cell, self.converter.log)[0]
            if is_solution(cell) or is_task(cell):
                own = cell.metadata.nbgrader
                untouched = own.get("checksum") == compute_checksum(cell)
                unanswered[own["grade_id"]] = untouched and not is_task(cell)
        return Prepared(text, autos, unanswered)

    def _is_usual(self) -> bool:
        """Whether the course leaves to us what becomes of the rest: else nbgrader's autograder does it all."""
        converter, coursedir = self.converter, self.converter.coursedir
        source = coursedir.format_path(coursedir.source_directory, ".", self._assignment)
        return (
            list(converter.autograde_preprocessors) == usual_steps()
            and issubclass(converter.exporter_class, SubmissionExporter)
            and all(step(parent=converter).enabled for step in AT_THE_GRADEBOOK)
            and converter.create_student
            and converter.pre_convert_hook is None
            and converter.post_convert_hook is None
            and not coursedir.student_id_exclude
            and not find_all_files(source, [*coursedir.ignore, "*.ipynb"])
        )
