"""Faults of an exercise are told before any submission runs: the toy, broken in each way."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.exercise import EXERCISE
from grader.classroom.rehearsal import faults
from grader.loading import load_exercise
from tests.standins.toy import FOLDER as TOY


@pytest.fixture
def toy(tmp_path: Path) -> Iterator[Path]:
    """A copy of the toy exercise under a name of its own."""
    folder = tmp_path / f"toy_{tmp_path.name.replace('-', '_')}"
    shutil.copytree(TOY, folder, ignore=shutil.ignore_patterns("__pycache__"))
    for path in folder.glob("*"):
        path.write_text(path.read_text().replace("line_fit", folder.name))
    yield folder
    for name in [name for name in sys.modules if name.split(".")[0] == folder.name]:
        del sys.modules[name]


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text, f"{path.name} has no {old!r} any more"
    path.write_text(text.replace(old, new))


def told(folder: Path) -> str:
    return "\n".join(faults(load_exercise(str(folder))))


def test_the_shipped_exercise_and_the_toy_have_none(toy: Path) -> None:
    assert faults(EXERCISE) == ()
    assert told(toy) == ""


def test_points_that_do_not_add_up(toy: Path) -> None:
    edit(toy / "__init__.py", "points=6.0", "points=7.0")
    assert told(toy) == "The points of fit_line must add up to 7; they add up to 6."


def test_a_stub_that_passes(toy: Path) -> None:
    edit(
        toy / "__init__.py",
        'raise NotImplementedError("residuals is not written yet")',
        "return y - (slope * x + intercept)",
    )
    assert told(toy).startswith(
        "The stub of residuals earns 4 points (it passes “The line is taken from the points”)"
    )


def test_a_model_answer_that_fails_its_checks(toy: Path) -> None:
    edit(toy / "line.py", "return y - (slope * x + intercept)", "return (slope * x + intercept) - y")
    assert told(toy).startswith(
        "The model answer of residuals earns 0 of 4 points: “The line is taken from the points” says: Some residuals"
    )


def test_a_lesson_without_a_cell_for_a_question(toy: Path) -> None:
    edit(
        toy / "lesson.md",
        '```python name="residuals" role="answer"\n<< answer("line.residuals") >>\n```\n',
        "",
    )
    assert "residuals" in told(toy)
    assert "\n" not in told(toy)


def test_check_names_no_function_of_the_answer(toy: Path) -> None:
    edit(toy / "check_residuals.py", '"residuals", x, y, slope', '"residual", x, y, slope')
    assert told(toy).startswith("The model answer of residuals earns 0 of 4 points")


def test_a_question_without_checks(toy: Path) -> None:
    (toy / "check_residuals.py").write_text('"""Nothing yet."""\n')
    assert "must have at least one check" in told(toy)


def test_a_check_for_no_question(toy: Path) -> None:
    shutil.copy(toy / "check_residuals.py", toy / "check_nothing.py")
    assert f"{toy / 'check_nothing.py'} is for no question" in told(toy)


def test_a_stub_that_is_a_whole_function(toy: Path) -> None:
    edit(toy / "__init__.py", "stub='raise", "stub='def residuals(x, y, slope, intercept):\\n    raise")
    assert told(toy).startswith(
        "The stub of residuals defines residuals inside of residuals: answer(…) keeps"
    )


def test_a_plain_number_for_an_array_is_told_with_its_line(toy: Path) -> None:
    edit(toy / "check_residuals.py", "np.float32(0), np.float32(2)", "0, 2")
    line = (toy / "check_residuals.py").read_text().partition(", 0, 2")[0].count("\n") + 1
    assert told(toy) == (
        "The check test_a_level_line broke with TypeError: argument 3 of residuals must be a NumPy array, such as "
        f"np.array(3); it is int, in line {line} of check_residuals.py. No mark was given; correct it and grade again."
    )


def test_an_example_that_breaks_is_not_the_graders(toy: Path) -> None:
    edit(toy / "marking.py", 'session.call("fit_line", [X, Y])', 'session.call("fit_line", X, Y)')
    assert told(toy).startswith("The example of fit_line broke with TypeError: ")
    assert "of marking.py. No mark was given" in told(toy)


def test_a_diagnosis_that_breaks(toy: Path) -> None:
    edit(toy / "marking.py", "in student.calls", "in student.call")
    assert told(toy).startswith("The diagnosis of fit_line broke with AttributeError: ")


def test_pictures_that_break(toy: Path) -> None:
    edit(toy / "marking.py", "frame = Frame(30, 8,", "frame = Frame(missing, 8,")
    line = (toy / "marking.py").read_text().partition("missing")[0].count("\n") + 1
    assert told(toy) == (
        "The pictures of fit_line broke with NameError: name 'missing' is not defined, "
        f"in line {line} of marking.py: correct them."
    )
