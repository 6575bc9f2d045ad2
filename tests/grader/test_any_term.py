"""Any term at all: edits, builds, grades, hand-ins, marks by hand, kills and lost gradebooks in any order lose nothing.

Marks are made without student code, for it is the filing that is tried. To play 500 terms, drawn at random:
`GAUSSFIT_TERMS=500 pytest -n 0 tests/grader/test_any_term.py`.
"""

from __future__ import annotations

import json
import os
import pathlib
import shutil
import sqlite3
import tempfile
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import nbformat
import pytest
import sqlalchemy.event
import sqlalchemy.orm
from hypothesis import HealthCheck, note, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from hypothesis.stateful import run_state_machine_as_test as play
from nbgrader.api import Gradebook

import grader.classroom.grade
from grader.classroom.grade import Options, grade_class
from grader.classroom.init import make_course, rebuild
from grader.classroom.status import course_status
from grader.course import open_course
from grader.marking.one import Marked
from grader.marking.own import own_questions
from grader.marking.pool import Job
from grader.results import CheckResult, QuestionResult, SubmissionResult

# Python 3.12 warns of any fork beside threads; the child here only builds or files marks, and is killed.
pytestmark = pytest.mark.filterwarnings("ignore:.*use of fork.*:DeprecationWarning")

TOY = Path(__file__).parents[2] / "examples" / "line_fit"
STUDENTS = ("amy", "ben", "cem")
TERMS = int(os.environ.get("GAUSSFIT_TERMS", "0"))
KILLED = 9
MOMENTS = st.none() | st.integers(1, 40)
"""At which moment to kill a command, if at all: they count what changes a file or the gradebook."""


def made_marks(jobs: Iterable[Job], settings: Any, *_: Any) -> Iterator[tuple[Job, Marked]]:
    """Marks that follow from the number in an answer."""
    for job in jobs:
        source = next(source for _, name, source in job.submission.code if name == "residuals")
        number = int(source.removeprefix("# answer ")) if source.startswith("# answer ") else 0
        checks = [
            CheckResult("c", "A check", float(number % most), float(most - 1), "passed", "")
            for most in (5, 7)
        ]
        questions = (
            QuestionResult("residuals", (checks[0],)),
            QuestionResult("fit_line", (checks[1],)),
            *own_questions(job.submission, {}, settings.release),
        )
        total = sum(cell.points for cell in settings.release.cells)
        yield job, Marked(SubmissionResult(job.student, "graded", max_score=total, questions=questions))


