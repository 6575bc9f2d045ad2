"""The autograder that an instructor uploads to Gradescope: a ZIP archive with everything that grading needs."""

from __future__ import annotations

import json
from pathlib import Path

from grader.course import CONFIG_NAME, SEED_VARIABLE, STATE
from grader.errors import CourseError
from grader.export.handout import Handout
from grader.export.templates import filled
from grader.export.wheel import wheel_file, zipped
from grader.render.gradescope import render_gradescope
from grader.results import Sandbox, SubmissionResult
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
    """
    wheel, content = wheel_file()
    name = given.exercise.name
    course = {
        CONFIG_NAME: COURSE.encode(),
        f"assignments/{name}/{name}.ipynb": given.notebook,
        f"{STATE}/seed": f"{given.seed}\n".encode(),
        **({SETTINGS_NAME: given.settings.encode()} if given.settings else {}),
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


def _failed() -> str:
    """The `results.json` that stands until there is a better one, on one line, free of quotes for the shell."""
    text = render_gradescope(SubmissionResult("submission", "error"))
    return json.dumps(json.loads(text), ensure_ascii=True)
