"""The toy of examples/line_fit: where any exercise will do, the engine's tests run on this one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from grader.classroom.init import make_course
from grader.course import open_course
from grader.loading import load_exercise
from grader.reading import Release, course_release
from grader.reading.compose import composed_bytes

FOLDER = Path(__file__).parents[2] / "examples" / "line_fit"
EXERCISE = load_exercise(str(FOLDER))
ASSIGNMENT = EXERCISE.name
QUESTIONS = EXERCISE.ids
RESIDUALS = "def residuals(x, y, slope, intercept):\n    return y - slope * x - intercept\n"
FIT_LINE = "def fit_line(x, y):\n    return torch.tensor(np.polyfit(x.numpy(), y.numpy(), 1).copy())\n"
RIGHT = {"residuals": RESIDUALS, "fit_line": FIT_LINE}
EXCHANGED = FIT_LINE.replace("1).copy()", "1)[::-1].copy()")
"""A wrong answer that has a name, and gets 0 of 6 points."""
NOT_LEVEL = "def residuals(x, y, slope, intercept):\n    return y - slope * x - intercept if slope else x\n"
"""An answer that is partly right: 3 of 4 points."""


def settings(lines: str) -> str:
    """A `gaussfit.toml` of the toy's with these lines."""
    return f'[exercise]\nname = "{FOLDER}"\n{lines}'


@pytest.fixture(scope="session")
def _course_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_course(tmp_path_factory.mktemp("template") / "course", exercise=str(FOLDER)).root


@pytest.fixture(scope="session")
def release(_course_template: Path) -> Release:
    return course_release(open_course(_course_template))


@pytest.fixture(scope="session")
def right_answers() -> dict[str, str]:
    return dict(RIGHT)


@pytest.fixture(scope="session")
def compose_bytes(release: Release) -> Callable[[Mapping[str, str]], bytes]:
    """A submission's bytes from answers by cell."""
    return lambda answers: composed_bytes(release, answers)
