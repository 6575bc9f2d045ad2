"""Looking things up in a course's gradebook."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy
import sqlalchemy.exc
from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory

from grader.course import Course
from grader.gradebook.config import load_config
from grader.gradebook.faults import gradebook_error
from grader.gradebook.making import open_gradebook


@contextmanager
def reading(course: Course) -> Iterator[Gradebook]:
    """The gradebook of `course`, open for the block.

    Raises:
        CourseError: the course's configuration cannot be used.
        GradebookError: the gradebook cannot be opened or read.
    """
    coursedir = CourseDirectory(config=load_config(course))
    url = str(coursedir.db_url)
    try:
        with open_gradebook(url, coursedir.course_id) as gradebook:
            yield gradebook
    except sqlalchemy.exc.SQLAlchemyError as error:
        raise gradebook_error(url, error) from error


def is_there(course: Course) -> bool:
    """Whether there is a gradebook: to open SQLite's is to make it. Raises CourseError as `reading` does."""
    url = sqlalchemy.make_url(str(CourseDirectory(config=load_config(course)).db_url))
    return url.get_backend_name() != "sqlite" or url.database is None or Path(url.database).exists()
