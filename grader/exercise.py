"""The seam between the engine and an exercise: an exercise is plain data and functions, in a folder of its own.

The engine gets an `Exercise` as an argument and knows no other way to one; `grader.loading` is the one place that
imports exercises.
"""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from markupsafe import Markup

from grader.explained import Explaining

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from grader.answers import Answer, Value
    from grader.checking.student import Student
    from grader.results import Diagnosis

Json = bool | int | float | str | Sequence["Json"] | Mapping[str, "Json"] | None
"""What can be written as JSON."""
Facts = Mapping[str, Json]
"""What is known of one question of one submission, for its pictures and for reports: never a hidden input."""


@dataclass(frozen=True)
class Picture:
    """An image with the sentences below it; an empty one where only sentences can be told."""

    svg: Markup
    sentences: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()
    """What follows them in the report on a class, a line each."""


class Asked(Protocol):
    """A submission that has run and takes calls, as `Question.example` sees it."""

    def kept(self, name: str) -> Value | None:
        """The value that a name has; None when it has none."""

    def call(self, name: str, arguments: Sequence[NDArray[np.generic]]) -> Answer:
        """Call a student's function with tensors of these arrays."""

    def draw(self, name: str, arguments: Sequence[NDArray[np.generic]], furnished: bool = False) -> Answer:
        """Call `name(fig, *arguments)` on a fresh figure."""


@dataclass(frozen=True)
class Finding:
    """What is known of one graded submission, for the pictures of a class: its name and each question's facts, as far
    as they are numbers or text, and what it was about."""

    name: str
    facts: Mapping[str, Facts]
    task: object = None


def no_diagnosis(_: Student) -> tuple[Diagnosis, ...]:
    """A question that names no mistakes."""
    return ()


def no_facts(_: object) -> Facts:
    """A question that has nothing to show."""
    return {}


def no_pictures(_: object) -> tuple[Picture, ...]:
    """A question, or an exercise, without pictures."""
    return ()


@dataclass(frozen=True)
class Setting:
    """A setting that an exercise has of its own: it stands under `[exercise]` in a course's `gaussfit.toml`."""

    name: str
    """The task has its value as an attribute of this name: plain data, as the file would have it."""
    about: str
    """What it does and what it may be, in a line above it in a new course's file."""


def no_task(_: Mapping[str, object], __: Path) -> object:
    """An exercise without settings of its own."""
    return None


@dataclass(frozen=True)
class Personal:
    """What one student's submission is about."""

    task: object
    notes: tuple[str, ...] = ()
    """What the student is told of it, beside the notes on the file."""


@dataclass(frozen=True)
class Question:
    """One question: an answer cell of the notebook, the grade cell after it, and what marks it."""

    id: str
    """The `grade_id` of the answer cell; that of the grade cell has `test_` before it."""
    about: str
    """What is asked for, in half a sentence, for those who list the questions."""
    points: float
    """What the question is worth: what its checks are written to add up to, unless the course says otherwise."""
    names: tuple[str, ...]
    """What its answer cell binds: they are read as they are where the grade cell stands."""
    stub: str
    """What a student finds in place of the answer."""
    checks: Path
    """The pytest file of its hidden checks."""
    diagnose: Callable[[Student], tuple[Diagnosis, ...]] = no_diagnosis
    """Names the mistakes of a wrong answer, the most specific first. Called after the checks."""
    facts: Callable[[Student], Facts] = no_facts
    """What the answer says, for pictures and reports. Called after the checks."""
    example: Callable[[Asked], Facts] = no_facts
    """More facts, from a public example. Called before any hidden check runs: afterwards the student's code knows
    hidden inputs, and could draw them into a picture that its author gets to see."""
    pictures: Callable[[Facts], tuple[Picture, ...]] = no_pictures
    """The pictures of the feedback page, from the facts alone."""
    explain: Explaining = field(default_factory=Explaining)
    """What staff are told of a mark."""
    written: float | None = None
    """What the checks are written to add up to, where the course gives other points: their shares are scaled."""

    @property
    def grade_cell(self) -> str:
        """The `grade_id` of the cell that the marks stand in."""
        return GRADE_PREFIX + self.id

    def worth(self, points: float) -> Question:
        """The question with other points."""
        written = self.points if self.written is None else self.written
        return replace(self, points=points, written=None if points == written else written)


GRADE_PREFIX = "test_"
"""Before a question's id: the `grade_id` of its grade cell."""


