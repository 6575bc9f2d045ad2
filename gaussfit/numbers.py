"""The exercise's plain numbers: what can be known without torch, for those who should not wait for it."""

from __future__ import annotations

import math

from gaussfit.errors import RangeError

__all__ = ["MASSES", "PASS_MARK", "SIX_POINTS", "contour_radius", "mass_within"]

MASSES = (0.2, 0.4, 0.6, 0.8)
"""The shares of the mass that the four drawn contours hold."""

PASS_MARK = 23.0
"""A student's five numbers pass when the total NLL of the six points is below this, in nats."""

SIX_POINTS = (
    (-0.2997, 0.7500, 2.4024, -3.3377, -1.3939, 1.2348),
    (0.2965, 0.1307, -1.5569, 1.3849, 1.0405, 1.1438),
)
"""The numbers of `gaussfit.data.six_points`, whose source text students read; a test holds the two equal."""


def contour_radius(mass: float) -> float:
    """Mahalanobis radius of the ellipse that holds this share of a 2-D Gaussian: sqrt(-2 log(1 - mass)).

    Raises RangeError unless 0 <= mass < 1.

    >>> [round(contour_radius(mass), 3) for mass in MASSES]
    [0.668, 1.011, 1.354, 1.794]
    """
    if not 0 <= mass < 1:
        raise RangeError(f"A share of the mass must lie in [0, 1); this one is {mass}.")
    return math.sqrt(-2 * math.log1p(-mass))


def mass_within(radius: float) -> float:
    """Share of a 2-D Gaussian's mass within this Mahalanobis radius: 1 - exp(-radius^2 / 2).

    Raises RangeError for a negative radius or nan.

    Source: the squared Mahalanobis distance is chi-squared with 2 degrees of freedom (Johnson and Wichern,
    Applied Multivariate Statistical Analysis, 6th edition, result 4.7), whose distribution function this is.

    >>> round(mass_within(2.0), 4)
    0.8647
    """
    if not radius >= 0:
        raise RangeError(f"A radius must be 0 or more; this one is {radius}.")
    return -math.expm1(-(radius**2) / 2)
