"""An instructor's own cells: questions in words, own answers, own tests and tasks, from the source to the gradebook."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderAPI
from rich.console import Console

from grader.classroom.grade import Options, grade_class
from grader.classroom.init import rebuild
from grader.classroom.status import course_status
from grader.course import Course, open_course
from grader.errors import CourseError, LessonError
from grader.explain.building import explanation
from grader.explain.run import rerun
from grader.explain.standing import standing
from grader.explain.text import print_explanation
from grader.gradebook.config import load_config
from grader.gradebook.page_marks import page_marks
from grader.reading import load_release
from grader.reading.compose import composed_bytes

ESSAY = {"grade": True, "solution": True, "locked": False, "task": False, "points": 5}
ANSWER = {"grade": False, "solution": True, "locked": False, "task": False}
TEST = {"grade": True, "solution": False, "locked": True, "task": False, "points": 4}
TASK = {"grade": False, "solution": False, "locked": True, "task": True, "points": 3}


def own_cell(grade_id: str, kind: dict[str, Any], source: str, cell_type: str = "code") -> Any:
    """A cell as Jupyter's *Create Assignment* leaves it."""
    make = nbformat.v4.new_code_cell if cell_type == "code" else nbformat.v4.new_markdown_cell
    return make(source, metadata={"nbgrader": {"grade_id": grade_id, "schema_version": 3, **kind}})


OWN = (
    own_cell("essay", ESSAY, "A model essay about ellipses.", "markdown"),
    own_cell(
        "double", ANSWER, "def double(x):\n    ### BEGIN SOLUTION\n    return 2 * x\n    ### END SOLUTION"
    ),
    own_cell(
        "double-test",
        TEST,
        "assert double(2) == 4\n### BEGIN HIDDEN TESTS\nassert double(3) == 6\n### END HIDDEN TESTS",
    ),
    own_cell("partial", {**TEST, "points": 2}, "1.5 if double(1) == 2 else 0"),
    own_cell("picture", TASK, "Draw something by hand.", "markdown"),
    nbformat.v4.new_markdown_cell(
        "![plan](attachment:image.png)", attachments={"image.png": {"image/png": "AAAA"}}
    ),
)


def add_cells(course: Course, cells: tuple[Any, ...] = OWN) -> None:
    """As an instructor does it in Jupyter: at the end of the source notebook, and saved."""
    notebook = nbformat.read(course.source_path, as_version=4)
    notebook.cells.extend(cells)
    nbformat.write(notebook, course.source_path)


@contextmanager
def gradebook(course: Course) -> Iterator[Any]:
    with Gradebook(f"sqlite:///{course.root}/gradebook.db") as opened:
        yield opened


def filed(course: Course, student: str) -> dict[str, tuple[float | None, float, bool]]:
    """Automatic score, maximum, and whether a person has to look, by cell."""
    with gradebook(course) as opened:
        notebook = opened.find_submission_notebook(course.assignment, course.assignment, student)
        return {g.cell.name: (g.auto_score, g.max_score, bool(g.needs_manual_grade)) for g in notebook.grades}


