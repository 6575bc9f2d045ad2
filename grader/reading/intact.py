"""What an instructor's edits must leave as it is: the cells that the questions are marked by."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence

from grader.exercise import Exercise, Question

KEY = "gaussfit"
"""Where a notebook's metadata says how it was built."""
TOUCHED = "touched"
"""Where a release says which of the exercise's locked cells are not as the exercise has them."""


def digest(cell: Mapping[str, object], pictured: bool = True) -> str:
    """What changes with a cell's text, pictures, type, name or points; not with what it puts out."""
    nbgrader = {key: value for key, value in nbgrader_of(cell).items() if key != "checksum"}
    pictures = [cell["attachments"]] if pictured and cell.get("attachments") else []
    text = json.dumps([cell["cell_type"], cell["source"], nbgrader, *pictures], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def digest_of_all(cells: Sequence[Mapping[str, object]], pictured: bool = True) -> str:
    """The same of a whole notebook's cells."""
    return digest({"cell_type": "all", "source": [digest(cell, pictured) for cell in cells]})


def is_as_built(built: object, cells: Sequence[Mapping[str, object]]) -> bool:
    """Whether a release's cells still have the digest that it carries; an older version left out the pictures."""
    return built in (digest_of_all(cells), digest_of_all(cells, pictured=False))


def touched(
    cells: Sequence[Mapping[str, object]],
    lesson: Sequence[Mapping[str, object]],
    built: Mapping[str, str] | None = None,
) -> Iterator[str]:
    """Which locked cells of the lesson are missing from a source notebook's `cells` or edited in them, a clause each.

    `built` has the digest of each cell, by id, as it was written last: a cell that still has it is merely old.
    """
    for locked in lesson:
        if not nbgrader_of(locked).get("locked"):
            continue
        name = str(nbgrader_of(locked)["grade_id"])
        found = _named(cells, name)
        right = {digest(locked), (built or {}).get(str(locked["id"]))}
        if not found:
            yield f"the locked cell {name!r} is missing"
        elif any(digest(cell) not in right for cell in found):
            yield f"the locked cell {name!r} was edited"


def told_by(release: Mapping[str, object]) -> tuple[str, ...]:
    """What a release's notebook says of itself: that it was changed by hand since it was built, and the locked cells
    that were not as the exercise has them when it was. Nothing where another program made it."""
    metadata, cells = release["metadata"], release["cells"]
    own = metadata.get(KEY) if isinstance(metadata, Mapping) else None
    if not isinstance(own, Mapping) or not isinstance(cells, Sequence):
        return ()
    by_hand = "release" in own and not is_as_built(own["release"], cells)
    clauses = own.get(TOUCHED, ())
    return (
        *(["it was changed by hand since it was built"] if by_hand else []),
        *(map(str, clauses) if isinstance(clauses, Sequence) else ()),
    )


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
