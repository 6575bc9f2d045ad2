"""Points of one's own: whose count, what is told of another id in the notebook, and a class in which ten copied."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from benchmarks.exercise import EXERCISE
from gaussfit.numbers import SIX_POINTS
from gaussfit.variants import optimum, points_of
from grader.checking import mark_questions
from grader.errors import SettingsError
from grader.exercise import Finding
from grader.exercises.gaussian_density.class_pictures import class_pictures, fitted
from grader.exercises.gaussian_density.configuring import configure
from grader.exercises.gaussian_density.task import SHIPPED, Five, Task
from grader.results import QuestionResult

COURSE = EXERCISE.configured({}, Task(variants="student"))
IDS = [f"s{number:03}" for number in range(1, 101)]


def task_of(student: str) -> Task:
    task = COURSE.for_student(student)[0].task
    assert isinstance(task, Task)
    return task


@pytest.fixture
def marked(session_of: Callable[..., Any]) -> Callable[..., tuple[QuestionResult, Finding]]:
    def mark(student: str, numbers: Five, carried: str | None = None) -> tuple[QuestionResult, Finding]:
        exercise, _ = COURSE.for_student(student, {"student": student if carried is None else carried})
        session = session_of(**dict(zip("ABCXY", numbers, strict=True)))
        (result,) = mark_questions(session, "seed", exercise, ["parameters"])
        return result, Finding(student, {"parameters": result.facts}, task_of(student))

    return mark


def rounded(task: Task) -> Five:
    A, B, C, X, Y = (round(number, 2) for number in task.best)
    return A, B, C, X, Y


def test_a_student_has_the_points_that_the_notebook_computes() -> None:
    assert [*zip(*task_of("S 001").data, strict=True)] == [
        tuple(row) for row in points_of("s001", SIX_POINTS, 23.0)
    ]
    assert task_of("s001").best == pytest.approx(optimum(points_of("s001", SIX_POINTS, 23.0)), abs=1e-6)


def test_without_variants_all_have_the_same_task() -> None:
    assert EXERCISE.for_student("s001", {"student": "s002"}) == (EXERCISE, ())


@pytest.mark.parametrize(
    ("carried", "told"),
    [
        ({"student": "s002"}, "The notebook carries the id 's002'; it was handed in as 's001'."),
        ({"student": ""}, "The notebook carries no id; it was handed in as 's001'."),
        ({}, "The notebook carries an id that cannot be read; it was handed in as 's001'."),
    ],
)
def test_the_student_reads_which_id_the_notebook_carries_and_whose_points_count(
    carried: dict[str, str], told: str
) -> None:
    exercise, notes = COURSE.for_student("s001", carried)
    assert notes == (f"{told} For A, B, C, X and Y the points of 's001' count.",)
    assert getattr(exercise.task, "data", None) == task_of("s001").data


def test_capitals_and_blanks_in_the_notebook_are_forgiven() -> None:
    assert COURSE.for_student("s001", {"student": " S 001"})[1] == ()


def test_marks_go_by_the_id_of_the_folder(marked: Callable[..., tuple[QuestionResult, Finding]]) -> None:
    theirs = rounded(task_of("s002"))
    assert marked("s002", theirs)[0].score == 10
    assert marked("s002", theirs, carried="s001")[0].score == 10
    assert marked("s001", theirs)[0].score < 10
    assert marked("s001", theirs, carried="s002")[0].score < 10


def test_a_class_in_which_ten_copied_a_neighbours_numbers(
    marked: Callable[..., tuple[QuestionResult, Finding]],
) -> None:
    copied = {IDS[place]: IDS[place - 1] for place in range(4, 100, 10)}
    chance = np.random.default_rng(7)
    results, findings = {}, []
    for place, student in enumerate(IDS):
        numbers = rounded(task_of(copied.get(student, student)))
        if student not in copied:  # by hand, so not quite the best; some give up above the mark
            A, B, C, X, Y = np.round(np.array(numbers) + chance.normal(0, 0.05, 5), 2).tolist()
            numbers = (A, B, C, X, Y) if place % 10 else (A * 4, B, C * 4, X, Y)
        carried = copied.get(student, student) if place % 20 == 4 else student
        results[student], finding = marked(student, numbers, carried)
        findings.append(finding)
    assert [student for student in copied if results[student].score == 10] == []
    assert sum(result.score == 10 for result in results.values()) == 80
    (picture,) = class_pictures(findings)
    assert {
        line.split(":")[0]: copied[line.split(":")[0]] in line for line in picture.listed
    } == dict.fromkeys(copied, True)


def test_a_copy_that_passes_by_luck_is_told_all_the_same(
    marked: Callable[..., tuple[QuestionResult, Finding]],
) -> None:
    """One copy in twenty does: the points of s079 and s080 lie much alike."""
    numbers = rounded(task_of("s079"))
    (copy, finding), (_, original) = marked("s080", numbers), marked("s079", numbers)
    assert copy.score == 10
    (line,) = class_pictures([original, finding])[0].listed
    assert line.startswith(
        "s080: s079 has the same five numbers, which come to 18.378 on the points of s079; on the"
    )


def test_staff_read_how_the_numbers_do_on_both_points(
    marked: Callable[..., tuple[QuestionResult, Finding]],
) -> None:
    numbers = rounded(task_of("s002"))
    findings = [marked("s001", numbers, "s002")[1], marked("s002", numbers)[1]]
    theirs = task_of("s002").total_nll(*numbers) or math.nan
    own = task_of("s001").total_nll(*numbers) or math.nan
    (line,) = class_pictures(findings)[0].listed
    assert line.startswith(
        "s001: the notebook carries the id of s002; on the points that go with it the numbers"
    )
    assert f"come to {math.ceil(theirs * 1000) / 1000:.3f}" in line
    assert f"own points they come to {math.ceil(own * 1000) / 1000:.3f}." in line


def test_all_fits_lie_over_each_other_in_common_coordinates(
    marked: Callable[..., tuple[QuestionResult, Finding]],
) -> None:
    findings = [marked(student, rounded(task_of(student)))[1] for student in IDS[:8]]
    for each in fitted(findings):
        assert pytest.approx(SHIPPED.best, abs=0.02) == (each.A, each.B, each.C, each.X, each.Y)


def test_a_course_whose_points_suit_no_map_is_refused_in_a_sentence() -> None:
    data = [[4.4, 4.5], [4.6, 4.5], [4.5, 4.3], [4.5, 4.7], [4.6, 4.6]]
    with pytest.raises(SettingsError) as told:
        configure({"variants": "student", "data": data, "pass_mark": 105}, Path())
    assert told.value.faults == (
        (
            "variants",
            'variants = "student" cannot be had with these data and this pass_mark, for too few maps of the plane '
            "suit them: seldom is it so that the start is 1 nat above the pass mark; lower pass_mark, or bring the "
            "points closer together",
        ),
    )


@pytest.mark.parametrize("given", ["students", True, None])
def test_variants_are_student_or_none(given: object) -> None:
    with pytest.raises(SettingsError) as told:
        configure({"variants": given}, Path())
    assert told.value.faults == (("variants", f'variants must be "student" or "none"; it is {given!r}'),)
