"""No container engine runs the image here: its files are small enough to read, and are held against the project.

`tests/standins/image.py` runs the Containerfile's steps in a folder with a Debian system.
"""

from __future__ import annotations

import json
import re
import shlex
import tomllib
from pathlib import Path
from typing import Any

import pytest
import typer.main
import yaml

from grader.cli.app import app
from grader.doctor.remedies import LIBSECCOMP
from tests.standins.image import instructions

ROOT = Path(__file__).parents[2]
STEPS = list(instructions((ROOT / "Containerfile").read_text(encoding="utf-8")))
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LOOKED_UP = {
    "docker.io/library/python:3.13-slim-trixie",
    "docker.io/library/postgres:18-bookworm",
    "mcr.microsoft.com/devcontainers/python:3.13-bookworm",
}
"""Named by threads of projects that use them, October 2025 to June 2026."""


def of(name: str) -> list[str]:
    return [argument for step, argument in STEPS if step == name]


def compose() -> Any:
    return yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))


def devcontainer() -> Any:
    return json.loads((ROOT / ".devcontainer" / "devcontainer.json").read_text(encoding="utf-8"))


def commands() -> set[str]:
    return set(typer.main.get_command(app).commands)  # type: ignore[attr-defined]


def test_the_images_are_those_that_were_looked_up() -> None:
    defaults = dict(argument.split("=", 1) for argument in of("ARG"))
    [base] = of("FROM")
    image = re.sub(r"\$\{(\w+)\}", lambda name: defaults[name[1]], base)
    assert {image, compose()["services"]["db"]["image"], devcontainer()["image"]} == LOOKED_UP


def test_the_image_has_a_python_that_is_promised() -> None:
    python = re.findall(r"python:(\d\.\d+)", " ".join(LOOKED_UP))
    assert all(f"Programming Language :: Python :: {version}" in PROJECT["classifiers"] for version in python)


def test_the_image_installs_as_the_makefile_does() -> None:
    """The CPU's PyTorch from its index first, then all else with the pins; extras that there are."""
    told = re.search(r"^TORCH_INDEX \?= (.*)$", MAKEFILE, flags=re.MULTILINE)
    assert told is not None
    assert f"TORCH_INDEX={told[1]}" in of("ARG")
    [install] = [step for step in of("RUN") if "pip install" in step]
    torch, rest = [part for part in install.split(" && ") if "pip install" in part]
    assert re.search(r"--index-url \"\$TORCH_INDEX\" \"\$\(grep '\^torch==' constraints.txt\)\"", torch)
    assert "-c constraints.txt" in rest
    assert "-c constraints.txt" in MAKEFILE
    [extras] = re.findall(r"'\.\[(.*)\]'", rest)
    assert set(extras.split(",")) <= PROJECT["optional-dependencies"].keys()


def test_the_image_has_what_the_lock_needs_of_the_system() -> None:
    assert any(LIBSECCOMP["apt-get"] in step for step in of("RUN"))


def test_what_the_image_copies_is_there_and_let_through() -> None:
    copied = [source for argument in of("COPY") for source in argument.split()[:-1]]
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert "*" in ignored
    assert {line[1:] for line in ignored if line.startswith("!")} == set(copied)
    assert all((ROOT / source).exists() for source in copied)
    assert {*PROJECT["license-files"], PROJECT["readme"], "pyproject.toml"} <= set(copied)


def test_nothing_runs_as_root_once_it_is_built() -> None:
    names = [name for name, _ in STEPS]
    assert names.index("USER") > max(place for place, name in enumerate(names) if name in ("RUN", "COPY"))
    assert of("USER") == ["grader"]
    assert of("ENTRYPOINT") == ['["gaussfit"]']
    [health] = of("HEALTHCHECK")
    for words in (["gaussfit", *json.loads(of("CMD")[0])], json.loads(health.partition("CMD ")[2])):
        assert words[0] == "gaussfit"
        assert words[1] in commands()


@pytest.mark.parametrize("service", ["init", "grade", "watch"])
def test_compose_runs_commands_that_there_are_with_no_way_out(service: str) -> None:
    told = compose()
    about = told["services"][service]
    command = typer.main.get_command(app).commands[about["command"][0]]  # type: ignore[attr-defined]
    options = {name for each in command.params for name in each.opts}
    assert {word for word in about["command"] if word.startswith("--")} <= options
    assert about["depends_on"] == {"db": {"condition": "service_healthy"}}
    assert about["cap_drop"] == ["ALL"]
    assert all(told["networks"][name] == {"internal": True} for name in about["networks"])
    assert "root" not in about["user"]


def test_the_password_of_the_database_is_in_no_environment_and_no_commit() -> None:
    told = compose()
    assert not [
        name
        for each in told["services"].values()
        for name in each["environment"]
        if name.endswith("PASSWORD")
    ]
    file = Path(told["secrets"]["postgres-password"]["file"]).name
    assert f"/{file}" in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert told["services"]["db"]["volumes"] == ["marks:/var/lib/postgresql"]


def test_the_devcontainer_runs_the_makefile_s_own_target() -> None:
    *_, last = devcontainer()["postCreateCommand"].split(" && ")
    make, target, *_ = shlex.split(last)
    assert make == "make"
    assert re.search(rf"^{target}:", MAKEFILE, flags=re.MULTILINE)


def test_the_page_s_commands_are_the_files_own() -> None:
    page = (ROOT / "docs" / "containers.md").read_text(encoding="utf-8")
    services = re.findall(r"^docker compose (?:run --rm|up) (\w+)", page, flags=re.MULTILINE)
    assert services
    assert set(services) <= compose()["services"].keys()
    ran = re.findall(r"^docker run .* gaussfit(?: +(\w+))?", page, flags=re.MULTILINE)
    assert {name for name in ran if name} <= commands()
    [pod] = [yaml.safe_load(block) for block in re.findall(r"```yaml\n(.*?)```", page, flags=re.DOTALL)]
    assert pod["spec"]["securityContext"]["runAsUser"] == int(
        re.findall(r"--uid (\d+)", " ".join(of("RUN")))[0]
    )
    assert pod["spec"]["containers"][0]["args"][0] in commands()
