"""Points of one's own for every student, equally hard: the course's points, sent through a map of the plane."""

from __future__ import annotations

import hashlib
import math
import unicodedata
from collections.abc import Sequence

__all__ = ["ATTEMPTS", "claims", "normalised", "optimum", "points_of", "sent", "start_total"]

ATTEMPTS = 10_000
STRETCH = 0.15  # at most, so that the best circle stays about as good


def normalised(student: str) -> str:
    """Return an id as it counts: capitals, blanks, and how Unicode writes a letter, don't matter."""
    text = unicodedata.normalize("NFKC", str(student)).casefold()
    text = "".join(letter for letter in text if letter.isprintable() and not letter.isspace())
    return unicodedata.normalize("NFKC", text)


def numbers_from(text: str) -> list[float]:
    """Return eight numbers from 0 to 1 that follow from a text and look like chance."""
    digest = hashlib.sha256(text.encode()).digest()
    return [int.from_bytes(digest[place : place + 4], "big") / 2**32 for place in range(0, 32, 4)]


def sent(points: Sequence[Sequence[float]], text: str) -> list[list[float]]:
    """Send points, a row of x and one of y, through the map that follows from a text.

    It swaps the axes or not, flips each or not, stretches one by s and the other by 1/s, and shifts: |det| is 1.
    """
    swap, flip_x, flip_y, longer, by, X, Y, _ = numbers_from(text)
    rows = [points[1], points[0]] if swap < 0.5 else [points[0], points[1]]
    stretch = 1 + STRETCH * by if longer < 0.5 else 1 / (1 + STRETCH * by)
    factors = (stretch if flip_x < 0.5 else -stretch), (1 / stretch if flip_y < 0.5 else -1 / stretch)
    found = []
    for row, factor, chance in zip(rows, factors, (X, Y), strict=True):
        middle, centre = math.fsum(row) / len(row), 10 * chance - 5
        found.append([round(factor * (each - middle) + centre, 4) for each in row])
    return found


def optimum(points: Sequence[Sequence[float]]) -> tuple[float, float, float, float, float]:
    """Return A, B, C, X, Y of the best Gaussian: the mean, and the average of outer products around it."""
    x, y = points
    X, Y = math.fsum(x) / len(x), math.fsum(y) / len(y)
    A = math.fsum((each - X) ** 2 for each in x) / len(x)
    B = math.fsum((a - X) * (b - Y) for a, b in zip(x, y, strict=True)) / len(x)
    C = math.fsum((each - Y) ** 2 for each in y) / len(y)
    return A, B, C, X, Y


def start_total(points: Sequence[Sequence[float]]) -> float:
    """Return the total negative log likelihood where the sliders start, in nats."""
    squares = math.fsum(each**2 for row in points for each in row)
    return len(points[0]) * math.log(2 * math.pi) + squares / 2


def claims(
    points: Sequence[Sequence[float]], course: Sequence[Sequence[float]], pass_mark: float
) -> dict[str, bool]:
    """Return what must hold for a student's points, each with whether it does."""
    best = A, B, C, _, _ = optimum(points)
    a, b, c, _, _ = optimum(course)
    moved = (A * C - B * B) / (a * c - b * b) - 1  # by rounding; half of it, for each point, is the total's
    return {
        "all points lie inside the axes": all(abs(each) <= 4.75 for row in points for each in row),
        "the best lies inside the sliders": all(-1.5 <= each <= 5.5 for each in best),
        "the start is 1 nat above the pass mark": start_total(points) >= pass_mark + 1,
        "the best total is the course's": abs(moved) * len(points[0]) / 2 < 0.00095,
    }


def points_of(student: str, course: Sequence[Sequence[float]], pass_mark: float) -> list[list[float]]:
    """Return a student's points, a row of x and one of y: the first of their maps for which all claims hold.

    Raises ValueError when there is none.
    """
    for attempt in range(ATTEMPTS):
        points = sent(course, f"{normalised(student)} {attempt}")
        if all(claims(points, course, pass_mark).values()):
            return points
    raise ValueError("No map of the plane suits these points and this pass mark.")
