"""A template repository for students: the notebook, a README, and a workflow that grades each push."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from grader.errors import CourseError, UsageError
from grader.export import Platform
from grader.export.handout import Handout
from grader.export.templates import filled
from grader.results import Sandbox

WORKFLOWS: Mapping[Platform, tuple[str, str]] = {
    "github": (".github/workflows/grade.yml", "github-grade.yml"),
    "gitlab": (".gitlab-ci.yml", "gitlab-ci.yml"),
}
"""Where each platform looks for its workflow, and the template of it."""

NAMES: Mapping[Platform, str] = {"github": "GitHub", "gitlab": "GitLab"}


def write_repository(folder: Path, platform: Platform, given: Handout, sandbox: Sandbox) -> tuple[Path, ...]:
    """Write the template repository into `folder`; returns the files that were written.

    Neither the checks nor the reference nor the seed are in it: the workflow fetches the grader from the source
    that the secret `GAUSSFIT_SOURCE` names, and takes the seed from the secret `GAUSSFIT_SEED`.

    Raises:
        UsageError: `folder` has such a file with other content already; nothing is written.
        CourseError: the folder cannot be written.
    """
    target, template = WORKFLOWS[platform]
    files = {
        f"{given.exercise.name}.ipynb": given.notebook,
        "README.md": filled("student-README.md", given.exercise, platform=NAMES[platform]).encode(),
        ".gitignore": b".ipynb_checkpoints/\n__pycache__/\nmarks/\n",
        target: filled(template, given.exercise, sandbox=sandbox, settings=given.settings).encode(),
    }
    for name, content in files.items():
        path = folder / name
        if path.exists() and not (path.is_file() and path.read_bytes() == content):
            raise UsageError(
                f"{path} is there already with other content: choose another folder or remove it."
            )
    try:
        for name, content in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(content)
    except OSError as error:
        raise CourseError(f"{folder} cannot be written ({error.strerror}): choose another folder.") from error
    return tuple(folder / name for name in files)
