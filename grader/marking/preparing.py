"""What is done with marks where they are made, before they go to the one writer: all that needs no gradebook."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from dataclasses import replace

from grader.course import Course
from grader.errors import CourseError
from grader.marking.jobs import Job, Settings
from grader.marking.one import Marked

Prepare = Callable[[Job, Marked], Marked]


def preparing(settings: Settings) -> Prepare:
    """What a worker does with its marks: nothing, or all of the filing that needs no gradebook."""
    if settings.course is None:
        return lambda _, marked: marked
    from grader.gradebook.preparing import Preparer  # slow to import

    try:
        preparer = Preparer(settings.course, settings.config)
    except Exception:  # it is the instructor's configuration, and the writer tells what is the matter with it
        return lambda _, marked: marked

    def prepare(job: Job, marked: Marked) -> Marked:
        if marked.result.status == "error" or marked.starved or not preparer.is_usual:
            return marked
        try:
            prepared = preparer.prepare(job.student, job.submission, marked)
        except Exception:  # the writer meets the same, and tells it
            return marked
        return replace(marked, runs={}, prepared=prepared)

    return prepare


def on_other_machines(settings: Settings, course: Course) -> Settings:
    """These settings for workers that have no course folder: the configuration goes with them, but for where the
    gradebook is. One that cannot travel, or that has nbgrader's autograder do it all, leaves that to the writer."""
    from grader.gradebook.config import load_config
    from grader.gradebook.preparing import Preparer

    try:
        config = load_config(course)
        if not Preparer(course, config).is_usual:
            return settings
        config.CourseDirectory.pop("db_url", None)  # it may hold a password
        pickle.dumps(config)
    except (CourseError, pickle.PicklingError, AttributeError, TypeError):
        return settings  # the writer tells what is the matter with it, if anything is
    return replace(settings, course=replace(course, db_url=None), config=config)
