"""What students read for each misconception of `gaussian_nll` and `parameters`.

What was seen, what it suggests, one question or hint. Never the answer, never a hidden input. The key is a
slug, or slug/variant where one slug covers several mistakes.
"""

from __future__ import annotations

from collections.abc import Mapping

from grader.exercises.gaussian_density.task import Task
from grader.results import Diagnosis

_UNWRITTEN = (
    "There is no answer yet. Start with the smallest piece that you are sure of, and run the check cell "
    "after each step."
)

NLL: Mapping[str, str] = {
    "sign-flipped": (
        "Your numbers are the right ones with the opposite sign, so they are highest at Mean. Is what you "
        "return the log likelihood or the negative log likelihood, and which of them does one minimise?"
    ),
    "missing-half": (
        "Your numbers grow with the whole squared distance from Mean. Take a point one Mahalanobis unit away "
        "from Mean and one at Mean: by how much should their negative log likelihoods differ? Look at the "
        "exponent of the density."
    ),
    "missing-log-normalizer": (
        "At Mean itself your result is 0 for every Sigma, as if each density were 1 at its top. What stands "
        "in front of the exponential in the density, and what does its logarithm add?"
    ),
    "missing-log-normalizer/constant": (
        "Your numbers are all off by the same amount, whatever the point and Sigma. Is there a factor in the "
        "density that depends on neither, and what is its logarithm?"
    ),
    "missing-log-normalizer/determinant": (
        "At Mean itself your result is the same for a narrow and for a wide Sigma. Both must integrate to 1: "
        "which of the two is higher at the top, and where does your formula say so?"
    ),
    "half-log-2pi": (
        "Your numbers are all off by the same amount. It is the one that appears when the constant of a "
        "density on a line is used in the plane. How does the constant depend on the dimension d?"
    ),
    "logdet-not-halved": (
        "At Mean your result changes too much with the size of Sigma, by a factor of 2. The density is "
        "divided by a root of something: what does a root become under a logarithm?"
    ),
    "det-not-logdet": (
        "At Mean your result changes with the size of Sigma, but as the determinant does and not as its "
        "logarithm does. Try Sigma ten times as large: should the negative log likelihood jump a hundredfold?"
    ),
    "precision-for-covariance": (
        "Your numbers are those of another Gaussian, whose inverse covariance is Sigma: narrow where this one is "
        "wide. Did you hand Sigma over under another name (a precision), or invert it once too often?"
    ),
    "sigma-not-inverted": (
        "Where Sigma is wide your numbers rise fast, and where it is narrow they rise slowly: it should be "
        "the other way round. What has to happen to Sigma before it stands between the two vectors?"
    ),
    "density-not-log": (
        "Your numbers are those of the density itself. For a point far away it is nearly 0: what is its "
        "negative logarithm there? Taking the logarithm of the formula by hand, term by term, is also safer "
        "than log(density)."
    ),
    "summed": (
        "You return one number, the sum over all points. The figure writes its own number at each point. "
        "Which dimension of x should still be there in the result?"
    ),
    "averaged": (
        "You return one number, the average over all points. The figure writes its own number at each point. "
        "Which dimension of x should still be there in the result?"
    ),
    "mean-not-subtracted": (
        "Your numbers are lowest at the origin, wherever Mean is. Move Mean by hand and watch your result for"
        " one point: what should happen to its distance?"
    ),
    "sigma-as-scale": (
        "You use Sigma as if it were a standard deviation (a scale). Sigma holds variances and a covariance: "
        "what unit do they have if x is in metres?"
    ),
    "correlation-ignored": (
        "Your numbers stay the same when B, the covariance of x and y, changes its sign: you use the two variances "
        "alone. Along which line should points be likelier when B is positive?"
    ),
    "density-underflow": (
        "Near Mean your numbers are right; far from it they stop, or become infinite, as the density is too small "
        "for a computer to tell from 0. Which of exp and log undoes the other, and can you leave both out?"
    ),
    "density-underflow/besides": (
        "Far from Mean your numbers stop, or become infinite, as the density is too small for a computer to tell "
        "from 0. Which of exp and log undoes the other, and can you leave both out?"
    ),
    "log-base": (
        "The base of your logarithm is not e. The density is written with exp: which logarithm undoes it?"
    ),
    "points-mixed": (
        "A point gets one number when it is alone and another among other points. Follow one column of x through your "
        "code, say by giving it twice: where does it meet the others? A reshape is no transpose, and (N, 1) with "
        "(N,) makes (N, N)."
    ),
    "wrong-shape": (
        "The numbers come in another shape than (N,), one number for each column of x. Print the shape of "
        "your result for the six points and for a single one: which dimension is one too many, or missing?"
    ),
    "wrong-argument-order": (
        "Your function works when its arguments come in another order. It is called as gaussian_nll(x, Sigma,"
        " Mean): does your `def` line name them in this order?"
    ),
    "hard-coded": (
        "Your result does not follow the arguments that the function is given. Does it use `data`, or numbers"
        " of your own, where x, Sigma and Mean should stand?"
    ),
    "modifies-input": (
        "After a call the caller's x, Sigma or Mean hold other numbers than before. A line such as `x -= ...`"
        " changes the caller's tensor too: how would you write it so that it makes a new one?"
    ),
    "not-implemented": _UNWRITTEN,
    "runtime-error": (
        "Your code stops with an error before it returns anything. Call it in a cell of your own with the six"
        " points and read the last line of the error; printing shapes just before that line often shows the "
        "reason."
    ),
}

