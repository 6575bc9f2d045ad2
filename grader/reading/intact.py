"""What an instructor's edits must leave as it is: the cells that the questions are marked by."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from grader.exercise import Exercise, Question


def damages(cells: Sequence[Mapping[str, object]], exercise: Exercise) -> Iterator[str]:
    """What is wrong with a question's cells, a clause each: `cells` are those of a source or a released notebook."""
    for question in exercise.questions:
        yield from _of_answer(_named(cells, question.id), question)
        yield from _of_grade(_named(cells, question.grade_cell), question)


def nbgrader_of(cell: Mapping[str, object]) -> Mapping[str, object]:
    """nbgrader's settings of a cell; empty where it has none."""
    metadata = cell.get("metadata")
    found = metadata.get("nbgrader") if isinstance(metadata, Mapping) else None
    return found if isinstance(found, Mapping) else {}


def _named(cells: Sequence[Mapping[str, object]], name: str) -> list[Mapping[str, object]]:
    return [cell for cell in cells if nbgrader_of(cell).get("grade_id") == name]


def _of_answer(found: list[Mapping[str, object]], question: Question) -> Iterator[str]:
    if len(found) != 1:
        yield f"the answer cell {question.id!r} {_times(found)}"
    elif not nbgrader_of(found[0]).get("solution") or nbgrader_of(found[0]).get("grade"):
        yield f"{question.id!r} is no longer an autograded answer"
    elif found[0]["cell_type"] != "code":
        yield f"{question.id!r} is no longer a code cell"


def _of_grade(found: list[Mapping[str, object]], question: Question) -> Iterator[str]:
    if len(found) != 1:
        yield f"the check cell {question.grade_cell!r} {_times(found)}"
        return
    nbgrader = nbgrader_of(found[0])
    if not nbgrader.get("grade") or nbgrader.get("solution") or found[0]["cell_type"] != "code":
        yield f"{question.grade_cell!r} is no longer an autograder test"
    elif nbgrader.get("points") != question.points:
        yield (
            f"{question.grade_cell!r} has {nbgrader.get('points')} points in the notebook and {question.points:g} in "
            "the settings: points are set in gaussfit.toml, under [points], and nowhere else"
        )


def _times(found: Sequence[object]) -> str:
    return "is missing" if not found else f"is there {len(found)} times"
