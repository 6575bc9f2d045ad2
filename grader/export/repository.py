"""A template repository for students: the notebook, a README, and a workflow that grades each push."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from grader.errors import CourseError, UsageError
from grader.exercise import Question
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
RECORD = ".gaussfit-template.json"
"""Digests of the files as they were written, so that writing again can tell what was edited since."""
COLAB = "https://colab.research.google.com/github/"
"""Colab's page for notebooks on GitHub; with an address behind it, that notebook."""
OWNER_AND_NAME = re.compile(r"[\w.-]+/[\w.-]+")


@dataclass(frozen=True)
class Written:
    """What came of it."""

    files: tuple[Path, ...]
    edited: tuple[Path, ...]
    """Files that somebody had edited: they are as they were, and what would have been written lies beside them."""


def write_repository(
    folder: Path,
    platform: Platform,
    given: Handout,
    sandbox: Sandbox,
    address: str | None = None,
    secrets: bool = False,
) -> Written:
    """Write the template repository into `folder`, anew if it is there: a file that was edited since is kept.

    Neither the checks nor the reference nor the seed are in it: the workflow fetches the grader from the source
    that `GAUSSFIT_SOURCE` names. It tries the notebook with inputs that are no secret, for whoever may push can change
    it, and print what it is given.

    Args:
        folder: where; made if missing.
        platform: whose workflow.
        given: the notebook and its exercise.
        sandbox: how the workflow runs student code.
        address: where on GitHub the template will lie, as OWNER/NAME.
        secrets: whether the workflow is given the seed, and the source as a secret.

    Raises:
        UsageError: `folder` has such a file with other content that no export wrote; or no such address can be.
            Nothing is written.
        CourseError: the folder cannot be written.
    """
    if address is not None and not OWNER_AND_NAME.fullmatch(address):
        raise UsageError(f"--repository is OWNER/NAME, as in the address on GitHub; {address!r} is not.")
    files = _contents(platform, given, sandbox, address, secrets)
    recorded = _record(folder)
    edited = [
        name
        for name, content in files.items()
        if (folder / name).exists() and not _is_ours(folder / name, content, (recorded or {}).get(name))
    ]
    if edited and recorded is None:
        raise UsageError(
            f"{folder / edited[0]} is there already with other content: choose another folder or remove it."
        )
    digests = {name: _digest(content) for name, content in files.items()}
    files[RECORD] = (json.dumps(digests, indent=1, sort_keys=True) + "\n").encode()
    try:
        for name, content in files.items():
            target = beside(folder / name) if name in edited else folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
    except OSError as error:
        raise CourseError(f"{folder} cannot be written ({error.strerror}): choose another folder.") from error
    return Written(
        tuple(folder / name for name in files if name not in edited and name != RECORD),
        tuple(folder / name for name in edited),
    )


def beside(path: Path) -> Path:
    """Where the new text of an edited file is put."""
    return path.with_name(f"{path.name}.new")


def _contents(
    platform: Platform, given: Handout, sandbox: Sandbox, address: str | None, secrets: bool
) -> dict[str, bytes]:
    target, template = WORKFLOWS[platform]
    notebook = f"{given.exercise.name}.ipynb"
    readme = filled(
        "student-README.md",
        given.exercise,
        platform=NAMES[platform],
        questions=_in_order(given),
        packages=_packages(given.notebook),
        colab=f"{COLAB}{address}/blob/main/{notebook}" if address else COLAB,
        secrets=secrets,
    )
    workflow = filled(template, given.exercise, sandbox=sandbox, settings=given.settings, secrets=secrets)
    return {
        notebook: given.notebook,
        "README.md": readme.encode(),
        ".gitignore": b".ipynb_checkpoints/\n__pycache__/\nmarks/\n*.new\n",
        target: workflow.encode(),
    }


def _in_order(given: Handout) -> list[Question]:
    """The questions as they come in the notebook."""
    cells = json.loads(given.notebook)["cells"]
    names = [cell["metadata"].get("nbgrader", {}).get("grade_id") for cell in cells]
    places = {name: place for place, name in enumerate(names)}
    return sorted(given.exercise.questions, key=lambda question: places.get(question.id, len(names)))


def _packages(notebook: bytes) -> str:
    """What the notebook's first code cell looks for, so that the README asks for the same."""
    for cell in json.loads(notebook)["cells"]:
        if found := re.search(r"^needed = \[(.*)\]$", "".join(cell["source"]), flags=re.MULTILINE):
            names = [f"`{name}`" for name in re.findall(r'"([\w.-]+)"', found[1])]
            return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else "".join(names)
    return "what the notebook imports"


def _record(folder: Path) -> dict[str, str] | None:
    """The digests of the last export into this folder; None when there was none, or it cannot be read."""
    try:
        told = json.loads((folder / RECORD).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return told if isinstance(told, dict) else None


def _is_ours(path: Path, content: bytes, recorded: str | None) -> bool:
    """Whether a file is as it is about to be written, or as it was written last."""
    return path.is_file() and _digest(path.read_bytes()) in (_digest(content), recorded)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
