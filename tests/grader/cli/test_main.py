"""The `gaussfit` command: exit status, one sentence on stderr, and what it writes."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from grader.cli import main
from grader.course import Course
from grader.running.outside.sandbox import Capabilities
from tests.grader.conftest import Gaussfit
from tests.standins.density import compose_bytes, release, right_answers  # noqa: F401


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("grade", "--course", "/nowhere/at/all"), "/nowhere/at/all is not a folder"),
        (("grade", "ps1", "--course", "."), "There is no assignment 'ps1'"),
        (("build", "--course", "/nowhere/at/all"), "/nowhere/at/all is not a folder"),
        (("check", "/nowhere.ipynb"), "/nowhere.ipynb is no file: name the notebook to check."),
        (("check", "/nowhere.ipynb", "--format", "pdf"), "There is no format 'pdf'; choose one of"),
        (("check", "x.ipynb", "--output", "a", "--output", "b"), "more --output than --format"),
        (("check", "x.ipynb", "--format", "json", "--format", "text"), "Only one format can go to stdout"),
    ],
)
def test_wrong_usage_is_one_sentence_and_exit_2(
    gaussfit: Gaussfit, arguments: tuple[str, ...], sentence: str
) -> None:
    status, out, err = gaussfit(*arguments)
    assert (status, out) == (2, "")
    assert sentence in err
    assert err.startswith("gaussfit: ")
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    "arguments", [("grade", "--jobs", "0"), ("grade", "--sandbox", "none"), ("frobnicate",)]
)
def test_an_unknown_word_is_exit_2(gaussfit: Gaussfit, arguments: tuple[str, ...]) -> None:
    status, _, err = gaussfit(*arguments)
    assert status == 2
    assert "Traceback" not in err


def test_debug_shows_the_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["gaussfit", "build", "--course", "/nowhere/at/all", "--debug"])
    monkeypatch.setattr("grader.cli.app._state", {"debug": False})
    with pytest.raises(ValueError, match="is not a folder"):
        main()


def test_an_internal_error_is_one_sentence_too(gaussfit: Gaussfit, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("made")

    monkeypatch.setattr("grader.course.open_course", broken)
    status, _, err = gaussfit("build")
    assert status == 1
    assert err == "gaussfit: internal error (RuntimeError: made); run again with --debug and report it.\n"


def test_build_check_tells_stale_notebooks(gaussfit: Gaussfit, course: Course) -> None:
    assert gaussfit("build", "--course", course.root, "--check")[0] == 0
    course.release_path.write_text("{}")
    status, _, err = gaussfit("build", "--course", course.root, "--check")
    assert status == 1
    assert f"{course.release_path} is stale: run `gaussfit build`." in err
    assert gaussfit("build", "--course", course.root)[0] == 0
    assert gaussfit("build", "--course", course.root, "--check")[0] == 0


def test_build_check_tells_a_missing_notebook_as_missing(gaussfit: Gaussfit, course: Course) -> None:
    course.release_path.unlink()
    status, _, err = gaussfit("build", "--course", course.root, "--check")
    assert (status, err) == (1, f"{course.release_path} is missing: run `gaussfit build`.\n")


def test_the_committed_notebooks_are_up_to_date(gaussfit: Gaussfit) -> None:
    root = Path(__file__).parents[3]
    status, _, err = gaussfit("build", "--course", root, "--check")
    assert (status, err) == (0, "")


def test_init_says_what_to_do_next(gaussfit: Gaussfit, tmp_path: Path) -> None:
    status, out, _ = gaussfit("init", tmp_path / "course")
    assert status == 0
    assert "gaussfit grade" in out
    assert (tmp_path / "course" / "assignments" / "gaussian-density" / "gaussian-density.ipynb").is_file()


def test_check_prints_marks_and_writes_json(
    gaussfit: Gaussfit, compose_bytes: Any, right_answers: dict[str, str], tmp_path: Path
) -> None:
    notebook = tmp_path / "mine.ipynb"
    notebook.write_bytes(compose_bytes(right_answers | {"parameters": "A = 1"}))
    status, out, err = gaussfit(
        "check", notebook, "--format", "json", "--output", tmp_path / "m.json", "--format", "text", "--strict"
    )
    result = json.loads((tmp_path / "m.json").read_text(encoding="utf-8"))
    assert (status, err) == (1, "")
    assert (result["student"], result["status"]) == ("mine", "graded")
    assert 20.0 <= result["score"] < 30.0
    assert "gaussian_nll: 10 of 10" in out


def test_check_refuses_where_student_code_cannot_be_locked_in(
    gaussfit: Gaussfit, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "n.ipynb").write_text("{}")
    bare = Capabilities("Old 1.0", 0, False, False, ("the kernel (1.0) offers no Landlock",))
    monkeypatch.setattr("grader.running.outside.sandbox.probe", lambda: bare)
    status, out, err = gaussfit("check", tmp_path / "n.ipynb")
    assert (status, out) == (1, "")
    assert "cannot be locked in here: the kernel (1.0) offers no Landlock" in err
    assert "--sandbox=process" in err
    status, out, _ = gaussfit("doctor")
    assert status == 1
    assert "missing: the kernel (1.0) offers no Landlock" in out


def test_doctor_says_what_this_machine_can_do(gaussfit: Gaussfit) -> None:
    status, out, _ = gaussfit("doctor")
    assert status == (0 if "Student code can be locked in here." in out else 1)
    assert "Landlock: " in out


def test_doctor_in_a_course_tells_what_is_damaged(
    gaussfit: Gaussfit, course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(course.root)
    assert "The notebooks of the course are sound." in gaussfit("doctor")[1]
    course.release_path.unlink()
    status, out, _ = gaussfit("doctor", "--course", course.root)
    assert status == 1
    assert f"{course.release_path} is missing" in out
    assert gaussfit("doctor", "--course", course.root / "submitted")[0] == 2


def test_doctor_lists_what_notebooks_import(gaussfit: Gaussfit, tmp_path: Path) -> None:
    cell = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None}
    cells = [{**cell, "source": "import numpy, no_such_package"}]
    notebook = {"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": cells}
    (tmp_path / "a.ipynb").write_text(json.dumps(notebook))
    status, out, _ = gaussfit("doctor", "--packages", str(tmp_path))
    assert status == 0
    assert "Missing: no_such_package. To add them: " in out
    assert gaussfit("doctor", str(tmp_path))[0] == 2
    assert gaussfit("doctor", "--packages")[0] == 2


def test_version_is_told(gaussfit: Gaussfit) -> None:
    from gaussfit.version import __version__

    assert gaussfit("--version")[1] == f"gaussfit {__version__}\n"


def test_grading_looks_once_at_who_handed_in(
    gaussfit: Gaussfit, course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    try:
        (course.submitted / os.fsdecode(b"j\xf6rg") / course.assignment).mkdir(parents=True)
    except OSError:
        pytest.skip("this file system has no names that are no UTF-8")
    scans = []
    scan = Course._folders
    monkeypatch.setattr(Course, "_folders", lambda self: scans.append(self) or scan(self))
    status, out, _ = gaussfit("grade", "--course", course.root, "--sandbox", "process")
    assert (status, "1 error" in out) == (1, True)
    assert len(scans) == 1
