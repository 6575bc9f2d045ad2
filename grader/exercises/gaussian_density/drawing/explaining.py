"""What staff are told of a mark of `draw_density`: each picture over the right one, and what its lines counted as."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator, Sequence
from itertools import groupby

import numpy as np
from markupsafe import Markup
from numpy.typing import NDArray

from grader.checking import Call
from grader.exercise import Picture
from grader.exercises.gaussian_density.drawing.compared import ARGUMENTS, NAME, explain_check
from grader.exercises.gaussian_density.drawing.contours import RADII
from grader.exercises.gaussian_density.drawing.counted import Counted, Group, counted, mass
from grader.exercises.gaussian_density.drawing.ellipses import Ellipse
from grader.exercises.gaussian_density.drawing.judging import ContourState, Judgement, judge
from grader.exercises.gaussian_density.drawing.sorting import contour
from grader.exercises.gaussian_density.drawing.weighing import weigh_drawing
from grader.exercises.gaussian_density.pictures import HEIGHT, LEFT, SIDE, TOP, WIDTH, legend_of
from grader.exercises.gaussian_density.shapes import mass_contours
from grader.explained import Explained, Explaining
from grader.feedback.svg import Frame, axes, cross, dot, inside, path, picture, text

Matrix = NDArray[np.float64]

MOST_DRAWN, MOST_VERTICES = 80, 160
"""Lines of one picture, and vertices of one line: as many as can be told apart."""
MOST_NUMBERED = 16
"""Lines that carry their number in the picture."""
WIDEST = 30.0
"""What is farther from Mean, in data units, is cut off."""
CLASSES: dict[Group, str] = {"contour": "gf-own", "wrong": "gf-amiss", "furniture": "gf-aside"}
STATES: dict[ContourState, str] = {
    "whole": "there, all the way round",
    "open": "there only in part",
    "coarse": "there with too few corners",
    "unseen": "there, but invisible",
    "absent": "not there",
}
RIGHT = (
    f"The contours lie at the Mahalanobis radii {', '.join(f'{radius:.3f}' for radius in RADII)}, all the way round, "
    "within 2 %."
)
LEGEND = 84
"""Pixels below the picture for what its lines mean."""


def explain_call(call: Call) -> Explained:
    """The student's lines over the right contours, and what each counted as."""
    drawing = call.answer.drawing
    if drawing is None:
        return Explained(("It left no picture.",))
    judgement = judge(drawing, *call.arguments)
    lines = counted(judgement)
    sentences = (*_contours(judgement), RIGHT, *_lines(lines), *_rest(judgement))
    pictures = (Picture(_picture(judgement, lines, call), ()),)
    return Explained(sentences, pictures=pictures, short=_short(judgement))


def _short(judgement: Judgement) -> str:
    whole = judgement.contours.count("whole")
    return f"{whole} of {len(RADII)} contours right, {judgement.others} lines wrong"


def _contours(judgement: Judgement) -> Iterator[str]:
    for index, state in enumerate(judgement.contours):
        far = "" if state == "whole" or not judgement.rings else _nearest(index, judgement)
        yield f"The {mass(index)} contour is {STATES[state]}{far}."


def _nearest(index: int, judgement: Judgement) -> str:
    """How far off the ellipse is that comes nearest to a contour."""
    right = contour(index, judgement.truth)
    off = min(_off(ring.ellipse, right) for ring in judgement.rings)
    return f"; the nearest ellipse is off by {100 * off:.1f} % of its radius, and 2 % is allowed"


def _off(drawn: Ellipse, right: Ellipse) -> float:
    """The farthest that an ellipse lies from the right one, as a share of its radius: in place, or in length."""
    stretch = np.sqrt(np.linalg.eigvalsh(right.whitening @ drawn.S @ right.whitening.T).clip(0))
    moved = np.linalg.norm(right.whiten(drawn.centre[None, :]))
    return float(max(moved, np.abs(stretch - 1).max()))


def _lines(lines: Sequence[Counted]) -> Iterator[str]:
    """What the lines counted as, by their numbers in the picture; those of one kind that follow each other at once."""
    numbered = enumerate(lines, start=1)
    for (group, why), members in groupby(numbered, key=lambda each: (each[1].group, each[1].why)):
        numbers = [number for number, _ in members]
        which = f"Line {numbers[0]}" if len(numbers) == 1 else f"Lines {numbers[0]} to {numbers[-1]}"
        yield f"{which}: {'part of a contour' if group == 'contour' else group}; {why}."


