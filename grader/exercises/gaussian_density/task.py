"""What a course can set of this exercise: the points that a Gaussian is fitted to, and the total to get below."""

from __future__ import annotations

import functools
import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from gaussfit.numbers import PASS_MARK, SIX_POINTS
from gaussfit.variants import normalised, points_of
from grader.checking.student import Student
from grader.exercise import Facts
from grader.exercises.gaussian_density.truth import total_nll
from grader.exercises.gaussian_density.wording import (
    ABOUT_ID,
    code_of_own_points,
    code_of_points,
    number_word,
    place_word,
)

START = (1.0, 0.0, 1.0, 0.0, 0.0)
"""Where the sliders start: no answer of the student's."""
CARRIED = "carried"
"""Name of the fact that tells which id a notebook carries, where students have points of their own."""
FACT = "points"
"""Name of the fact that carries the points, where they are others than the lesson's own."""

Five = tuple[float, float, float, float, float]
"""A, B, C, X, Y."""


@dataclass(frozen=True)
class Task:
    """The points, as (x, y), and the total negative log likelihood to get below, in nats."""

    data: tuple[tuple[float, float], ...] = tuple(zip(*SIX_POINTS, strict=True))
    pass_mark: float = PASS_MARK
    variants: str = "none"
    """Whether each student gets data of their own: "student", or "none"."""
    student: str = ""
    """Whose points these are, where they are one student's: the id as it counts."""
    entered: str | None = None
    """The id that the student's notebook carries, as it counts; None where it cannot be read."""
    course: tuple[tuple[float, float], ...] = ()
    """The course's points, which the student's come from."""
    also: tuple[str, ...] = ()
    """The student's other ids, as they count, sorted."""

    @cached_property
    def x(self) -> NDArray[np.float64]:
        """The points, (2, N), rounded to float32 as students have them."""
        return np.array(self.data, dtype=np.float32).T.astype(np.float64)

    def total_nll(self, A: float, B: float, C: float, X: float, Y: float) -> float | None:
        """Total negative log likelihood of the points in nats, inf beyond float64; None for no covariance."""
        return _total_nll(self, A, B, C, X, Y)

    @cached_property
    def start_nll(self) -> float:
        """The total where the sliders start."""
        total = self.total_nll(*START)
        return math.inf if total is None else total

    @cached_property
    def below_start(self) -> float:
        """The same, cut (not rounded), so that the start itself is not below."""
        return math.floor(self.start_nll * 1e6) / 1e6

    @cached_property
    def best_mean(self) -> tuple[float, float]:
        """The mean of the points."""
        X, Y = self.x.mean(axis=1).tolist()
        return X, Y

    @cached_property
    def best(self) -> Five:
        """The five numbers that no others are better than (maximum likelihood, Bishop 2.121 and 2.122)."""
        return *_scatter(self.x, *self.best_mean), *self.best_mean

    @cached_property
    def best_nll(self) -> float:
        """The lowest total that any Gaussian reaches."""
        return self.best_nll_for_mean(*self.best_mean)

    def best_nll_for_mean(self, X: float, Y: float) -> float:
        """The lowest total with this mean: reached where Sigma is the points' scatter about it (Bishop 2.122)."""
        with np.errstate(over="ignore", invalid="ignore"):
            A, B, C = _scatter(self.x, X, Y)
        total = self.total_nll(A, B, C, X, Y) if all(map(math.isfinite, (A, B, C))) else None
        return math.inf if total is None else total

    @cached_property
    def answer(self) -> str:
        """The five numbers of a model answer: the best, with as few decimals as get below the pass mark."""
        if self.varies:
            return "(round(number, 4) for number in optimum(data.tolist()))"
        for decimals in range(2, 7):
            rounded = [round(number, decimals) for number in self.best]
            total = self.total_nll(*rounded)
            if total is not None and total < self.pass_mark:
                return ", ".join(f"{number:.{decimals}f}" for number in rounded)
        return ", ".join(map(repr, self.best))

    @property
    def count(self) -> int:
        """How many points there are."""
        return len(self.data)

    @property
    def index(self) -> str:
        """The same, as TeX wants it below a letter."""
        return str(self.count) if self.count < 10 else f"{{{self.count}}}"

    @property
    def word(self) -> str:
        """How many there are, as one writes it."""
        return number_word(self.count)

    @property
    def Word(self) -> str:
        """The same, at the beginning of a sentence."""
        return self.word.capitalize()

    @property
    def following(self) -> str:
        """What the point after the last would be called."""
        return place_word(self.count + 1)

    @property
    def function(self) -> str:
        """The name of the function that gives the points in the notebook."""
        return f"{self.word}_points" if self.word.isalpha() else "observed_points"

    @property
    def code(self) -> str:
        """The function itself, as the notebook shows it."""
        return code_of_points(self.function, self.data)

    def of_student(self, student: str, entered: str | None = None, known_as: Collection[str] = ()) -> Task:
        """The task of one student; `entered` is the id that the notebook carries, and its points are the student's
        where they are `known_as` that. Raises ValueError where the course's points cannot be sent anywhere, which
        `configure` refuses."""
        course = self.course or self.data
        own, carried = normalised(student), None if entered is None else normalised(entered)
        also = tuple(sorted({*map(normalised, known_as)} - {own, ""}))
        worked_on = carried if carried in also else own
        data = _own_points(worked_on, course, self.pass_mark)
        return replace(self, data=data, student=own, entered=carried, course=course, also=also)

    @property
    def carries_own(self) -> bool:
        """Whether the id in the notebook is one of the student's."""
        return self.entered in (self.student, *self.also)

    def in_common(self, A: float, B: float, C: float, X: float, Y: float) -> Five:
        """A Gaussian over these points as one over the course's: sent back by the map that they came by."""
        if not self.course:
            return A, B, C, X, Y
        ones = np.ones(self.count)
        there = np.vstack([self.x, ones])
        back = np.linalg.lstsq(there.T, np.array(self.course), rcond=None)[0].T
        with np.errstate(all="ignore"):  # a student's numbers may be of any size
            Sigma = back[:, :2] @ np.array([[A, B], [B, C]]) @ back[:, :2].T
            x, y = (back @ np.array([X, Y, 1.0])).tolist()
        return float(Sigma[0, 0]), float(Sigma[0, 1]), float(Sigma[1, 1]), x, y

    @property
    def varies(self) -> bool:
        """Whether each student gets points of their own."""
        return self.variants == "student"

    @property
    def about_id(self) -> str:
        """What the lesson says of points of one's own, after the line on the data."""
        return ABOUT_ID if self.varies else ""

    def observed(self, module: str) -> str:
        """The code that makes `data`; `module` is the text of the one that makes points of one's own."""
        if not self.varies:
            return f"{self.code}\n\n\ndata = {self.function}()\ndata"
        return code_of_own_points(module, self.data, self.pass_mark)

    @property
    def start_told(self) -> str:
        """Where the total starts, in the lesson's words."""
        return f"above {self.pass_mark + 1:g} nats" if self.varies else f"at {self.start_nll:.3f} nats"

    def counted(self, text: str) -> str:
        """A text on the six points, as one on these points."""
        for six, word in (("six", self.word), ("Six", self.Word), ("(6,)", f"({self.count},)")):
            text = text.replace(six, word)
        return text


