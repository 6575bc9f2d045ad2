"""Marks one notebook file in this process, for `gaussfit check`."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from grader.course import open_course
from grader.errors import UsageError
from grader.provenance import Provenance, provenance
from grader.results import Sandbox, SubmissionResult
from grader.running.outside import Runner
from grader.seed import course_seed
from grader.settings import settings_outside

if TYPE_CHECKING:
    from grader.reading import Release, Submission

UNTOUCHED = "The notebook is as it was handed out: none of its answers is written yet."


def check_notebook(
    path: Path, course_folder: Path | None, student: str | None, sandbox: Sandbox
) -> tuple[SubmissionResult, Provenance]:
    """The result of one notebook file, with the release and the seed of a course if one is given; and what made it.

    Where tasks go by the student's id and no student is named, the id in the notebook stands for whoever made it.

    Raises:
        UsageError: there is no such file, or no such course.
        SandboxUnavailable: this machine cannot lock student code in.
    """
    if path.is_dir():
        raise UsageError(f"{path} is a folder: name the notebook in it to check.")
    if not path.is_file():
        raise UsageError(f"{path} is no file: name the notebook to check.")
    course = open_course(course_folder) if course_folder is not None else None
    if course is not None:
        exercise, limits = course.exercise, course.limits
    else:
        outside = settings_outside()
        exercise, limits = outside.taught, outside.limits
    with Runner(sandbox=sandbox, limits=limits, wait=False, private=exercise.private) as runner:
        # Imported here: the checks, and pytest with them, load while the warm process loads torch.
        from grader.checking import checks_of
        from grader.gradebook.known_as import known_as
        from grader.marking.jobs import Job, Settings
        from grader.marking.worker import mark_patiently
        from grader.reading import course_release, packaged_release, submission_in

        release = packaged_release(exercise) if course is None else course_release(course)
        ids = None if student is None else {} if course is None else known_as(course)
        settings = Settings(release, course_seed(course), sandbox, limits, known_as=ids)
        submission = submission_in(path, release)
        checks_of(release.exercise)
        result = mark_patiently(Job(student or path.stem, submission), settings, runner).result
        if _is_untouched(submission, release):
            result = replace(result, notes=(UNTOUCHED, *result.notes))
        return result, provenance(exercise, runner.walls)


def _is_untouched(submission: Submission, release: Release) -> bool:
    """Whether every answer is still what was handed out."""
    if submission.rejected is not None:
        return False
    given = {c.grade_id: c.source for c in release.cells if c.is_answer and c.cell_type == "code"}
    return bool(given) and {name: source for _, name, source in submission.code if name in given} == given
