"""The source text of a reference function as a notebook shows it."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable
from typing import Any

__all__ = ["notebook_source"]


def notebook_source(function: Callable[..., Any]) -> str:
    """Return the source of `function` as written, without its decorators and annotations.

    Both need names that a notebook lacks; body, comments and docstring stay as they are.
    """
    text = textwrap.dedent(inspect.getsource(function))
    [definition] = ast.parse(text).body
    if not isinstance(definition, ast.FunctionDef):
        raise TypeError(f"notebook_source needs a function; {function!r} is none.")
    body = text.splitlines()[definition.body[0].lineno - 1 :]
    arguments = definition.args
    for argument in [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]:
        argument.annotation = None
    header = f"def {definition.name}({ast.unparse(arguments)}):"
    return "\n".join([header, *body]) + "\n"
