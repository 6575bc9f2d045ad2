"""What is mutated: the reference as the notebook shows it, and right answers in other styles."""

from __future__ import annotations

from benchmarks.labelled import ANSWERS, Labelled, labelled_answers
from benchmarks.mutants.operators import mutants
from gaussfit.density import gaussian_nll
from gaussfit.drawing import draw_density
from grader.authoring.code import notebook_source

STYLES = {
    "gaussian_nll": ("adjugate", "conditional_factorisation", "einsum_inverse", "loop_inverse", "rho_form"),
    "draw_density": ("contour_of_density", "ellipse_patch", "polar_form", "two_halves"),
    "parameters": ("closed_form_rounded", "closed_form_torch"),
}
"""Right answers from tests/answers whose formulas share little with the reference's or each other's."""


def sources() -> list[Labelled]:
    """The sources, as labelled answers."""
    reference = [
        Labelled("gaussian_nll", "right", "reference", notebook_source(gaussian_nll)),
        Labelled("draw_density", "right", "reference", notebook_source(draw_density)),
    ]
    others = [
        answer
        for question, names in STYLES.items()
        for answer in labelled_answers(question, "right")
        if answer.name in names
    ]
    if len(others) != sum(map(len, STYLES.values())):
        raise FileNotFoundError(f"{ANSWERS} lacks one of {STYLES}.")
    return reference + others


def mutated(source: Labelled) -> list[Labelled]:
    """All mutants of a source; the name tells source, number, operator and line."""
    return [
        Labelled(
            source.question,
            "wrong",
            f"{source.name}#{number} {mutant.operator} line {mutant.line}",
            mutant.source,
        )
        for number, mutant in enumerate(mutants(source.source))
    ]
