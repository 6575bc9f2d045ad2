"""Fills the slots of `lesson.md` with code that is taken from the package, so that no code is typed twice."""

from __future__ import annotations

import ast
import inspect
from importlib import import_module, resources
from types import ModuleType
from typing import Any

import jinja2

from gaussfit.source import notebook_source

BEGIN = "### BEGIN SOLUTION"
END = "### END SOLUTION"


def lesson_markdown() -> str:
    """Return the whole lesson as jupytext Markdown, every slot filled.

    A slot is written `<< ... >>`: Jinja's usual braces mean something in LaTeX. A slot that names nothing
    raises `jinja2.UndefinedError`; code that cannot be found raises `AttributeError`.
    """
    environment = jinja2.Environment(
        variable_start_string="<<",
        variable_end_string=">>",
        block_start_string="<%",
        block_end_string="%>",
        comment_start_string="<#",
        comment_end_string="#>",
        undefined=jinja2.StrictUndefined,
        autoescape=False,  # noqa: S701 - the text is ours, and it is Markdown, not HTML
        keep_trailing_newline=True,
    )
    text = resources.files("gaussfit.lesson").joinpath("lesson.md").read_text(encoding="utf-8")
    return environment.from_string(text).render(code=code, answer=answer, module=module, value=value)


def value(name: str) -> Any:
    """Return what `module.name` is bound to in gaussfit, such as `value("data.PASS_MARK")`."""
    where, _, attribute = name.rpartition(".")
    return getattr(import_module(f"gaussfit.{where}"), attribute)


def code(*names: str) -> str:
    """Return the source text of functions of gaussfit as a notebook shows it, two blank lines between them."""
    return "\n\n\n".join(notebook_source(value(name)).strip() for name in names)


def answer(name: str) -> str:
    """Return the source text of a function with a docstring as nbgrader wants a model answer.

    Its signature and docstring stay for the student to read; its body lies between nbgrader's marks.
    """
    lines = code(name).splitlines()
    [function] = ast.parse("\n".join(lines)).body
    if not isinstance(function, ast.FunctionDef) or ast.get_docstring(function) is None:
        raise TypeError(f"{name} must be a function with a docstring to be a model answer.")
    kept = function.body[0].end_lineno
    return "\n".join([*lines[:kept], f"    {BEGIN}", *lines[kept:], f"    {END}"])


def module(name: str) -> str:
    """Return the source text of a whole module of gaussfit, without its docstring and `__future__` imports."""
    return _module_source(import_module(f"gaussfit.{name}"))


def _module_source(found: ModuleType) -> str:
    source = inspect.getsource(found)
    lines = source.splitlines()
    for node in ast.parse(source).body:
        is_docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        is_future = isinstance(node, ast.ImportFrom) and node.module == "__future__"
        if is_docstring or is_future:
            for number in range(node.lineno - 1, node.end_lineno or node.lineno):
                lines[number] = ""
    return "\n".join(lines).strip()
