"""Hidden checks of `draw_density`: what is judged is the picture, never how it was made."""

from __future__ import annotations

import numpy as np

from grader.checking.declaring import check
from grader.checking.errors import CheckFailed
from grader.checking.hidden import Hidden
from grader.checking.student import Student
from grader.exercises.gaussian_density.drawing import RADII, Judgement
from grader.exercises.gaussian_density.drawing.inputs import gaussians
from grader.exercises.gaussian_density.drawing.judged import judged
from grader.exercises.gaussian_density.drawing.measures import (
    is_centred,
    is_drowned,
    is_spaced,
    is_stretched,
    is_turned,
    is_whole,
    same_picture,
)

NAME = "draw_density"


def pictures(student: Student, hidden: Hidden) -> list[Judgement]:
    """The student's pictures of the first two Gaussians, on empty axes."""
    return [judged(student, case.Sigma, case.Mean) for case in gaussians(hidden)[:2]]


def fail(message: str, found: list[Judgement]) -> CheckFailed:
    """A failure with what was seen, for staff."""
    return CheckFailed(message, staff=" | ".join(told(judgement) for judgement in found))


def told(judgement: Judgement) -> str:
    """One picture in a line, for staff."""
    rings = ", ".join(
        f"({ring.ellipse.centre[0]:.3f}, {ring.ellipse.centre[1]:.3f}) {np.round(ring.ellipse.S, 3).tolist()}"
        for ring in judgement.rings[:6]
    )
    return (
        f"Sigma {np.round(judgement.truth.S, 3).tolist()}, Mean {np.round(judgement.truth.centre, 3).tolist()}: "
        f"contours {'/'.join(judgement.contours)}, others {judgement.others}, unseen {judgement.unseen}, "
        f"elsewhere {judgement.elsewhere}{', too many lines' if judgement.flooded else ''}; rings at [{rings}]"
    )


@check(title="Contours appear on the figure and follow Sigma and Mean", points=1.0)
def test_contours_follow_the_arguments(student: Student, hidden: Hidden) -> None:
    """Nothing else can be judged unless there are contours; a fixed picture shows no understanding."""
    found = pictures(student, hidden)
    for judgement in found:
        if judgement.flooded or is_drowned(judgement):
            raise fail(
                "There are so many lines in your picture that nobody can tell which are the contours. "
                "Draw the four ellipses, and little else.",
                found,
            )
        if judgement.right or judgement.rings:
            continue
        if judgement.unseen:
            raise fail(
                "Your contours are there but cannot be seen: no colour, transparent or covered.", found
            )
        if judgement.elsewhere and not judgement.seen:
            raise fail("The axes of the given figure stay empty; something was drawn on other ones.", found)
        if not judgement.seen:
            raise fail("No contour was found on the axes of the given figure.", found)
        raise fail("Lines were found on the figure, but no ellipse among them.", found)
    if same_picture(found[0].rings, found[1].rings) and not all(judgement.right for judgement in found):
        raise fail("The picture should change when Sigma and Mean change.", found)


# The next four give points for what is understood of a picture that is not right as a whole. That it is not, which
# test_contours_hold_their_mass says too, so none of the four catches a wrong answer alone; each lets other ones pass:
# an ellipse of the right shape in the wrong place, one of the wrong shape in the right place, and so on.
@check(title="Each contour goes all the way round", points=1.0, needs=("test_contours_follow_the_arguments",))
def test_contours_go_all_the_way_round(student: Student, hidden: Hidden) -> None:
    """Half an ellipse is no contour. A gap of 15 degrees, one side of a 24-gon, is let pass."""
    found = pictures(student, hidden)
    if not all(is_whole(judgement) for judgement in found):
        raise fail(
            "At least one contour is drawn only in part. Does a full turn, or the window of your grid, cut it off?",
            found,
        )


@check(title="The contours lie around Mean", points=1.5, needs=("test_contours_follow_the_arguments",))
def test_contours_are_centred_on_mean(student: Student, hidden: Hidden) -> None:
    """Mean handled: the centre of each ellipse, whatever its shape."""
    found = pictures(student, hidden)
    if not all(is_centred(judgement) for judgement in found):
        raise fail("The middle of your contours is not Mean. Where does Mean enter your drawing?", found)


