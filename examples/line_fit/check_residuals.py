"""Hidden checks of `residuals`."""

from __future__ import annotations

import numpy as np

from grader.checking import CheckFailed, Hidden, Student, check
from line_fit.inputs import numbers, points


@check(title="The line is taken from the points", points=3.0)
def test_residuals_are_right(student: Student, hidden: Hidden) -> None:
    """A number a point: y less what the line has there."""
    x, y = points(hidden, "residuals", 7)
    slope, intercept = np.float32(-1.5), np.float32(0.25)
    found = numbers(student.value("residuals", x, y, slope, intercept), 7)
    if not np.allclose(found, y - (slope * x + intercept), atol=1e-4):
        raise CheckFailed("Some residuals are not what a point's y has above the line. Which sign is up?")


@check(title="The line may be level", points=1.0, needs=("test_residuals_are_right",))
def test_a_level_line(student: Student, hidden: Hidden) -> None:
    """Slope 0."""
    x, y = points(hidden, "level", 4)
    found = numbers(student.value("residuals", x, y, np.float32(0), np.float32(2)), 4)
    if not np.allclose(found, y - 2, atol=1e-4):
        raise CheckFailed("For a line of slope 0 the residuals are not right.")