@dataclass(frozen=True)
class Exercise:
    """An exercise: its lesson, its questions, and what reports show of it."""

    name: str
    """The assignment's name, which is also the notebook's: letters, digits, `-`."""
    title: str
    """What people call it."""
    package: str
    """The teaching package: the source of the model answers. It is hidden from student code, and marks follow
    from it."""
    lesson: Path
    """The lesson's text, in jupytext's Markdown, with slots for code of `package`."""
    questions: tuple[Question, ...]
    """In the order of the notebook."""
    intro: str = ""
    """What a repository for students says of the exercise, in a sentence."""
    released: Path | None = None
    """The students' notebook, made in advance; without it, it is made when it is asked for."""
    fact_columns: tuple[tuple[str, str], ...] = ()
    """(question, fact) of each column that a class's table has of this exercise."""
    class_pictures: Callable[[Sequence[Finding]], tuple[Picture, ...]] = no_pictures
    """The pictures of the class report, from all findings."""
    settings: tuple[Setting, ...] = ()
    """What a course may set of it, apart from points."""
    configure: Callable[[Mapping[str, object], Path], object] = no_task
    """The task that a course sets, from what stands under `[exercise]` in its file and the course's folder; what is
    not there keeps its default. Raises SettingsError, which names the setting of each fault."""
    task: object = None
    """What a course can set, as the exercise itself wants it: frozen plain data, whose repr says all of it. Checks,
    diagnoses and facts get it as `student.task`, the lesson's slots as `task`; in titles of checks and in `intro`
    `{task.…}` stands for a part of it."""
    fill_ins: tuple[tuple[str, str], ...] = ()
    """(cell, what stands there at first) of each answer cell that students fill in with a value and nobody marks, such
    as `student = ""`. A lesson has such a cell only where its task wants one."""
    personal: Callable[[object, str, Mapping[str, str], Collection[str] | None], Personal] | None = None
    """One student's task: from the course's, the id that the submission is filed under, the texts that the cells of
    `fill_ins` give, as far as they can be read, and the student's other ids; None in place of these where nobody knows
    who hands in. None where all have the same."""
    origin: str = ""
    """How `load_exercise` found it."""

    def __reduce__(self) -> tuple[Callable[..., Exercise], tuple[str, tuple[float, ...], bytes]]:
        """Another process loads the exercise for itself, from where this one did, and sets what is set here."""
        if not self.origin:
            raise TypeError(
                f"The exercise {self.name} was not loaded by load_exercise: no other process can."
            )
        # The task is packed by itself: its class is known only once the exercise is loaded.
        points = tuple(question.points for question in self.questions)
        return _loaded_again, (self.origin, points, pickle.dumps(self.task))

    def configured(self, points: Mapping[str, float], task: object) -> Exercise:
        """The exercise as a course sets it: points by question where they are others than now, and the task."""
        questions = tuple(each.worth(points.get(each.id, each.points)) for each in self.questions)
        if questions == self.questions and task == self.task:
            return self
        return replace(self, questions=questions, task=task)

    def for_student(
        self,
        student: str,
        filled_in: Mapping[str, str] | None = None,
        known_as: Collection[str] | None = (),
    ) -> tuple[Exercise, tuple[str, ...]]:
        """The exercise as this student has it, and what the student is told of that. `known_as`: the student's other
        ids; None where the notebook alone says whose it is."""
        if self.personal is None:
            return self, ()
        own = self.personal(self.task, student, filled_in or {}, known_as)
        return (self if own.task == self.task else replace(self, task=own.task)), own.notes

    @property
    def goes_by_id(self) -> bool:
        """Whether each student has a task of their own."""
        return self.for_student("somebody")[0].task != self.task

    def worded(self, text: str) -> str:
        """A text of the exercise's, with what its task says in it."""
        return text if self.task is None else text.format(task=self.task)

    @property
    def as_shipped(self) -> Exercise:
        """The exercise with all defaults."""
        from grader.loading import load_exercise

        return load_exercise(self.origin) if self.origin else self

    @property
    def task_digest(self) -> str:
        """What changes with the task; empty where it is the exercise's own."""
        own = self.task == self.as_shipped.task
        return "" if own else hashlib.sha256(repr(self.task).encode()).hexdigest()[:12]

    @property
    def private(self) -> tuple[str, ...]:
        """The top-level packages that student code must not read: what is taught, and the exercise itself."""
        names = {self.package, *([] if "/" in self.origin or "-" in self.origin else [self.origin])}
        return tuple(sorted({name.partition(".")[0] for name in names} - {""}))

    def question(self, question_id: str) -> Question:
        """The question of that id. Raises KeyError when there is none."""
        for question in self.questions:
            if question.id == question_id:
                return question
        raise KeyError(question_id)

    def asked_by(self, cell: str) -> str:
        """The question whose marks stand in the cell of this `grade_id`; an instructor's own cell is one by itself."""
        question = asked_by(cell)
        return question if cell != question and question in self.ids else cell

    @property
    def ids(self) -> tuple[str, ...]:
        """The questions' ids, in the order of the notebook."""
        return tuple(question.id for question in self.questions)

    @property
    def max_score(self) -> float:
        """Points of all questions."""
        return sum(question.points for question in self.questions)


def _loaded_again(origin: str, points: tuple[float, ...], task: bytes) -> Exercise:
    from grader.loading import load_exercise

    exercise = load_exercise(origin)
    return exercise.configured(dict(zip(exercise.ids, points, strict=True)), pickle.loads(task))


def asked_by(grade_cell: str) -> str:
    """The question whose marks stand in the cell of this `grade_id`."""
    return grade_cell.removeprefix(GRADE_PREFIX)
