"""Fills the slots of a lesson with code that is taken from its package, so that no code is typed twice."""

from __future__ import annotations

import ast
import base64
import inspect
import re
import traceback
from collections.abc import Iterator
from functools import partial
from importlib import import_module
from pathlib import Path

import jinja2

from grader.authoring.code import header, notebook_source
from grader.errors import LessonError
from grader.exercise import Exercise

BEGIN = "### BEGIN SOLUTION"
END = "### END SOLUTION"


def lesson_markdown(exercise: Exercise) -> str:
    """Return the whole lesson as jupytext Markdown, every slot filled.

    A slot is written `<< ... >>`: Jinja's usual braces mean something in LaTeX. Raises LessonError when there is no
    lesson, and for a slot that names nothing or code that cannot be found.
    """
    environment = jinja2.Environment(
        variable_start_string="<<",
        variable_end_string=">>",
        block_start_string="<%",
        block_end_string="%>",
        comment_start_string="<#",
        comment_end_string="#>",
        undefined=jinja2.StrictUndefined,
        autoescape=False,  # the text is ours, and it is no HTML
        keep_trailing_newline=True,
    )
    package, lesson = exercise.package, exercise.lesson
    try:
        text = lesson.read_text(encoding="utf-8")
    except OSError as error:
        raise LessonError(f"The lesson {lesson} cannot be read ({error.strerror}).") from error
    try:
        return environment.from_string(text).render(
            assignment=exercise.name,
            points=partial(_points, exercise),
            worth=partial(_worth, exercise),
            task=exercise.task,
            code=partial(code, package),
            answer=partial(answer, package),
            module=partial(module, package),
            value=partial(value, package),
            picture=partial(picture, lesson.parent),
        )
    except Exception as error:  # a slot may name any code of the package, which may raise anything
        raise LessonError(
            f"A slot in line {_template_line(error)} of {lesson} cannot be filled "
            f"({type(error).__name__}: {error}): correct it."
        ) from error


def _template_line(error: Exception) -> int:
    """The line of the lesson at which filling it stopped."""
    if isinstance(error, jinja2.TemplateSyntaxError):
        return error.lineno
    frames = traceback.extract_tb(error.__traceback__)
    return next((frame.lineno or 1 for frame in reversed(frames) if frame.filename == "<template>"), 1)


def _points(exercise: Exercise, question: str) -> str:
    if question not in exercise.ids:
        raise LookupError(f"{exercise.name} has no question {question!r}")
    return f"{exercise.question(question).points:g}"


def _worth(exercise: Exercise, *questions: str) -> str:
    """What the questions are worth, as a sentence without a full stop, for a text that has named them in this order."""
    each = [_points(exercise, question) for question in questions]
    if len(set(each)) == 1:
        return f"Each is worth {each[0]} point{'s' * (each[0] != '1')}"
    return f"They are worth {', '.join(each[:-1])} and {each[-1]} points, in this order"


def value(package: str, name: str) -> object:
    """Return what `module.name` is bound to in a package, such as `value("gaussfit", "numbers.MASSES")`."""
    where, _, attribute = name.rpartition(".")
    return getattr(import_module(f"{package}.{where}" if where else package), attribute)


def picture(folder: Path, file: str, label: str) -> str:
    """Return a picture in the lesson's folder as a Markdown link definition that carries the picture itself."""
    return f"[{label}]: data:image/png;base64,{base64.b64encode((folder / file).read_bytes()).decode()}"


def code(package: str, *names: str) -> str:
    """Return the source text of functions of a package as a notebook shows it, two blank lines between them."""
    return "\n\n\n".join(notebook_source(value(package, name)).strip() for name in names)


def answer(package: str, name: str) -> str:
    """Return the source text of a function with a docstring as nbgrader wants a model answer.

    Its signature and docstring stay for the student to read; its body lies between nbgrader's marks.
    """
    found = value(package, name)
    if not inspect.isfunction(found) or found.__doc__ is None:
        raise TypeError(f"{name} must be a function with a docstring to be a model answer.")
    lines = code(package, name).splitlines()
    [definition] = (node for node in ast.parse("\n".join(lines)).body if isinstance(node, ast.FunctionDef))
    kept = definition.body[0].end_lineno
    return "\n".join([*lines[:kept], f"    {BEGIN}", *lines[kept:], f"    {END}"])


def module(package: str, name: str) -> str:
    """Return the source text of a whole module of a package as a notebook shows it.

    Without docstring, annotations and `__all__`, and without the imports that only those need or that the
    notebook has no package for.
    """
    source = inspect.getsource(import_module(f"{package}.{name}"))
    lines = source.splitlines()
    tree = ast.parse(source)
    for node in reversed([*_in_order(tree)]):
        begin, end = node.lineno - 1, node.end_lineno or node.lineno
        if isinstance(node, ast.FunctionDef):
            lines[begin : node.body[0].lineno - 1] = [" " * node.col_offset + header(node)]
        elif isinstance(node, ast.AnnAssign) and node.value is not None:
            target, bound = ast.unparse(node.target), ast.get_source_segment(source, node.value)
            lines[begin:end] = [f"{' ' * node.col_offset}{target} = {bound}"]
        elif _is_for_the_package(node, package):
            del lines[begin:end]
    return re.sub(r"\n{4,}", "\n\n\n", "\n".join(lines[_docstring_lines(tree) :])).strip()


def _in_order(tree: ast.Module) -> Iterator[ast.stmt]:
    statements = [node for node in ast.walk(tree) if isinstance(node, ast.stmt)]
    return iter(sorted(statements, key=lambda node: (node.lineno, node.col_offset)))


def _is_for_the_package(node: ast.stmt, package: str) -> bool:
    """Say whether a statement of a module means nothing in a notebook."""
    if isinstance(node, ast.ImportFrom):
        root = (node.module or "").partition(".")[0]
        return root in {"__future__", "collections", package.partition(".")[0], "typing"}
    return isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"


def _docstring_lines(tree: ast.Module) -> int:
    return (tree.body[0].end_lineno or 0) if ast.get_docstring(tree) is not None else 0