SHIPPED = Task()
"""The six points of the lesson, and their pass mark."""


def task_of(student: Student) -> Task:
    """What this student's answers are about."""
    if not isinstance(student.task, Task):
        raise TypeError(f"The task of this exercise is a Task; it is {type(student.task).__name__}.")
    return student.task


def task_shown(facts: Facts) -> Task:
    """What the facts of an answer are about, as far as pictures need it: the points."""
    points = facts.get(FACT)
    if not isinstance(points, Sequence) or isinstance(points, str):
        return SHIPPED
    pairs = (each for each in points if isinstance(each, Sequence) and len(each) == 2)
    return Task(tuple((float(str(x)), float(str(y))) for x, y in pairs))


@functools.lru_cache(maxsize=1024)
def _own_points(
    student: str, course: tuple[tuple[float, float], ...], pass_mark: float
) -> tuple[tuple[float, float], ...]:
    x, y = points_of(student, [*zip(*course, strict=True)], pass_mark)
    return tuple(zip(x, y, strict=True))


@functools.lru_cache(maxsize=256)
def _total_nll(task: Task, A: float, B: float, C: float, X: float, Y: float) -> float | None:
    return total_nll(task.x, A, B, C, X, Y)


def _scatter(x: NDArray[np.float64], X: float, Y: float) -> tuple[float, float, float]:
    """A, B and C of the points' scatter about a mean."""
    centred = x - np.array([[X], [Y]])
    A, B, _, C = (centred @ centred.T / centred.shape[1]).ravel().tolist()
    return A, B, C
