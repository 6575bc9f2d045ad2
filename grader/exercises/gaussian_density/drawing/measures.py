"""How near a wrong picture is to the right one: its place, its turn, its stretch and its spacing.

Each measure passes when all four contours are there: partial marks never cost more than the whole picture
does, and a few other lines beside them do not cost their place, turn and stretch. Many ellipses of different kinds do:
among enough tries nobody can tell which one was meant.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np

from grader.exercises.gaussian_density.drawing.contours import RADII
from grader.exercises.gaussian_density.drawing.ellipses import Ellipse
from grader.exercises.gaussian_density.drawing.judging import Judgement
from grader.exercises.gaussian_density.drawing.rings import Ring

PLACE = 0.05
"""Largest distance of a centre from Mean, in Mahalanobis radii."""
TURN = math.radians(5)
"""Largest angle between a ring's long axis and Sigma's."""
STRETCH = 0.05
"""Largest relative difference between a ring's axis ratio and Sigma's."""
SPACING = 0.04
"""Largest relative difference between the sizes of rings and multiples of the four radii."""
COARSE_SPACING = 0.06
"""The same where a ring comes from a coarse grid, which alone moves them by up to 0.043: as the mean lies between two
points of the grid, which is the seed's to say."""
FEW = 2 * len(RADII)
"""Fewer rings than this tell what they tell, whatever they look like."""
FAMILY = 10
"""Fewer than this do so if two of place, turn and stretch are right in all of them, or the four contours are among
them. It is what `contour` draws when it chooses the levels itself."""
MANY = 20
"""Fewer than this do so if all three are right in all of them: the levels alone are wrong."""
ROUND = 1.05
"""A ring with a smaller axis ratio has no long axis."""


def place(judgement: Judgement) -> float:
    """The largest distance of a ring's centre from Mean, in Mahalanobis radii; inf without rings."""
    centres = [judgement.truth.whiten(ring.ellipse.centre[None, :]) for ring in judgement.rings]
    return _largest(float(np.linalg.norm(centre)) for centre in centres)


def turn(judgement: Judgement) -> float:
    """The largest angle, in radians, between a ring's long axis and Sigma's; inf without rings, or with a round one."""
    return _largest(_turn(ring.ellipse, judgement.truth) for ring in judgement.rings)


def stretch(judgement: Judgement) -> float:
    """The largest relative difference between a ring's axis ratio and Sigma's; inf without rings."""
    truth = axis_ratio(judgement.truth)
    return _largest(abs(axis_ratio(ring.ellipse) / truth - 1) for ring in judgement.rings)


def spacing(judgement: Judgement) -> float:
    """The largest relative difference between the rings' sizes and multiples of the four radii; inf unless four."""
    sizes = np.array([math.sqrt(ring.ellipse.area) for ring in judgement.rings])
    if len(sizes) != len(RADII):
        return math.inf
    scales = sizes / np.array(RADII)
    return float(np.ptp(scales) / scales.mean())


def allowed_spacing(judgement: Judgement) -> float:
    """What `spacing` may be at most."""
    return COARSE_SPACING if any(ring.coarse for ring in judgement.rings) else SPACING


def is_centred(judgement: Judgement) -> bool:
    """Whether all rings lie around Mean."""
    return judgement.clear or place(judgement) <= PLACE


def is_turned(judgement: Judgement) -> bool:
    """Whether the long axis of all rings points as Sigma's does."""
    return judgement.clear or turn(judgement) <= TURN


def is_stretched(judgement: Judgement) -> bool:
    """Whether all rings are as many times longer than wide as the density's contours are."""
    return judgement.clear or stretch(judgement) <= STRETCH


def is_spaced(judgement: Judgement) -> bool:
    """Whether there are four rings, and no more, whose sizes are to each other as the four radii are.

    Rings that have neither the place nor the turn nor the stretch of the density are spaced by chance.
    """
    if judgement.complete:
        return judgement.others == 0
    if not (is_centred(judgement) or is_turned(judgement) or is_stretched(judgement)):
        return False
    return spacing(judgement) <= allowed_spacing(judgement)


def is_whole(judgement: Judgement) -> bool:
    """Whether every ring goes all the way round."""
    rings = judgement.rings
    return judgement.clear or bool(rings and all(ring.whole for ring in rings))


def is_drowned(judgement: Judgement) -> bool:
    """Whether there are so many ellipses that some of them are right in part by chance."""
    count = len(judgement.rings)
    if judgement.clear or count < FEW:
        return False
    of_all = sum(holds(judgement) for holds in (is_centred, is_turned, is_stretched))
    few_enough = count < MANY if of_all == 3 else count < FAMILY and (judgement.complete or of_all == 2)
    return not few_enough


def same_picture(a: tuple[Ring, ...], b: tuple[Ring, ...]) -> bool:
    """Whether two pictures show the same rings in the same places."""
    return len(a) == len(b) and all(_same(x.ellipse, y.ellipse) for x, y in zip(a, b, strict=True))


def _same(a: Ellipse, b: Ellipse) -> bool:
    scale = math.sqrt(float(np.trace(b.S)))
    moved = float(np.linalg.norm(a.centre - b.centre))
    return moved <= 0.01 * scale and bool(np.abs(a.S - b.S).max() <= 0.02 * scale**2)


def axis_ratio(ellipse: Ellipse) -> float:
    """Length over width."""
    low, high = np.linalg.eigvalsh(ellipse.S)
    return math.sqrt(float(high / low))


def axis_angle(ellipse: Ellipse) -> float:
    """Angle of the long axis to the x axis, in radians, in [0, pi)."""
    x, y = np.linalg.eigh(ellipse.S)[1][:, -1]
    return math.atan2(y, x) % math.pi


def _largest(values: Iterable[float]) -> float:
    """The largest; inf of none, nan where one is nan, which is within no bound."""
    return float(np.max([*values] or [math.inf]))


def _turn(a: Ellipse, b: Ellipse) -> float:
    angle = abs(axis_angle(a) - axis_angle(b))
    return min(angle, math.pi - angle) if axis_ratio(a) > ROUND else math.inf
