"""The one writer: files marks into nbgrader's gradebook and `autograded/`, as nbgrader's autograder leaves them."""

from __future__ import annotations

import errno
import logging
import shutil
import time
from datetime import datetime
from pathlib import Path
from typing import Self

import nbformat
import sqlalchemy.exc
from nbconvert.preprocessors import Preprocessor
from nbgrader.api import InvalidEntry
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import AssignLatePenalties, SaveCells

from grader.course import STATE, Course
from grader.errors import CourseError, GradebookError
from grader.gradebook.by_nbgrader import file_by_nbgrader
from grader.gradebook.cells import Changes, backed_up, bring_up_to_date, changes
from grader.gradebook.checksums import registered_checksums, released_checksums
from grader.gradebook.config import load_config
from grader.gradebook.faults import gradebook_error, shown
from grader.gradebook.locking import setting_up
from grader.gradebook.making import open_gradebook
from grader.gradebook.modes import permit
from grader.gradebook.moments import naive
from grader.gradebook.preparing import Preparer
from grader.gradebook.shared import SharedGradebook
from grader.gradebook.tables import Tables, file_in_tables
from grader.marking.one import Marked, Prepared
from grader.reading import Release, Submission
from grader.reading.timestamp import TIMESTAMP, timestamp_text

PAUSES = (0.5, 1.0, 2.0)
"""Seconds between the tries to write on a disk that is full, or whose quota is."""
PASSING = frozenset((errno.ENOSPC, errno.EDQUOT, errno.EAGAIN, errno.EINTR))
OF_THE_NAME = frozenset(
    (errno.ENAMETOOLONG, errno.EILSEQ, errno.EINVAL, errno.ELOOP, errno.ENOTDIR, errno.EISDIR)
)
"""What only the names of one submission can be the cause of."""


