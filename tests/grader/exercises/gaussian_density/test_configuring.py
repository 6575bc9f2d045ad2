"""Data and pass mark of a course: what is taken, and each fault as a sentence."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.exercise import EXERCISE
from gaussfit.data import six_points
from gaussfit.density import fit_gaussian, gaussian_nll
from grader.authoring.slots import code
from grader.authoring.source import source_notebook
from grader.checking import mark_questions
from grader.errors import CourseError
from grader.exercises.gaussian_density.task import SHIPPED, Task
from grader.settings import SETTINGS_NAME, read_settings, settings_text

NINE = tuple((round(0.7 * i - 2.8, 2), round(0.3 * i * (-1) ** i, 2)) for i in range(9))


def task(folder: Path, exercise: str) -> Task:
    (folder / SETTINGS_NAME).write_text(f"[exercise]\n{exercise}\n", encoding="utf-8")
    found = read_settings(folder).taught.task
    assert isinstance(found, Task)
    return found


def test_the_shipped_task_is_the_lesson_s() -> None:
    assert SHIPPED.code == code("gaussfit", "data.six_points")
    np.testing.assert_array_equal(SHIPPED.x, six_points().double().numpy())
    assert (SHIPPED.below_start, SHIPPED.word, SHIPPED.following) == (24.962049, "six", "seventh")


def test_the_best_and_the_start_are_the_reference_s() -> None:
    data = torch.tensor(NINE).T
    Sigma, Mean = fit_gaussian(data)
    nine = Task(NINE)
    assert nine.best_nll == pytest.approx(float(gaussian_nll(data, Sigma, Mean).sum()), abs=1e-4)
    start = gaussian_nll(data, torch.eye(2), torch.zeros(2)).sum()
    assert nine.start_nll == pytest.approx(float(start), abs=1e-4)


@given(st.floats(0.001, 0.999))
def test_the_model_answer_is_below_any_pass_mark(share: float) -> None:
    best, start = SHIPPED.best_nll, SHIPPED.start_nll
    set_ = Task(pass_mark=best + share * (start - best))
    total = set_.total_nll(*(float(each) for each in set_.answer.split(",")))
    assert total is not None
    assert total < set_.pass_mark


@pytest.mark.parametrize(
    "text",
    ["x,y\n{}", "{}", "\ufeff{}\n\n", "x\ty\n{tabs}", "x;y\n{semicolons}"],
    ids=["headings", "bare", "byte-order mark", "tabs", "decimal commas"],
)
def test_points_come_from_a_file(tmp_path: Path, text: str) -> None:
    rows = [f"{x},{y}" for x, y in NINE]
    text = text.format(
        "\n".join(rows),
        tabs="\n".join(row.replace(",", "\t") for row in rows),
        semicolons="\n".join(row.replace(",", ";").replace(".", ",") for row in rows),
    )
    (tmp_path / "points.csv").write_text(text, encoding="utf-8")
    assert task(tmp_path, 'data = "points.csv"\npass_mark = 38.5').data == NINE


SQUARE = "[[1, 1], [1, -1], [-1, 1], [-1, -1]]"


@pytest.mark.parametrize(
    ("exercise", "sentence"),
    [
        (
            "pass_marks = 23",
            "line 2: there is no setting 'pass_marks' under [exercise]: is 'pass_mark' meant?",
        ),
        ("pass_mark = 25", "line 2: pass_mark must lie between 18.377, the best that any Gaussian reaches"),
        ("pass_mark = 18.377", "line 2: pass_mark must lie between 18.377"),
        ('pass_mark = "23"', "line 2: pass_mark must be a number, such as 23; it is '23'"),
        ("pass_mark = nan", "line 2: pass_mark must be a number, such as 23; it is nan"),
        ("pass_mark = true", "line 2: pass_mark must be a number, such as 23; it is True"),
        ("pass_mark = 22.1234567", "line 2: pass_mark must have 6 digits at most"),
        ('variants = "group"', 'line 2: variants must be "student" or "none"; it is \'group\''),
        ("data = [[1, 1], [0, 1]]", "line 2: data must have 3 to 50 points; there are 2"),
        (f"data = {[[0.01 * i, 0.02 * i * i / 50] for i in range(51)]}", "3 to 50 points; there are 51"),
        ("data = [[-2, -2], [0, 0], [2, 2]]", "line 2: data must not lie on a line"),
        ("data = [[-2, 1], [0, 1], [2, 1]]", "line 2: data must not lie on a line"),
        (
            "data = [[-2, 1], [0, 5], [2, 1]]",
            "line 2: data must lie inside the axes, which go from -5 to 5; (0, 5)",
        ),
        (
            "data = [[-4.9, 0], [4.9, 1], [-4.9, 1], [4.9, 0]]",
            "inside the sliders, which go from -2 to 6; it has A = 24",
        ),
        ("data = [[-2.5, -3], [-2.6, -2], [-3, -2.5]]", "it has X = -2.7 and Y = -2.5"),
        (
            "data = [[1, 2], [3], [4, 5]]",
            "line 2: each point of data must be [x, y], two numbers; point 2 is [3]",
        ),
        ("data = [[1, 2], [3, nan], [4, 5]]", "two numbers; point 2 is [3, nan]"),
        (
            "data = 6",
            "line 2: data must be a list of points, [[x, y], …], or the name of a CSV file; it is 6",
        ),
        ('data = "none.csv"', "there is no file"),
        ('data = "../points.csv"', "data must name a file in the course's folder"),
        ("data = [[2, 0], [0, 1.5], [-1, -1]]", "its default: "),
    ],
)
def test_each_fault_is_a_sentence_with_its_line(tmp_path: Path, exercise: str, sentence: str) -> None:
    with pytest.raises(CourseError) as told:
        task(tmp_path, exercise)
    assert sentence in str(told.value)


def test_a_fault_in_the_file_names_its_row(tmp_path: Path) -> None:
    (tmp_path / "points.csv").write_text("x,y\n1,2\n3,four\n", encoding="utf-8")
    with pytest.raises(
        CourseError, match=r"points\.csv must have two numbers a row, x and y; row 3 is '3, four'"
    ):
        task(tmp_path, 'data = "points.csv"')


def test_all_faults_are_told_from_the_top_of_the_file(tmp_path: Path) -> None:
    with pytest.raises(CourseError) as told:
        task(
            tmp_path,
            'pass_mark = 1\nvariant = "none"\n[points]\nparameters = 101\nnll = 3\n[limits]\ncell = 0',
        )
    faults = str(told.value).split("line ")[1:]
    assert [int(fault.split(":")[0]) for fault in faults] == [2, 3, 5, 6, 8]


@pytest.mark.parametrize("worth", ["-1", "100.25", "0.1", "nan", "true", '"10"'])
def test_points_are_quarters_from_0_to_100(tmp_path: Path, worth: str) -> None:
    (tmp_path / SETTINGS_NAME).write_text(f"[points]\nparameters = {worth}\n", encoding="utf-8")
    with pytest.raises(
        CourseError, match=r"line 2: parameters must be 0 to 100 points in steps of 0\.25; it is "
    ):
        read_settings(tmp_path)


def test_some_question_has_points(tmp_path: Path) -> None:
    text = "[points]\ngaussian_nll = 0\ndraw_density = 0\nparameters = 0\n"
    (tmp_path / SETTINGS_NAME).write_text(text, encoding="utf-8")
    with pytest.raises(CourseError, match="line 1: no question is worth any points"):
        read_settings(tmp_path)


def test_settings_written_out_are_read_as_they_are(tmp_path: Path) -> None:
    exercise = EXERCISE.configured({"parameters": 0, "draw_density": 2.5}, Task(NINE, 38.5))
    (tmp_path / SETTINGS_NAME).write_text(settings_text(exercise), encoding="utf-8")
    assert read_settings(tmp_path).taught == exercise
    assert pickle.loads(pickle.dumps(exercise)) == exercise


@pytest.mark.parametrize("count", [3, 9, 13, 20, 50])
def test_the_lesson_is_about_any_number_of_points(count: int) -> None:
    data = tuple((round(2 * np.cos(i), 4), round(2 * np.sin(2.3 * i), 4)) for i in range(count))
    found = Task(data)
    text = source_notebook(EXERCISE.configured({}, found))
    assert f"(2, {count})" in text
    assert f"def {found.function}():" in text
    names: dict[str, object] = {"torch": torch}
    exec(found.code, names)
    np.testing.assert_array_equal(names[found.function]().double().numpy(), found.x)  # type: ignore[operator]


def test_what_is_said_of_the_lesson_s_points_is_not_said_of_others(session_of: Callable[..., Any]) -> None:
    told = {}
    for exercise in (EXERCISE, EXERCISE.configured({}, Task(NINE, 38.5))):
        (marked,) = mark_questions(session_of(A=1, B=0, C=1, X=1, Y=0), "seed", exercise, ["parameters"])
        told[exercise.task] = {each.slug: each.message for each in marked.diagnoses}["sigma-at-identity"]
    assert "a long, slanted cloud" in told[SHIPPED]
    assert "slanted cloud" not in told[Task(NINE, 38.5)]
