"""The settings that a course may make of this exercise: its data, and the total to get below. Checked as a whole."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from grader.errors import SettingsError
from grader.exercise import Setting
from grader.exercises.gaussian_density.task import SHIPPED, START, Task
from grader.exercises.gaussian_density.variants import unsuited
from grader.exercises.gaussian_density.wording import FEWEST

MOST = 50
"""Points that fit on a picture, each with its number beside it."""
HALF = 5.0
"""The axes of all pictures go from minus this to this."""
LEAST, GREATEST = -2.0, 6.0
"""The ends of each slider."""
THINNEST = 0.01
"""A spread that is less than a slider's step is none that one could find by hand."""
SLIDERS = ("A", "B", "C", "X", "Y")

SETTINGS = (
    Setting(
        "pass_mark",
        "The five numbers pass below this total NLL of the data: between the best possible and that at the start.",
    ),
    Setting(
        "data",
        f'The points, {FEWEST} to {MOST}, as [x, y] inside the axes; or a CSV file with two columns, "points.csv".',
    ),
    Setting(
        "variants",
        'Whether each student gets data of their own, equally hard: "student", by their id; or "none".',
    ),
)

Point = tuple[float, float]


def configure(given: Mapping[str, object], folder: Path) -> Task:
    """The task that is set; what is not given keeps its default. Raises SettingsError."""
    faults: list[tuple[str, str]] = []
    try:
        points = _points(given["data"], folder) if "data" in given else SHIPPED.data
        _refuse_unfit(points)
    except SettingsError as error:
        faults += error.faults
        points = ()
    mark = given.get("pass_mark", SHIPPED.pass_mark)
    if not _is_number(mark):
        faults.append(
            ("pass_mark", f"pass_mark must be a number, such as {SHIPPED.pass_mark:g}; it is {mark!r}")
        )
    elif points:
        task = Task(points, float(str(mark)))
        default = "" if "pass_mark" in given else ", its default"
        faults += [("data" if default else "pass_mark", told) for told in _of_mark(task, default)]
    variants = given.get("variants", "none")
    if variants not in ("none", "student"):
        faults.append(("variants", f'variants must be "student" or "none"; it is {variants!r}'))
    elif variants == "student" and not faults:
        task = replace(task, variants="student")
        faults += [("variants", told)] if (told := unsuited(task)) else []
    if faults:
        raise SettingsError(*faults)
    return task


def _of_mark(task: Task, default: str) -> Iterator[str]:
    """What is wrong with a pass mark."""
    best, start, mark = task.best_nll, task.below_start, task.pass_mark
    if best < mark < start:
        if float(f"{mark:g}") != mark:
            yield f"pass_mark must have 6 digits at most, for as many are shown; it is {mark!r}: round it to {mark:g}"
        return
    share = (SHIPPED.pass_mark - SHIPPED.best_nll) / (SHIPPED.start_nll - SHIPPED.best_nll)
    yield (
        f"pass_mark must lie between {best:.3f}, the best that any Gaussian reaches with these data, and {start:.3f}, "
        f"the total at the start; it is {mark:g}{default}: {best + share * (start - best):.1f} is about as hard as the "
        "lesson's own"
    )


def _refuse_unfit(points: Sequence[Point]) -> None:
    """Raises SettingsError for data that no student could fit a Gaussian to."""
    if not FEWEST <= len(points) <= MOST:
        raise _of_data(f"data must have {FEWEST} to {MOST} points; there are {len(points)}")
    far = [point for point in points if not max(map(abs, point)) < HALF]
    if far:
        where = f"({far[0][0]:g}, {far[0][1]:g})"
        raise _of_data(
            f"data must lie inside the axes, which go from -{HALF:g} to {HALF:g}; {where} does not: move or scale the "
            "points"
        )
    task = Task(tuple(points))
    A, B, C = task.best[:3]
    if math.sqrt(max(float(np.linalg.eigvalsh([[A, B], [B, C]])[0]), 0.0)) < THINNEST:
        raise _of_data(
            "data must not lie on a line, for no Gaussian is the best for such points: move one of them"
        )
    beyond = [
        f"{name} = {number:.3g}"
        for name, number in zip(SLIDERS, task.best, strict=True)
        if not LEAST <= number <= GREATEST
    ]
    if beyond:
        raise _of_data(
            f"the best Gaussian for data must lie inside the sliders, which go from {LEAST:g} to {GREATEST:g}; it has "
            f"{' and '.join(beyond)}: move or scale the points"
        )
    if not task.best_nll < task.start_nll:
        raise _of_data(f"data must have a better Gaussian than the start, {START}: move the points")


def _points(given: object, folder: Path) -> tuple[Point, ...]:
    """The points as they are written, or as the file says. Raises SettingsError."""
    if isinstance(given, str):
        if Path(given).is_absolute() or ".." in Path(given).parts:
            raise _of_data(
                f"data must name a file in the course's folder; it is {given!r}: copy the file there"
            )
        return _read(folder / given)
    if not isinstance(given, list):
        raise _of_data(
            f"data must be a list of points, [[x, y], …], or the name of a CSV file; it is {given!r}"
        )
    for place, each in enumerate(given, start=1):
        if not (isinstance(each, list) and len(each) == 2 and all(map(_is_number, each))):
            raise _of_data(f"each point of data must be [x, y], two numbers; point {place} is {each!r}")
    return tuple((float(x), float(y)) for x, y in given)


def _read(path: Path) -> tuple[Point, ...]:
    """The points of a CSV file: a row each, x and y, below a row of headings or without one."""
    try:
        rows = list(csv.reader(_separated(path.read_text(encoding="utf-8-sig"))))
    except FileNotFoundError:
        raise _of_data(f"there is no file {path}: put it there, or write the points as [[x, y], …]") from None
    except (OSError, ValueError, csv.Error) as error:
        raise _of_data(f"{path} cannot be read ({error}): save it as CSV in UTF-8") from error
    points: list[Point] = []
    for number, row in enumerate(rows, start=1):
        found = [_number(field) for field in row]
        if not any(field.strip() for field in row) or (not points and all(each is None for each in found)):
            continue  # an empty row, or the headings
        if len(found) != 2 or None in found:
            raise _of_data(f"{path} must have two numbers a row, x and y; row {number} is {', '.join(row)!r}")
        points.append((float(str(found[0])), float(str(found[1]))))
    return tuple(points)


def _separated(text: str) -> list[str]:
    """The lines of a CSV file with commas between fields; where semicolons or tabs are there, a comma is a point."""
    for separator in ("\t", ";"):
        if separator in text:
            text = text.replace(",", ".").replace(separator, ",")
    return text.splitlines()


def _number(field: str) -> float | None:
    try:
        number = float(field)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < math.inf


def _of_data(told: str) -> SettingsError:
    return SettingsError(("data", told))
