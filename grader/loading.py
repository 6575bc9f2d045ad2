"""Finds an exercise by name, package or folder, and loads it: the one place that imports exercises."""

from __future__ import annotations

import functools
import importlib
import importlib.util
import re
import sys
from dataclasses import replace
from pathlib import Path
from types import ModuleType

from grader.errors import ExerciseError, UsageError, broke
from grader.exercise import Exercise

NAMES = re.compile(r"[A-Za-z0-9]+(-[A-Za-z0-9]+)*")
"""What an exercise may be called: nbgrader, folders and platforms all have to bear it."""


def load_exercise(origin: str = "") -> Exercise:
    """The exercise that `origin` names.

    Args:
        origin: the name of an exercise that ships with the grader, the dotted name of an importable package, or the
            path of a folder that is one; empty for the grader's own default.

    Raises:
        UsageError: there is no such exercise.
        ExerciseError: it cannot be loaded, or does not bind an `Exercise` to `EXERCISE`.
    """
    from grader import exercises

    return _loaded(origin or exercises.DEFAULT, exercises.__name__)


@functools.cache
def _loaded(origin: str, shipped_in: str) -> Exercise:
    if "/" in origin or "\\" in origin:
        folder = Path(origin).expanduser().resolve()
        return _exercise_of(_package_in(folder), str(folder))
    shipped = f"{shipped_in}.{origin.replace('-', '_')}"
    found = next((name for name in (shipped, origin) if _exists(name)), None)
    if found is None:
        raise UsageError(
            f"There is no exercise {origin!r}: give the name of a shipped one, a Python package, or a folder "
            "with a slash in it, such as ./line_fit."
        )
    return _exercise_of(_imported(found), origin)


def _exists(name: str) -> bool:
    if not re.fullmatch(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)*", name):
        return False
    try:
        return importlib.util.find_spec(name) is not None
    except ModuleNotFoundError:  # of a package that it would lie in
        return False


def _package_in(folder: Path) -> ModuleType:
    """The package that a folder is, under the folder's own name, so that its modules can import each other."""
    if not (folder / "__init__.py").is_file():
        raise UsageError(f"{folder} is no exercise: it has no __init__.py that binds EXERCISE.")
    name = folder.name
    if not name.isidentifier():
        raise UsageError(f"The folder of an exercise must be named like a Python package; {folder} is not.")
    known = sys.modules.get(name)
    if known is not None or _exists(name):
        file = (
            known.__file__ if known is not None else getattr(importlib.util.find_spec(name), "origin", None)
        )
        if file is not None and Path(file).resolve().parent == folder:
            return _imported(name)
        raise UsageError(
            f"The exercise in {folder} has the name of another Python package: rename its folder."
        )
    spec = importlib.util.spec_from_file_location(
        name, folder / "__init__.py", submodule_search_locations=[str(folder)]
    )
    if spec is None or spec.loader is None:
        raise ExerciseError(f"{folder} cannot be loaded as a Python package.")
    sys.modules[name] = module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except Exception as error:  # the exercise is its author's program: it may raise anything
        del sys.modules[name]
        raise ExerciseError(
            f"The exercise in {folder} cannot be loaded ({broke(error)}): correct it."
        ) from error
    return module


def _imported(name: str) -> ModuleType:
    try:
        return importlib.import_module(name)
    except Exception as error:  # as above
        raise ExerciseError(f"The exercise {name} cannot be loaded ({broke(error)}): correct it.") from error


def _exercise_of(module: ModuleType, origin: str) -> Exercise:
    exercise = getattr(module, "EXERCISE", None)
    if not isinstance(exercise, Exercise):
        raise ExerciseError(
            f"{module.__file__} must bind an Exercise to EXERCISE; it binds {type(exercise).__name__}."
        )
    if not NAMES.fullmatch(exercise.name):
        raise ExerciseError(
            f"The name of an exercise is also that of its notebook: letters, digits and - only; {module.__file__} "
            f"has {exercise.name!r}."
        )
    for question in exercise.ids:
        if not question.isidentifier():
            raise ExerciseError(
                f"A question's id is a name as in Python; {module.__file__} has {question!r}: correct it."
            )
    return replace(exercise, origin=origin)
