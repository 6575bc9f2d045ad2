"""The text files of an export, filled in.

A value's place is marked `@{name}`, for `${{ … }}` and `[[ … ]]` mean other things in workflows and shell scripts.
"""

from __future__ import annotations

import functools
from importlib import metadata

from jinja2 import Environment, PackageLoader, StrictUndefined

from gaussfit.version import __version__
from grader.exercise import Exercise


def filled(name: str, exercise: Exercise, **values: object) -> str:
    """The template of that name (without `.j2`), filled in with `values` and what is the same for all."""
    torch = metadata.version("torch").partition("+")[0]
    shared = {"assignment": exercise.name, "exercise": exercise, "version": __version__, "torch": torch}
    return _environment().get_template(f"{name}.j2").render(**shared, **values)


@functools.cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("grader.export"),
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        variable_start_string="@{",
        variable_end_string="}",
        block_start_string="@%",
        block_end_string="%@",
        comment_start_string="@#",
        comment_end_string="#@",
        autoescape=False,  # shell, YAML and Markdown of our own; nothing in them comes from outside
    )
