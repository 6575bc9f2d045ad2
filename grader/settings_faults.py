"""What is wrong with a course's settings: each fault with line, rule, value, and what to do."""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from grader.answers import Limits
from grader.dates import NAMES, SECTION
from grader.exercise import Exercise


@dataclass(frozen=True)
class Seconds:
    """A time limit: its field in `Limits`, and the seconds that make sense."""

    field: str
    least: float
    most: float
    about: str


LIMITS: Mapping[str, Seconds] = {
    "cell": Seconds("cell_seconds", 1, 3_600, "for one cell of a submission"),
    "call": Seconds("call_seconds", 0.1, 600, "for one call of a student's function"),
    "submission": Seconds("submission_seconds", 1, 7_200, "for a submission in all"),
}
SECTIONS = ("exercise", "points", "limits", SECTION)
MOST_POINTS = 100
STEP = 0.25
"""Points are multiples of it, so that sums are exact."""


def faults(found: Mapping[str, object], text: str) -> Iterator[str]:
    """What can be told without the exercise."""
    for section, content in found.items():
        place = f"line {line_of(text, section)}"
        if section not in SECTIONS:
            yield f"{place}: {unknown(section, SECTIONS)}"
        elif not isinstance(content, Mapping):
            yield f"{place}: {section} must be a section, [{section}]"
    name = section_of(found, "exercise").get("name", "")
    if not isinstance(name, str):
        place = f"line {line_of(text, 'name', 'exercise')}"
        yield f'{place}: the exercise must be named as text, name = "…"; it is {name!r}'
    for key, value in section_of(found, "limits").items():
        place = f"line {line_of(text, key, 'limits')}"
        if key not in LIMITS:
            yield f"{place}: {unknown(key, tuple(LIMITS), 'setting', 'limits')}"
        elif not _is_number(value) or not LIMITS[key].least <= float(str(value)) <= LIMITS[key].most:
            rule = LIMITS[key]
            yield f"{place}: {key} must be {rule.least:g} to {rule.most:g} seconds; it is {value!r}"
    for key in section_of(found, SECTION):
        if key not in NAMES:
            yield f"line {line_of(text, key, SECTION)}: {unknown(key, NAMES, 'setting', SECTION)}"
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
                f"line {line_of(text, name if name in limits else 'submission', 'limits')}: {name} has "
                f"{seconds[name]:g} seconds, more than the {seconds['submission']:g} of the whole submission"
            )


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < math.inf


def unknown(name: str, known: tuple[str, ...], what: str = "", section: str = "") -> str:
    """What is said of a name that nothing has."""
    near = difflib.get_close_matches(name, known, n=1)
    guess = f"is {near[0]!r} meant?" if near else f"known are {', '.join(known)}"
    return (
        f"there is no {what} {name!r} under [{section}]: {guess}"
        if what
        else f"there is no section [{name}]: {guess}"
    )


def line_of(text: str, name: str, section: str = "") -> int:
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


def points_faults(given: Mapping[str, object], exercise: Exercise, text: str) -> Iterator[str]:
    """What is wrong with the points of an exercise's questions."""
    for name, worth in given.items():
        place = f"line {line_of(text, name, 'points')}"
        if name not in exercise.ids:
            yield f"{place}: {unknown(name, exercise.ids, 'setting', 'points')}"
        elif worth == exercise.question(name).points:
            continue  # its own, whatever that is
        elif not _is_number(worth) or not 0 <= float(str(worth)) <= MOST_POINTS or float(str(worth)) % STEP:
            yield f"{place}: {name} must be 0 to {MOST_POINTS} points in steps of {STEP:g}; it is {worth!r}"
    if exercise.ids and all(given.get(name) == 0 for name in exercise.ids):
        yield f"line {line_of(text, 'points')}: no question is worth any points; give one of them some"


def place_of(fault: str) -> int:
    """The line of a fault: they are told from the top of the file to its end."""
    return int(fault.split(":")[0].removeprefix("line "))


def section_of(found: Mapping[str, object], name: str) -> Mapping[str, object]:
    """The settings below a heading; none where there is no such section."""
    content = found.get(name)
    return content if isinstance(content, Mapping) else {}
