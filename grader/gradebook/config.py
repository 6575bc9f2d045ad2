"""nbgrader's configuration of a course: what we set, and how it is read."""

from __future__ import annotations

import importlib.util

import sqlalchemy
from traitlets.config import Config, JSONFileConfigLoader, PyFileConfigLoader
from traitlets.config.loader import ConfigFileNotFound

from grader.course import CONFIG_NAME, Course
from grader.errors import CourseError, UsageError


def configure(c: Config) -> None:
    """Make a course's nbgrader mark with the hidden checks. Called at the top of its `nbgrader_config.py`.

    nbgrader then runs student code nowhere: the `Execute` of its autograder and the test cells inside the
    student's process give way to `MarkAnswers`, and submissions are read by `SubmissionExporter`. Of what lies beside
    a submitted notebook nbgrader takes the time alone (`grader.gradebook.beside`).
    """
    from grader.authoring.release import release_steps
    from grader.feedback.exporter import FeedbackExporter
    from grader.gradebook.beside import take_only_notebook_and_time
    from grader.gradebook.exporter import SubmissionExporter
    from grader.gradebook.page_grades import page_steps
    from grader.gradebook.releasing import keep_the_release

    take_only_notebook_and_time()
    keep_the_release()
    c.CourseDirectory.source_directory = "solutions"
    c.CourseDirectory.release_directory = "assignments"
    c.GenerateAssignment.preprocessors = release_steps()
    c.Autograde.exporter_class = SubmissionExporter
    c.Autograde.autograde_preprocessors = usual_steps()
    c.AssignLatePenalties.plugin_class = "grader.gradebook.late.CoursePolicy"
    c.GenerateFeedback.exporter_class = FeedbackExporter
    c.GenerateFeedback.preprocessors = page_steps()


def usual_steps() -> list[type]:
    """The steps of nbgrader's autograder as we set them: its own, with `MarkAnswers` in the place of `Execute`."""
    from nbconvert.preprocessors import ClearMetadataPreprocessor
    from nbgrader.preprocessors import (
        AssignLatePenalties,
        CheckCellMetadata,
        IgnorePattern,
        LimitOutput,
        SaveAutoGrades,
    )

    from grader.gradebook.preprocessors import MarkAnswers

    return [
        MarkAnswers,
        IgnorePattern,
        ClearMetadataPreprocessor,
        LimitOutput,
        SaveAutoGrades,
        AssignLatePenalties,
        CheckCellMetadata,
    ]


def load_config(course: Course) -> Config:
    """The configuration that `nbgrader` itself would use in the course folder.

    Raises:
        CourseError: the configuration file of the course cannot be run.
    """
    from jupyter_core.paths import jupyter_config_path

    config = Config()
    for folder in (*reversed(jupyter_config_path()), str(course.root)):
        for loader in (JSONFileConfigLoader, PyFileConfigLoader):
            name = CONFIG_NAME if loader is PyFileConfigLoader else "nbgrader_config.json"
            try:
                config.merge(loader(name, path=folder).load_config())
            except ConfigFileNotFound:
                continue
            except Exception as error:  # the file is the instructor's program: it may raise anything
                raise CourseError(f"{folder}/{name} cannot be used ({error}): correct it.") from error
    config.CourseDirectory.root = str(course.root)
    if course.db_url:
        config.CourseDirectory.db_url = course.db_url
    if "db_url" in config.CourseDirectory:
        config.CourseDirectory.db_url = usable_url(config.CourseDirectory.db_url)
    return config


def usable_url(db_url: str) -> str:
    """The URL of a gradebook, with the PostgreSQL driver that we come with if it names none.

    Raises:
        UsageError: it is no URL of a database.
        CourseError: it is PostgreSQL's, and the driver is not installed.
    """
    try:
        url = sqlalchemy.make_url(db_url)
    except sqlalchemy.exc.ArgumentError:
        begins = db_url.partition("//")[0]  # the rest may hold a password
        raise UsageError(
            "The gradebook must be a database URL such as sqlite:///gradebook.db or "
            f"postgresql://user@host/name; what was given begins with {begins!r}."
        ) from None
    if url.drivername in ("postgres", "postgresql"):
        url = url.set(drivername="postgresql+psycopg")
    if url.drivername == "postgresql+psycopg" and importlib.util.find_spec("psycopg") is None:
        raise CourseError("A PostgreSQL gradebook needs psycopg: run `pip install 'gaussfit[postgres]'`.")
    return url.render_as_string(hide_password=False)


def gradebook_name(course: Course) -> str:
    """What tells one gradebook of a course from another: its URL without password, empty for the course's own.

    Raises:
        CourseError: the configuration of the course cannot be used.
    """
    url = load_config(course).CourseDirectory.get("db_url", "")
    return sqlalchemy.make_url(url).render_as_string(hide_password=True) if url else ""
