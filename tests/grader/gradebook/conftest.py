"""A class with every kind of bad file, graded once for all tests of this folder."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import pytest

from grader.classroom.grade import Options, grade_class
from grader.course import Course, open_course
from grader.reading import Release
from grader.reading.compose import compose
from tests.standins.toy import EXERCISE

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@dataclass(frozen=True)
class GradedClass:
    course: Course
    report: dict[str, Any]

    def of(self, student: str) -> dict[str, Any]:
        return next(result for result in self.report["submissions"] if result["student"] == student)


def _cell(notebook: dict[str, Any], grade_id: str) -> dict[str, Any]:
    return next(c for c in notebook["cells"] if c["metadata"].get("nbgrader", {}).get("grade_id") == grade_id)


def _changed(
    release: Release, answers: Mapping[str, str], change: Callable[[dict[str, Any]], object]
) -> bytes:
    notebook = compose(release, answers)
    change(notebook)
    return json.dumps(notebook).encode()


def _tampered(notebook: dict[str, Any]) -> None:
    for question in EXERCISE.questions:
        cell = _cell(notebook, question.grade_cell)
        cell["source"] = "10.0"
        cell["metadata"]["nbgrader"]["points"] = 1000


def _format_3(release: Release, answers: Mapping[str, str]) -> bytes:
    notebook = nbformat.from_dict(compose(release, answers))
    for cell in notebook.cells:
        del cell["id"]
    notebook.nbformat_minor = 4  # the last without cell ids
    return str(nbformat.v3.writes_json(nbformat.convert(notebook, 3))).encode()


@pytest.fixture(scope="session")
def class_files(release: Release, right_answers: dict[str, str]) -> dict[str, bytes]:
    """Submissions by student id, which says what is the matter with them."""
    right = right_answers

    def with_(change: Callable[[dict[str, Any]], object], answers: Mapping[str, str] = right) -> bytes:
        return _changed(release, answers, change)

    def doubled(notebook: dict[str, Any]) -> None:
        notebook["cells"].append(dict(_cell(notebook, "residuals"), id="copy"))

    def renamed(notebook: dict[str, Any]) -> None:
        cell = _cell(notebook, "fit_line")
        cell["metadata"]["nbgrader"]["grade_id"], cell["id"] = "my_line", "mine"

    def too_new(notebook: dict[str, Any]) -> None:
        _cell(notebook, "residuals")["metadata"]["nbgrader"]["schema_version"] = 99

    return {
        "right": with_(lambda notebook: None),
        "untouched": with_(lambda notebook: None, {}),
        "half [1] *": with_(lambda notebook: None, {"residuals": right["residuals"]}),
        "tampered": with_(_tampered, {}),
        "doubled": with_(doubled),
        "renamed": with_(renamed),
        "schema-99": with_(too_new),
        "no-grade-cells": with_(lambda n: n["cells"].remove(_cell(n, "test_residuals"))),
        "format-3": _format_3(release, right),
        "kernel-R": with_(
            lambda n: n["metadata"].update(
                kernelspec={"language": "R", "name": "ir"}, language_info={"name": "R"}
            )
        ),
        "broken-json": with_(lambda n: None)[:-100],
        "no-notebook": b"\x89PNG\r\n",
        "Zoë O'Hara": with_(lambda notebook: None),
    }


@pytest.fixture(scope="session")
def graded(
    tmp_path_factory: pytest.TempPathFactory, _course_template: Path, class_files: dict[str, bytes]
) -> GradedClass:
    root = tmp_path_factory.mktemp("graded") / "course"
    shutil.copytree(_course_template, root)
    course = open_course(root)
    for student, raw in class_files.items():
        path = course.submission_path(student)
        path.parent.mkdir(parents=True)
        path.write_bytes(raw)
    course.submission_path("no-file").parent.mkdir(parents=True)
    return GradedClass(course, grade_class(course, Options(jobs=1)))


@pytest.fixture(scope="session")
def run_in() -> Run:
    """Runs a command of this Python environment in a folder; it must succeed."""

    def run(folder: Path, command: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        executable = str(Path(sys.executable).with_name(command))
        done = subprocess.run(
            [executable, *arguments], cwd=folder, capture_output=True, text=True, check=False
        )
        if done.returncode:
            pytest.fail(f"{command} {arguments} exited {done.returncode}:\n{done.stdout}\n{done.stderr}")
        return done

    return run
