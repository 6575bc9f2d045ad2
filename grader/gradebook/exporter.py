"""How nbgrader reads a submitted file: through our repair, so that no file can stop the class."""

from __future__ import annotations

from pathlib import Path

import nbformat
from nbconvert.exporters import NotebookExporter
from nbformat import NotebookNode

from grader.course import course_at
from grader.reading import course_release, handed_in, repaired


class SubmissionExporter(NotebookExporter):
    """nbconvert's notebook exporter, but for files below `submitted/`, which it repairs first."""

    def from_filename(
        self, filename: str, resources: dict[str, dict[str, object]] | None = None, **kw: object
    ) -> tuple[NotebookNode, dict[str, dict[str, object]]]:
        """Read `filename` and run the preprocessors on it; see `grader.reading.submitted`."""
        coursedir = self.parent.coursedir
        path = Path(filename).absolute()
        submitted = Path(coursedir.root).absolute() / coursedir.submitted_directory
        if not path.is_relative_to(submitted):
            result: tuple[NotebookNode, dict[str, dict[str, object]]] = super().from_filename(
                filename, resources, **kw
            )
            return result
        course = course_at(Path(coursedir.root))
        release = course_release(course)
        student = path.relative_to(submitted).parts[0]
        submission = repaired(handed_in(submitted, student, course.assignment), release)
        notebook = nbformat.from_dict(submission.notebook)
        resources = resources if resources is not None else {}
        resources.setdefault("metadata", {}).update(name=path.stem, path=str(path.parent))
        converted: tuple[NotebookNode, dict[str, dict[str, object]]] = self.from_notebook_node(
            notebook, resources, **kw
        )
        return converted
