"""The question `parameters`, declared."""

from __future__ import annotations

from pathlib import Path

from grader.exercise import Question
from grader.exercises.gaussian_density.parameters.diagnosis import diagnose_parameters
from grader.exercises.gaussian_density.parameters.explaining import EXPLAINING
from grader.exercises.gaussian_density.parameters.fit import parameter_facts
from grader.exercises.gaussian_density.parameters.numbers import NAMES
from grader.exercises.gaussian_density.pictures import parameters_pictures

QUESTION = Question(
    id="parameters",
    about="`A, B, C, X, Y`, the parameters of a Gaussian that fits the data",
    points=10.0,
    names=NAMES,
    stub="# your code here, in place of the dots\nA, B, C, X, Y = ..., ..., ..., ..., ...",
    checks=Path(__file__).with_name("check_parameters.py"),
    diagnose=diagnose_parameters,
    facts=parameter_facts,
    pictures=parameters_pictures,
    explain=EXPLAINING,
)
