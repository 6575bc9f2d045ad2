"""Fixtures for the grader's tests: the release, and course folders with submissions."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from benchmarks.exercise import EXERCISE
from grader.classroom.init import make_course
from grader.cli import main
from grader.course import Course, open_course
from grader.reading import Release, packaged_release
from grader.reading.compose import composed_bytes
from tests.standins.drawings import _without_a_screen, curve, drawing, drawn, gaussian, ring  # noqa: F401
from tests.standins.sessions import _one_thread, session_of  # noqa: F401

Gaussfit = Callable[..., tuple[int, str, str]]

RIGHT = {
    "gaussian_nll": """
def gaussian_nll(x, Sigma, Mean):
    d = x - Mean[:, None]
    quadratic = (d * torch.linalg.solve(Sigma, d)).sum(0)
    return 0.5 * quadratic + 0.5 * torch.logdet(Sigma) + len(x) / 2 * math.log(2 * math.pi)
""",
    "draw_density": """
def draw_density(fig, Sigma, Mean):
    t = np.linspace(0, 2 * np.pi, 100)
    root = np.linalg.cholesky(np.asarray(Sigma, dtype=float))
    for mass in (0.2, 0.4, 0.6, 0.8):
        x, y = np.sqrt(-2 * np.log(1 - mass)) * root @ [np.cos(t), np.sin(t)] + np.asarray(Mean)[:, None]
        fig.gca().plot(x, y)
""",
    "parameters": "A, B, C, X, Y = 3.49, -1.35, 0.97, -0.11, 0.41\n",
}


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


@pytest.fixture(scope="session")
def release() -> Release:
    return packaged_release(EXERCISE)


@pytest.fixture(scope="session")
def right_answers() -> dict[str, str]:
    return dict(RIGHT)


@pytest.fixture(scope="session")
def compose_bytes(release: Release) -> Callable[[Mapping[str, str]], bytes]:
    """A submission's bytes from answers by cell."""
    return lambda answers: composed_bytes(release, answers)


@pytest.fixture(scope="session")
def _course_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_course(tmp_path_factory.mktemp("template") / "course").root


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
