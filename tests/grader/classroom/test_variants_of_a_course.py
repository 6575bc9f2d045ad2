"""A course whose students have points of their own: from the one notebook for all to marks, notes and stale marks."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pytest

from gaussfit.numbers import SIX_POINTS
from gaussfit.variants import optimum, points_of
from grader.classroom.grade import Options, grade_class
from grader.classroom.init import make_course
from grader.classroom.pending import own_context
from grader.classroom.rehearsal import faults
from grader.course import Course
from grader.errors import UsageError
from grader.explain.building import explanation
from grader.explain.run import rerun
from grader.explain.standing import standing
from grader.export.handout import handout
from grader.reading import course_release
from grader.reading.compose import composed_bytes
from grader.report.collect import class_report
from grader.report.page import report_html
from grader.settings import SETTINGS_NAME
from tests.standins.density import right_answers  # noqa: F401

TOML = '[exercise]\nname = "gaussian-density"\nvariants = "student"\n'
CLASS: Mapping[str, tuple[str, str]] = {
    "s001": ("s001", "s001"),
    "s002": ("S 002", "s002"),
    "s003": ("s002", "s002"),  # all of a neighbour's
    "s004": ("s004", "s001"),  # a neighbour's numbers
    "s005": ("", "s005"),
}
"""By student: the id in the notebook, and whose points the numbers fit."""


@dataclass(frozen=True)
class Graded:
    course: Course
    results: Mapping[str, Any]


def best(student: str) -> str:
    numbers = optimum(points_of(student, SIX_POINTS, 23.0))
    return f"A, B, C, X, Y = {', '.join(f'{number:.2f}' for number in numbers)}\n"


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory, right_answers: dict[str, str]) -> Graded:
    root = tmp_path_factory.mktemp("varied") / "course"
    root.mkdir()
    (root / SETTINGS_NAME).write_text(TOML, encoding="utf-8")
    course = make_course(root)
    release = course_release(course)
    for student, (carried, whose) in CLASS.items():
        path = course.submission_path(student)
        path.parent.mkdir(parents=True)
        own = {"student": f'student = "{carried}"\n', "parameters": best(whose)}
        path.write_bytes(composed_bytes(release, {**right_answers, **own}))
    report = grade_class(course, Options(jobs=1))
    return Graded(course, {each["student"]: each for each in report["submissions"]})


def test_the_notebook_has_one_cell_more_that_students_fill_in(graded: Graded) -> None:
    notebook = json.loads(graded.course.release_path.read_text(encoding="utf-8"))
    named = {cell["metadata"].get("nbgrader", {}).get("grade_id"): cell for cell in notebook["cells"]}
    cell = named["student"]
    assert "".join(cell["source"]) == 'student = ""  # your id, between the quotes'
    assert {name: cell["metadata"]["nbgrader"][name] for name in ("solution", "grade", "locked")} == {
        "solution": True,
        "grade": False,
        "locked": False,
    }
    assert list(named).index("student") < list(named).index("data")


def test_the_exercise_can_be_handed_out(graded: Graded) -> None:
    assert faults(graded.course.exercise) == ()


def test_no_platform_gets_it_that_knows_other_ids(graded: Graded) -> None:
    """The exported workflow names a student by their repository: right numbers would have failed there."""
    with pytest.raises(UsageError, match="tasks of their own, by ids that a platform does not know"):
        handout(graded.course.root)


def test_marks_go_by_the_points_of_the_folder(graded: Graded) -> None:
    scores = {student: result["questions"][2]["score"] for student, result in graded.results.items()}
    assert {student for student, score in scores.items() if score == 10} == {"s001", "s002", "s005"}
    assert all(result["questions"][0]["score"] == 10 for result in graded.results.values())


def test_only_who_has_another_id_in_the_notebook_reads_of_it(graded: Graded) -> None:
    told = {student: [n for n in each["notes"] if "carries" in n] for student, each in graded.results.items()}
    assert [student for student, notes in told.items() if notes] == ["s003", "s005"]
    assert told["s003"] == [
        "The notebook carries the id 's002'; it was handed in as 's003'. For A, B, C, X and Y the points of 's003' "
        "count."
    ]


def test_the_report_lists_them_and_nobody_else(graded: Graded) -> None:
    page = report_html(class_report(graded.course))
    listed = [
        line.split(":")[0].removeprefix("<li>") for line in page.splitlines() if line.startswith("<li>s00")
    ]
    assert listed == ["s003", "s004", "s005"]


def test_the_anonymous_report_has_no_ids(graded: Graded) -> None:
    page = report_html(class_report(graded.course, anonymous=True))
    assert not any(student in page for student in CLASS)


def test_explain_tells_how_the_numbers_do_on_the_notebooks_points(graded: Graded) -> None:
    run = rerun(graded.course, "s003")
    told = explanation(graded.course, run, standing(graded.course, run), "parameters")
    assert told.same
    assert "on the points that go with that the numbers come to 18.37" in repr(told)


def test_another_id_makes_marks_stale(graded: Graded) -> None:
    own = {own_context("digest", graded.course.exercise, student) for student in ("s001", "S 001", "s002")}
    assert len(own) == 2
    assert own_context("digest", graded.course.exercise.as_shipped, "s001") == "digest"
