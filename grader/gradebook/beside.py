"""Keeps nbgrader from taking anything of a student's folder but the notebook and the time.

nbgrader copies whatever lies beside a submitted notebook into `autograded/` and `feedback/`, links followed, and stops
at a `timestamp.txt` that holds no time. Its configuration has no switch for either, so two of its methods are replaced
for as long as the process lives.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from nbgrader.converters import Autograde, BaseConverter
from nbgrader.coursedir import CourseDirectory

from grader.errors import UnreadableSubmission
from grader.reading import Submission, handed_in
from grader.reading.timestamp import TIMESTAMP, timestamp_text

_copy_all = BaseConverter.init_assignment
_read_any = CourseDirectory.get_existing_timestamp


def take_only_notebook_and_time() -> None:
    """Replace the two methods; doing so again changes nothing."""
    BaseConverter.init_assignment = _copy_the_time
    CourseDirectory.get_existing_timestamp = _time_handed_in


def _copy_the_time(self: BaseConverter, assignment_id: str, student_id: str) -> None:
    """In the place of BaseConverter.init_assignment: other converters read what staff or nbgrader wrote."""
    if not isinstance(self, Autograde):
        _copy_all(self, assignment_id, student_id)
        return
    when = self.coursedir.get_existing_timestamp(self._format_source(assignment_id, student_id))
    if when is not None:
        target = Path(self._format_dest(assignment_id, student_id))
        target.mkdir(parents=True, exist_ok=True)
        text = timestamp_text(when.replace(tzinfo=UTC))
        (target / TIMESTAMP).write_text(text + "\n", encoding="ascii")


def _time_handed_in(self: CourseDirectory, folder: str) -> datetime | None:
    """In the place of CourseDirectory.get_existing_timestamp: UTC without saying so, as nbgrader keeps it."""
    submitted = Path(self.root).absolute() / self.submitted_directory
    path = Path(folder).absolute()
    if not path.is_relative_to(submitted):
        found: datetime | None = _read_any(self, folder)
        return found
    student, assignment = path.relative_to(submitted).parts[:2]
    try:
        when = handed_in(submitted, student, assignment).when
    except UnreadableSubmission:
        return None
    return None if when is None else when.astimezone(UTC).replace(tzinfo=None)


@contextmanager
def laid_out(submission: Submission, student: str, assignment: str) -> Iterator[str]:
    """A folder that stands in for `submitted/`, with what nbgrader may see of a submission: that it is there, and when
    it was handed in. The student's own folder may hold anything, and nbgrader copies what it finds."""
    with tempfile.TemporaryDirectory(prefix="gaussfit-filing-") as root:
        own = Path(root).resolve() / student / assignment
        own.mkdir(parents=True)
        (own / f"{assignment}.ipynb").touch()
        if submission.when is not None:
            (own / TIMESTAMP).write_text(timestamp_text(submission.when) + "\n", encoding="ascii")
        yield str(Path(root).resolve())