@pytest.fixture(scope="module")
def _own_course(_course_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("own") / "course"
    shutil.copytree(_course_template, root)
    course = open_course(root)
    add_cells(course)
    rebuild(course)
    return root


@pytest.fixture
def own(_own_course: Path, tmp_path: Path) -> Course:
    """A course with own cells, built."""
    return open_course(shutil.copytree(_own_course, tmp_path / "own"))


def hand_in(course: Course, student: str, answers: dict[str, str]) -> None:
    path = course.submission_path(student)
    path.parent.mkdir(parents=True)
    path.write_bytes(composed_bytes(load_release(course.release_path, course.exercise), answers))


def test_they_are_released_without_answers_and_hidden_tests(own: Course) -> None:
    release = load_release(own.release_path, own.exercise)
    assert {"essay", "double", "double-test", "partial", "picture"} <= release.by_grade_id.keys()
    text = own.release_path.read_text(encoding="utf-8")
    assert "return 2 * x" not in text
    assert "double(3)" not in text
    assert "model essay" not in text


def test_they_are_marked_filed_and_told(own: Course, right_answers: dict[str, str], tmp_path: Path) -> None:
    hand_in(
        own,
        "right",
        {**right_answers, "double": "def double(x):\n    return 2 * x", "essay": "Long. <b>And bold.</b>"},
    )
    hand_in(own, "hidden", {**right_answers, "double": "def double(x):\n    return 4"})
    hand_in(own, "raises", {**right_answers, "double": "def double(x):\n    raise ValueError"})
    hand_in(own, "hangs", {**right_answers, "double": "import os\ndef double(x):\n    os._exit(0)"})
    own.submission_path("broken").parent.mkdir(parents=True)
    own.submission_path("broken").write_text("no notebook")
    told: list[str] = []
    report = grade_class(own, Options(), tell=told.append)
    assert told == [], "the hidden tests of an own cell are no change by hand"
    earned = {student: filed(own, student) for student in ("right", "hidden", "raises", "hangs", "broken")}
    assert earned["right"]["double-test"] == (4, 4, False)
    assert earned["right"]["partial"] == (1.5, 2, False)
    assert earned["right"]["essay"] == (None, 5, True)
    waiting = {student: marks.waiting for student, marks in page_marks(own).items()}
    assert "essay" in waiting["right"], "a page does not show it as 0 points"
    assert "double-test" not in waiting["hidden"]
    assert earned["right"]["picture"] == (None, 3, True)
    assert earned["hidden"]["double-test"][0] == 0
    assert earned["hidden"]["essay"] == (0, 5, False)
    assert [earned[student]["double-test"][0] for student in ("raises", "hangs", "broken")] == [0, 0, 0]
    told_of = {each["student"]: each for each in report["submissions"]}
    assert told_of["right"]["score"] == 15.5
    assert {each["max_score"] for each in told_of.values()} == {24}
    assert {q["id"]: q["score"] for q in told_of["right"]["questions"]} == {
        "residuals": 4,
        "fit_line": 6,
        "essay": None,
        "double-test": 4,
        "partial": 1.5,
        "picture": None,
    }
    notebook = own.autograded_path("right").read_text(encoding="utf-8")
    assert "```text" in notebook, "an essay is shown as it is, and nothing in it is run"


def test_cells_may_come_go_and_change_while_submissions_are_there(
    course: Course, right_answers: dict[str, str]
) -> None:
    """What changes marks that stand wants a yes, and is told before anything is touched."""
    rebuild(course)
    hand_in(course, "amy", right_answers)
    grade_class(course, Options())
    with gradebook(course) as opened:
        grade = opened.find_grade("test_fit_line", course.assignment, course.assignment, "amy")
        grade.manual_score = 3
        opened.db.commit()
    add_cells(course)
    _, told = rebuild(course)
    assert any("now has 'essay'" in each for each in told)
    grade_class(course, Options())
    assert filed(course, "amy")["essay"] == (0, 5, False)  # put back, unanswered
    assert filed(course, "amy")["double-test"][0] == 0
    with gradebook(course) as opened:
        assert (
            opened.find_grade("test_fit_line", course.assignment, course.assignment, "amy").manual_score == 3
        )
        opened.find_grade("essay", course.assignment, course.assignment, "amy").manual_score = 4
        opened.db.commit()

    notebook = nbformat.read(course.source_path, as_version=4)
    notebook.cells = [cell for cell in notebook.cells if "essay" not in str(cell.metadata)]
    nbformat.write(notebook, course.source_path)
    before = course.release_path.read_bytes(), (course.root / "gradebook.db").read_bytes()
    with pytest.raises(CourseError, match=r"'essay' is gone, and with it marks and comments by hand \(1\)"):
        rebuild(course)
    assert (course.release_path.read_bytes(), (course.root / "gradebook.db").read_bytes()) == before
    _, told = rebuild(course, yes=True)
    assert "a copy of the gradebook is in" in told[0]
    grade_class(course, Options())
    assert "essay" not in filed(course, "amy")

    named = next(cell for cell in notebook.cells if "double-test" in str(cell.metadata))
    named.metadata.nbgrader.points = 6
    nbformat.write(notebook, course.source_path)
    with pytest.raises(CourseError, match="'double-test' is worth 6 points instead of 4"):
        rebuild(course)
    rebuild(course, yes=True)
    assert filed(course, "amy")["double-test"][1] == 6


def test_nbgraders_own_commands_give_the_same(own: Course, right_answers: dict[str, str]) -> None:
    """Its release of the same source, and its autograder."""
    ours = load_release(own.release_path, own.exercise)
    run_nbgrader(own, "generate_assignment")
    theirs = load_release(own.release_path, own.exercise)
    assert [(cell.grade_id, cell.source) for cell in theirs.cells] == [
        (c.grade_id, c.source) for c in ours.cells
    ]
    assert rebuild(own)[0].kept, "how that release came about nothing tells: it is kept"
    hand_in(own, "amy", {**right_answers, "double": "def double(x):\n    return 2 * x", "essay": "An essay."})
    grade_class(own, Options())
    by_us = filed(own, "amy")
    run_nbgrader(own, "autograde", "amy")
    assert filed(own, "amy") == by_us
    run_nbgrader(own, "generate_feedback")
    page = (own.root / "feedback" / "amy" / own.assignment / f"{own.assignment}.html").read_text(
        encoding="utf-8"
    )
    assert "An essay." in page
    assert "Not marked yet, of 5.0" in page
    assert "not marked yet, of 3 points" in page, "nor the task"
    assert "Score: 0.0 / 5.0" not in page
    assert 'src="data:image/png;base64,AAAA" alt="plan"' in page, "the instructor's picture"


def test_a_release_that_fails_leaves_the_old_one(own: Course) -> None:
    before = own.release_path.read_bytes()
    notebook = nbformat.read(own.source_path, as_version=4)
    notebook.cells.append(own_cell("essay", ESSAY, "The same name again.", "markdown"))
    nbformat.write(notebook, own.source_path)
    run_nbgrader(own, "generate_assignment", fails=True)
    assert own.release_path.read_bytes() == before
    with pytest.raises(LessonError, match="cannot release the notebook: Duplicate grade id: essay"):
        rebuild(own)
    assert own.release_path.read_bytes() == before


def run_nbgrader(course: Course, command: str, *students: str, fails: bool = False) -> None:
    """nbgrader's own command, as its pages in Jupyter run it: in this process, as starting another takes seconds."""
    done = getattr(NbGraderAPI(config=load_config(course)), command)(course.assignment, *students, force=True)
    assert done["success"] != fails, done


def test_a_student_and_staff_see_them(own: Course, right_answers: dict[str, str]) -> None:
    """The page of feedback shows an answer in words with its comment, and explain tells of a mark by hand."""
    hand_in(own, "amy", {**right_answers, "essay": "Words <script>alert(1)</script>"})
    grade_class(own, Options())
    with gradebook(own) as opened:
        opened.find_grade("essay", own.assignment, own.assignment, "amy").manual_score = 4
        opened.find_comment("essay", own.assignment, own.assignment, "amy").manual_comment = "Well said."
        opened.db.commit()
    [again] = grade_class(own, Options())["submissions"]
    assert (again["score"], again["final"], again["waiting"]) == (10, 14, ["picture"])
    assert {each.student: each.waiting for each in course_status(own).students} == {"amy": ("picture",)}
    run_nbgrader(own, "generate_feedback")
    page = (own.root / "feedback" / "amy" / own.assignment / f"{own.assignment}.html").read_text(
        encoding="utf-8"
    )
    essay = page[page.index("Words &lt;script&gt;") - 2000 :]
    assert "Well said." in essay
    assert "<details" not in essay[: essay.index("Well said.")].rpartition("panel-heading")[2]
    run = rerun(own, "amy")
    told = explanation(own, run, standing(own, run), None)
    assert {question.id: question.worth for question in told.questions}[
        "essay"
    ] == "marked by hand, 5 points possible"
    assert "essay has 4 by hand in formgrader." in told.standing
    assert "picture waits for a mark by hand." in told.standing
    shown = StringIO()
    print_explanation(told, Console(file=shown, width=10_000))
    assert "A person marks it" in shown.getvalue()
    assert max(map(len, shown.getvalue().splitlines())) < 1_000, "a pipe gets no blanks up to its width"
