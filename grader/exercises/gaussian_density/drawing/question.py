"""The question `draw_density`, declared."""

from __future__ import annotations

from pathlib import Path

from grader.exercise import Question
from grader.exercises.gaussian_density.drawing.diagnosis import diagnose_drawing
from grader.exercises.gaussian_density.drawing.explaining import EXPLAINING
from grader.exercises.gaussian_density.example import public_example
from grader.exercises.gaussian_density.pictures import drawing_pictures

QUESTION = Question(
    id="draw_density",
    about="`draw_density`, the picture of a Gaussian by its contours",
    points=10.0,
    names=("draw_density",),
    stub='# your code here, in place of the next line\nraise NotImplementedError("draw_density is not written yet")',
    checks=Path(__file__).with_name("check_draw_density.py"),
    diagnose=diagnose_drawing,
    example=public_example,
    explain=EXPLAINING,
    pictures=drawing_pictures,
)
