"""What a drawing shows and whether it is right: plain polylines judged against a Gaussian's contours."""

from __future__ import annotations

from grader.geometry.ellipses import Ellipse, gaussian_ellipse, same_ellipse
from grader.geometry.judging import RADII, Judgement, judge
from grader.geometry.outlines import Line, Ring

__all__ = ["RADII", "Ellipse", "Judgement", "Line", "Ring", "gaussian_ellipse", "judge", "same_ellipse"]
