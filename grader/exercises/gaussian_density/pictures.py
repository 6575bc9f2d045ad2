"""The pictures of a feedback page: the student's contours over the right ones, and the student's Gaussian."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
from markupsafe import Markup

from gaussfit.numbers import MASSES, contour_radius
from grader.exercise import Facts, Picture
from grader.exercises.gaussian_density.drawing.ellipses import Matrix, Vector
from grader.exercises.gaussian_density.example import FACT
from grader.exercises.gaussian_density.shapes import contour, mass_contours
from grader.exercises.gaussian_density.stopping import stop_told
from grader.exercises.gaussian_density.task import task_shown
from grader.feedback.svg import Frame, Points, axes, bar, cross, dot, inside, line, path, picture, text

SIDE, LEFT, TOP = 340, 30, 8
WIDTH, HEIGHT = SIDE + LEFT + 8, SIDE + TOP + 22
LEGEND = 44
"""Pixels below a picture for what its lines mean."""
WIDEST = 12.0
"""Half the width of the window in data units, at most."""
ONLY_MEAN = "your mean: Sigma is not a covariance matrix"
LARGEST = 1e6
"""Parameters beyond are not drawn: nothing of such a Gaussian lies in the window."""
LABELLED = 6.0
"""Half the width of the widest window in which there is room to label the contours."""
STATES = {
    "whole": "drawn all the way round",
    "open": "covered by your lines only in part",
    "coarse": "drawn with too few corners",
    "unseen": "there, but invisible",
    "absent": "not found",
}


def drawing_pictures(facts: Facts) -> tuple[Picture, ...]:
    """The student's drawing of the public example, with what it shows in words; without one, where it stopped."""
    svg = drawing_picture(facts)
    told = (
        "Sigma = [[2, 1], [1, 1]] and Mean = (1, −1), as in the notebook; the marks come from other examples.",
        *contour_sentences(facts),
    )
    return (
        stop_told(facts, "Sigma = [[2, 1], [1, 1]] and Mean = (1, −1)")
        if svg is None
        else (Picture(svg, told),)
    )


def parameters_pictures(facts: Facts) -> tuple[Picture, ...]:
    """The student's Gaussian over the points, and its total on a scale; what is not known is left out."""
    found = ((gaussian_picture(facts), ()), (nll_scale(facts), _total_sentences(facts)))
    return tuple(Picture(svg, told) for svg, told in found if svg is not None)


def _total_sentences(facts: Facts) -> tuple[str, ...]:
    total, best, mark = (_number(facts, name) for name in ("nll", "best_nll", "pass_mark"))
    if total is None or best is None or mark is None:
        return ()
    beyond = max(total - best, 0)
    distance = (
        "more than a million" if total >= 1e6 else "less than 0.001" if beyond < 5e-4 else f"{beyond:.3f}"
    )
    away = f"{distance} above the best possible ({best:.3f})"
    goal = f"That is below {mark:g}, the mark." if total < mark else f"It has to be below {mark:g}."
    return (f"Your total negative log likelihood is {shown_total(total, mark)} nats: {away}. {goal}",)


def _number(facts: Facts, name: str) -> float | None:
    """A fact that is a number; None without it."""
    found = facts.get(name)
    return float(found) if isinstance(found, int | float) else None


def drawing_picture(facts: Mapping[str, Any]) -> Markup | None:
    """The student's contours over the right ones for the public example, or None without a drawing."""
    example = facts.get(FACT)
    if example is None:
        return None
    Sigma, Mean = np.array(example["Sigma"]), np.array(example["Mean"])
    drawn = [(np.array(each["points"]), each) for each in example["lines"]]
    frame = _window(np.concatenate([points for points, _ in drawn]) if drawn else Mean[None, :])
    right = [path(frame.pixels(each), "gf-right", closed=True) for each in mass_contours(Sigma, Mean)]
    own = [_own_line(frame.pixels(points), each) for points, each in drawn]
    labels = [_label(frame, Sigma, Mean, mass) for mass in MASSES if frame.xlim[1] <= LABELLED]
    centre = cross(frame.x(Mean[0]), frame.y(Mean[1]), 4, "gf-mark")
    legend = legend_of([("gf-right", "right contours"), ("gf-own", "what your function drew")])
    body = [*_axes(frame), inside(frame, [*right, *own, centre, *labels]), *legend]
    told = " ".join([*contour_sentences(facts), "The right contours are dashed, yours are solid."])
    return picture("gf-drawing", WIDTH, HEIGHT + LEGEND, "Your contours over the right ones", told, body)


def contour_sentences(facts: Mapping[str, Any]) -> list[str]:
    """What the picture of the public example shows, in words."""
    example = facts.get(FACT)
    if example is None:
        return []
    by_state: dict[str, list[str]] = {}
    for mass, state in zip(MASSES, example["contours"], strict=True):
        by_state.setdefault(state, []).append(f"{round(mass * 100)} %")
    found = [f"{_listed(masses)}: {STATES[state]}." for state, masses in by_state.items()]
    if example["others"]:
        found.append(f"Closed lines besides these four: {example['others']}.")
    if example["more_lines"]:
        found.append(f"{example['more_lines']} more lines are left out of this picture.")
    return found


