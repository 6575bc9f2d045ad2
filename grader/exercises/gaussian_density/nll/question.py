"""The question `gaussian_nll`, declared."""

from __future__ import annotations

from pathlib import Path

from grader.exercise import Question
from grader.exercises.gaussian_density.nll.diagnosis import diagnose_nll
from grader.exercises.gaussian_density.nll.example import nll_example, nll_pictures
from grader.exercises.gaussian_density.nll.explaining import EXPLAINING

QUESTION = Question(
    id="gaussian_nll",
    about="`gaussian_nll`, the negative log likelihood of points under a Gaussian",
    points=10.0,
    names=("gaussian_nll",),
    stub='# your code here, in place of the next line\nraise NotImplementedError("gaussian_nll is not written yet")',
    checks=Path(__file__).with_name("check_gaussian_nll.py"),
    diagnose=diagnose_nll,
    example=nll_example,
    explain=EXPLAINING,
    pictures=nll_pictures,
)
