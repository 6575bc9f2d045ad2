"""What the toy's fixtures are, of the exercise that ships with the grader: for tests that are about its answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from benchmarks.exercise import EXERCISE
from grader.classroom.init import make_course
from grader.reading import Release, packaged_release
from grader.reading.compose import composed_bytes

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


@pytest.fixture(scope="session")
def release() -> Release:
    return packaged_release(EXERCISE)


@pytest.fixture(scope="session")
def right_answers() -> dict[str, str]:
    return dict(RIGHT)


@pytest.fixture(scope="session")
def _course_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_course(tmp_path_factory.mktemp("template") / "course").root


@pytest.fixture(scope="session")
def compose_bytes(release: Release) -> Callable[[Mapping[str, str]], bytes]:
    """A submission's bytes from answers by cell."""
    return lambda answers: composed_bytes(release, answers)
