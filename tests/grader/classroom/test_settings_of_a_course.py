"""A course with other points, another pass mark and nine points of data from a file: built, graded, reported."""

from __future__ import annotations

import json
import pickle
import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderAPI
from typer.testing import CliRunner

from grader.classroom.grade import Options, grade_class
from grader.classroom.init import make_course, rebuild
from grader.classroom.one_file import check_notebook
from grader.classroom.preview import preview
from grader.classroom.rehearsal import faults
from grader.cli.app import app
from grader.course import Course, course_at, open_course
from grader.errors import CourseError
from grader.export.gradescope import write_autograder
from grader.export.handout import handout
from grader.export.repository import write_repository
from grader.gradebook.config import load_config
from grader.marking.cluster import Marker
from grader.marking.jobs import Settings
from grader.reading import course_release
from grader.reading.compose import composed_bytes
from grader.settings import SETTINGS_NAME, SETTINGS_VARIABLE
from tests.standins.density import right_answers  # noqa: F401

POINTS = (
    *((-3.0, -1.2), (-2.0, -1.0), (-1.5, 0.1), (-0.5, -0.4), (0.2, 0.6)),
    *((1.0, 0.3), (1.8, 1.5), (2.6, 1.0), (3.3, 2.2)),
)
CSV = "x;y\n" + "".join(f"{x};{y}\n".replace(".", ",") for x, y in POINTS)
PAGE = Path(__file__).parents[3] / "docs" / "instructors.md"
TOML = (
    PAGE.read_text(encoding="utf-8").partition("## Settings")[2].partition("```toml\n")[2].partition("```")[0]
)
"""The settings that the page for instructors shows."""
ANSWERS: Mapping[str, str] = {
    "right": "A, B, C, X, Y = 4.11, 2.00, 1.12, 0.21, 0.34",
    "worse": "A, B, C, X, Y = 1, -0.9, 1, 0, 0",
    "six": "A, B, C, X, Y = 3.49, -1.35, 0.97, -0.11, 0.41",  # right for the lesson's own points
}


@dataclass(frozen=True)
class Graded:
    course: Course
    results: Mapping[str, Any]


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory, right_answers: dict[str, str]) -> Graded:
    root = tmp_path_factory.mktemp("set") / "course"
    root.mkdir()
    (root / SETTINGS_NAME).write_text(TOML, encoding="utf-8")
    (root / "points.csv").write_text(CSV, encoding="utf-8")
    course = make_course(root)
    release = course_release(course)
    for student, five in ANSWERS.items():
        path = course.submission_path(student)
        path.parent.mkdir(parents=True)
        path.write_bytes(composed_bytes(release, {**right_answers, "parameters": five + "\n"}))
    report = grade_class(course, Options(jobs=1))
    return Graded(course, {each["student"]: each for each in report["submissions"]})


@pytest.fixture
def copied(graded: Graded, tmp_path: Path) -> Course:
    shutil.copytree(graded.course.root, tmp_path / "course")
    return open_course(tmp_path / "course")


def question(result: Any, name: str) -> Any:
    return next(each for each in result["questions"] if each["id"] == name)


def test_the_notebook_says_what_is_set_and_nothing_else(graded: Graded) -> None:
    cells = json.loads(graded.course.release_path.read_text(encoding="utf-8"))["cells"]
    text = "\n".join("".join(cell["source"]) for cell in cells)
    text = re.sub(r"iVBOR[\w+/=]+", "", text)  # pictures, in which any two digits may stand side by side
    assert "# Fitting a Gaussian to nine points" in text
    assert "They are worth 20, 5 and 15 points, in this order." in text
    assert "def nine_points():" in text
    assert "-3.0000, -2.0000, -1.5000, -0.5000, 0.2000, 1.0000, 1.8000, 2.6000, 3.3000" in text
    assert "**below 30.5**" in text
    assert text.count("30.5") == 5
    assert "starts at 40.831 nats" in text
    assert "a *tenth* is" in text
    assert not re.search(r"\b(six|seventh|23(\.0)?)\b", text, re.IGNORECASE)
    source = graded.course.source_path.read_text(encoding="utf-8")
    assert "A, B, C, X, Y = 4.11, 2.00, 1.12, 0.21, 0.34" in source


def test_the_marks_follow(graded: Graded) -> None:
    right, worse, six = (graded.results[name] for name in ("right", "worse", "six"))
    assert (right["score"], right["max_score"]) == (40, 40)
    assert [q["max_score"] for q in right["questions"]] == [5, 20, 15]
    assert question(worse, "parameters")["score"] == 3  # 2 of 10, and worse than the start
    assert question(six, "parameters")["score"] == 3
    checks = question(right, "parameters")["checks"]
    assert [check["points"] for check in checks] == [1.5, 1.5, 1.5, 1.5, 2.25, 6.75]
    assert checks[2]["title"] == "The nine points are more likely than at the start"
    assert checks[-1]["title"] == "The total negative log likelihood is below 30.5"
    assert "start at 40.83" in question(worse, "parameters")["checks"][2]["message"]


def test_the_gradebook_has_the_maxima(graded: Graded) -> None:
    with Gradebook(f"sqlite:///{graded.course.root / 'gradebook.db'}") as gradebook:
        cells = gradebook.find_notebook(graded.course.assignment, graded.course.assignment).grade_cells
        assert {cell.name: cell.max_score for cell in cells} == {
            "test_gaussian_nll": 5,
            "test_draw_density": 20,
            "test_parameters": 15,
        }
        assert gradebook.find_submission(graded.course.assignment, "right").score == 40


