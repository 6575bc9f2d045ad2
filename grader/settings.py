"""A course's own settings, `gaussfit.toml`: read, and checked as a whole before anything runs."""

from __future__ import annotations

import difflib
import json
import math
import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from grader.answers import Limits
from grader.errors import CourseError, ExerciseError, SettingsError, UsageError
from grader.exercise import Exercise
from grader.loading import load_exercise

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


@dataclass(frozen=True)
class _Seconds:
    """A time limit: its field in `Limits`, and the seconds that make sense."""

    field: str
    least: float
    most: float
    about: str


LIMITS: Mapping[str, _Seconds] = {
    "cell": _Seconds("cell_seconds", 1, 3_600, "for one cell of a submission"),
    "call": _Seconds("call_seconds", 0.1, 600, "for one call of a student's function"),
    "submission": _Seconds("submission_seconds", 1, 7_200, "for a submission in all"),
}
SECTIONS = ("exercise", "points", "limits")
MOST_POINTS = 100
STEP = 0.25
"""Points are multiples of it, so that sums are exact."""


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
    return "\n".join([*lines, ""])


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
    wrong = list(_faults(found, text))
    exercise = None if wrong and not _is_known(found, folder) else load_exercise(_origin(found, folder))
    task: object = None
    if exercise is not None:
        wrong += _points_faults(_section(found, "points"), exercise, text)
        try:
            task = _task(_section(found, "exercise"), exercise, folder)
        except SettingsError as error:
            wrong += [f"line {_line(text, name, 'exercise')}: {told}" for name, told in error.faults]
    if wrong or exercise is None:
        raise CourseError(f"{path} cannot be used: {'; '.join(sorted(wrong, key=_place))}.")
    points = {name: float(str(worth)) for name, worth in _section(found, "points").items()}
    taught = exercise.configured(points, task)
    return CourseSettings(_name(found), _limits(found.get("limits", {})), taught)


def files_named(folder: Path) -> tuple[Path, ...]:
    """The files of the course's folder that its settings name, such as that of the data; relative to it."""
    own = _section(tomllib.loads((folder / SETTINGS_NAME).read_text(encoding="utf-8-sig")), "exercise")
    named = (Path(value) for name, value in own.items() if name != "name" and isinstance(value, str))
    return tuple(path for path in named if (folder / path).is_file())


def _section(found: Mapping[str, object], name: str) -> Mapping[str, object]:
    content = found.get(name)
    return content if isinstance(content, Mapping) else {}


def _name(found: Mapping[str, object]) -> str:
    name = _section(found, "exercise").get("name", "")
    return name if isinstance(name, str) else ""


def _origin(found: Mapping[str, object], folder: Path) -> str:
    """As `load_exercise` wants it."""
    name = _name(found)
    return str(folder / name) if "/" in name else name


def _is_known(found: Mapping[str, object], folder: Path) -> bool:
    """Whether the exercise can be loaded, so that the faults in its own settings can be told with the others."""
    if not isinstance(_section(found, "exercise").get("name", ""), str):
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
        (name, _unknown(name, ("name", *(own.name for own in exercise.settings)), "setting", "exercise"))
        for name in given
        if name not in {"name", *known}
    ]
    faults: tuple[tuple[str, str], ...] = ()
    task = exercise.task
    try:
        if own := {name: value for name, value in given.items() if name in known}:
            task = exercise.configure(own, folder)
    except SettingsError as error:
        faults = error.faults
    if strange or faults:
        raise SettingsError(*strange, *faults)
    return task


def _points_faults(given: Mapping[str, object], exercise: Exercise, text: str) -> Iterator[str]:
    for name, worth in given.items():
        place = f"line {_line(text, name, 'points')}"
        if name not in exercise.ids:
            yield f"{place}: {_unknown(name, exercise.ids, 'setting', 'points')}"
        elif not _is_number(worth) or not 0 <= float(str(worth)) <= MOST_POINTS or float(str(worth)) % STEP:
            yield f"{place}: {name} must be 0 to {MOST_POINTS} points in steps of {STEP:g}; it is {worth!r}"
    if exercise.ids and all(given.get(name) == 0 for name in exercise.ids):
        yield f"line {_line(text, 'points')}: no question is worth any points; give one of them some"


def _place(fault: str) -> int:
    """The line of a fault: they are told from the top of the file to its end."""
    return int(fault.split(":")[0].removeprefix("line "))


def _limits(given: Mapping[str, float]) -> Limits:
    usual = Limits()
    return replace(
        usual,
        cell_seconds=float(given.get("cell", usual.cell_seconds)),
        call_seconds=float(given.get("call", usual.call_seconds)),
        submission_seconds=float(given.get("submission", usual.submission_seconds)),
    )


def _faults(found: Mapping[str, object], text: str) -> Iterator[str]:
    """What can be told without the exercise."""
    for section, content in found.items():
        place = f"line {_line(text, section)}"
        if section not in SECTIONS:
            yield f"{place}: {_unknown(section, SECTIONS)}"
        elif not isinstance(content, Mapping):
            yield f"{place}: {section} must be a section, [{section}]"
    name = _section(found, "exercise").get("name", "")
    if not isinstance(name, str):
        place = f"line {_line(text, 'name', 'exercise')}"
        yield f'{place}: the exercise must be named as text, name = "…"; it is {name!r}'
    for key, value in _section(found, "limits").items():
        place = f"line {_line(text, key, 'limits')}"
        if key not in LIMITS:
            yield f"{place}: {_unknown(key, tuple(LIMITS), 'setting', 'limits')}"
        elif not _is_number(value) or not LIMITS[key].least <= float(str(value)) <= LIMITS[key].most:
            rule = LIMITS[key]
            yield f"{place}: {key} must be {rule.least:g} to {rule.most:g} seconds; it is {value!r}"
    yield from _order(found.get("limits"), text)


def _order(limits: object, text: str) -> Iterator[str]:
    """A call or a cell that may take longer than the submission would never meet its own limit."""
    if not isinstance(limits, Mapping) or not all(map(_is_number, limits.values())):
        return
    usual = Limits()
    seconds = {name: float(limits.get(name, getattr(usual, rule.field))) for name, rule in LIMITS.items()}
    for name in ("cell", "call"):
        if seconds[name] > seconds["submission"]:
            yield (
                f"line {_line(text, name if name in limits else 'submission', 'limits')}: {name} has "
                f"{seconds[name]:g} seconds, more than the {seconds['submission']:g} of the whole submission"
            )


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < math.inf


def _unknown(name: str, known: tuple[str, ...], what: str = "", section: str = "") -> str:
    near = difflib.get_close_matches(name, known, n=1)
    guess = f"is {near[0]!r} meant?" if near else f"known are {', '.join(known)}"
    return (
        f"there is no {what} {name!r} under [{section}]: {guess}"
        if what
        else f"there is no section [{name}]: {guess}"
    )


def _line(text: str, name: str, section: str = "") -> int:
    """The line that sets a name, as people count; 1 where it is written in a way of its own."""
    here = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if header := re.match(r"\s*\[+\s*\"?([^\]\"]+?)\"?\s*\]", line):
            here = header[1]
            if not section and here.split(".")[0] == name:
                return number
        elif here == section and re.match(rf"\s*\"?{re.escape(name)}\"?\s*=", line):
            return number
    return 1


def _toml(value: object) -> str:
    """As TOML wants it: what is used here is written as in JSON."""
    return json.dumps(value, ensure_ascii=False)
