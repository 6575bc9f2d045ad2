"""Which mistake it was: names and messages for wrong answers, by the evidence of what they return."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from grader.checking.student import Student
from grader.exercises.gaussian_density.drawing.diagnosis import diagnose_drawing
from grader.exercises.gaussian_density.nll.diagnosis import diagnose_nll
from grader.exercises.gaussian_density.parameters.diagnosis import diagnose_parameters
from grader.results import Diagnosis

__all__ = ["diagnose"]

_DIAGNOSERS: Mapping[str, Callable[[Student], tuple[Diagnosis, ...]]] = {
    "gaussian_nll": diagnose_nll,
    "draw_density": diagnose_drawing,
    "parameters": diagnose_parameters,
}
"""By question. Each gets the submission with the calls that the checks made, and may make some of its own."""


def diagnose(question: str, student: Student) -> tuple[Diagnosis, ...]:
    """The mistakes that the evidence shows in a wrong answer, the most specific first; often none."""
    diagnoser = _DIAGNOSERS.get(question)
    return () if diagnoser is None else diagnoser(student)
