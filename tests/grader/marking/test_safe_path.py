"""Nothing that lies in the working folder is imported by a process that the grader starts."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from grader.course import Course
from grader.running.outside.sandbox import probe

NAMES = (
    *(
        "random",
        "struct",
        "copy",
        "numpy",
        "torch",
        "multiprocessing",
        "threading",
        "socket",
        "signal",
        "pickle",
    ),
    *(
        "json",
        "pytest",
        "_pytest",
        "scipy",
        "nbformat",
        "nbgrader",
        "alembic",
        "sitecustomize",
        "usercustomize",
    ),
    *("traitlets", "grader", "gaussfit", "encodings", "queue"),
)
PLANTED = "open({canary!r}, 'a').write(__name__ + ' ')\nraise SystemExit('planted')\n"


def test_a_class_is_graded_where_modules_of_known_names_lie(
    course: Course,
    submit: Callable[[str, bytes], Path],
    compose_bytes: Callable[[Mapping[str, str]], bytes],
    right_answers: dict[str, str],
    tmp_path: Path,
) -> None:
    submission = submit("ann", compose_bytes(right_answers))
    canary = tmp_path / "imported"
    for folder in (course.root, submission.parent):
        for name in NAMES:
            (folder / f"{name}.py").write_text(PLANTED.format(canary=str(canary)))
    command = [str(Path(sys.executable).with_name("gaussfit")), "grade"]
    if not probe().locked:
        command.append("--sandbox=process")
    done = subprocess.run(command, cwd=course.root, capture_output=True, text=True, check=False)
    assert not canary.exists(), canary.read_text()
    assert done.returncode == 0, done.stderr
    assert "10 / 10" in done.stdout
