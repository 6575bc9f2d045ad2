"""`gaussfit export` from the command line: what it says, and its exit status."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.cli import main
from grader.course import Course
from tests.standins.density import _course_template  # noqa: F401

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """Runs the command in an empty folder; returns exit status, stdout and stderr on single lines."""
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path / "empty")

    def call(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["gaussfit", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        return int(ended.value.code or 0), said.out, said.err

    return call


def test_gradescope_writes_the_archive_and_says_what_to_do(run: Run, course: Course, tmp_path: Path) -> None:
    status, out, _ = run("export", "gradescope", str(tmp_path / "a.zip"), "--course", str(course.root))
    assert status == 0
    assert out == f"Upload {tmp_path / 'a.zip'} as the assignment's autograder.\n"
    with zipfile.ZipFile(tmp_path / "a.zip") as packed:
        assert packed.testzip() is None


def test_without_a_course_it_says_that_the_seed_is_new(run: Run, tmp_path: Path) -> None:
    status, out, _ = run("export", "gitlab", str(tmp_path / "repository"), "--with-secrets")
    assert status == 0
    assert "the shipped notebook and a new seed were taken" in out
    assert "GAUSSFIT_SOURCE and GAUSSFIT_SEED" in out
    assert (tmp_path / "repository" / ".gitlab-ci.yml").is_file()


def test_by_default_no_secret_is_asked_for(run: Run, tmp_path: Path) -> None:
    status, out, _ = run("export", "github", str(tmp_path / "repository"))
    assert status == 0
    assert "the variable GAUSSFIT_SOURCE. Their marks are a trial" in out
    assert "seed" not in out


def test_the_sandbox_goes_into_the_workflow(run: Run, tmp_path: Path) -> None:
    assert run("export", "github", str(tmp_path / "repository"), "--sandbox", "process")[0] == 0
    workflow = (tmp_path / "repository" / ".github" / "workflows" / "grade.yml").read_text(encoding="utf-8")
    assert "--sandbox process" in workflow


def test_marks_of_students_who_are_not_in_the_roster_are_warned_of(
    run: Run, course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("grader.export.marks.write_marks", lambda *_: ("s009",))
    output = str(tmp_path / "marks.csv")
    status, out, err = run("export", "marks", "--course", str(course.root), "--output", output)
    assert (status, out) == (0, f"wrote {output}\n")
    assert err == "warning: s009 has marks but is not in the roster.\n"


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (("export", "github", "x", "--course", "nowhere"), 2, "is not a folder: make a course with"),
        (("export", "marks", "--output", "x.csv"), 2, "so it is no course"),
        (("export", "marks", "--output", "x.csv", "--format", "excel"), 2, "'excel' is not one of"),
        (("export", "wheel", "/dev/null/x"), 1, "/dev/null/x cannot be written (Not a directory)"),
        (("export", "gradescope", "/dev/null/x.zip"), 1, "/dev/null/x.zip cannot be written"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(
    run: Run, arguments: tuple[str, ...], status: int, message: str
) -> None:
    found, _, err = run(*arguments)
    assert found == status
    assert message in err
    assert "Traceback" not in err