PARAMETERS: Mapping[str, str] = {
    "sigma-at-identity": (
        "Sigma is still where the sliders start, a circle. The points lie in a long, slanted cloud: which of "
        "A, B and C make the ellipses wider, lower, and slanted?"
    ),
    "sigma-at-identity/other": (
        "Sigma is still where the sliders start, a circle. Compare it with the cloud of points: which of A, B and C "
        "make the ellipses wider, higher, and slanted?"
    ),
    "b-sign-flipped": (
        "With the opposite sign of B your setting would pass. B says whether y rises or falls where x grows: "
        "which do the points do?"
    ),
    "swapped-mean": (
        "With X and Y exchanged your setting would pass. Which of the two moves the ellipses sideways?"
    ),
    "nll-too-high": (
        "Sigma is a proper covariance, but the points are not likely enough under it yet. Which point has the"
        " largest number beside it, and which slider brings the ellipses closer to it?"
    ),
    "not-positive-definite": (
        "With these A, B and C some direction would have a variance of 0 or less, so there is no such "
        "Gaussian and no likelihood. How large may B become, given A and C?"
    ),
    "missing-variable": (
        "Not all of A, B, C, X and Y have a value when the cell is done. Names are case-sensitive: are all "
        "five there, each on its own?"
    ),
    "wrong-type": (
        "At least one of the five is not a plain real number but text, a list or something else. What does "
        "type(...) say about each?"
    ),
    "not-finite": "At least one of the five is infinite or nan. Which computation gave it?",
    "not-implemented": _UNWRITTEN,
    "runtime-error": (
        "The answer cell stops with an error, so not all five numbers are set. Run it alone and read the last"
        " line of the error."
    ),
}

_MESSAGES: Mapping[str, Mapping[str, str]] = {"gaussian_nll": NLL, "parameters": PARAMETERS}

NLL_SLUGS = tuple(key for key in NLL if "/" not in key)
"""The slugs of `gaussian_nll`, in the order in which they are told."""

PARAMETERS_SLUGS = tuple(key for key in PARAMETERS if "/" not in key)
"""The slugs of `parameters`, in the order in which they are told."""


def told(question: str, slug: str, task: Task, variant: str = "") -> Diagnosis:
    """The diagnosis with its message."""
    messages = _MESSAGES[question]
    return Diagnosis(slug, task.counted(messages[f"{slug}/{variant}" if variant else slug]))
