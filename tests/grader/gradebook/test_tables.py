"""Our few statements leave the same rows as nbgrader's own autograder does, step by step."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from nbgrader.api import Gradebook

from grader.course import Course, open_course
from grader.errors import CourseError
from grader.gradebook.preparing import Preparer
from grader.gradebook.writer import GradebookWriter
from grader.marking.one import Marked
from grader.reading import Release, submitted
from grader.results import CheckResult, QuestionResult, SubmissionResult
from tests.grader.gradebook.test_same_as_nbgrader import tables
from tests.standins.toy import QUESTIONS

Compose = Callable[[Mapping[str, str]], bytes]
Twins = tuple[GradebookWriter, GradebookWriter]
DUE = datetime(2026, 5, 4, 12, 0)
LATE = (DUE + timedelta(hours=30)).replace(tzinfo=UTC)
PENALTY = """
c.AssignLatePenalties.plugin_class = 'grader.gradebook.late.PercentPerDay'
c.PercentPerDay.percent = 10
"""


def marked(student: str, points: float) -> Marked:
    check = CheckResult("c", "A check", points, 4.0, "failed", "Not yet.")
    questions = tuple(QuestionResult(each, (check,)) for each in QUESTIONS)
    return Marked(SubmissionResult(student, "graded", max_score=10.0, questions=questions))


def gradebook_of(course: Course) -> Gradebook:
    return Gradebook(f"sqlite:///{course.root / 'gradebook.db'}")


def configure(course: Course, lines: str) -> None:
    config = course.root / "nbgrader_config.py"
    config.write_text(f"{config.read_text(encoding='utf-8')}\n{lines}\n", encoding="utf-8")


@pytest.fixture
def twins(course: Course, release: Release) -> Twins:
    """Two courses that are the same, one filed by us and one by nbgrader; the assignment is due."""
    configure(course, PENALTY)
    with GradebookWriter(course) as writer:
        writer.register(release)
    with gradebook_of(course) as gradebook:
        gradebook.find_assignment(course.assignment).duedate = DUE
        gradebook.db.commit()
    shutil.copytree(course.root, course.root.with_name("other"))
    others = GradebookWriter(open_course(course.root.with_name("other")))
    others._preparing().is_usual = False
    return GradebookWriter(course), others


def test_rows_and_files_are_those_of_nbgrader(
    twins: Twins, release: Release, compose_bytes: Compose, right_answers: dict[str, str]
) -> None:
    whole = replace(submitted(compose_bytes(right_answers), release), when=LATE)
    untouched = submitted(compose_bytes({}), release)
    for writer in twins:
        with writer:
            writer.write("late", whole, marked("late", 3.5))
            writer.write("untimed", untouched, marked("untimed", 0.0))
            writer.write("by hand", whole, marked("by hand", 4.0))
            _mark_by_hand(writer.course)
            writer.write("by hand", replace(whole, when=None), marked("by hand", 4.0))
            writer.write("late", replace(untouched, when=DUE.replace(tzinfo=UTC)), marked("late", 2.0))
            writer.write("again late", whole, marked("again late", 0.0))
            writer.write("again late", whole, marked("again late", 3.0))
    ours, others = (writer.course.root for writer in twins)
    assert tables(ours / "gradebook.db") == tables(others / "gradebook.db")
    files = sorted(path.relative_to(ours) for path in (ours / "autograded").rglob("*"))
    assert files == sorted(path.relative_to(others) for path in (others / "autograded").rglob("*"))
    for path in files:
        if (ours / path).is_file():
            assert (ours / path).read_bytes() == (others / path).read_bytes()
        assert (ours / path).stat().st_mode == (others / path).stat().st_mode
    with gradebook_of(twins[0].course) as gradebook:
        name = twins[0].course.assignment
        found = {each: gradebook.find_submission(name, each) for each in ("again late", "late", "by hand")}
        assert found["again late"].late_submission_penalty == pytest.approx(0.2 * 6)
        assert found["late"].late_submission_penalty == 0
        assert found["by hand"].score == 9.5
        assert found["by hand"].late_submission_penalty == pytest.approx(0.2 * 9.5), "it keeps its time"


def _mark_by_hand(course: Course) -> None:
    with gradebook_of(course) as gradebook:
        name = course.assignment
        gradebook.find_grade("test_fit_line", name, name, "by hand").manual_score = 5.5
        gradebook.find_comment("fit_line", name, name, "by hand").manual_comment = "See me."
        gradebook.db.commit()


def test_what_a_worker_prepared_is_filed(course: Course, release: Release, compose_bytes: Compose) -> None:
    submission = submitted(compose_bytes({}), release)
    prepared = Preparer(course).prepare("s1", submission, marked("s1", 3.0))
    assert prepared.autos == {f"test_{question}": 3.0 for question in QUESTIONS}
    assert prepared.unanswered == dict.fromkeys(QUESTIONS, True)
    with GradebookWriter(course) as writer:
        writer.register(release)
        writer.write("s1", submission, replace(marked("s1", 0.0), prepared=prepared))
    with gradebook_of(course) as gradebook:
        assert gradebook.find_submission(course.assignment, "s1").score == 6.0
    assert course.autograded_path("s1").read_text(encoding="utf-8") == prepared.notebook


def test_a_cell_that_the_gradebook_lacks_is_told(
    course: Course, release: Release, compose_bytes: Compose
) -> None:
    submission = submitted(compose_bytes({}), release)
    prepared = Preparer(course).prepare("s1", submission, marked("s1", 3.0))
    strange = replace(marked("s1", 3.0), prepared=replace(prepared, autos={"other": 1.0}))
    with GradebookWriter(course) as writer:
        writer.register(release)
        with pytest.raises(CourseError, match=r"The marks of s1 could not be filed \(No such cell: other\)"):
            writer.write("s1", submission, strange)
    assert not course.autograded_path("s1").exists()
    with gradebook_of(course) as gradebook:
        assert not gradebook.students, "nothing was filed"


@pytest.mark.parametrize(
    "line",
    [
        "c.Autograde.autograde_preprocessors = c.Autograde.autograde_preprocessors[:-2]",
        "c.AssignLatePenalties.enabled = False",
        "c.CourseDirectory.student_id_exclude = 's1'",
        "c.Autograde.create_student = False",
        "c.Autograde.post_convert_hook = print",
    ],
)
def test_a_course_with_ways_of_its_own_is_left_to_nbgrader(course: Course, line: str) -> None:
    assert Preparer(course).is_usual
    configure(course, line)
    assert not Preparer(course).is_usual


def test_files_that_nbgrader_hands_on_are_left_to_it(course: Course) -> None:
    (course.source_path.parent / "data.csv").write_text("1,2\n")
    assert not Preparer(course).is_usual
