"""How well each mistake in shape or place explains the pictures of one answer, for staff. It names nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from grader.checking import Student
from grader.exercises.gaussian_density.drawing.evidence import (
    AGREE,
    EXACT,
    Scene,
    off,
    same_radii,
    scene,
    unit,
)
from grader.exercises.gaussian_density.drawing.judged import judged
from grader.exercises.gaussian_density.drawing.models import MODELS, swapped
from grader.explained import Candidate

Matrix = NDArray[np.float64]

RIGHT_SHAPE = "(the right shape)"
SHAPES = {**MODELS, "swapped-axes": (swapped,)}
PLACES: dict[str, Callable[[Scene], Matrix]] = {
    "mean-ignored": lambda one: np.zeros(2),
    "swapped-axes": lambda one: one.Mean[::-1],
}
FARTHEST = 0.5
"""A shape that is off by more is none to think of."""


def weigh_drawing(student: Student) -> tuple[Candidate, ...]:
    """The shapes that come nearest to those drawn, and a place that explains where; nothing for a right drawing."""
    calls = [call for call in student.calls if call.answer.drawing is not None]
    pictures = [judged(student, call.arguments[0], call.arguments[1], call.furnished) for call in calls]
    scenes = [one for picture in pictures if (one := scene(picture)) is not None]
    if not scenes or len(scenes) < len(pictures) or all(picture.right for picture in pictures):
        return ()
    return (*_places(scenes), *_shapes(scenes))


def _shapes(scenes: Sequence[Scene]) -> tuple[Candidate, ...]:
    found = []
    for slug, models in SHAPES.items():
        worst, model = min(
            ((max(off(one.S, unit(model(one.Sigma))) for one in scenes), model) for model in models),
            key=lambda each: each[0],
        )
        if worst <= FARTHEST:
            allowed, sized = EXACT if slug == "axis-aligned" else AGREE, same_radii(scenes, model)
            told = f"its shape is off by {100 * worst:.1f} % at most ({100 * allowed:g} % is allowed)"
            sizes = "; its sizes are the same in all pictures" if sized else "; its sizes differ by picture"
            found.append((worst, Candidate(slug or RIGHT_SHAPE, worst <= allowed and sized, told + sizes)))
    return tuple(each for _, each in sorted(found, key=lambda item: (not item[1].fits, item[0])))


def _places(scenes: Sequence[Scene]) -> tuple[Candidate, ...]:
    """Places that explain where the ellipses are, unless they are around Mean."""
    if _farthest(scenes, lambda one: one.Mean) <= AGREE:
        return ()
    found = {slug: _farthest(scenes, place) for slug, place in PLACES.items()}
    return tuple(
        Candidate(slug, True, f"its place is off by {100 * far:.1f} % of the largest radius at most")
        for slug, far in found.items()
        if far <= AGREE
    )


def _farthest(scenes: Sequence[Scene], place: Callable[[Scene], Matrix]) -> float:
    return max(float(np.linalg.norm(one.rings[-1].ellipse.whiten(place(one)[None, :]))) for one in scenes)
