"""The project's own CI cannot be run here: it is small enough to read, and is held against the Makefile."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
LOOKED_UP = {"actions/checkout@v7", "actions/setup-python@v7"}
"""Released on 18 June and by 20 July 2026, by their repositories' own threads."""


def read(name: str) -> Any:
    return yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))


def steps() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = read(".github/workflows/ci.yml")["jobs"]["test"]["steps"]
    return found


def recipe(target: str) -> list[str]:
    """The lines of a target in the Makefile, its variables filled in."""
    body = re.search(rf"^{target}:.*\n((?:\t.*\n)+)", MAKEFILE, flags=re.MULTILINE)
    assert body is not None
    return [line.strip().replace("$(BIN)", ".venv/bin") for line in body[1].splitlines()]


def test_ci_runs_the_makefile_s_own_targets_and_nothing_else() -> None:
    commands = [step["run"] for step in steps() if "run" in step]
    assert commands == [f"make {target} PYTHON=python" for target in ("demo", "test", "test-long")]
    for command in commands:
        target = command.split()[1]
        assert re.search(rf"^{target}:", MAKEFILE, flags=re.MULTILINE)
    assert re.search(r"^PYTHON \?=", MAKEFILE, flags=re.MULTILINE)


def test_ci_may_read_and_no_more() -> None:
    workflow = read(".github/workflows/ci.yml")
    assert workflow["permissions"] == {"contents": "read"}
    assert "permissions" not in workflow["jobs"]["test"]
    [checkout] = [step for step in steps() if step.get("uses", "").startswith("actions/checkout@")]
    assert checkout["with"] == {"persist-credentials": False}
    assert {step["uses"] for step in steps() if "uses" in step} == LOOKED_UP


def test_ci_runs_on_what_is_promised() -> None:
    matrix = read(".github/workflows/ci.yml")["jobs"]["test"]["strategy"]["matrix"]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    told = [
        line.rpartition(" ")[2] for line in project["classifiers"] if re.search(r":: Python :: 3\.\d+$", line)
    ]
    assert matrix["python"] == told
    assert project["requires-python"] == f">={told[0]}"
    assert [name.partition("-")[0] for name in matrix["os"]] == ["ubuntu", "macos"]
    [setup] = [step for step in steps() if "setup-python" in step.get("uses", "")]
    assert all((ROOT / path).is_file() for path in setup["with"]["cache-dependency-path"].split())


def test_pre_commit_runs_what_make_lint_runs() -> None:
    [repository] = read(".pre-commit-config.yaml")["repos"]
    assert repository["repo"] == "local"
    assert [hook["entry"] for hook in repository["hooks"]] == recipe("lint")


def test_dependabot_looks_at_what_there_is() -> None:
    updates = {
        each["package-ecosystem"]: each["directory"] for each in read(".github/dependabot.yml")["updates"]
    }
    assert updates == {"github-actions": "/", "pip": "/"}
