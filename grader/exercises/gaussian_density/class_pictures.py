"""The picture of a class: all submitted Gaussians over the data."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import cast

import numpy as np
from markupsafe import Markup

from gaussfit.numbers import contour_radius
from grader.exercise import Finding, Picture
from grader.exercises.gaussian_density.class_pairs import pairs
from grader.exercises.gaussian_density.parameters.numbers import NAMES
from grader.exercises.gaussian_density.shapes import ellipse
from grader.exercises.gaussian_density.task import SHIPPED, Task
from grader.exercises.gaussian_density.variants import as_marked
from grader.feedback.svg import Frame, axes, cross, dot, inside, line, picture, text

QUESTION = "parameters"
MOST_DRAWN = 1200
"""Gaussians beyond this number are thinned out: more only make the page heavy and the picture black."""
HALF = 6.0
"""Half the width of the window on the plane."""
COMMON = (
    "Each student has points of their own. Here each fit is sent back to the course's points by the map that the "
    "student's points came by."
)
SHARE = 0.6
"""The mass within the contour that stands for each submitted Gaussian."""


@dataclass(frozen=True)
class Fitted:
    """A submitted Gaussian that is one."""

    name: str
    A: float
    B: float
    C: float
    X: float
    Y: float
    nll: float
    passes: bool


def class_pictures(findings: Sequence[Finding]) -> tuple[Picture, ...]:
    """All submitted Gaussians in one picture; nothing while there is none."""
    found = fitted(findings)
    if not found:
        return ()
    passing = sum(each.passes for each in found)
    told = (
        f"{_counted(len(found), 'submission')} gave a covariance and a mean; {passing} "
        f"{'is' if passing == 1 else 'are'} below the pass mark.",
        f"Each ellipse holds {round(100 * SHARE)} % of its Gaussian's mass. Untouched start values are left out.",
    )
    task = _task(findings)
    if not task.varies:
        return (Picture(gaussians_chart(found, task), told),)
    svg = gaussians_chart(found, replace(task, data=task.course))
    return (Picture(svg, (*told, COMMON), pairs(findings)),)


def _counted(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def _task(findings: Sequence[Finding]) -> Task:
    """What the class was given."""
    return next((each.task for each in findings if isinstance(each.task, Task)), SHIPPED)


def fitted(findings: Sequence[Finding]) -> tuple[Fitted, ...]:
    """The submitted Gaussians that are ones, with a finite negative log likelihood: over the course's points."""
    found = []
    for each in findings:
        given = each.facts.get(QUESTION, {})
        facts = cast(dict[str, float], given)
        if {*NAMES, "nll", "pass_mark"} <= facts.keys():
            five = (facts["A"], facts["B"], facts["C"], facts["X"], facts["Y"])
            task = as_marked(each.task, given) if isinstance(each.task, Task) else SHIPPED
            A, B, C, X, Y = task.in_common(*five)
            if all(map(math.isfinite, (A, B, C, X, Y))):
                passes = facts["nll"] < facts["pass_mark"]
                found.append(Fitted(each.name, A, B, C, X, Y, facts["nll"], passes))
    return tuple(found)


def gaussians_chart(found: Sequence[Fitted], task: Task = SHIPPED, width: float = 560) -> Markup:
    """All submitted Gaussians by their 60 % contour over the data; those that pass solid, the others dashed."""
    frame = Frame(30, 8, width - 40, width - 40, (-HALF, HALF), (-HALF, HALF))
    shown = found[:: math.ceil(len(found) / MOST_DRAWN)] if found else found
    drawn = [
        _layer(frame, [g for g in shown if g.passes], "gf-own"),
        _layer(frame, [g for g in shown if not g.passes], "gf-off"),
    ]
    Mean = task.x.mean(axis=1)
    Sigma = np.cov(task.x, bias=True)  # the maximum-likelihood covariance (Bishop 2.122)
    best = [
        ellipse(frame, Sigma, Mean, contour_radius(SHARE), "gf-best"),
        cross(frame.x(Mean[0]), frame.y(Mean[1]), 5, "gf-best"),
    ]
    data = [dot(x, y, 4.5, "gf-data") for x, y in frame.pixels(task.x.T)]
    ticks = [float(tick) for tick in range(-6, 7, 2)]
    body = [*axes(frame, ticks, ticks), inside(frame, [*drawn, *best, *data]), *_legend(width, task)]
    passing = sum(g.passes for g in found)
    told = (
        f"{_counted(len(found), 'submitted Gaussian')}, {passing} of them below the pass mark, each by the contour "
        f"that holds 60 % of its mass, over the {task.word} points and the Gaussian that fits them best."
    )
    return picture("gaussians", width, width + 66, "All submitted Gaussians", told, body)


def _layer(frame: Frame, found: Sequence[Fitted], css: str) -> str:
    """The contours of many Gaussians, the fainter the more there are."""
    drawn = [
        ellipse(frame, np.array([[g.A, g.B], [g.B, g.C]]), np.array([g.X, g.Y]), contour_radius(SHARE), css)
        for g in found
    ]
    veil = min(1.0, max(0.15, 25 / max(len(found), 1)))
    return f'<g style="stroke-opacity:{veil:.2f}">{"".join(drawn)}</g>'


def _legend(width: float, task: Task) -> list[str]:
    rows = (
        ("gf-own", "below the pass mark"),
        ("gf-off", "not below the pass mark"),
        ("gf-best", "the best possible fit"),
    )
    drawn = []
    for index, (css, words) in enumerate(rows):
        y = width + 6 + 20 * index
        drawn += [line(30, y, 62, y, css), text(72, y + 4, words, "gf-legend", "start")]
    return [
        *drawn,
        dot(330, width + 6, 4.5, "gf-data"),
        text(344, width + 10, f"the {task.word} points", "gf-legend", "start"),
    ]
