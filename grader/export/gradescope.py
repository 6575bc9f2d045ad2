"""The autograder that an instructor uploads to Gradescope: a ZIP archive with everything that grading needs."""

from __future__ import annotations

import json
from pathlib import Path

from grader.course import CONFIG_NAME, STATE
from grader.errors import CourseError, UsageError
from grader.export.handout import Handout
from grader.export.templates import filled
from grader.export.wheel import wheel_file, zipped
from grader.gradebook.known_as import known_as
from grader.gradebook.ledger import LEDGER, Ledger, ledger_text
from grader.render.gradescope import render_gradescope
from grader.results import Sandbox, SubmissionResult
from grader.seed import SEED_VARIABLE
from grader.settings import SETTINGS_NAME

COURSE = '"""The course that `run_autograder` takes its release and its seed from; nbgrader is not used there."""\n'
EXECUTABLE = frozenset({"setup.sh", "run_autograder"})


def write_autograder(path: Path, given: Handout, sandbox: Sandbox) -> None:
    """Write the autograder to `path`. It holds the checks and the seed: it is for staff only.

    Args:
        path: the ZIP file to write; its folder is made if missing.
        given: the course's release and seed.
        sandbox: how student code is run on the platform.

    Raises:
        CourseError: the file cannot be written, or gaussfit is not installed.
        UsageError: tasks go by the student's id, and there are no e-mail addresses to know students by.
    """
    wheel, content = wheel_file()
    name = given.exercise.name
    course = {
        CONFIG_NAME: COURSE.encode(),
        f"assignments/{name}/{name}.ipynb": given.notebook,
        f"{STATE}/seed": f"{given.seed}\n".encode(),
        **({SETTINGS_NAME: given.settings.encode()} if given.settings else {}),
        **_class(given),
    }
    files = {
        "setup.sh": filled("gradescope-setup.sh", given.exercise, wheel=wheel).encode(),
        "run_autograder": filled(
            "gradescope-run_autograder",
            given.exercise,
            sandbox=sandbox,
            seed_variable=SEED_VARIABLE,
            failed=_failed(),
        ).encode(),
        wheel: content,
        **{f"course/{name}": text for name, text in course.items()},
    }
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(zipped(files, EXECUTABLE))
    except OSError as error:
        raise CourseError(f"{path} cannot be written ({error.strerror}): choose another file.") from error


def _class(given: Handout) -> dict[str, bytes]:
    """By what each student is known, where tasks go by their ids: the platform tells e-mail addresses alone."""
    if given.course is None or not given.exercise.goes_by_id:
        return {}
    ids = known_as(given.course)
    if not any("@" in each for student, others in ids.items() for each in (student, *others)):
        raise UsageError(
            "The students of this course have tasks of their own, and Gradescope tells who submits by e-mail address, "
            "of which the course has none: give it a roster that has them with `gaussfit roster FILE`."
        )
    return {LEDGER: ledger_text(Ledger(ids=ids)).encode()}


def _failed() -> str:
    """The `results.json` that stands until there is a better one, on one line, free of quotes for the shell."""
    text = render_gradescope(SubmissionResult("submission", "error"))
    return json.dumps(json.loads(text), ensure_ascii=True)
