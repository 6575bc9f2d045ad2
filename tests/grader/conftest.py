"""Fixtures for the grader's tests: the toy's release, and course folders with submissions.

Tests that are about the answers of the exercise that ships with the grader take its fixtures from `density.py` beside
the toy's instead.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.cli import main
from grader.course import Course, open_course
from tests.standins.drawings import _without_a_screen, curve, drawing, drawn, gaussian, ring  # noqa: F401
from tests.standins.sessions import _one_thread, session_of  # noqa: F401
from tests.standins.toy import _course_template, compose_bytes, release, right_answers  # noqa: F401

Gaussfit = Callable[..., tuple[int, str, str]]


@pytest.fixture
def gaussfit(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Gaussfit:
    """Runs the command line in this process: (exit status, stdout, stderr)."""

    def run(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["gaussfit", *map(str, arguments)])
        monkeypatch.setattr("grader.cli.app._state", {"debug": False})
        with pytest.raises(SystemExit) as stopped:
            main()
        captured = capsys.readouterr()
        return int(stopped.value.code or 0), captured.out, captured.err

    return run


@pytest.fixture
def course(_course_template: Path, tmp_path: Path) -> Course:
    """An empty course of its own for each test."""
    shutil.copytree(_course_template, tmp_path / "course")
    return open_course(tmp_path / "course")


@pytest.fixture
def submit(course: Course) -> Callable[[str, bytes], Path]:
    """Puts a file where a student's submission lies."""

    def put(student: str, raw: bytes) -> Path:
        path = course.submission_path(student)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(raw)
        return path

    return put
