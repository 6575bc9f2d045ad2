"""The step that takes the place of nbgrader's `Execute`: marks instead of running hidden tests in the notebook."""

from __future__ import annotations

import atexit
import functools
from collections.abc import Mapping
from pathlib import Path

from nbformat import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor

from grader.answers import Limits
from grader.course import Course, course_at
from grader.errors import GraderError
from grader.feedback.notebook import fill_notebook
from grader.gradebook.known_as import known_as
from grader.marking.jobs import Job, Settings
from grader.marking.one import Marked
from grader.marking.worker import mark_patiently
from grader.reading import course_release, submission_from_notebook
from grader.running.outside import Runner
from grader.seed import course_seed

Resources = Mapping[str, Mapping[str, str]]
"""What nbconvert hands from step to step; ours reads nbgrader's part."""


class MarkAnswers(NbGraderPreprocessor):
    """Writes each question's marks and feedback into its grade cell, for `SaveAutoGrades` to read.

    Under `gaussfit grade` the marks were made before and lie in the converter's `marked`; under plain
    `nbgrader autograde` they are made here and now.
    """

    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        """Fill the outputs of `nb`.

        Raises:
            GraderError: the grader itself failed on this submission; nbgrader then records no marks.
        """
        student = resources["nbgrader"]["student"]
        converter = self.parent.parent
        course = course_at(Path(converter.coursedir.root))
        marked = getattr(converter, "marked", {}).get(student)
        if marked is None:
            marked = self._mark_now(nb, student, course)
        if marked.result.status == "error":
            raise GraderError(f"{student} could not be graded: {marked.result.reason}")
        fill_notebook(nb, marked, course.exercise)
        return nb, resources

    def _mark_now(self, nb: NotebookNode, student: str, course: Course) -> Marked:
        submission = submission_from_notebook(nb)
        release = course_release(course)
        job = Job(student, submission)
        settings = Settings(release, course_seed(course), known_as=known_as(course))
        return mark_patiently(job, settings, _runner(course.exercise.private, course.limits))


@functools.cache
def _runner(private: tuple[str, ...], limits: Limits) -> Runner:
    """One warm process for all that this process marks, ended when it ends."""
    runner = Runner(limits=limits, private=private)
    atexit.register(runner.close)
    return runner
