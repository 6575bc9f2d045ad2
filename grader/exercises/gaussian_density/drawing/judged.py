"""The student's pictures, each judged once, whoever asks."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from grader.checking.student import Student
from grader.exercises.gaussian_density.drawing.judging import Judgement, judge


def judged(
    student: Student, Sigma: NDArray[np.floating], Mean: NDArray[np.floating], furnished: bool = False
) -> Judgement:
    """The judgement of what the student draws for Sigma (2, 2) and Mean (2,), both float32.

    Raises StudentMissing, StudentRaised or StudentTimeout when there is no picture.
    """
    drawing = student.drawing("draw_density", Sigma, Mean, furnished=furnished)
    key = ("judged", Sigma.tobytes(), Mean.tobytes(), furnished)
    return student.once(key, lambda: judge(drawing, Sigma, Mean))
