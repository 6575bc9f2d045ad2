"""The public example of `gaussian_nll`: points at growing distances, and the picture of the student's numbers.

It is asked for before any hidden check runs: afterwards the student's code would know the hidden inputs, and could
put them into numbers that its author gets to see.
"""

from __future__ import annotations

import numpy as np
from markupsafe import Markup
from numpy.typing import NDArray

from grader.checking.errors import CheckFailed, StudentProblem
from grader.exercise import Asked, Facts, Picture
from grader.exercises.gaussian_density.nll.points import NAME, read_each
from grader.exercises.gaussian_density.pictures import HEIGHT, LEFT, LEGEND, SIDE, TOP, WIDTH, legend_of
from grader.exercises.gaussian_density.stopping import stop_told, stopped
from grader.exercises.gaussian_density.truth import tolerance, true_nll
from grader.feedback.svg import Frame, axes, dot, inside, path, picture, text

FACT = "example"
"""Name of the fact that carries the student's numbers; null stands for one that is not finite."""
SIGMA = np.array([[3.0, 1.0], [1.0, 1.0]], dtype=np.float32)
MEAN = np.array([1.0, -1.0], dtype=np.float32)
"""A slant, two widths, a determinant other than 1 and a mean off the origin, so that slips show."""
COUNT = 24
EXAMPLE = f"{COUNT} points, Sigma = [[3, 1], [1, 1]] and Mean = (1, −1)"
FARTHEST_R2 = 9.0
TURN = 2.4
"""Radians from one point to the next: they go round several times, so that no direction stands for a distance."""
LARGEST = 1e4
"""Numbers beyond are cut: nothing of them lies in the picture."""
ROOM = 6.0
"""Nats above and below the right line that the picture shows at most."""
STRAIGHT = 0.02
"""How far numbers may lie off a line that they are said to lie on, in nats and as a share of their spread."""

Numbers = NDArray[np.float64]


def _points() -> NDArray[np.float32]:
    r = np.sqrt(np.linspace(0, FARTHEST_R2, COUNT))
    turned = TURN * np.arange(COUNT)
    circle = r * np.stack([np.cos(turned), np.sin(turned)])
    points = np.linalg.cholesky(SIGMA.astype(np.float64)) @ circle + MEAN[:, None]
    return np.asarray(points, dtype=np.float32)


POINTS = _points()
RIGHT = true_nll(POINTS, SIGMA, MEAN)
R2: Numbers = 2 * (RIGHT - true_nll(MEAN[:, None], SIGMA, MEAN))


def nll_example(session: Asked) -> Facts:
    """What the student's function says of the public points, under `FACT`; or where it stopped; or nothing."""
    answer = session.call(NAME, [POINTS, SIGMA, MEAN])
    if answer.outcome != "ok":
        return stopped(answer)
    try:
        found = read_each(answer.value, COUNT)
    except (CheckFailed, StudentProblem):
        return {}
    cut = np.clip(found, -LARGEST, LARGEST).round(4)
    kept = [float(number) if np.isfinite(real) else None for number, real in zip(cut, found, strict=True)]
    return {FACT: kept}


def nll_pictures(facts: Facts) -> tuple[Picture, ...]:
    """The student's numbers over r², with the right line, and what they say; nothing without numbers."""
    found = facts.get(FACT)
    if not isinstance(found, list | tuple) or len(found) != COUNT:
        return stop_told(facts, EXAMPLE)
    own = np.array([float(each) if isinstance(each, int | float) else np.nan for each in found])
    if not np.isfinite(own).any():
        return ()
    told = (
        f"{EXAMPLE}; the marks come from other examples.",
        "r² is (x − Mean)ᵀ Sigma⁻¹ (x − Mean), the squared distance that the density goes by.",
        *_read(own),
    )
    return (Picture(_drawn(own, told), told),)


def _drawn(own: Numbers, told: tuple[str, ...]) -> Markup:
    """Dots over the dashed right line, in a window about that line."""
    seen = own[np.isfinite(own)]
    low = np.floor(max(min(seen.min(), RIGHT.min()), RIGHT.min() - ROOM) - 0.3)
    high = np.ceil(min(max(seen.max(), RIGHT.max()), RIGHT.max() + ROOM) + 0.3)
    frame = Frame(LEFT, TOP, SIDE, SIDE, (-0.4, FARTHEST_R2 + 0.4), (float(low), float(high)))
    right = path(frame.pixels(np.stack([R2, RIGHT], axis=1)), "gf-right")
    dots = [
        dot(frame.x(x), frame.y(y), 3.4, "gf-dot") for x, y in zip(R2, own, strict=True) if np.isfinite(y)
    ]
    step = 2 if high - low > 7 else 1
    ticks = np.arange(np.ceil(low / step) * step, high + 1e-9, step).tolist()
    names = [
        text(LEFT + SIDE - 8, TOP + SIDE - 8, "r²", "gf-strong", "end"),
        text(LEFT + 8, TOP + 18, "nats", "gf-strong", "start"),
    ]
    legend = legend_of(
        [("gf-right", "right: it rises by 1/2 for each unit of r²"), ("gf-dot", "what your function says")]
    )
    body = [*axes(frame, range(10), ticks), inside(frame, [right, *dots]), *names, *legend]
    return picture("gf-against", WIDTH, HEIGHT + LEGEND, "Your numbers over r²", " ".join(told), body)


def _read(own: Numbers) -> tuple[str, ...]:
    """What the picture shows, in words."""
    if not np.isfinite(own).all():
        return (f"{np.isnan(own).sum()} of your numbers are infinite or nan and are left out.",)
    if (np.abs(own - RIGHT) <= tolerance(RIGHT)).all():
        return ("Your numbers lie on the right line.",)
    slope, start = np.polyfit(R2, own, 1)
    off = float(np.abs(own - (slope * R2 + start)).max())
    if off > STRAIGHT * (1 + np.ptp(own)):
        return ("Your numbers do not lie on one line: something besides r² decides them.",)
    if abs(slope - 0.5) <= STRAIGHT:
        side = "high" if start > RIGHT[0] else "low"
        return (f"The slope is right, but all numbers are too {side}: look at the terms without x.",)
    return (f"Your numbers rise by {slope:.3g} for each unit of r².",)
