"""Hidden checks of `fit_line`."""

from __future__ import annotations

from grader.checking import CheckFailed, Hidden, Student, check
from line_fit.inputs import best, numbers, points


@check(title="The slope is right", points=3.0)
def test_slope(student: Student, hidden: Hidden) -> None:
    """Whatever the intercept."""
    x, y = points(hidden, "fit", 9)
    if abs(numbers(student.value("fit_line", x, y), 2)[0] - best(x, y)[0]) > 1e-3:
        raise CheckFailed("The slope is not the one with the smallest sum of squares.")


@check(title="The line runs through the middle of the points", points=3.0)
def test_line_meets_the_means(student: Student, hidden: Hidden) -> None:
    """The best line holds the point of the means, whatever its slope."""
    x, y = points(hidden, "fit", 9)
    slope, intercept = numbers(student.value("fit_line", x, y), 2)
    if abs(slope * x.mean() + intercept - y.mean()) > 1e-3:
        raise CheckFailed("The best line runs through (mean of x, mean of y); yours does not.")
