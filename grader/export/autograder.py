"""What `run_autograder` runs on Gradescope: `python -m grader.export.autograder ROOT SANDBOX`.

The platform lays out ROOT with `source/` (the extracted archive), `submission/` (whatever the student uploaded) and
`results/`, where it expects `results.json`.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import cast, get_args

from grader.classroom.one_file import check_notebook
from grader.course import Course, open_course
from grader.errors import GraderError, UsageError
from grader.export.roster import same_id
from grader.gradebook.ledger import read_ledger
from grader.gradebook.store import write_atomically
from grader.reading import course_release
from grader.render import render
from grader.results import Sandbox, SubmissionResult


def main(root: Path, sandbox: Sandbox) -> int:
    """Grade what was submitted below `root` and write its results; returns the exit status."""
    result = grade(root, sandbox)
    write_atomically(root / "results" / "results.json", render(result, "gradescope"))
    sys.stdout.write(render(result, "text"))  # the platform shows it to staff alone
    return 1 if result.status == "error" else 0


def grade(root: Path, sandbox: Sandbox) -> SubmissionResult:
    """The result of the one notebook in `root/submission`, whatever it is called."""
    folder = root / "source" / "course"
    course = open_course(folder)
    found = sorted(
        path
        for path in (root / "submission").rglob("*.ipynb")
        # Archives made on a Mac carry a shadow of each file.
        if not any(part.startswith((".", "__MACOSX")) for part in path.relative_to(root).parts)
    )
    named = [path for path in found if path.name == course.notebook_name] or found
    if len(named) == 1 and named[0].is_file():
        student = _student(root, course) if course.exercise.goes_by_id else "submission"
        return check_notebook(named[0], folder, student, sandbox)[0]
    max_score = sum(course_release(course).max_scores.values())
    return SubmissionResult("submission", "rejected", _reason(len(named), course), max_score, sandbox=sandbox)


def _reason(count: int, course: Course) -> str:
    wanted = f"upload one file, {course.notebook_name}"
    return f"There is no notebook: {wanted}." if count == 0 else f"There are {count} notebooks: {wanted}."


def _student(root: Path, course: Course) -> str:
    """Whose submission it is, by the e-mail address that the platform tells. Raises GraderError where that is nobody.

    Source: https://gradescope-autograders.readthedocs.io/en/latest/submission_metadata/
    """
    try:
        told = json.loads((root / "submission_metadata.json").read_text(encoding="utf-8"))
        addresses = [str(user["email"]) for user in told["users"]]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise GraderError(
            f"{root}/submission_metadata.json does not tell who submitted ({error!r}), and marks go by that here."
        ) from error
    if len(addresses) != 1:
        raise GraderError(
            f"{len(addresses)} people submitted together, and each has a task of their own: switch group submissions "
            "off in the assignment's settings."
        )
    wanted = same_id(addresses[0])
    for student, ids in read_ledger(course).ids.items():
        if wanted in map(same_id, (student, *ids)):
            return student
    raise GraderError(
        f"Nobody in the course has the e-mail address {addresses[0]!r}: bring it up to date with `gaussfit roster "
        "FILE`, and export the autograder again."
    )


def _arguments(given: list[str]) -> tuple[Path, Sandbox]:
    """Raises UsageError when they are not a folder and a sandbox."""
    if len(given) != 2 or given[1] not in get_args(Sandbox):
        raise UsageError(f"usage: python -m grader.export.autograder ROOT {'|'.join(get_args(Sandbox))}")
    return Path(given[0]), cast(Sandbox, given[1])


if __name__ == "__main__":
    try:
        sys.exit(main(*_arguments(sys.argv[1:])))
    except GraderError as error:  # the results that run_autograder left say that the grader failed
        sys.exit(f"gaussfit: {error}")
