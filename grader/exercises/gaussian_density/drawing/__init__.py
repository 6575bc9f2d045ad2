"""What a drawing shows and whether it is right: plain polylines judged against a Gaussian's contours."""

from __future__ import annotations

from grader.exercises.gaussian_density.drawing.contours import RADII
from grader.exercises.gaussian_density.drawing.ellipses import Ellipse, gaussian_ellipse, same_ellipse
from grader.exercises.gaussian_density.drawing.judging import Judgement, judge
from grader.exercises.gaussian_density.drawing.rings import Ring
from grader.lines.line import Line

__all__ = ["RADII", "Ellipse", "Judgement", "Line", "Ring", "gaussian_ellipse", "judge", "same_ellipse"]
