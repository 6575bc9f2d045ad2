"""Which mistake a wrong drawing shows, by its geometry over all pictures that the checks asked for.

A mistake is named when all pictures agree with it; where the evidence fits none, none is named. A diagnosis
never changes marks.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from grader.answers import Answer, StudentError
from grader.exercises.gaussian_density.drawing import RADII, Judgement, Ring, gaussian_ellipse, same_ellipse
from grader.exercises.gaussian_density.drawing.evidence import (
    EXACT,
    Scene,
    centred_at,
    follows,
    off,
    radii,
    same_radii,
    scene,
    unit,
)
from grader.exercises.gaussian_density.drawing.judged import judged
from grader.exercises.gaussian_density.drawing.measures import axis_ratio, same_picture
from grader.exercises.gaussian_density.drawing.messages import MESSAGES
from grader.exercises.gaussian_density.drawing.models import MODELS, degrees_for_radians, right, swapped
from grader.exercises.gaussian_density.drawing.rings import CONTOUR_SETS
from grader.results import Diagnosis

if TYPE_CHECKING:
    from grader.checking.student import Student

COARSE = 0.05
"""How far (in radii) a coarse grid may move a contour."""
SAME_RADIUS = 0.03
"""Relative difference at which a ring has one of the four radii."""
SAME_RATIO = 0.02
"""Relative difference at which an ellipse has the right proportions, turned or not."""
OPEN = np.radians(30)
"""A contour that is open by so much, in all pictures alike, was never meant to close."""
ALIKE = np.radians(6)
"""Largest difference between such gaps."""


def diagnose_drawing(student: Student) -> tuple[Diagnosis, ...]:
    """The mistakes that a wrong `draw_density` shows, the most specific first; often none."""
    calls = [call for call in student.calls if call.name == "draw_density"]
    slugs = _by_outcome([call.answer for call in calls], student.cell_error("draw_density"))
    pictures = [
        judged(student, call.arguments[0], call.arguments[1], call.furnished)
        for call in calls
        if call.answer.drawing is not None
    ]
    if not slugs and pictures and not all(picture.right for picture in pictures):
        slugs = _by_picture(pictures, [call.answer for call in calls])
    if any(call.answer.changed for call in calls):
        slugs = [*slugs, "modifies-input"]
    staff = "; ".join(_told(picture) for picture in pictures)
    return tuple(Diagnosis(slug.partition("/")[0], MESSAGES[slug], staff) for slug in slugs)


def _told(picture: Judgement) -> str:
    return f"contours {'/'.join(picture.contours)}, {len(picture.rings)} rings, {picture.others} others"


def _by_outcome(answers: Sequence[Answer], cell_error: StudentError | None) -> list[str]:
    """Mistakes that leave no picture. A call that hit a limit or ended the process shows no mistake of ideas."""
    if any(answer.outcome == "missing" for answer in answers):
        broken = cell_error is not None and cell_error.type_name != "NotImplementedError"
        return ["runtime-error"] if broken else ["not-implemented"]
    raised = [answer for answer in answers if answer.outcome == "raised"]
    if any(answer.error is not None and answer.error.type_name == "NotImplementedError" for answer in raised):
        return ["not-implemented"]
    return ["runtime-error"] if raised else []


def _by_picture(pictures: Sequence[Judgement], answers: Sequence[Answer]) -> list[str]:
    if not any(picture.seen for picture in pictures):
        return _of_empty(pictures, answers)
    if any(picture.flooded for picture in pictures):
        return []
    if all(picture.complete for picture in pictures):
        return ["extra-contours"] if any(picture.others for picture in pictures) else []
    if len(pictures) > 1 and all(same_picture(pictures[0].rings, p.rings) and p.rings for p in pictures):
        return ["hard-coded"]
    if all(set(picture.contours) <= {"coarse", "whole"} for picture in pictures):
        return ["too-few-corners"]
    if _is_cut_off(pictures):
        return ["window-too-small"]
    if _is_elsewhere(pictures, answers):
        return ["draws-elsewhere"]
    shown = [picture for picture in pictures if picture.seen]
    scenes = [scene(picture) for picture in shown]
    slugs = _of_scenes([one for one in scenes if one is not None]) if None not in scenes else []
    if len(shown) == len(pictures):
        return slugs
    return ["wrong-levels/of-density"] if _are_of_density(shown, slugs) else []


def _are_of_density(shown: Sequence[Judgement], slugs: Sequence[str]) -> bool:
    """Whether only some densities come up to the levels, for they are on the scale of the density, not of the mass."""
    of_grid = all(ring.artist in CONTOUR_SETS for picture in shown for ring in picture.rings)
    return of_grid and list(slugs) == ["wrong-levels"]


def _is_elsewhere(pictures: Sequence[Judgement], answers: Sequence[Answer]) -> bool:
    """Whether straight lines and the like are all on the given axes, and four artists or more on an inset.

    Or on another figure. An image has a colour bar, which is axes of the same figure, as twin ones are.
    """
    drawings = [answer.drawing for answer in answers if answer.drawing is not None]
    return all(drawing.axes == 1 and not drawing.images for drawing in drawings) and all(
        picture.parted is not None and not picture.parted[0].of_rings and picture.elsewhere >= len(RADII)
        for picture in pictures
    )


def _is_cut_off(pictures: Sequence[Judgement]) -> bool:
    """Whether the right contours end at the border of a grid, in some of the pictures at least."""
    drawn = [(picture, ring) for picture in pictures for ring in picture.rings]
    cut = [ring for _, ring in drawn if not ring.whole and ring.artist in CONTOUR_SETS]
    return bool(cut) and all(_is_right(ring, picture) for picture, ring in drawn)


def _is_right(ring: Ring, picture: Judgement) -> bool:
    """Whether an ellipse is nearly one of the four contours: a coarse grid moves them a little."""
    return any(
        same_ellipse(ring.ellipse, gaussian_ellipse(picture.truth.S, picture.truth.centre, radius), COARSE)
        for radius in RADII
    )


def _of_empty(pictures: Sequence[Judgement], answers: Sequence[Answer]) -> list[str]:
    """No line is seen: drawn elsewhere, invisible, or nothing at all; an image or a few dots are neither."""
    if all(picture.elsewhere for picture in pictures):
        return ["draws-elsewhere"]
    drawings = [answer.drawing for answer in answers if answer.drawing is not None]
    blank = all(drawing.artists == 0 for drawing in drawings)
    unseen = all(picture.unseen for picture in pictures)
    return ["nothing-drawn"] if blank or unseen else []


def _of_scenes(scenes: Sequence[Scene]) -> list[str]:
    """Shape, gap, place and levels, each judged apart, so that two slips at once get both their names."""
    place = _place(scenes)
    if place == "swapped-axes":
        return [place] if follows(scenes, swapped) or follows(scenes, right) else []
    shape = _shape(scenes)
    if shape is None:
        return [place] if place == "mean-ignored" else []
    name, levels = shape
    if place is None:
        return [name] if name else []
    half = ["half-ellipse"] if _is_half(scenes) else []
    size = [levels] if levels == "half-axes-as-diameter" else []
    rest = [levels] if levels and not size else []
    return [slug for slug in (name, *size, *half, place, *rest) if slug]


def _place(scenes: Sequence[Scene]) -> str | None:
    """ "" when around Mean, a slug when around a place that tells one, None otherwise."""
    if centred_at(scenes, lambda one: one.Mean):
        return ""
    first = scenes[0].centre
    if centred_at(scenes, lambda one: np.zeros(2)) or centred_at(scenes, lambda one: first):
        return "mean-ignored"
    if centred_at(scenes, lambda one: one.Mean[::-1]):
        return "swapped-axes"
    return None


def _shape(scenes: Sequence[Scene]) -> tuple[str, str] | None:
    """The mistake in shape ("" for none) and in levels ("" for none); None when the shape tells nothing."""
    if follows(scenes, right):
        return "", _levels(scenes)
    for slug, models in MODELS.items():
        for model in models:
            tolerance = EXACT if slug == "axis-aligned" else 0.03
            if follows(scenes, model, tolerance) and same_radii(scenes, model):
                return _root_name(slug, scenes), _levels_under(radii(scenes[0], model))
    if _is_turned(scenes):
        return "angle-slip", _levels_under(radii(scenes[0], right))
    return None


def _root_name(slug: str, scenes: Sequence[Scene]) -> str:
    """Sigma as map and eigenvalues as half axes are one picture: the first vertex may tell which it was."""
    if slug != "sigma-not-root":
        return slug
    for one in scenes:
        ring = one.rings[-1]
        axes = np.linalg.eigh(one.S)[1]
        along = np.abs(axes.T @ ring.start) / np.linalg.norm(ring.start)
        if ring.artist != "Ellipse" and along.max() < 1 - 1e-4:
            return slug
    return "eigenvalues-not-rooted"


def _is_turned(scenes: Sequence[Scene]) -> bool:
    """Whether the ellipses are the right ones but for the angle."""
    if not same_radii(scenes, right):
        return False
    if all(min(off(one.S, unit(m)) for m in degrees_for_radians(one.Sigma)) <= EXACT for one in scenes):
        return True
    ratios = [axis_ratio(one.rings[-1].ellipse) / np.sqrt(np.linalg.cond(one.Sigma)) for one in scenes]
    return all(abs(ratio - 1) <= SAME_RATIO for ratio in ratios)


def _levels(scenes: Sequence[Scene]) -> str:
    """The mistake in the levels of ellipses that have the right shape."""
    found = {_levels_under(radii(one, right)) for one in scenes}
    if found == {""} or len(found) == 1:
        return found.pop()
    return "wrong-levels" if "wrong-levels" in found else ""


def _levels_under(found: NDArray[np.float64]) -> str:
    """The mistake in these radii."""
    wanted = np.array(RADII)
    near = np.abs(found[:, None] / wanted[None, :] - 1) <= SAME_RADIUS
    if len(found) == len(wanted) and np.allclose(2 * found, wanted, rtol=SAME_RADIUS):
        return "half-axes-as-diameter"
    if near.any(axis=0).all():
        return "" if near.any(axis=1).all() else "extra-contours"
    return "missing-contours" if near.any(axis=1).all() else "wrong-levels"


def _is_half(scenes: Sequence[Scene]) -> bool:
    """Whether all contours of all pictures are open by about the same angle."""
    gaps = [ring.gap for one in scenes for ring in one.rings]
    return bool(min(gaps) > OPEN and max(gaps) - min(gaps) <= ALIKE)
