"""The distribution built from the source tree, and what it can do once installed somewhere else."""

from __future__ import annotations

import email
import json
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import gaussfit
from grader.export.wheel import wheel_file, write_wheel

ROOT = Path(__file__).parents[3]
SOURCES = ("pyproject.toml", "README.md", "LICENSE", "gaussfit", "grader", "assignments")

Shell = Callable[..., Any]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the source distribution, and the wheel that was built from that and not from the tree."""
    folder = tmp_path_factory.mktemp("build")
    source = folder / "source"
    source.mkdir()
    for name in SOURCES:
        if (ROOT / name).is_dir():
            leave_out = shutil.ignore_patterns("__pycache__", ".*")
            shutil.copytree(ROOT / name, source / name, symlinks=True, ignore=leave_out)
        else:
            shutil.copy(ROOT / name, source / name)
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder / "dist"), str(source)]
    ran = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return folder / "dist"


@pytest.fixture(scope="module")
def wheel(built: Path) -> Path:
    return next(built.glob("*.whl"))


def test_the_wheel_carries_every_file_of_the_packages(wheel: Path) -> None:
    expected = {
        path.relative_to(ROOT).as_posix()
        for package in ("gaussfit", "grader")
        for path in (ROOT / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and not path.name.startswith(".")
    }
    assert {"gaussfit/py.typed", "grader/py.typed", "gaussfit/lesson/lesson.md"} <= expected
    with zipfile.ZipFile(wheel) as packed:
        carried = {name for name in packed.namelist() if ".dist-info/" not in name}
    assert carried == expected


def test_the_released_notebook_is_in_both_with_its_content_and_is_no_link(built: Path, wheel: Path) -> None:
    released = (ROOT / "gaussfit/lesson/release.ipynb").read_bytes()
    assert json.loads(released)["nbformat"] == 4
    with zipfile.ZipFile(wheel) as packed:
        assert packed.read("gaussfit/lesson/release.ipynb") == released
    with tarfile.open(next(built.glob("*.tar.gz"))) as packed:
        entry = next(item for item in packed if item.name.endswith("gaussfit/lesson/release.ipynb"))
        assert entry.isfile()


def test_the_version_is_written_in_one_place(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as packed:
        name = next(name for name in packed.namelist() if name.endswith(".dist-info/METADATA"))
        metadata = email.message_from_bytes(packed.read(name))
    assert metadata["Version"] == gaussfit.__version__
    assert gaussfit.__version__ not in (ROOT / "pyproject.toml").read_text(encoding="utf-8")


def test_the_wheel_that_export_packs_holds_the_files_of_the_built_one(wheel: Path) -> None:
    name, content = wheel_file()
    packed_here = wheel.with_name("packed.zip")
    packed_here.write_bytes(content)
    with zipfile.ZipFile(wheel) as built, zipfile.ZipFile(packed_here) as packed:
        modules = {item for item in built.namelist() if ".dist-info/" not in item}
        assert {item for item in packed.namelist() if ".dist-info/" not in item} == modules
        assert all(packed.read(item) == built.read(item) for item in modules)
        assert packed.testzip() is None
    assert re.fullmatch(r"gaussfit-[\w.]+-py3-none-any\.whl", name)


def test_packing_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    first, second = write_wheel(tmp_path / "a"), write_wheel(tmp_path / "b")
    assert first.read_bytes() == second.read_bytes()


def test_the_installed_wheel_makes_grades_checks_and_exports(
    wheel: Path,
    environment: Callable[[Path], Path],
    shell: Shell,
    submissions: dict[str, bytes],
    tmp_path: Path,
) -> None:
    path = environment(tmp_path / "venv")

    def run(*command: str) -> str:
        ran = shell(*command, cwd=tmp_path, path=path)
        assert ran.returncode == 0, f"{command}: {ran.stdout}{ran.stderr}"
        return str(ran.stdout)

    run("python", "-m", "pip", "install", "--quiet", str(wheel))
    where = run("python", "-c", "import gaussfit, grader; print(gaussfit.__file__, grader.__file__)")
    assert str(ROOT) not in where
    assert run("gaussfit", "--version").strip() == f"gaussfit {gaussfit.__version__}"

    run("gaussfit", "init", "course")
    run("gaussfit", "build", "--check", "--course", "course")
    submitted = tmp_path / "course" / "submitted" / "s001" / "gaussian-density" / "gaussian-density.ipynb"
    submitted.parent.mkdir(parents=True)
    submitted.write_bytes(submissions["right"])
    run("gaussfit", "grade", "--course", "course", "--json", "marks.json")
    marks = json.loads((tmp_path / "marks.json").read_text(encoding="utf-8"))
    assert [result["score"] for result in marks["submissions"]] == [30.0]
    text = run("gaussfit", "check", str(submitted), "--course", "course", "--format", "json", "--strict")
    assert json.loads(text)["score"] == 30.0
    run("gaussfit", "export", "marks", "--course", "course", "--output", "marks.csv")
    assert "s001,30,30" in (tmp_path / "marks.csv").read_text(encoding="utf-8")
    run("gaussfit", "export", "wheel", "wheels")
    assert (tmp_path / "wheels" / wheel.name).is_file()
    run("gaussfit", "export", "github", "repository", "--course", "course")
