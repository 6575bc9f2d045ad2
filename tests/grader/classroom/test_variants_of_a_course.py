"""A course whose students have points of their own: from the one notebook for all to marks, notes and stale marks."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from gaussfit.numbers import SIX_POINTS
from gaussfit.variants import optimum, points_of
from grader.classroom.grade import Options, grade_class
from grader.classroom.init import make_course
from grader.classroom.one_file import check_notebook
from grader.classroom.pending import current, own_context
from grader.classroom.rehearsal import faults
from grader.classroom.terms import terms
from grader.course import Course
from grader.errors import GraderError, UsageError
from grader.exercises.gaussian_density.class_pictures import fitted
from grader.exercises.gaussian_density.task import SHIPPED
from grader.explain.building import explanation
from grader.explain.run import rerun
from grader.explain.standing import standing
from grader.export import Platform
from grader.export.autograder import grade
from grader.export.gradescope import write_autograder
from grader.export.handout import handout
from grader.export.repository import write_repository
from grader.gradebook.known_as import known_as
from grader.marking.jobs import Settings
from grader.reading import course_release
from grader.reading.compose import composed_bytes
from grader.report.collect import class_report
from grader.report.page import report_html
from grader.report.statistics import findings
from grader.results import SubmissionResult
from grader.seed import course_seed
from grader.settings import SETTINGS_NAME
from tests.standins.density import right_answers  # noqa: F401

TOML = '[exercise]\nname = "gaussian-density"\nvariants = "student"\n'
CLASS: Mapping[str, tuple[str, str]] = {
    "s001": ("s001", "s001"),
    "s002": ("S 002", "s002"),
    "s003": ("s002", "s002"),  # all of a neighbour's
    "s004": ("s004", "s001"),  # a neighbour's numbers
    "s005": ("", "s005"),
    "s006": ("4711-006", "4711-006"),  # another id of theirs in the roster
    "s007": ("ADA@EXAMPLE.org", "ada@example.org"),
    "s008": ("4711-006", "4711-006"),  # all of a neighbour's, whose notebook has that other id
}
ROSTER = """student,last_name,first_name,Matriculation number,email,group
s001,Lovelace,Ada,4711-001,s1@example.org,A
s006,Hopper,Grace,4711-006,s6@example.org,A
s007,Byron,Ada,4711-007,ada@example.org,B
s008,Noether,Emmy,4711-008,s8@example.org,B
"""
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
    roster = root / "roster.csv"
    roster.write_text(ROSTER, encoding="utf-8")
    course = make_course(root, terms(roster, None, None, "none", None))
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


@pytest.fixture(scope="module")
def platform(graded: Graded, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What Gradescope has of the course, with the notebook of s006."""
    root = tmp_path_factory.mktemp("autograder")
    write_autograder(root / "autograder.zip", handout(graded.course.root), "locked")
    with zipfile.ZipFile(root / "autograder.zip") as packed:
        packed.extractall(root / "source")
    (root / "submission").mkdir()
    shutil.copy(graded.course.submission_path("s006"), root / "submission")
    return root


def submitted_by(platform: Path, *addresses: str) -> SubmissionResult:
    users = [{"email": address, "id": 1234, "name": "Student User"} for address in addresses]
    told = json.dumps({"id": 123456, "users": users})
    (platform / "submission_metadata.json").write_text(told, encoding="utf-8")
    return grade(platform, "locked")


def test_gradescope_marks_by_the_points_of_whoever_submits(platform: Path) -> None:
    assert submitted_by(platform, "S6@example.org").score == 30
    assert (submitted_by(platform, "s8@example.org").score or 0) < 30


@pytest.mark.parametrize(
    ("addresses", "told"),
    [
        (["nobody@example.org"], "Nobody in the course has the e-mail address 'nobody@example.org'"),
        (["s6@example.org", "s8@example.org"], "2 people submitted together"),
        ([], "0 people submitted together"),
    ],
)
def test_gradescope_gives_no_mark_to_somebody_unknown(
    platform: Path, addresses: list[str], told: str
) -> None:
    with pytest.raises(GraderError, match=told):
        submitted_by(platform, *addresses)


def test_gradescope_gives_no_mark_where_it_does_not_tell_who_submits(platform: Path) -> None:
    (platform / "submission_metadata.json").write_text("{}", encoding="utf-8")
    with pytest.raises(GraderError, match="does not tell who submitted"):
        grade(platform, "locked")


def test_gradescope_knows_of_the_class_what_it_needs_and_no_more(platform: Path) -> None:
    kept = json.loads((platform / "source/course/.gaussfit/class.json").read_text(encoding="utf-8"))
    assert kept["students"] == kept["extensions"] == {}
    assert kept["ids"]["s006"] == ["4711-006", "s6@example.org"]


def test_gradescope_without_addresses_is_refused(tmp_path: Path) -> None:
    (tmp_path / SETTINGS_NAME).write_text(TOML, encoding="utf-8")
    course = make_course(tmp_path)
    with pytest.raises(UsageError, match="give it a roster that has them with `gaussfit roster FILE`"):
        write_autograder(tmp_path / "autograder.zip", handout(course.root), "locked")
    assert not (tmp_path / "autograder.zip").exists()