@check(title="The contours lean as Sigma says", points=1.5, needs=("test_contours_follow_the_arguments",))
def test_contours_turn_with_sigma(student: Student, hidden: Hidden) -> None:
    """Correlation handled: the direction of the long axis."""
    found = pictures(student, hidden)
    if not all(is_turned(judgement) for judgement in found):
        raise fail(
            "The long axis of your contours points in the wrong direction. "
            "What does the sign of B in Sigma say about x and y?",
            found,
        )


@check(
    title="The contours are as slender as Sigma says",
    points=1.5,
    needs=("test_contours_follow_the_arguments",),
)
def test_contours_are_stretched_as_sigma_is(student: Student, hidden: Hidden) -> None:
    """Scale handled: standard deviations, not variances, give the lengths of the axes."""
    found = pictures(student, hidden)
    if not all(is_stretched(judgement) for judgement in found):
        raise fail(
            "The long and the short axis of your contours are not in the right proportion. "
            "How long is the axis of a density whose variance is 4?",
            found,
        )


@check(
    title="There are four contours, spaced as the masses are",
    points=1.0,
    needs=("test_contours_follow_the_arguments",),
)
def test_four_contours_and_no_other(student: Student, hidden: Hidden) -> None:
    """Levels handled: one contour a mass, and the sizes in proportion."""
    found = pictures(student, hidden)
    if all(is_spaced(judgement) for judgement in found):
        return
    # More cannot be told: how many there are is up to the student's code, which has seen a hidden input.
    first = next(judgement for judgement in found if not is_spaced(judgement))
    if len(first.rings) < len(RADII):
        raise fail("There should be exactly four contours; there are fewer.", found)
    if len(first.rings) > len(RADII) or first.complete:
        raise fail(
            "There should be exactly four contours, and no other lines like them; there are more.", found
        )
    raise fail(
        "The steps from one contour to the next are not those of 20, 40, 60 and 80 % of the mass.", found
    )


@check(
    title="The contours hold 20, 40, 60 and 80 % of the mass",
    points=1.5,
    needs=("test_contours_follow_the_arguments",),
)
def test_contours_hold_their_mass(student: Student, hidden: Hidden) -> None:
    """Everything together: each of the four contours where it belongs, within 2 % in Mahalanobis radius."""
    found = pictures(student, hidden)
    if all(judgement.complete for judgement in found):
        return
    states = {state for judgement in found for state in judgement.contours}
    if "coarse" in states:
        raise fail(
            "Your contours have too few corners: their straight sides leave the ellipse. Draw at least 24 points "
            "a contour.",
            found,
        )
    raise fail("Not all of the four contours hold the mass that they should, within 2 % in radius.", found)


@check(
    title="The picture is right on axes that already show something, for a wide density",
    points=0.5,
    needs=("test_contours_hold_their_mass", "test_four_contours_and_no_other"),
)
def test_right_on_a_figure_in_use(student: Student, hidden: Hidden) -> None:
    """As in the lesson's figure, where the data and limits are there before the contours."""
    wide = gaussians(hidden)[2]
    found = [judged(student, wide.Sigma, wide.Mean, furnished=True)]
    if not found[0].right:
        raise fail(
            "On axes that already show data, or for a density several times wider than the standard one, the picture "
            "is not right. Does your drawing rely on empty axes or on a fixed window?",
            found,
        )


@check(title="Sigma and Mean stay as they were", points=0.5, needs=("test_contours_are_centred_on_mean",))
def test_arguments_stay_as_they_were(student: Student, hidden: Hidden) -> None:
    """Whoever calls the function goes on using its arguments."""
    for case in gaussians(hidden)[:2]:
        changed = student.attempt_drawing(NAME, case.Sigma, case.Mean).changed
        if changed:
            names = " and ".join(("Sigma", "Mean")[position] for position in changed)
            raise CheckFailed(
                f"Your function changes {names} in place (by +=, *= or [...] = ...?). "
                "What will the code find that goes on using it?"
            )
