"""What a student reads about each mistaken drawing: what was seen, what it suggests, one hint."""

from __future__ import annotations

from collections.abc import Mapping

MESSAGES: Mapping[str, str] = {
    "sigma-not-root": (
        "Your ellipses are too thin: their axes grow like variances. This happens when a circle is "
        "mapped through Sigma itself. If z has covariance I, what is the covariance of M z, and which M makes it Sigma?"
    ),
    "eigenvalues-not-rooted": (
        "Your ellipses point the right way, but their half axes grow like the eigenvalues of Sigma. Eigenvalues are "
        "variances. Which number along an axis is a length?"
    ),
    "transposed-root": (
        "Your ellipses have the right area but lean differently. This happens when rows and columns of a matrix "
        "have changed places. For your matrix M, is it M M^T or M^T M that gives Sigma back?"
    ),
    "precision-for-covariance": (
        "Your ellipses are long where the density is narrow, and narrow where it is long: you draw those of the "
        "inverse of Sigma. Which of the two, Sigma or its inverse, grows with the spread of the points?"
    ),
    "axis-aligned": (
        "Your ellipses lie along the x and y axes although the coordinates are correlated. "
        "Which entry of Sigma has no effect on your picture?"
    ),
    "angle-slip": (
        "Your ellipses have the right length and width but are turned by a wrong angle. "
        "In which unit, in which direction and from which axis do you measure it?"
    ),
    "swapped-axes": (
        "Your picture is the right one mirrored at the diagonal: x and y have changed places. "
        "Which row of the points, or which axis of the grid, is x?"
    ),
    "mean-ignored": (
        "Your contours stay in one place, wherever Mean is. What has to happen to every point of a contour "
        "when Mean moves by 1 to the right?"
    ),
    "half-axes-as-diameter": (
        "Your ellipses have the right shape and are half as large as they should be. "
        "Which of your numbers are half axes, and which are full ones? Which of the two do you have to draw with?"
    ),
    "half-ellipse": (
        "Each contour is drawn only in part. For which angles does your drawing compute points, and which angles "
        "make a full turn?"
    ),
    "window-too-small": (
        "Your contours are cut off at the edge of the grid on which you compute the density. "
        "How large must the grid be, and around which point, so that every contour fits into it for any Sigma and Mean?"
    ),
    "too-few-corners": (
        "The corners of your contours lie where they should, but there are so few of them that the straight sides "
        "between them cut through the ellipse. How many points does your drawing compute for a full turn?"
    ),
    "wrong-levels": (
        "Your ellipses have the right shape and place, but hold other shares of the mass. "
        "In two dimensions, how much of the mass lies within Mahalanobis radius r? Put your radii in, and compare."
    ),
    "wrong-levels/of-density": (
        "Your levels are values of the density itself, and a wide density nowhere comes up to them: there nothing is "
        "drawn. How high is the density at Mean, and what part of that height has it at Mahalanobis radius r?"
    ),
    "missing-contours": (
        "The contours that can be seen are right, but some of the four masses have none. "
        "Which ones, and what does your code do when it comes to them?"
    ),
    "extra-contours": (
        "All four contours are there, and other lines besides. "
        "Which of your lines stand for 20, 40, 60 and 80 % of the mass?"
    ),
    "draws-elsewhere": (
        "The axes of the given figure show no contours, and something was drawn on other ones. "
        "Which object does your function draw on: a new one, or the one it is given as `fig`?"
    ),
    "nothing-drawn": (
        "Your function ran to its end, but nothing can be seen on the figure. "
        "Does it hand its shapes to the axes, in a colour that differs from the background?"
    ),
    "hard-coded": (
        "Your picture stays the same when Sigma and Mean change. "
        "Does your function use its arguments, or numbers from elsewhere in the notebook?"
    ),
    "modifies-input": (
        "After a call the caller's Sigma or Mean are no longer what they were. A line such as `Sigma *= ...` changes "
        "the caller's tensor too, also through `.numpy()`: how would you write it so that it makes a new one?"
    ),
    "not-implemented": "draw_density is not written yet. Start with one circle, then give it the right shape.",
    "runtime-error": (
        "Your function stopped with an error before the picture was complete. "
        "Call it in a cell of your own, and read the last line of the error first."
    ),
}
"""By slug."""
