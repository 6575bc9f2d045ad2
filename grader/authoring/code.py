"""The source text of a reference function as a notebook shows it."""

from __future__ import annotations

import ast
import inspect
import re
import textwrap

__all__ = ["notebook_source"]

WIDTH = 100
"""A longer first line is folded: a notebook's cell does not fold by itself."""

SECTIONS = re.compile(r"\n\n(?:Args|Returns|Raises|Example|Source):")
"""Where a docstring turns from what students read to what users of the package read."""


def notebook_source(function: object) -> str:
    """Return the source of `function` as a notebook shows it: as written, less what it lacks.

    Left out are decorators and annotations of arguments, whose names a notebook lacks, and the docstring's
    sections from the first `Args:`, `Returns:`, `Raises:`, `Example:` or `Source:` on.

    Raises TypeError when `function` is not a function written with `def`.
    """
    if not inspect.isfunction(function) or function.__name__ == "<lambda>":
        raise TypeError(f"notebook_source needs a function made with def; it was given {function!r}.")
    text = textwrap.dedent(inspect.getsource(function))
    definition = ast.parse(text).body[0]
    if not isinstance(definition, ast.FunctionDef):
        raise TypeError(f"notebook_source needs a plain function; {function.__name__} is none.")
    docstring = _shown_docstring(definition)
    first = definition.body[0]
    begin = (first.end_lineno or first.lineno) if docstring else first.lineno - 1
    return "\n".join([_folded_header(definition), *docstring, *text.splitlines()[begin:]]) + "\n"


def header(definition: ast.FunctionDef) -> str:
    """The first line of a function, without annotations; they are taken out of `definition`, too."""
    arguments = definition.args
    every = [
        *arguments.posonlyargs,
        *arguments.args,
        arguments.vararg,
        *arguments.kwonlyargs,
        arguments.kwarg,
    ]
    for argument in filter(None, every):
        argument.annotation = None
    return f"def {definition.name}({ast.unparse(arguments)}):"


def _folded_header(definition: ast.FunctionDef) -> str:
    return textwrap.fill(
        header(definition),
        WIDTH,
        subsequent_indent=" " * 8,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _shown_docstring(definition: ast.FunctionDef) -> list[str]:
    docstring = ast.get_docstring(definition)
    if docstring is None:
        return []
    shown = SECTIONS.split(docstring)[0].rstrip()
    closing = '\n"""' if "\n" in shown else '"""'
    return textwrap.indent(f'"""{shown}{closing}', "    ").splitlines()
