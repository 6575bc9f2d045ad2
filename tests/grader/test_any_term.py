"""Any term at all: edits, builds, grades, hand-ins, marks by hand, students that come and go, dates, kills and lost
gradebooks in any order lose nothing.

Marks are made without student code, for it is the filing that is tried. To play 500 terms, drawn at random:
`GAUSSFIT_TERMS=500 pytest -n 0 tests/grader/test_any_term.py`.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import nbformat
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from hypothesis.stateful import run_state_machine_as_test as play
from nbgrader.api import Gradebook

import grader.classroom.grade
from grader.classroom.extend import extend
from grader.classroom.grade import Options, grade_class
from grader.classroom.init import make_course, rebuild
from grader.classroom.rename import rename
from grader.classroom.roster import enrol
from grader.classroom.status import course_status
from grader.course import Course, open_course
from grader.dates import percent
from grader.gradebook.filed import in_gradebook
from grader.gradebook.ledger import read_ledger
from grader.marking.jobs import Job, Settings
from grader.marking.own import own_questions
from grader.results import CheckResult, QuestionResult, SubmissionResult
from grader.settings import SETTINGS_NAME
from tests.grader.dying import SHARES, Command, run
from tests.standins.marks import MadeMarks

# Python 3.12 warns of any fork beside threads; the child here only builds or files marks, and is killed.
pytestmark = pytest.mark.filterwarnings("ignore:.*use of fork.*:DeprecationWarning")

TOY = Path(__file__).parents[2] / "examples" / "line_fit"
STUDENTS = ("amy", "ben", "cem", "dan")
FIRST = datetime(2026, 12, 1, tzinfo=UTC)
TERMS = int(os.environ.get("GAUSSFIT_TERMS", "0"))
MOMENTS = st.none() | st.integers(0, SHARES - 1)
"""At which share of its changes to kill a command, if at all."""


def made_marks(jobs: Iterable[Job], settings: Settings, *_: Any) -> MadeMarks:
    return MadeMarks(jobs, partial(made, settings))


def made(settings: Settings, job: Job) -> SubmissionResult:
    """Marks that follow from the number in an answer."""
    source = next(source for _, name, source in job.submission.code if name == "residuals")
    number = int(source.removeprefix("# answer ")) if source.startswith("# answer ") else 0
    checks = [
        CheckResult("c", "A check", float(number % most), float(most - 1), "passed", "") for most in (5, 7)
    ]
    questions = (
        QuestionResult("residuals", (checks[0],)),
        QuestionResult("fit_line", (checks[1],)),
        *own_questions(job.submission, {}, settings.release),
    )
    total = sum(cell.points for cell in settings.release.cells)
    return SubmissionResult(job.student, "graded", max_score=total, questions=questions)


class AnyTerm(RuleBasedStateMachine):
    template: Path

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="any-term-"))
        shutil.copytree(self.template, self.folder / "course")
        self.first_text: str = nbformat.read(self.course.source_path, as_version=4).cells[0].source
        self.title: str | None = None
        """The instructor's text of the first cell, once they have edited it."""
        self.settings = (
            (self.course.root / SETTINGS_NAME).read_text(encoding="utf-8").partition("[points]")[0]
        )
        self.own: list[str] = []
        self.answers: dict[str, tuple[int, int]] = {}
        """By student: the number in the answer, and the day of handing in."""
        self.manual: dict[tuple[str, str], float] = {}
        self.comments: dict[tuple[str, str], str] = {}
        self.extra: dict[str, int] = {}
        """Days of each extension."""
        self.removed: set[str] = set()
        self.due, self.late, self.points = 0, "none", 6
        self.kept = True
        """Whether a grading that came to its end has seen all that was given by hand."""
        self.lost = False
        """Whether the gradebook lacks what it had."""
        self.copy: tuple[dict[tuple[str, str], float], dict[tuple[str, str], str]] | None = None
        """What an older copy of the gradebook has of marks and comments by hand, if nothing else has changed since."""
        self._set()

    @property
    def course(self) -> Course:
        return open_course(self.folder / "course")

    @property
    def shipped(self) -> str:
        """The lesson's first cell, which names the points of both questions."""
        return self.first_text.replace("the second 6", f"the second {self.points}")

    def teardown(self) -> None:
        if not hasattr(self, "folder"):
            return
        self.build(None)
        if self.answers.keys() - self.removed:
            self.grade(None)
        shutil.rmtree(self.folder)

    @rule(number=st.integers(0, 9))
    def edit(self, number: int) -> None:
        title = self.title = f"# Title {number}"
        self._edit(lambda notebook: notebook.cells[0].update(source=title))

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
        run(rebuild, self.course, moment)

    @rule(moment=MOMENTS)
    def force_build(self, moment: int | None) -> None:
        """The lesson's own text is put back; the instructor's is in a dated copy."""
        done = run(lambda course: rebuild(course, force=True), self.course, moment)
        title = nbformat.read(self.course.source_path, as_version=4).cells[0].source
        assert title == self.shipped if done else title in (self.shipped, self.title)
        if self.title not in (None, title):
            kept = (self.course.root / ".gaussfit" / "replaced").rglob("*.ipynb")
            assert any(json.dumps(self.title)[1:-1] in path.read_text(encoding="utf-8") for path in kept)
        self.title = None if title == self.shipped else title

    @rule(points=st.sampled_from((6, 8, 20)), moment=MOMENTS)
    def set_points(self, points: int, moment: int | None) -> None:
        self.points, self.copy = points, None
        self._set()
        self._completed(lambda course: rebuild(course, yes=True), moment)

    @rule(due=st.integers(0, 2), late=st.sampled_from(("none", "zero", "10%", "50%")))
    def set_dates(self, due: int, late: str) -> None:
        self.due, self.late, self.copy = due, late, None
        self._set()

    @rule(student=st.sampled_from(STUDENTS), number=st.integers(0, 30), day=st.integers(0, 4))
    def hand_in(self, student: str, number: int, day: int) -> None:
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
        when = FIRST + timedelta(days=day)
        path.with_name("timestamp.txt").write_text(f"{when:%Y-%m-%d %H:%M:%S} UTC\n", encoding="ascii")
        self.answers[student] = number, day

    @precondition(lambda self: self.answers.keys() - self.removed)
    @rule(moment=MOMENTS)
    def grade(self, moment: int | None) -> None:
        if not run(lambda course: grade_class(course, Options()), self.course, moment):
            return
        self.kept, self.lost = True, False
        marks, entries = self._grades(), in_gradebook(self.course).entries
        for student, (number, day) in self.answers.items():
            if student in self.removed:
                assert student not in entries
                continue
            assert marks[student, "test_residuals"][0] == number % 5
            assert marks[student, "test_fit_line"][0] == number % 7
            late = max(0, day - self.due - self.extra.get(student, 0))
            share = min(1.0, percent(self.late) / 100 * late)
            assert entries[student].penalty == pytest.approx(share * entries[student].raw), student
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

    @precondition(lambda self: not self.lost)
    @rule(student=st.sampled_from(STUDENTS), days=st.integers(1, 3), moment=MOMENTS)
    def give_more_time(self, student: str, days: int, moment: int | None) -> None:
        if student not in self.answers or student in self.removed:
            return
        self._completed(lambda course: extend(course, student, days=days), moment)
        self.extra[student], self.copy = days, None

    @precondition(lambda self: not self.lost)
    @rule(old=st.sampled_from(STUDENTS), new=st.sampled_from((*STUDENTS, "eve", "Fay")), moment=MOMENTS)
    def rename_a_student(self, old: str, new: str, moment: int | None) -> None:
        free = new not in self.answers and new not in {student for student, _ in self._grades()}
        if old not in self.answers or not free or {old, new} & self.removed:
            return
        self._completed(lambda course: rename(course, old, new), moment)
        self.copy = None
        for by_student in (self.answers, self.extra):
            if old in by_student:
                by_student[new] = by_student.pop(old)  # type: ignore[attr-defined]
        for by_cell in (self.manual, self.comments):
            for who, cell in [key for key in by_cell if key[0] == old]:
                by_cell[new, cell] = by_cell.pop((who, cell))  # type: ignore[attr-defined]

    @precondition(lambda self: self.kept and not self.lost)
    @rule(students=st.sets(st.sampled_from(STUDENTS), min_size=1), remove=st.booleans(), moment=MOMENTS)
    def students_come_and_go(self, students: set[str], remove: bool, moment: int | None) -> None:
        known = {*in_gradebook(self.course).names, *read_ledger(self.course).students}
        if known and not known & students:
            return
        path = self.folder / "roster.csv"
        path.write_text("".join(f"{each}\n" for each in ("id", *sorted(students))), encoding="utf-8")
        self._completed(lambda course: enrol(course, path, remove=remove), moment)
        self.copy = None
        self.removed -= students
        if remove:
            gone = known - students
            self.removed |= gone
            self.extra = {student: days for student, days in self.extra.items() if student not in gone}
            self.manual = {key: given for key, given in self.manual.items() if key[0] not in gone}
            self.comments = {key: given for key, given in self.comments.items() if key[0] not in gone}

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

    @precondition(lambda self: not self.lost)
    @rule()
    def keep_a_copy(self) -> None:
        shutil.copy(self.course.root / "gradebook.db", self.folder / "older.db")
        self.copy = dict(self.manual), dict(self.comments)

    @precondition(lambda self: self.copy is not None)
    @rule()
    def restore_the_copy(self) -> None:
        """What was given by hand since is nowhere else, and the copy counts as it is."""
        shutil.copy(self.folder / "older.db", self.course.root / "gradebook.db")
        assert self.copy is not None
        self.manual, self.comments, self.lost = dict(self.copy[0]), dict(self.copy[1]), True

    @invariant()
    def the_instructor_s_work_is_there(self) -> None:
        if not hasattr(self, "folder"):
            return
        source = nbformat.read(self.course.source_path, as_version=4)
        assert source.cells[0].source == (self.title or self.shipped)
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

    def _completed(self, command: Command, moment: int | None) -> None:
        """Run a command, and again when it was killed, as its user would."""
        if not run(command, self.course, moment):
            command(self.course)

    def _set(self) -> None:
        due = FIRST + timedelta(days=self.due)
        lines = ["[points]", f"fit_line = {self.points}", "[dates]", f'due = "{due:%Y-%m-%d %H:%M} UTC"']
        text = "\n".join([self.settings, *lines, f'late = "{self.late}"', ""])
        (self.folder / "course" / SETTINGS_NAME).write_text(text, encoding="utf-8")

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
        stateful_step_count=16,
        derandomize=not TERMS,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    play(AnyTerm, settings=bounded)
