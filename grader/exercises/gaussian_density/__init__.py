"""The 2-D Gaussian density: what this exercise adds to the engine."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

from grader.exercise import Exercise
from grader.exercises.gaussian_density import class_pictures, configuring, variants
from grader.exercises.gaussian_density.drawing import question as drawing
from grader.exercises.gaussian_density.nll import question as nll
from grader.exercises.gaussian_density.parameters import question as parameters
from grader.exercises.gaussian_density.task import SHIPPED

_LESSON = Path(str(resources.files("gaussfit.lesson")))

EXERCISE = Exercise(
    name="gaussian-density",
    title="A 2-D Gaussian, fitted by maximum likelihood",
    intro="{task.Word} points in the plane, and a Gaussian to say where the next one may fall.",
    package="gaussfit",
    lesson=_LESSON / "lesson.md",
    released=_LESSON / "release.ipynb",
    questions=(nll.QUESTION, drawing.QUESTION, parameters.QUESTION),
    fact_columns=tuple((parameters.QUESTION.id, name) for name in (*parameters.QUESTION.names, "nll")),
    class_pictures=class_pictures.class_pictures,
    settings=configuring.SETTINGS,
    configure=configuring.configure,
    task=SHIPPED,
    fill_ins=((variants.FILL_IN, variants.STUB),),
    personal=variants.personal,
)
