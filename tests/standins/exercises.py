"""Exercises made of a folder of check files alone."""

from __future__ import annotations

from pathlib import Path

from grader.exercise import Exercise, Question


def question(checks: Path, points: float = 10.0) -> Question:
    """A question whose checks are in `check_<id>.py`."""
    name = checks.stem.removeprefix("check_")
    return Question(name, f"`{name}`", points, (name,), "pass", checks)


def exercise_in(folder: Path) -> Exercise:
    """An exercise with a question for each `check_*.py` of the folder, in the order of their names."""
    questions = tuple(question(path) for path in sorted(folder.glob("check_*.py")))
    return Exercise("made", "Made", "gaussfit", folder / "lesson.md", questions)