@pytest.mark.parametrize(
    ("to", "file"), [("github", ".github/workflows/grade.yml"), ("gitlab", ".gitlab-ci.yml")]
)
def test_a_workflow_takes_the_id_in_the_notebook(
    graded: Graded, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, to: Platform, file: str
) -> None:
    given = handout(graded.course.root)
    write_repository(tmp_path, to, given, "locked")
    workflow = (tmp_path / file).read_text(encoding="utf-8")
    assert "--student" not in workflow
    assert yaml.safe_load(workflow)
    assert "the marks that count go by the id that you hand in under" in (tmp_path / "README.md").read_text(
        "utf-8"
    )
    monkeypatch.setenv("GAUSSFIT_SETTINGS", given.settings)
    result, _ = check_notebook(graded.course.submission_path("s006"), None, None, "locked")
    assert result.score == 30
    assert any("the points of the id in it count here" in note for note in result.notes)


def test_marks_go_by_the_points_of_the_folder(graded: Graded) -> None:
    scores = {student: result["questions"][2]["score"] for student, result in graded.results.items()}
    own = {"s001", "s002", "s005", "s006", "s007"}
    assert {student for student, score in scores.items() if score == 10} == own
    assert all(result["questions"][0]["score"] == 10 for result in graded.results.values())


def test_only_who_has_another_id_in_the_notebook_reads_of_it(graded: Graded) -> None:
    told = {student: [n for n in each["notes"] if "carries" in n] for student, each in graded.results.items()}
    assert [student for student, notes in told.items() if notes] == ["s003", "s005", "s006", "s007", "s008"]
    assert told["s003"] == [
        "The notebook carries the id 's002'; it was handed in as 's003'. For A, B, C, X and Y the points of 's003' "
        "count."
    ]
    assert told["s007"] == [
        "The notebook carries the id 'ada@example.org', which is yours too. For A, B, C, X and Y the points that go "
        "with it count."
    ]


def test_the_report_lists_them_and_nobody_else(graded: Graded) -> None:
    page = report_html(class_report(graded.course))
    listed = [
        line.split(":")[0].removeprefix("<li>") for line in page.splitlines() if line.startswith("<li>s00")
    ]
    assert listed == ["s003", "s004", "s005", "s008"]
    assert (
        "s008: the notebook carries the id of s006; on the points that go with it the numbers come to 18.37"
        in page
    )


def test_the_anonymous_report_has_no_ids(graded: Graded) -> None:
    page = report_html(class_report(graded.course, anonymous=True))
    assert not any(student in page for student in (*CLASS, "4711", "example.org"))


def test_all_fits_lie_over_each_other_whichever_of_their_ids_students_used(graded: Graded) -> None:
    found = {each.name: each for each in fitted(findings(class_report(graded.course)))}
    for student in ("s001", "s006", "s007"):
        assert found[student].nll == pytest.approx(SHIPPED.best_nll, abs=0.01)
        assert pytest.approx(SHIPPED.best[:2], abs=0.03) == (found[student].A, found[student].B)


def test_a_roster_with_another_id_for_a_student_makes_their_marks_stale(graded: Graded) -> None:
    settings = Settings(
        course_release(graded.course), course_seed(graded.course), known_as=known_as(graded.course)
    )
    before = current(graded.course, settings)
    after = current(graded.course, replace(settings, known_as={**known_as(graded.course), "s006": ("new",)}))
    assert [student for student in before if before[student].digest != after[student].digest] == ["s006"]


@pytest.mark.parametrize(
    ("who", "whose", "score"), [("s006", "4711-006", 10), (None, "s002", 10), ("s001", "s002", 0)]
)
def test_check_goes_by_the_student_who_is_named_else_by_the_notebook(
    graded: Graded, right_answers: dict[str, str], tmp_path: Path, who: str | None, whose: str, score: float
) -> None:
    own = {"student": f'student = "{whose}"\n', "parameters": best(whose)}
    path = tmp_path / "some.ipynb"
    path.write_bytes(composed_bytes(course_release(graded.course), {**right_answers, **own}))
    result, _ = check_notebook(path, graded.course.root, who, "locked")
    assert (result.questions[2].score == 10) == (score == 10)
    unnamed = [note for note in result.notes if note.startswith("Whose notebook this is was not told")]
    assert len(unnamed) == (who is None)
    assert not unnamed or unnamed[0].endswith("It carries the id 's002'.")


def test_explain_tells_how_the_numbers_do_on_the_notebooks_points(graded: Graded) -> None:
    run = rerun(graded.course, "s003")
    told = explanation(graded.course, run, standing(graded.course, run), "parameters")
    assert told.same
    assert "on the points that go with that the numbers come to 18.37" in repr(told)


def test_another_id_makes_marks_stale(graded: Graded) -> None:
    own = {own_context("digest", graded.course.exercise, student) for student in ("s001", "S 001", "s002")}
    assert len(own) == 2
    assert own_context("digest", graded.course.exercise.as_shipped, "s001") == "digest"