def gaussian_picture(facts: Facts) -> Markup | None:
    """The data with the student's Gaussian; None unless all five numbers are known."""
    numbers = [_number(facts, name) for name in ("A", "B", "C", "X", "Y")]
    known = [number for number in numbers if number is not None]
    if len(known) < len(numbers):
        return None
    A, B, C, X, Y = known
    frame = _frame(5.0)
    drawn, told = _gaussian(frame, A, B, C, X, Y)
    task = task_shown(facts)
    points = [dot(x, y, 4, "gf-data") for x, y in frame.pixels(np.array(task.data))]
    shown = [*_axes(frame), inside(frame, [*drawn, *points])]
    alone = len(drawn) == 1
    own = ("gf-mean", ONLY_MEAN) if alone else ("gf-own", "your 20, 40, 60 and 80 % contours")
    legend = legend_of([("gf-data", f"the {task.word} points"), *([own] if drawn else [])])
    told += "" if abs(X) < 5 and abs(Y) < 5 else " Its mean lies outside the picture."
    title = f"The {task.word} points and your Gaussian"
    return picture("gf-gaussian", WIDTH, HEIGHT + LEGEND, title, told, [*shown, *legend])


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def nll_scale(facts: Facts) -> Markup | None:
    """Where the student's total lies between the best possible, the pass mark and the start; None without a total."""
    total, best, mark, start = (
        _number(facts, name) for name in ("nll", "best_nll", "pass_mark", "start_nll")
    )
    if total is None or best is None or mark is None or start is None:
        return None
    low, high = math.floor(best), math.ceil(start) + 3
    frame = Frame(14, 44, WIDTH - 28, 12, (low, high))
    shown = min(float(total), high)
    own = frame.x(shown)
    beyond = " →" if total > high else ""
    body = [
        bar(frame.left, frame.top, frame.width, frame.height, "gf-scale"),
        bar(frame.left, frame.top, frame.x(mark) - frame.left, frame.height, "gf-pass"),
        _scale_mark(frame, best, "best"),
        _scale_mark(frame, mark, "pass: below"),
        _scale_mark(frame, start, "start"),
        line(own, frame.top - 8, own, frame.top + frame.height + 2, "gf-own"),
        dot(own, frame.top - 10, 5, "gf-dot"),
        text(min(max(own, 64), WIDTH - 64), 22, f"yours: {shown_total(total, mark)}{beyond}", "gf-strong"),
    ]
    told = (
        f"Yours is {shown_total(total, mark)}; it has to get below the pass mark, {mark:g}; the best possible is "
        f"{best:.3f}; the sliders start at {start:.2f}. Lower is better."
    )
    return picture("gf-nll", WIDTH, 92, "Total negative log likelihood on a scale", told, body)


def shown_total(total: float, mark: float) -> str:
    """A total in nats; one just above the mark is or below is rounded away from it."""
    if total >= 1e6:
        return "beyond a million"
    if abs(total - mark) < 0.01:
        total = (math.floor if total < mark else math.ceil)(total * 1000) / 1000
    return f"{total:.3f}"


def _scale_mark(frame: Frame, value: float, words: str) -> str:
    x, bottom = frame.x(value), frame.top + frame.height
    return (
        line(x, frame.top - 3, x, bottom + 5, "gf-tick")
        + text(x, bottom + 17, f"{value:.3f}".rstrip("0").rstrip("."))
        + text(x, bottom + 30, words)
    )


def _gaussian(frame: Frame, A: float, B: float, C: float, X: float, Y: float) -> tuple[list[str], str]:
    """The student's contours and mean, and what they are in words."""
    if max(map(abs, (A, B, C, X, Y))) > LARGEST:
        return [], "Your numbers are too large for a picture."
    Sigma, Mean = np.array([[A, B], [B, C]]), np.array([X, Y])
    mean = [cross(frame.x(X), frame.y(Y), 5, "gf-own")]
    try:
        contours = mass_contours(Sigma, Mean)
    except np.linalg.LinAlgError:
        return (
            mean,
            "Only the mean is shown: [[A, B], [B, C]] is not a covariance matrix and has no contours.",
        )
    told = f"Your Gaussian has its mean at ({X:.4g}, {Y:.4g}), variances {A:.4g} and {C:.4g}, covariance {B:.4g}."
    return [path(frame.pixels(each), "gf-own", closed=True) for each in contours] + mean, told


def _own_line(points: Points, each: Mapping[str, Any]) -> str:
    if each["dots"]:
        return "".join(dot(x, y, 1.6, "gf-dot") for x, y in points)
    return path(points, "gf-own", closed=each["closed"])


def _label(frame: Frame, Sigma: Matrix, Mean: Vector, mass: float) -> str:
    """The share that a right contour holds, written at its lowest point."""
    lowest = min(contour(Sigma, Mean, contour_radius(mass)).tolist(), key=lambda point: float(point[1]))
    return text(frame.x(lowest[0]), frame.y(lowest[1]) + 3, f"{round(mass * 100)} %", "gf-note")


def _window(points: Points) -> Frame:
    """The lesson's window, or as much more as the drawing needs."""
    return _frame(float(np.clip(math.ceil(np.abs(points).max() * 1.05), 5.0, WIDEST)))


def _frame(half: float) -> Frame:
    return Frame(LEFT, TOP, SIDE, SIDE, (-half, half), (-half, half))


def _axes(frame: Frame) -> list[str]:
    step = 2 if frame.xlim[1] <= 6 else 4
    reach = int(frame.xlim[1] // step) * step
    ticks = [float(tick) for tick in range(-reach, reach + 1, step)]
    return axes(frame, ticks, ticks)


def legend_of(entries: list[tuple[str, str]]) -> list[str]:
    """What the lines below a picture mean: a class and words for each."""
    drawn = []
    for row, (css, words) in enumerate(entries):
        y = HEIGHT + 10 + 20 * row
        if css == "gf-mean":
            sample = cross(LEFT + 16, y, 5, "gf-own")
        else:
            dots = css in ("gf-data", "gf-dot")
            sample = dot(LEFT + 16, y, 4, css) if dots else line(LEFT, y, LEFT + 32, y, css)
        drawn += [sample, text(LEFT + 42, y + 4, words, "gf-legend", "start")]
    return drawn