def test_feedback_report_and_explain_show_what_is_set(graded: Graded) -> None:
    course = graded.course
    told = NbGraderAPI(config=load_config(course)).generate_feedback(course.assignment)
    assert told["success"], told["log"]
    [file] = (course.root / "feedback" / "right").rglob("*.html")
    page = file.read_text(encoding="utf-8")
    assert "The nine points and your Gaussian" in page
    assert "below the pass mark, 30.5;" in page
    assert "six points" not in page
    runner = CliRunner()
    told = runner.invoke(app, ["report", "--course", str(course.root)])
    assert told.exit_code == 0, told.output
    report = (course.root / "report.html").read_text(encoding="utf-8")
    assert "over the nine points" in report
    assert not re.search(r"\bsix points|of 30\b|below 23\b", report)
    told = runner.invoke(app, ["explain", "worse", "--course", str(course.root)])
    assert "must be below that at the start, 40.83" in " ".join(told.output.split())
    assert "-3.0, -2.0, -1.5" in told.output


def test_check_and_the_rehearsal_take_the_settings(graded: Graded) -> None:
    course = graded.course
    result, _ = check_notebook(course.submission_path("right"), course.root, "right", "locked")
    assert (result.score, result.max_score) == (40, 40)
    assert faults(course.exercise) == ()


def test_an_export_carries_them(graded: Graded, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given = handout(graded.course.root)
    write_autograder(tmp_path / "autograder.zip", given, "locked")
    shutil.unpack_archive(tmp_path / "autograder.zip", tmp_path / "there")
    assert course_at(tmp_path / "there" / "course").exercise == graded.course.exercise
    for platform, where in (("github", ".github/workflows/grade.yml"), ("gitlab", ".gitlab-ci.yml")):
        write_repository(tmp_path / platform, platform, given, "locked")  # type: ignore[arg-type]
        workflow = yaml.safe_load((tmp_path / platform / where).read_text(encoding="utf-8"))
        steps = workflow["jobs"]["grade"]["steps"] if platform == "github" else []
        variables = (
            next((s["env"] for s in steps if s.get("name") == "Grade"), None)
            or workflow["grade"]["variables"]
        )
        monkeypatch.setenv(SETTINGS_VARIABLE, variables[SETTINGS_VARIABLE])
        readme = (tmp_path / platform / "README.md").read_text(encoding="utf-8")
        assert "Nine points in the plane" in readme
        assert "(20 points)" in readme
    result, _ = check_notebook(graded.course.submission_path("right"), None, "right", "locked")
    assert (result.score, result.max_score) == (40, 40)


def test_workers_elsewhere_get_the_configured_exercise(graded: Graded) -> None:
    settings = Settings(course_release(graded.course), "seed")
    there = pickle.loads(pickle.dumps(Marker(settings))).settings
    assert there.release.exercise == graded.course.exercise
    assert there.release.exercise.task == graded.course.exercise.task


@pytest.mark.parametrize(
    ("before", "after", "stale"),
    [
        ("pass_mark = 30.5", "pass_mark = 31", True),
        ("[points]", "# A comment.\n[points]", False),
        ("pass_mark = 30.5 ", "pass_mark = 30.50", False),
    ],
)
def test_marks_are_stale_once_a_value_changes(copied: Course, before: str, after: str, stale: bool) -> None:
    (copied.root / SETTINGS_NAME).write_text(TOML.replace(before, after), encoding="utf-8")
    course = open_course(copied.root)
    if stale:
        with pytest.raises(
            CourseError, match="was built with another pass_mark or data or variants than gaussfit"
        ):
            course_release(course)
    _, told = rebuild(course)
    assert any("marks everyone again" in sentence for sentence in told) is stale
    found = preview(course, Options(students=("six",)))
    assert (found.untouched == 0) is stale


def test_other_points_want_a_yes_where_marks_stand(copied: Course) -> None:
    (copied.root / SETTINGS_NAME).write_text(
        TOML.replace("parameters = 15", "parameters = 0"), encoding="utf-8"
    )
    course = open_course(copied.root)
    with pytest.raises(
        CourseError, match="'test_parameters' has 15 points in the notebook and 0 in the settings"
    ):
        course_release(course)
    with pytest.raises(CourseError, match=r"'test_parameters' is worth 0 points instead of 15.*--yes"):
        rebuild(course)
    _, told = rebuild(course, yes=True)
    assert "'test_parameters' is worth 0 points instead of 15" in told
    report = grade_class(course, Options(jobs=1))
    assert [(each["score"], each["max_score"]) for each in report["submissions"]] == 3 * [(25, 25)]
    with Gradebook(f"sqlite:///{course.root / 'gradebook.db'}") as gradebook:
        assert gradebook.find_submission(course.assignment, "worse").max_score == 25
    for command in ("report", "status"):
        told = CliRunner().invoke(app, [command, "--course", str(course.root)])
        assert told.exit_code == 0, told.output


def test_points_edited_in_the_notebook_are_told(copied: Course) -> None:
    source = json.loads(copied.source_path.read_text(encoding="utf-8"))
    for cell in source["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == "test_parameters":
            cell["metadata"]["nbgrader"]["points"] = 20
    copied.source_path.write_text(json.dumps(source), encoding="utf-8")
    with pytest.raises(
        CourseError, match=r"has 20 points in the notebook and 15 .*gaussfit\.toml, under \[points\]"
    ):
        rebuild(copied)


def test_the_next_course_takes_the_file_of_the_data_too(graded: Graded, tmp_path: Path) -> None:
    following = make_course(tmp_path / "next", like=graded.course.root)
    assert (following.root / "points.csv").read_text(encoding="utf-8") == CSV
    assert following.exercise == graded.course.exercise
