"""The contours of a Gaussian in pictures."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from gaussfit.numbers import MASSES, contour_radius
from grader.feedback.svg import FARTHEST, Frame, Points, number

CONTOUR_SIDES = 72
"""Enough corners that a contour looks round at the width of a page."""


def contour(Sigma: NDArray[np.float64], Mean: NDArray[np.float64], radius: float) -> Points:
    """The contour of a Gaussian at a Mahalanobis radius, (n, 2).

    Raises `numpy.linalg.LinAlgError` unless Sigma is positive definite.
    """
    angle = np.linspace(0, 2 * math.pi, CONTOUR_SIDES, endpoint=False)
    circle = radius * np.stack([np.cos(angle), np.sin(angle)])
    return np.asarray((np.linalg.cholesky(Sigma) @ circle).T + Mean)


def ellipse(
    frame: Frame, Sigma: NDArray[np.float64], Mean: NDArray[np.float64], radius: float, css: str
) -> str:
    """The contour of a Gaussian as one short element, in a frame with equal scales.

    Empty when Sigma is not positive definite or beyond all pictures.
    """
    values, vectors = np.linalg.eigh(Sigma)
    if not 0 < values[0] <= values[1] < FARTHEST**2:
        return ""
    scale = frame.width / (frame.xlim[1] - frame.xlim[0])
    rx, ry = radius * np.sqrt(values[::-1]) * scale
    angle = -math.degrees(math.atan2(vectors[1, 1], vectors[0, 1]))  # y goes down in pixels
    x, y = number(frame.x(Mean[0])), number(frame.y(Mean[1]))
    return (
        f'<ellipse class="{css}" cx="{x}" cy="{y}" rx="{number(rx)}" ry="{number(ry)}" '
        f'transform="rotate({number(angle)} {x} {y})"/>'
    )


def mass_contours(Sigma: NDArray[np.float64], Mean: NDArray[np.float64]) -> list[Points]:
    """The contours that hold 20, 40, 60 and 80 % of the mass."""
    return [contour(Sigma, Mean, contour_radius(mass)) for mass in MASSES]
