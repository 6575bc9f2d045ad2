"""A small class, graded once: wrong answers, a hostile one, and a file that is none."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from benchmarks.labelled import labelled_answers
from grader.classroom.grade import Options, grade_class
from grader.course import Course, open_course
from grader.explain.building import explanation
from grader.explain.model import Explanation
from grader.explain.run import rerun
from grader.explain.standing import standing
from tests.standins.density import _course_template, compose_bytes, release, right_answers  # noqa: F401

HOSTILE = "<img src=x onerror=alert(1)>"
"""A student's id: a folder may be called so."""
HOSTILE_ANSWER = """
class Oops(Exception):
    pass

# </pre><script>alert(1)</script> [red]not markup[/red]
def gaussian_nll(x, Sigma, Mean):
    raise Oops("</pre><script src=https://example.org/x.js></script>\\x1b[31m [bold]" + "x" * 100_000)
"""

RAISES = """
def draw_density(fig, Sigma, Mean):
    fig.gca().plot(Sigma, Mean[:1])
"""


def source(question: str, name: str) -> str:
    return next(answer.source for answer in labelled_answers(question, "wrong") if answer.name == name)  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def answers(right_answers: dict[str, str]) -> dict[str, dict[str, str]]:
    """The class, by student and cell."""
    return {
        "ann": {
            "gaussian_nll": source("gaussian_nll", "half_forgotten"),
            "draw_density": source("draw_density", "circle_through_sigma"),
            "parameters": source("parameters", "b_positive"),
        },
        "bob": {**right_answers},
        "cal": {
            "gaussian_nll": source("gaussian_nll", "total"),
            "draw_density": RAISES,
            "parameters": "A = 3\nB = undefined",
        },
        HOSTILE: {**right_answers, "gaussian_nll": HOSTILE_ANSWER},
    }


@pytest.fixture(scope="session")
def graded_root(
    tmp_path_factory: pytest.TempPathFactory,
    _course_template: Path,
    compose_bytes: Callable[[Mapping[str, str]], bytes],
    answers: dict[str, dict[str, str]],
) -> Path:
    root = tmp_path_factory.mktemp("explained") / "course"
    shutil.copytree(_course_template, root)
    course = open_course(root)
    files = {student: compose_bytes(given) for student, given in answers.items()}
    for student, raw in {**files, "zed": b"sorry"}.items():
        path = course.submission_path(student)
        path.parent.mkdir(parents=True)
        path.write_bytes(raw)
    grade_class(course, Options())
    return root


@pytest.fixture
def graded(graded_root: Path, tmp_path: Path) -> Course:
    """The graded class, a copy for each test that changes it."""
    shutil.copytree(graded_root, tmp_path / "course")
    return open_course(tmp_path / "course")


@pytest.fixture(scope="session")
def told(graded_root: Path) -> Callable[..., Explanation]:
    """The explanation of a student's marks, made once."""
    course = open_course(graded_root)
    made: dict[str, Explanation] = {}

    def tell(student: str) -> Explanation:
        if student not in made:
            run = rerun(course, student)
            made[student] = explanation(course, run, standing(course, run))
        return made[student]

    return tell
