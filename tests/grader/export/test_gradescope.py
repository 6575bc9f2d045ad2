"""The real archive, laid out and run as Gradescope does."""

from __future__ import annotations

import json
import os
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from grader.course import Course
from grader.export.autograder import grade
from grader.export.gradescope import write_autograder
from grader.export.handout import handout
from grader.seed import course_seed

Shell = Callable[..., Any]


def laid_out(archive: Path, root: Path) -> Path:
    """Unpack as the platform does: `source/` gets the archive, with its file modes; the rest is made empty."""
    with zipfile.ZipFile(archive) as packed:
        for entry in packed.infolist():
            path = Path(packed.extract(entry, root / "source"))
            path.chmod(entry.external_attr >> 16 & 0o777)
    (root / "submission").mkdir()
    (root / "results").mkdir()
    os.link(root / "source" / "run_autograder", root / "run_autograder")
    return root


@pytest.fixture
def archive(tmp_path: Path, course: Course) -> Path:
    write_autograder(tmp_path / "autograder.zip", handout(course.root), "locked")
    return tmp_path / "autograder.zip"


@pytest.fixture
def platform(archive: Path, tmp_path: Path) -> Path:
    return laid_out(archive, tmp_path / "autograder")


def uploaded(platform: Path, content: bytes, name: str = "gaussian-density.ipynb") -> None:
    (platform / "submission" / name).parent.mkdir(parents=True, exist_ok=True)
    (platform / "submission" / name).write_bytes(content)


def results(platform: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((platform / "results" / "results.json").read_text(encoding="utf-8"))
    return found


def test_the_archive_grades_every_kind_of_submission(
    platform: Path,
    environment: Callable[[Path], Path],
    shell: Shell,
    submissions: dict[str, bytes],
) -> None:
    path = environment(platform / "venv")
    ready = shell("./source/setup.sh", cwd=platform, path=path, AUTOGRADER_ROOT=str(platform))
    assert ready.returncode == 0, ready.stderr
    scores = {}
    for kind, content in submissions.items():
        # A copy from a browser's downloads has another name, and a folder may have been uploaded.
        name = "homework/gaussian-density (1).ipynb" if kind == "right" else "gaussian-density.ipynb"
        shutil.rmtree(platform / "submission")
        uploaded(platform, content.replace(b"/autograder/", f"{platform}/".encode()), name)
        (platform / "results" / "results.json").unlink(missing_ok=True)
        # A seed in the machine's environment must not take the place of the course's own.
        ran = shell(
            "./run_autograder",
            cwd=platform,
            path=path,
            AUTOGRADER_ROOT=str(platform),
            GAUSSFIT_SEED="another seed",
        )
        assert ran.returncode == 0, ran.stdout + ran.stderr
        found = results(platform)
        scores[kind] = found["score"]
        assert "\x1b" not in ran.stdout
        assert found["extra_data"]["sandbox"] == "locked"
    assert scores["right"] == 30.0
    assert 20.0 < scores["wrong"] < 30.0
    assert scores["hostile"] == 20.0
    assert scores["broken"] == 0.0
    assert "not valid JSON" in found["output"]


def test_results_are_there_when_the_grader_cannot_start(platform: Path, shell: Shell) -> None:
    ran = shell("./run_autograder", cwd=platform, path=Path("/nowhere"), AUTOGRADER_ROOT=str(platform))
    assert ran.returncode != 0
    found = results(platform)
    assert found["extra_data"]["status"] == "error"
    assert "The 0 points shown are not a mark" in found["output"]


@pytest.mark.parametrize(
    ("names", "reason"),
    [
        ([], "There is no notebook: upload one file, gaussian-density.ipynb."),
        (["a.ipynb", "b.ipynb"], "There are 2 notebooks: upload one file, gaussian-density.ipynb."),
        (["__MACOSX/._gaussian-density.ipynb", ".hidden.ipynb"], "There is no notebook"),
    ],
)
def test_an_upload_without_the_one_notebook_is_rejected(
    platform: Path, names: list[str], reason: str
) -> None:
    for name in names:
        uploaded(platform, b"{}", name)
    result = grade(platform, "locked")
    assert (result.status, result.score, result.max_score) == ("rejected", 0.0, 30.0)
    assert reason in (result.reason or "")


def test_a_link_in_the_upload_is_not_followed(platform: Path) -> None:
    (platform / "submission" / "gaussian-density.ipynb").symlink_to(platform / "source/course/.gaussfit/seed")
    result = grade(platform, "locked")
    assert result.status == "rejected"
    assert "cannot be read" in (result.reason or "")


def test_the_archive_takes_release_and_seed_from_the_course(archive: Path, course: Course) -> None:
    with zipfile.ZipFile(archive) as packed:
        seed = packed.read("course/.gaussfit/seed").decode().strip()
        notebook = packed.read("course/assignments/gaussian-density/gaussian-density.ipynb")
    assert seed == course_seed(course)
    assert notebook == course.release_path.read_bytes()


def test_the_same_course_gives_the_same_archive(archive: Path, course: Course) -> None:
    before = archive.read_bytes()
    write_autograder(archive, handout(course.root), "locked")
    assert archive.read_bytes() == before


def test_without_a_course_the_seed_is_new_each_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    first, second = handout(None), handout(None)
    assert first.course is None
    assert first.notebook == second.notebook
    assert first.seed != second.seed
