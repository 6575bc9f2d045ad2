"""The seam between the engine and an exercise: an exercise is plain data and functions, in a folder of its own.

The engine gets an `Exercise` as an argument and knows no other way to one; `load_exercise` is the one place that
imports exercises. The folder's package binds it to the name `EXERCISE`.
"""

from __future__ import annotations

import functools
import importlib
import importlib.util
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, Protocol

from markupsafe import Markup

from grader.errors import ExerciseError, UsageError

if TYPE_CHECKING:
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
    """An image with the sentences below it."""

    svg: Markup
    sentences: tuple[str, ...] = ()


class Asked(Protocol):
    """A submission that has run and takes calls, as `Question.example` sees it."""

    def kept(self, name: str) -> Value | None:
        """The value that a name has; None when it has none."""

    def call(self, name: str, arguments: Sequence[NDArray[Any]]) -> Answer:
        """Call a student's function with tensors of these arrays."""

    def draw(self, name: str, arguments: Sequence[NDArray[Any]], furnished: bool = False) -> Answer:
        """Call `name(fig, *arguments)` on a fresh figure."""


@dataclass(frozen=True)
class Finding:
    """What is known of one graded submission, for the pictures of a class: its name and each question's facts."""

    name: str
    facts: Mapping[str, Facts]


def no_diagnosis(_: Student) -> tuple[Diagnosis, ...]:
    """A question that names no mistakes."""
    return ()


def no_facts(_: Any) -> Facts:
    """A question that has nothing to show."""
    return {}


def no_pictures(_: Any) -> tuple[Picture, ...]:
    """A question, or an exercise, without pictures."""
    return ()


@dataclass(frozen=True)
class Question:
    """One question: an answer cell of the notebook, the grade cell after it, and what marks it."""

    id: str
    """The `grade_id` of the answer cell; that of the grade cell has `test_` before it."""
    about: str
    """What is asked for, in half a sentence, for those who list the questions."""
    points: float
    """What the checks add up to."""
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

    @property
    def grade_cell(self) -> str:
        """The `grade_id` of the cell that the marks stand in."""
        return GRADE_PREFIX + self.id


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
    warm_imports: tuple[str, ...] = ()
    """Modules that most answers need, beyond those that every notebook gets: they are loaded once for a class."""
    origin: str = ""
    """How `load_exercise` found it."""

    def __reduce__(self) -> tuple[Any, ...]:
        """Another process loads the exercise for itself, from where this one did."""
        if not self.origin:
            raise TypeError(
                f"The exercise {self.name} was not loaded by load_exercise: no other process can."
            )
        return load_exercise, (self.origin,)

    def question(self, question_id: str) -> Question:
        """The question of that id. Raises KeyError when there is none."""
        for question in self.questions:
            if question.id == question_id:
                return question
        raise KeyError(question_id)

    @property
    def ids(self) -> tuple[str, ...]:
        """The questions' ids, in the order of the notebook."""
        return tuple(question.id for question in self.questions)

    @property
    def max_score(self) -> float:
        """Points of all questions."""
        return sum(question.points for question in self.questions)


def asked_by(grade_cell: str) -> str:
    """The question whose marks stand in the cell of this `grade_id`."""
    return grade_cell.removeprefix(GRADE_PREFIX)


@functools.cache
def load_exercise(origin: str = "") -> Exercise:
    """The exercise that `origin` names.

    Args:
        origin: the name of an exercise that ships with the grader, the dotted name of an importable package, or the
            path of a folder that is one; empty for the grader's own default.

    Raises:
        UsageError: there is no such exercise.
        ExerciseError: it cannot be loaded, or does not bind an `Exercise` to `EXERCISE`.
    """
    from grader import exercises

    origin = origin or exercises.DEFAULT
    if "/" in origin or "\\" in origin:
        folder = Path(origin).expanduser().resolve()
        return _exercise_of(_package_in(folder), str(folder))
    shipped = f"{exercises.__name__}.{origin.replace('-', '_')}"
    found = next((name for name in (shipped, origin) if _exists(name)), None)
    if found is None:
        raise UsageError(
            f"There is no exercise {origin!r}: give the name of a shipped one, a Python package, or a folder "
            "with a slash in it, such as ./line_fit."
        )
    return _exercise_of(_imported(found), origin)


def _exists(name: str) -> bool:
    if not re.fullmatch(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)*", name):
        return False
    try:
        return importlib.util.find_spec(name) is not None
    except ModuleNotFoundError:  # of a package that it would lie in
        return False


def _package_in(folder: Path) -> ModuleType:
    """The package that a folder is, under the folder's own name, so that its modules can import each other."""
    if not (folder / "__init__.py").is_file():
        raise UsageError(f"{folder} is no exercise: it has no __init__.py that binds EXERCISE.")
    name = folder.name
    if not name.isidentifier():
        raise UsageError(f"The folder of an exercise must be named like a Python package; {folder} is not.")
    known = sys.modules.get(name)
    if known is not None or _exists(name):
        file = getattr(known, "__file__", None)
        if file is not None and Path(file).resolve().parent == folder:
            return importlib.import_module(name)
        raise UsageError(
            f"The exercise in {folder} has the name of another Python package: rename its folder."
        )
    spec = importlib.util.spec_from_file_location(
        name, folder / "__init__.py", submodule_search_locations=[str(folder)]
    )
    if spec is None or spec.loader is None:
        raise ExerciseError(f"{folder} cannot be loaded as a Python package.")
    sys.modules[name] = module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except Exception as error:  # the exercise is its author's program: it may raise anything
        del sys.modules[name]
        raise ExerciseError(
            f"The exercise in {folder} cannot be loaded ({type(error).__name__}: {error}): correct it."
        ) from error
    return module


def _imported(name: str) -> ModuleType:
    try:
        return importlib.import_module(name)
    except Exception as error:  # as above
        raise ExerciseError(
            f"The exercise {name} cannot be loaded ({type(error).__name__}: {error}): correct it."
        ) from error


def _exercise_of(module: ModuleType, origin: str) -> Exercise:
    exercise = getattr(module, "EXERCISE", None)
    if not isinstance(exercise, Exercise):
        raise ExerciseError(
            f"{module.__file__} must bind an Exercise to EXERCISE; it binds {type(exercise).__name__}."
        )
    return replace(exercise, origin=origin)
