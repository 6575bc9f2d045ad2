"""What stands beside the figure: the total, the aim and the best so far, and the ellipses in words."""

from __future__ import annotations

import html
import math

from gaussfit.search.asking import covariance_problem

__all__ = ["as_paragraphs", "as_typed", "in_words", "reached", "score"]


def as_typed(number: float) -> str:
    """Return a number as people write it: steps of 0.01 add up to 1.2000000000000002."""
    return f"{round(number, 6) + 0.0:.6f}".rstrip("0").rstrip(".")


def in_words(A: float, B: float, C: float, X: float, Y: float) -> str:
    """Say what the ellipses look like, for those who do not see them."""
    if covariance_problem(A, B, C):
        return "There are no ellipses."
    lean = "upright" if B == 0 else "leaning to the right" if B > 0 else "leaning to the left"
    return (
        f"The ellipses lie around ({X:g}, {Y:g}), {lean}; standard deviation {A**0.5:.2f} sideways and "
        f"{C**0.5:.2f} upwards."
    )


def score(
    total: float | None,
    best: tuple[float, str] | None,
    pass_mark: float,
    least: float,
    numbers: dict[str, float],
    news: str = "",
) -> str:
    """Return total, aim, the best so far with its line, the figure in words, and news, as HTML to be read out."""
    now = "–" if total is None else f"{total:.3f} nats"
    so_far = "–" if best is None else f"{best[0]:.3f} nats at<br><code>{best[1]}</code>"
    told = "" if total is None else reached(total, pass_mark, least)
    return (
        f'<div role="status">Total NLL: <b>{now}</b> (aim: below {pass_mark:g}){told or "<br>"}Best so far: {so_far}'
        f"<br><small>{in_words(**numbers)}</small>{news}</div>"
    )


def reached(total: float, pass_mark: float, least: float) -> str:
    """Say that the mark is reached, and what is next; nothing when it is not, or cannot be true."""
    if not least - 1e-3 <= total < pass_mark:
        return ""
    second, told = math.ceil(least + 0.5), ""
    if total < second < pass_mark:
        above = "less than 0.001" if total - least < 5e-4 else f"only {total - least:.3f}"
        told = f" And below {second}, the second goal: {above} above the best possible."
    elif second < pass_mark:
        told = f" A second goal, for no points: below {second}."
    return f"<div class=search-reached>✓ <b>Reached: below {pass_mark:g}.</b>{told}</div>"


def as_paragraphs(problems: list[str]) -> str:
    """Return what is wrong as HTML, a paragraph each."""
    return "".join(f"<p>⚠ {html.escape(problem)}</p>" for problem in problems)