class GradebookWriter:
    """Files results one at a time. There must be one writer a gradebook: SQLite locks out a second."""

    def __init__(self, course: Course) -> None:
        self.course = course
        self.config = load_config(course)
        self.coursedir = CourseDirectory(config=self.config)
        self._shared: SharedGradebook | None = None
        self._preparer: Preparer | None = None
        self._tables: Tables | None = None
        self._late: AssignLatePenalties | None = None
        # nbgrader logs each step and every traceback; what matters comes back as an exception of ours.
        logging.getLogger("traitlets").setLevel(logging.CRITICAL)

    @property
    def db_url(self) -> str:
        """Where the gradebook is."""
        return str(self.coursedir.db_url)

    def register(self, release: Release, yes: bool = False) -> tuple[str, ...]:
        """Make sure that the gradebook knows the assignment, and each cell as it was released; returns what changed for
        submissions that are there.

        Args:
            release: what is handed out.
            yes: marks that stand may go or change, with a cell that is gone or has other points.

        Raises:
            CourseError: the gradebook cannot be used, or marks that stand would change and `yes` is not given.
        """
        try:
            with setting_up(self.db_url):
                return self._register(release, yes)
        except (sqlalchemy.exc.SQLAlchemyError, InvalidEntry) as error:
            raise gradebook_error(self.db_url, error) from error

    def approve(self, release: Release) -> None:
        """Raise what `register` would without a yes, and touch nothing."""
        try:
            with open_gradebook(self.db_url, self.coursedir.course_id) as gradebook:
                _refuse(changes(gradebook, self.course.assignment, release), self.db_url)
        except sqlalchemy.exc.SQLAlchemyError as error:
            raise gradebook_error(self.db_url, error) from error

    def _register(self, release: Release, yes: bool) -> tuple[str, ...]:
        self._tables = None
        name, told = self.course.assignment, []
        with open_gradebook(self.db_url, self.coursedir.course_id) as gradebook:
            if registered_checksums(gradebook, name) == released_checksums(release):
                return ()
            found = changes(gradebook, name, release)
            if not yes:
                _refuse(found, self.db_url)
            if found != Changes():
                copy = backed_up(self.db_url, self.course.root / STATE / "replaced")
                told = [f"a copy of the gradebook is in {copy}"] if copy is not None else []
                told += [f"the gradebook now has {each!r}" for each in found.added]
                told += [str(found)] if found.wants_yes else []
            gradebook.update_or_create_assignment(name)
            bring_up_to_date(gradebook, name, release)
        resources = {"nbgrader": {"notebook": name, "assignment": name, "db_url": self.db_url}}
        SaveCells().preprocess(nbformat.from_dict(release.notebook), resources)
        return tuple(told)

    def write(self, student: str, submission: Submission, marked: Marked) -> None:
        """File one graded or rejected submission: nbgrader's tables, and the notebook under `autograded/`.

        A disk that is full is tried again a few times: what fills it may be a submission that is being graded.

        Raises:
            GradebookError: the gradebook or the disk cannot be written; nothing was filed of this submission.
            CourseError: this submission could not be filed, others can.
        """
        for pause in (*PAUSES, None):
            try:
                self._file(student, submission, marked)
                return
            except OSError as error:
                if pause is None or error.errno not in PASSING:
                    raise self._refused(student, error) from error
                time.sleep(pause)

    def retime(self, student: str, when: datetime | None, step: Preprocessor) -> None:
        """Set when a filed submission was handed in (UTC without saying so), and its penalty by nbgrader's own step.

        Raises:
            GradebookError: the gradebook cannot be written; nothing was changed.
        """
        name = self.course.assignment
        names = {"notebook": name, "assignment": name, "student": student, "db_url": self.db_url}
        try:
            with self._gradebook().transaction():
                self._gradebook().find_submission(name, student).timestamp = when
                step.preprocess(nbformat.v4.new_notebook(), {"nbgrader": names})
        except sqlalchemy.exc.SQLAlchemyError as error:
            raise gradebook_error(self.db_url, error) from error

    def _refused(self, student: str, error: OSError) -> CourseError:
        """An error of this submission's own names, or of the disk, which is everyone's."""
        where = error.filename or self.course.root
        if error.errno in OF_THE_NAME:
            return CourseError(f"The marks of {student} could not be filed ({where}: {error.strerror}).")
        return GradebookError(
            f"{where} cannot be written ({error.strerror}): make room or give access and run `gaussfit grade` again; "
            "what is graded is kept."
        )

    def _file(self, student: str, submission: Submission, marked: Marked) -> None:
        preparer = self._preparing()
        if not preparer.is_usual:
            self._write(student, submission, marked)
            return
        try:
            prepared = marked.prepared or preparer.prepare(student, submission, marked)
            when = naive(submission.when)
            with self._gradebook().transaction():
                self._file_rows(student, when, prepared)
                self._file_notebook(student, submission, prepared)
        except sqlalchemy.exc.SQLAlchemyError as error:
            raise gradebook_error(self.db_url, error) from error
        except OSError:
            raise
        except Exception as error:  # in a step of nbconvert's or nbgrader's: this submission's own
            raise CourseError(f"The marks of {student} could not be filed ({error}).") from error

    def _file_rows(self, student: str, when: datetime | None, prepared: Prepared) -> None:
        gradebook, name = self._gradebook(), self.course.assignment
        self._tables = Tables.read(gradebook, name, self._tables)
        if file_in_tables(gradebook, self._tables, student, when, prepared):
            if self._late is None:
                self._late = AssignLatePenalties(config=self.config)
            names = {"notebook": name, "assignment": name, "student": student, "db_url": self.db_url}
            self._late.preprocess(nbformat.v4.new_notebook(), {"nbgrader": names})

    def _file_notebook(self, student: str, submission: Submission, prepared: Prepared) -> None:
        """The folder under `autograded/`, as nbgrader's autograder leaves it; on failure there is none."""
        assignment, converter = self.course.assignment, self._preparing().converter
        folder = Path(
            converter.coursedir.format_path(converter.coursedir.autograded_directory, student, assignment)
        )
        if folder.exists():
            shutil.rmtree(folder)
        try:
            folder.mkdir(parents=True)
            if submission.when is not None:
                (folder / TIMESTAMP).write_text(timestamp_text(submission.when) + "\n", encoding="ascii")
            (folder / f"{assignment}.ipynb").write_text(prepared.notebook, encoding="utf-8")
            permit(converter, folder)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise

    def _write(self, student: str, submission: Submission, marked: Marked) -> None:
        self.coursedir.assignment_id = self.course.assignment
        try:
            file_by_nbgrader(self._gradebook(), self.coursedir, self.config, student, submission, marked)
        except sqlalchemy.exc.SQLAlchemyError as error:
            raise gradebook_error(self.db_url, error) from error

    def _preparing(self) -> Preparer:
        if self._preparer is None:
            self._preparer = Preparer(self.course, self.config)
        return self._preparer

    def close(self) -> None:
        """Close the gradebook."""
        if self._shared is not None:
            self._shared.really_close()
            self._shared = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _gradebook(self) -> SharedGradebook:
        if self._shared is None:
            self._shared = SharedGradebook(self.db_url, self.coursedir.course_id)
        return self._shared


def _refuse(found: Changes, db_url: str) -> None:
    if found.wants_yes:
        raise CourseError(
            f"The release changes marks that stand in {shown(db_url)}: {found}. If that is meant, run "
            "`gaussfit build --yes`, which keeps a copy of the gradebook, then `gaussfit grade`."
        )
