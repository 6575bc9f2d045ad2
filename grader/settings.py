"""A course's own settings, `gaussfit.toml`: read, and checked as a whole before anything runs."""

from __future__ import annotations

import difflib
import math
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from grader.answers import Limits
from grader.errors import CourseError

SETTINGS_NAME = "gaussfit.toml"


@dataclass(frozen=True)
class CourseSettings:
    """What an instructor may set; without a file, the defaults."""

    exercise: str = ""
    """What is taught, as `grader.loading.load_exercise` wants it."""
    limits: Limits = Limits()


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
KNOWN: Mapping[str, tuple[str, ...]] = {"exercise": ("name",), "limits": tuple(LIMITS)}
"""Settings by section."""


def settings_text(exercise: str) -> str:
    """A new course's settings: each with its default, and a line on it."""
    usual = CourseSettings().limits
    lines = [
        "# The settings of this course. What is left out keeps its default.",
        "",
        "[exercise]",
        "# What it teaches: the name of a shipped exercise, a Python package, or a folder (relative to this file).",
        f"name = {_quoted(exercise)}",
        "",
        "[limits]",
        "# Seconds of a submission's own time; waiting for a busy machine does not count.",
    ]
    for name, rule in LIMITS.items():
        lines += [
            f"# {rule.about}, {rule.least:g} to {rule.most:g}",
            f"{name} = {getattr(usual, rule.field):g}",
        ]
    return "\n".join([*lines, ""])


def read_settings(folder: Path) -> CourseSettings:
    """The settings of the course in `folder`; the defaults where it has no such file.

    Raises:
        CourseError: the file cannot be read, or a setting cannot be used: each fault with its line and what to do.
    """
    path = folder / SETTINGS_NAME
    try:
        text = path.read_text(encoding="utf-8-sig")
        found = tomllib.loads(text)
    except FileNotFoundError:
        return CourseSettings()
    except (OSError, ValueError) as error:
        raise CourseError(f"{path} cannot be read ({error}): correct it.") from error
    if wrong := list(_faults(found, text)):
        raise CourseError(f"{path} cannot be used: {'; '.join(wrong)}.")
    return CourseSettings(found.get("exercise", {}).get("name", ""), _limits(found.get("limits", {})))


def _limits(given: Mapping[str, float]) -> Limits:
    usual = Limits()
    return replace(
        usual,
        cell_seconds=float(given.get("cell", usual.cell_seconds)),
        call_seconds=float(given.get("call", usual.call_seconds)),
        submission_seconds=float(given.get("submission", usual.submission_seconds)),
    )


def _faults(found: Mapping[str, object], text: str) -> Iterator[str]:
    for section, content in found.items():
        if section not in KNOWN:
            yield _unknown(section, tuple(KNOWN), f"section [{section}]", _line(text, section))
        elif not isinstance(content, Mapping):
            yield f"line {_line(text, section)}: {section} must be a section, [{section}]"
        else:
            for key, value in content.items():
                yield from _faults_of(section, key, value, _line(text, key, section))
    yield from _order(found.get("limits"), text)


def _faults_of(section: str, key: str, value: object, line: int) -> Iterator[str]:
    if key not in KNOWN[section]:
        yield _unknown(key, KNOWN[section], f"setting {key!r} under [{section}]", line)
    elif section == "exercise" and not isinstance(value, str):
        yield f'line {line}: the exercise must be named as text, name = "…"; it is {value!r}'
    elif section == "limits":
        rule = LIMITS[key]
        if not _is_number(value) or not rule.least <= float(str(value)) <= rule.most:
            yield f"line {line}: {key} must be {rule.least:g} to {rule.most:g} seconds; it is {value!r}"


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
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _unknown(name: str, known: tuple[str, ...], what: str, line: int) -> str:
    near = difflib.get_close_matches(name, known, n=1)
    guess = f"is {near[0]!r} meant?" if near else f"known are {', '.join(known)}"
    return f"line {line}: there is no {what}: {guess}"


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


def _quoted(text: str) -> str:
    """As TOML wants it; JSON's escapes are TOML's."""
    import json

    return json.dumps(text)
