"""Clean Python environments, submissions of each kind, and a shell to run exported scripts in."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.standins.density import _course_template, compose_bytes, release, right_answers  # noqa: F401

HIDDEN = ("gaussfit", "grader", "__editable__", "__pycache__")
OWN_SCRIPTS = ("python", "pip", "activate", "Activate", "gaussfit")

Shell = Callable[..., subprocess.CompletedProcess[str]]


def make_environment(folder: Path) -> Path:
    """A virtual environment in `folder` with all that is installed here but gaussfit; returns its `bin`.

    The packages are links to those here: installing them anew would need minutes and a network.
    """
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    here = Path(sysconfig.get_path("purelib"))
    there = folder / "lib" / f"python{sys.version_info.major}.{sys.version_info.minor}" / "site-packages"
    for path in here.iterdir():
        if not path.name.startswith(HIDDEN):
            (there / path.name).symlink_to(path)
    for path in Path(sys.executable).parent.iterdir():
        if not path.name.startswith(OWN_SCRIPTS):
            (folder / "bin" / path.name).symlink_to(path)
    return folder / "bin"


@pytest.fixture
def environment() -> Callable[[Path], Path]:
    return make_environment


@pytest.fixture
def shell() -> Shell:
    """Runs a program as a platform would: nothing of this machine's environment, pip without a network."""

    def run(*command: str, cwd: Path, path: Path, **variables: str) -> subprocess.CompletedProcess[str]:
        environment = {
            "PATH": f"{path}{os.pathsep}/usr/sbin{os.pathsep}/usr/bin{os.pathsep}/bin",
            "HOME": str(cwd),
            "LANG": "C.UTF-8",
            "PIP_NO_INDEX": "1",
            "PIP_DISABLE_PIP_VERSION_CHECK": "1",
            "PIP_ROOT_USER_ACTION": "ignore",
            **variables,
        }
        return subprocess.run(
            command, cwd=cwd, env=environment, capture_output=True, text=True, timeout=300, check=False
        )

    return run


@pytest.fixture
def submissions(
    compose_bytes: Callable[[Mapping[str, str]], bytes], right_answers: dict[str, str]
) -> dict[str, bytes]:
    """The four kinds of file that a student may hand in."""
    wrong = right_answers["gaussian_nll"].replace("0.5 * quadratic", "quadratic")
    hostile = """
import os, pathlib
REACHED = []
for target in ("/autograder/results/results.json", "/autograder/run_autograder", "marks/result.json"):
    try:
        pathlib.Path(target).write_text('{"score": 30}')
        REACHED.append(target)
    except OSError:
        pass
try:
    REACHED.append(pathlib.Path("/autograder/source/course/.gaussfit/seed").read_text())
except OSError:
    pass
print("]]><script>\\x1b[2J\\x00::error::forged")
def gaussian_nll(x, Sigma, Mean):
    os._exit(0)
"""
    # What it reached costs it the points of the parameters, so that the test sees it.
    reached = right_answers["parameters"] + "if REACHED:\n    A = REACHED\n"
    return {
        "right": compose_bytes(right_answers),
        "wrong": compose_bytes(right_answers | {"gaussian_nll": wrong}),
        "hostile": compose_bytes(right_answers | {"gaussian_nll": hostile, "parameters": reached}),
        "broken": b"I could not export my notebook, sorry!\n",
    }
