"""Results in the formats that people and platforms read. Every renderer is a pure function of the result."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import zip_longest
from pathlib import Path

from grader.errors import UsageError
from grader.render.context import Context
from grader.render.github import render_github
from grader.render.gradescope import render_gradescope
from grader.render.json import render_json
from grader.render.junit import render_junit
from grader.render.markdown import render_markdown
from grader.render.text import render_text
from grader.results import SubmissionResult

FORMATS: dict[str, Callable[[SubmissionResult, Context], str]] = {
    "github": render_github,
    "gradescope": lambda result, _: render_gradescope(result),
    "json": render_json,
    "junit": render_junit,
    "markdown": lambda result, _: render_markdown(result),
    "text": lambda result, _: render_text(result),
}


STEPS = (1.0, 10.0, 60.0, 300.0)
"""Seconds as students see them."""


def render(result: SubmissionResult, name: str, context: Context = Context()) -> str:
    """`result` in the format of that name (see `FORMATS`), as students may see it: with a coarse time."""
    return FORMATS[name](replace(result, seconds=coarse(result.seconds)), context)


def coarse(seconds: float) -> float:
    """The next of `STEPS`: code that has seen a hidden input can choose how long it takes, and so what is shown."""
    return next((step for step in STEPS if seconds <= step), STEPS[-1])


def paired(formats: Sequence[str], outputs: Sequence[Path]) -> tuple[tuple[str, Path | None], ...]:
    """Formats with the files they go to, in the order given; None and `-` stand for stdout.

    Raises:
        UsageError: an unknown format, more files than formats, or two formats for stdout.
    """
    for name in formats:
        if name not in FORMATS:
            raise UsageError(f"There is no format {name!r}; choose one of {', '.join(sorted(FORMATS))}.")
    if len(outputs) > len(formats):
        raise UsageError("There are more --output than --format: give each --output a --format of its own.")
    to_stdout = len(formats) - len(outputs) + sum(output == Path("-") for output in outputs)
    if to_stdout > 1:
        raise UsageError("Only one format can go to stdout: give the others an --output.")
    return tuple(zip_longest(formats, outputs))