def dying_after(moments: int) -> None:
    """Make this process end, as if it were killed, at the so-manieth change of a file or of the gradebook."""
    left = [moments]

    def moment() -> bool:
        left[0] -= 1
        return left[0] == 0

    def before(name: str, module: Any) -> None:
        usual = getattr(module, name)

        def dying(*args: Any, **kwargs: Any) -> Any:
            if moment():
                os._exit(KILLED)
            return usual(*args, **kwargs)

        setattr(module, name, dying)

    for name in ("replace", "rename", "unlink", "remove", "mkdir"):
        before(name, os)
    usual_write = pathlib.Path.write_text

    def half(path: Path, text: str, *args: Any, **kwargs: Any) -> int:
        if moment():
            usual_write(path, text[: len(text) // 2], *args, **kwargs)
            os._exit(KILLED)
        return usual_write(path, text, *args, **kwargs)

    pathlib.Path.write_text = half
    for event in ("before_commit", "after_commit", "after_flush"):
        sqlalchemy.event.listen(
            sqlalchemy.orm.Session, event, lambda *_: os._exit(KILLED) if moment() else None
        )


def run(command: Callable[[], object], moment: int | None) -> bool:
    """Run a command, in a child that is killed at a moment if one is given; whether it came to its end."""
    if moment is None:
        command()
        return True
    child = os.fork()
    if child == 0:
        code = 3
        try:
            dying_after(moment)
            command()
            code = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    note(f"  the child ended with {code}")
    assert code in (0, KILLED), "the command failed"
    return code == 0


class AnyTerm(RuleBasedStateMachine):
    template: Path

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="any-term-"))
        shutil.copytree(self.template, self.folder / "course")
        self.course = open_course(self.folder / "course")
        self.title = nbformat.read(self.course.source_path, as_version=4).cells[0].source
        self.own: list[str] = []
        self.answers: dict[str, int] = {}
        self.manual: dict[tuple[str, str], float] = {}
        self.comments: dict[tuple[str, str], str] = {}
        self.kept = True
        """Whether a grading that came to its end has seen all that was given by hand."""
        self.lost = False
        """Whether the gradebook lacks what it had."""

    def teardown(self) -> None:
        if not hasattr(self, "folder"):
            return
        self.build(None)
        if self.answers:
            self.grade(None)
        shutil.rmtree(self.folder)

    @rule(number=st.integers(0, 9))
    def edit(self, number: int) -> None:
        self.title = f"# Title {number}"
        self._edit(lambda notebook: notebook.cells[0].update(source=self.title))

    @precondition(lambda self: len(self.own) < 3)
    @rule(place=st.integers(1, 5))
    def add_essay(self, place: int) -> None:
        name = f"essay{len(self.own)}"
        own = {"grade": True, "solution": True, "locked": False, "task": False, "points": 5}
        cell = nbformat.v4.new_markdown_cell(
            f"Words on {name}.", metadata={"nbgrader": {"grade_id": name, "schema_version": 3, **own}}
        )
        self._edit(lambda notebook: notebook.cells.insert(place, cell))
        self.own.append(name)

    @rule(moment=MOMENTS)
    def build(self, moment: int | None) -> None:
        run(lambda: rebuild(self.course), moment)

    @rule(student=st.sampled_from(STUDENTS), number=st.integers(0, 30))
    def hand_in(self, student: str, number: int) -> None:
        notebook = json.loads(self.course.release_path.read_text(encoding="utf-8"))
        for cell in notebook["cells"]:
            name = cell["metadata"].get("nbgrader", {}).get("grade_id", "")
            if name == "residuals":
                cell["source"] = f"# answer {number}"
            elif name.startswith("essay"):
                cell["source"] = f"Words number {number}."
        path = self.course.submission_path(student)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(notebook), encoding="utf-8")
        self.answers[student] = number

    @precondition(lambda self: self.answers)
    @rule(moment=MOMENTS)
    def grade(self, moment: int | None) -> None:
        if not run(lambda: grade_class(self.course, Options()), moment):
            return
        self.kept, self.lost = True, False
        marks = self._grades()
        for student, number in self.answers.items():
            assert marks[student, "test_residuals"][0] == number % 5
            assert marks[student, "test_fit_line"][0] == number % 7
        self.nothing_by_hand_is_lost()
        changed = {each.student: each.changed for each in course_status(self.course).students if each.changed}
        assert changed == {}

    @rule(student=st.sampled_from(STUDENTS), which=st.integers(0, 5), points=st.integers(0, 16))
    def mark_by_hand(self, student: str, which: int, points: int) -> None:
        cells = sorted(cell for who, cell in self._grades() if who == student)
        if not cells or self.lost:
            return
        cell = cells[which % len(cells)]
        with self._gradebook() as gradebook:
            found = gradebook.find_grade(cell, self.course.assignment, self.course.assignment, student)
            found.manual_score = points / 4
            gradebook.db.commit()
        self.manual[student, cell], self.kept = points / 4, False

    @rule(student=st.sampled_from(STUDENTS), which=st.integers(0, 5), number=st.integers(0, 99))
    def comment(self, student: str, which: int, number: int) -> None:
        cells = sorted(cell for who, cell in self._comments() if who == student)
        if not cells or self.lost:
            return
        cell = cells[which % len(cells)]
        with self._gradebook() as gradebook:
            found = gradebook.find_comment(cell, self.course.assignment, self.course.assignment, student)
            found.manual_comment = f"Comment {number}"
            gradebook.db.commit()
        self.comments[student, cell], self.kept = f"Comment {number}", False

    @precondition(lambda self: self.kept)
    @rule()
    def lose_the_gradebook(self) -> None:
        (self.course.root / "gradebook.db").unlink(missing_ok=True)
        self.lost = True

    @precondition(lambda self: self.kept and not self.lost)
    @rule(student=st.sampled_from(STUDENTS))
    def lose_a_student(self, student: str) -> None:
        with self._gradebook() as gradebook:
            if student in {each.id for each in gradebook.students}:
                gradebook.remove_student(student)
        self.lost = True

    @invariant()
    def the_instructor_s_work_is_there(self) -> None:
        if not hasattr(self, "folder"):
            return
        source = nbformat.read(self.course.source_path, as_version=4)
        assert source.cells[0].source == self.title
        names = {cell.metadata.get("nbgrader", {}).get("grade_id") for cell in source.cells}
        assert names >= {*self.own, "residuals", "test_residuals", "fit_line", "test_fit_line"}
        release = nbformat.read(self.course.release_path, as_version=4)
        assert len(release.cells) >= 9

    @invariant()
    def nothing_by_hand_is_lost(self) -> None:
        if not hasattr(self, "folder") or self.lost:
            return
        marks, comments = self._grades(), self._comments()
        assert {key: marks[key][1] for key in self.manual} == self.manual
        assert {key: comments[key] for key in self.comments} == self.comments

    def _edit(self, change: Callable[[Any], object]) -> None:
        notebook = nbformat.read(self.course.source_path, as_version=4)
        change(notebook)
        nbformat.write(notebook, self.course.source_path)

    def _gradebook(self) -> Gradebook:
        return Gradebook(f"sqlite:///{self.course.root}/gradebook.db")

    def _grades(self) -> dict[tuple[str, str], tuple[float | None, float | None]]:
        rows = self._rows("grade", "auto_score, r.manual_score")
        return {(student, cell): (auto, manual) for student, cell, auto, manual in rows}

    def _comments(self) -> dict[tuple[str, str], str | None]:
        return {
            (student, cell): comment for student, cell, comment in self._rows("comment", "manual_comment")
        }

    def _rows(self, table: str, columns: str) -> list[Any]:
        """Straight from the file, for nbgrader's own way is slow."""
        path = self.course.root / "gradebook.db"
        if not path.is_file():
            return []
        with closing(sqlite3.connect(path)) as file:
            return file.execute(
                f"SELECT s.student_id, b.name, r.{columns} FROM {table} r JOIN base_cell b ON r.cell_id = b.id "
                "JOIN submitted_notebook n ON r.notebook_id = n.id "
                "JOIN submitted_assignment s ON n.assignment_id = s.id"
            ).fetchall()


def test_no_mark_comment_or_edit_is_ever_lost(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(grader.classroom.grade, "mark_all", made_marks)
    AnyTerm.template = make_course(tmp_path_factory.mktemp("any") / "course", exercise=str(TOY)).root
    bounded = settings(
        max_examples=TERMS or 6,
        stateful_step_count=14,
        derandomize=not TERMS,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    play(AnyTerm, settings=bounded)
