"""A course's own settings, `gaussfit.toml`: read, and checked as a whole before anything runs."""

from __future__ import annotations

import json
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from grader.answers import Limits
from grader.dates import SECTION, TEXT, Dates, read_dates
from grader.errors import CourseError, ExerciseError, SettingsError, UsageError, broke
from grader.exercise import Exercise
from grader.loading import load_exercise
from grader.settings_faults import (
    LIMITS,
    MOST_POINTS,
    STEP,
    faults,
    line_of,
    place_of,
    points_faults,
    section_of,
    unknown,
)

SETTINGS_NAME = "gaussfit.toml"
SETTINGS_VARIABLE = "GAUSSFIT_SETTINGS"
"""Carries the text of such a file where there is no course: in the workflow of a students' repository."""


@dataclass(frozen=True)
class CourseSettings:
    """What an instructor may set; without a file, the defaults."""

    exercise: str = ""
    """What is taught, as `grader.loading.load_exercise` wants it, but that a folder is named from the course's."""
    limits: Limits = Limits()
    taught: Exercise = field(default_factory=load_exercise)
    """The exercise as the course sets it."""
    dates: Dates = field(default_factory=Dates)
    files: tuple[Path, ...] = ()
    """The files of the course's folder that they name, such as that of the data; relative to it."""


def settings_text(exercise: Exercise, limits: Limits = Limits()) -> str:
    """All settings of a course with this exercise, each with a line on it; those that stand here make a new one."""
    lines = [
        "# The settings of this course. What is left out keeps its default. After a change: gaussfit build.",
        "",
        "[exercise]",
        "# What it teaches: the name of a shipped exercise, a Python package, or a folder (relative to this file).",
        f"name = {_toml(exercise.origin)}",
    ]
    for own in exercise.settings:
        lines += [f"# {own.about}", f"{own.name} = {_toml(getattr(exercise.task, own.name))}"]
    lines += [
        "",
        "[points]",
        f"# What each question is worth, 0 to {MOST_POINTS} in steps of {STEP:g}; its checks' shares follow.",
        *(f"{each.id} = {each.points:g}" for each in exercise.questions),
        "",
        "[limits]",
        "# Seconds of a submission's own time; waiting for a busy machine does not count.",
    ]
    for name, rule in LIMITS.items():
        lines += [
            f"# {rule.about}, {rule.least:g} to {rule.most:g}",
            f"{name} = {getattr(limits, rule.field):g}",
        ]
    return "\n".join([*lines, ""]) + TEXT


def read_settings(folder: Path) -> CourseSettings:
    """The settings of the course in `folder`; the defaults where it has no such file.

    Raises:
        CourseError: the file cannot be read, or a setting cannot be used: each fault with its line and what to do.
        UsageError: there is no such exercise.
        ExerciseError: the exercise cannot be loaded.
    """
    path = folder / SETTINGS_NAME
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return CourseSettings()
    except (OSError, ValueError) as error:
        raise CourseError(f"{path} cannot be read ({error}): correct it.") from error
    return settings_in(text, folder, str(path))


def settings_outside() -> CourseSettings:
    """The settings for a file outside of any course: those that the environment carries, else the defaults.

    Raises as `read_settings` does.
    """
    text = os.environ.get(SETTINGS_VARIABLE)
    return settings_in(text, Path(), SETTINGS_VARIABLE) if text else CourseSettings()


def settings_in(text: str, folder: Path, path: str) -> CourseSettings:
    """The settings that a text has; `folder` is the course's, `path` what the text is called. Raises as `read_settings`
    does."""
    try:
        found = tomllib.loads(text)
    except ValueError as error:
        raise CourseError(f"{path} cannot be read ({error}): correct it.") from error
    wrong = list(faults(found, text))
    exercise = None if wrong and not _is_known(found, folder) else load_exercise(_origin(found, folder))
    task: object = None
    if exercise is not None:
        wrong += points_faults(section_of(found, "points"), exercise, text)
        try:
            task = _task(section_of(found, "exercise"), exercise, folder)
        except SettingsError as error:
            wrong += [f"line {line_of(text, name, 'exercise')}: {told}" for name, told in error.faults]
    dates, untimely = read_dates(section_of(found, SECTION))
    wrong += [f"line {line_of(text, name, SECTION)}: {told}" for name, told in untimely]
    if wrong or exercise is None:
        told = "; ".join(sorted(wrong, key=place_of))
        raise CourseError(f"{path} cannot be used: {told}{'' if told.endswith('?') else '.'}")
    points = {name: float(str(worth)) for name, worth in section_of(found, "points").items()}
    taught = exercise.configured(points, task)
    files = _files(section_of(found, "exercise"), folder)
    return CourseSettings(_name(found), _limits(found.get("limits", {})), taught, dates, files)


def _files(own: Mapping[str, object], folder: Path) -> tuple[Path, ...]:
    named = (Path(value) for name, value in own.items() if name != "name" and isinstance(value, str))
    return tuple(
        path for path in named if os.path.isfile(folder / path)
    )  # a long text is no file, and no error


def _name(found: Mapping[str, object]) -> str:
    name = section_of(found, "exercise").get("name", "")
    return name if isinstance(name, str) else ""


def _origin(found: Mapping[str, object], folder: Path) -> str:
    """As `load_exercise` wants it."""
    name = _name(found)
    return str(folder / name) if "/" in name else name


def _is_known(found: Mapping[str, object], folder: Path) -> bool:
    """Whether the exercise can be loaded, so that the faults in its own settings can be told with the others."""
    if not isinstance(section_of(found, "exercise").get("name", ""), str):
        return False
    try:
        load_exercise(_origin(found, folder))
    except (UsageError, ExerciseError):
        return False
    return True


def _task(given: Mapping[str, object], exercise: Exercise, folder: Path) -> object:
    """What is set of the exercise itself. Raises SettingsError."""
    known = {own.name for own in exercise.settings}
    strange = [
        (name, unknown(name, ("name", *(own.name for own in exercise.settings)), "setting", "exercise"))
        for name in given
        if name not in {"name", *known}
    ]
    wrong: tuple[tuple[str, str], ...] = ()
    task = exercise.task
    try:
        if own := {name: value for name, value in given.items() if name in known}:
            task = exercise.configure(own, folder)
    except SettingsError as error:
        wrong = error.faults
    except Exception as error:  # the exercise is its author's program: it may raise anything
        raise ExerciseError(
            f"The exercise {exercise.name} cannot read its settings ({broke(error)}): correct it."
        ) from error
    if strange or wrong:
        raise SettingsError(*strange, *wrong)
    return task


def _limits(given: Mapping[str, float]) -> Limits:
    usual = Limits()
    return replace(
        usual,
        cell_seconds=float(given.get("cell", usual.cell_seconds)),
        call_seconds=float(given.get("call", usual.call_seconds)),
        submission_seconds=float(given.get("submission", usual.submission_seconds)),
    )


def _toml(value: object) -> str:
    """As TOML wants it: what is used here is written as in JSON."""
    return json.dumps(value, ensure_ascii=False)