def _rest(judgement: Judgement) -> Iterator[str]:
    if judgement.flooded:
        yield f"There are {len(judgement.seen)} lines or more: too many to tell contours among them."
    if judgement.unseen:
        yield f"{judgement.unseen} more lines cannot be seen: no colour, transparent, covered, or out of view."
    if judgement.elsewhere:
        yield f"{judgement.elsewhere} artists are on other axes or figures, which do not count."


def _picture(judgement: Judgement, lines: Sequence[Counted], call: Call) -> Markup:
    Sigma, Mean = judgement.truth.S, judgement.truth.centre
    right = mass_contours(Sigma, Mean)
    shown = lines[:MOST_DRAWN] or [Counted(line, "wrong", "") for line in judgement.seen[:MOST_DRAWN]]
    near = [each.line.vertices for each in shown if each.group != "furniture"]
    frame = _frame(np.concatenate([*right, *near]), Mean)
    body = [
        *axes(frame, _ticks(frame.xlim), _ticks(frame.ylim)),
        inside(
            frame,
            [
                *(path(frame.pixels(each), "gf-right", closed=True) for each in right),
                *(_line(frame, each) for each in shown),
                cross(frame.x(Mean[0]), frame.y(Mean[1]), 4, "gf-mark"),
                *(_number(frame, i, each) for i, each in enumerate(shown[:MOST_NUMBERED])),
            ],
        ),
        *legend_of(
            [
                ("gf-right", "the right contours"),
                ("gf-own", "counted as part of a contour"),
                ("gf-amiss", "wrong"),
                ("gf-aside", "furniture: does not count"),
            ]
        ),
    ]
    told = " ".join((*_contours(judgement), *_lines(lines)))
    return picture(_name(call), WIDTH, HEIGHT + LEGEND, "The drawing over the right contours", told, body)


def _frame(points: Matrix, Mean: Matrix) -> Frame:
    """A square around the points, of which those that are too far from Mean are cut off."""
    near = np.clip(points, Mean - WIDEST, Mean + WIDEST)
    low, high = near.min(axis=0), near.max(axis=0)
    half = 0.55 * float((high - low).max())
    (left, bottom), (right, top) = (low + high) / 2 - half, (low + high) / 2 + half
    return Frame(LEFT, TOP, SIDE, SIDE, (left, right), (bottom, top))


def _ticks(limits: tuple[float, float]) -> list[float]:
    """Round numbers, at most nine."""
    step = next(step for step in (0.5, 1.0, 2.0, 5.0, 10.0, 20.0) if (limits[1] - limits[0]) / step <= 8)
    first = math.ceil(limits[0] / step)
    return [step * i for i in range(first, math.floor(limits[1] / step) + 1)]


def _name(call: Call) -> str:
    """A name for the picture of a call, the same each time."""
    digest = hashlib.sha256(b"".join(argument.tobytes() for argument in call.arguments))
    return f"gf-{digest.hexdigest()[:12]}{'-used' if call.furnished else ''}"


def _line(frame: Frame, each: Counted) -> str:
    vertices = each.line.vertices
    if len(vertices) > MOST_VERTICES:
        vertices = vertices[np.linspace(0, len(vertices) - 1, MOST_VERTICES).round().astype(np.int64)]
    pixels = frame.pixels(vertices)
    if each.line.dots:
        return "".join(dot(x, y, 1.6, "gf-dot") for x, y in pixels)
    return path(pixels, CLASSES[each.group], closed=each.line.closed)


def _number(frame: Frame, index: int, each: Counted) -> str:
    """A line's number beside it: at another place for each, so that they do not cover one another."""
    inner = [p for p in frame.pixels(each.line.vertices).tolist() if _inside(frame, *p)]
    if not inner:
        return ""
    x, y = inner[(index * 7 * len(inner)) // (2 * MOST_NUMBERED) % len(inner)]
    return text(x, y - 3, index + 1, "gf-note")


def _inside(frame: Frame, x: float, y: float) -> bool:
    return frame.left < x < frame.left + frame.width - 8 and frame.top + 12 < y < frame.top + frame.height


EXPLAINING = Explaining(
    arguments={NAME: ARGUMENTS}, call=explain_call, check=explain_check, candidates=weigh_drawing
)
