"""A submission laid out for grading: the student's answers inside the release's locked cells.

Nothing of the student's file survives but the source of cells. Locked cells and pictures come from the release,
metadata is written anew, outputs and attachments are gone, and the student's Markdown is kept as fenced text, so that
nothing in it can run in the browser of whoever reads it.
"""

from __future__ import annotations

import copy
import re
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Final

from grader.errors import RejectedSubmission
from grader.reading.handed_in import HandedIn
from grader.reading.notebook import Cell, CellMetadata, Notebook, NotebookMetadata
from grader.reading.read import PlainCell, read_file, read_notebook
from grader.reading.release import Release, ReleaseCell

MISSING_ANSWER = "# This answer cell was missing from the submission."
ESSAY_WIDTH = 100
"""Characters a line of an answer in words."""
OWN_KEY: Final = "gaussfit"


@dataclass(frozen=True)
class Submission:
    """A repaired notebook, what to run of it, and what to tell the student about the file."""

    notebook: Notebook
    """nbformat 4 as plain data (or nbformat's own node, which reads the same)."""
    rejected: str | None = None
    notes: tuple[str, ...] = ()
    restored: frozenset[str] = frozenset()
    """Names of the release's cells that were put back: where they stand says nothing of the student's order."""
    when: datetime | None = None
    """When it was handed in, in UTC; None when nothing tells it."""

    @property
    def code(self) -> tuple[tuple[int, str, str], ...]:
        """(index in the notebook, `grade_id` or "", source) of all code cells."""
        return tuple(
            (index, cell["metadata"].get("nbgrader", {}).get("grade_id", ""), cell["source"])
            for index, cell in enumerate(self.notebook["cells"])
            if cell["cell_type"] == "code"
        )

    def position(self, grade_id: str) -> int:
        """Index in the notebook of the cell of that name."""
        for index, cell in enumerate(self.notebook["cells"]):
            if cell["metadata"].get("nbgrader", {}).get("grade_id") == grade_id:
                return index
        raise KeyError(grade_id)


def repaired(handed: HandedIn, release: Release) -> Submission:
    """What was handed in, repaired. What cannot be graded comes back as a rejected submission."""
    if handed.rejected is not None:
        return rejected_submission(handed.rejected, release)
    return replace(submitted(handed.raw, release, handed.notes), when=handed.when)


def submitted(raw: bytes, release: Release, notes: tuple[str, ...] = ()) -> Submission:
    """The submission in `raw`, repaired. A file that cannot be graded comes back as a rejected one.

    `notes` are told the student before those of the repair.
    """
    try:
        plain = read_notebook(raw)
        return _repaired(plain, release, notes)
    except RejectedSubmission as reason:
        return rejected_submission(str(reason), release)


def submission_in(path: Path, release: Release) -> Submission:
    """The submission in a file, repaired; one that is no plain file comes back as a rejected one.

    Raises:
        UnreadableSubmission: this machine keeps it from being read, which is nobody's zero.
    """
    try:
        raw = read_file(path)
    except RejectedSubmission as reason:
        return rejected_submission(str(reason), release)
    return submitted(raw, release)


def rejected_submission(reason: str, release: Release) -> Submission:
    """What stands in for a file that cannot be graded: the release itself, with the reason noted."""
    cells = [_illustrated(_release_cell(cell), release) for cell in release.notebook["cells"]]
    return _submission(cells, reason, ())


def submission_from_notebook(notebook: Notebook) -> Submission:
    """A submission from a notebook that `submitted` wrote before (its notes are our own metadata)."""
    own = notebook["metadata"].get(OWN_KEY, {})
    return Submission(notebook, rejected=own.get("rejected"), notes=tuple(own.get("notes", ())))


def _repaired(plain: Sequence[PlainCell], release: Release, told: tuple[str, ...]) -> Submission:
    known, notes = _recognised(plain, release)
    notes = [*told, *notes]
    missing_answers = [name for name in release.exercise.ids if name not in known.values()]
    if len(missing_answers) == len(release.exercise.ids) and not _mentions_an_answer(plain, release):
        raise RejectedSubmission(
            "The notebook has none of this assignment's cells: it seems to be another notebook; resubmit the right one."
        )
    notes += [
        f"The answer cell {name!r} is missing; what other cells define was graded."
        for name in missing_answers
    ]
    cells: list[tuple[str | None, Cell]] = []
    for index, cell in enumerate(plain):
        grade_id = known.get(index)
        if grade_id is None:
            cells.append((None, _student_cell(cell, release)))
        else:
            cells.append((grade_id, _known_cell(release.by_grade_id[grade_id], cell.source)))
    restored = _insert_missing(cells, release, notes)
    repaired_cells = [_illustrated(cell, release) for _, cell in cells]
    return replace(_submission(repaired_cells, None, tuple(notes)), restored=restored)


def _recognised(plain: Sequence[PlainCell], release: Release) -> tuple[dict[int, str], list[str]]:
    """Which cell is which of the release's: by `grade_id` first, by cell id where that was lost."""
    known: dict[int, str] = {}
    notes: list[str] = []
    for index, cell in enumerate(plain):
        if cell.grade_id in release.by_grade_id:
            if cell.grade_id in known.values():
                notes.append(f"The cell {cell.grade_id!r} is there more than once; every copy was run.")
            else:
                known[index] = str(cell.grade_id)
    for index, cell in enumerate(plain):
        match = release.by_cell_id.get(cell.cell_id or "")
        if index not in known and match is not None and match.grade_id not in known.values():
            known[index] = match.grade_id
            notes.append(
                f"The cell {match.grade_id!r} had lost its nbgrader name and was recognised by its id."
            )
    return known, notes


def _mentions_an_answer(plain: Sequence[PlainCell], release: Release) -> bool:
    """Whether a cell has a name that a question asks for; those of a letter or two stand in any notebook."""
    names = [name for question in release.exercise.questions for name in question.names if len(name) > 2]
    if not names:
        return True
    pattern = re.compile(rf"\b({'|'.join(map(re.escape, names))})\b")
    return any(cell.cell_type == "code" and pattern.search(cell.source) for cell in plain)


def _insert_missing(
    cells: list[tuple[str | None, Cell]], release: Release, notes: list[str]
) -> frozenset[str]:
    """Put back each of the release's cells that is not there, right after the one before it; returns their names."""
    here, restored = 0, set()
    for released in release.cells:
        positions = [index for index, (grade_id, _) in enumerate(cells) if grade_id == released.grade_id]
        if positions:
            here = positions[0] + 1
            continue
        source = MISSING_ANSWER if released.grade_id in release.exercise.ids else released.source
        cells.insert(here, (released.grade_id, _known_cell(released, source)))
        here += 1
        restored.add(released.grade_id)
        if not released.is_answer:
            notes.append(f"The locked cell {released.grade_id!r} was missing and was put back.")
    return frozenset(restored)


def _known_cell(released: ReleaseCell, source: str) -> Cell:
    if not released.is_answer:
        source = released.source
    elif released.cell_type == "markdown" and source != released.source:
        source = _fenced(_folded(source))
    return _node(released.cell_type, source, released.metadata)


def _folded(text: str) -> str:
    """Text of which no line is wider than a page: what is fenced does not fold by itself."""
    return "\n".join(
        textwrap.fill(
            line,
            ESSAY_WIDTH,
            drop_whitespace=False,
            replace_whitespace=False,
            break_long_words="$" not in line,  # the commands of a formula stay whole
        )
        for line in text.split("\n")
    )


def _student_cell(cell: PlainCell, release: Release) -> Cell:
    if cell.cell_type == "code":
        return _node("code", cell.source, {})
    if cell.cell_type == "markdown" and cell.source in release.prose:
        return _node("markdown", cell.source, {})
    return _node("markdown", _fenced(cell.source), {})


def _fenced(text: str) -> str:
    """Markdown that shows `text` as it is: a fence longer than any run of backticks inside."""
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}text\n{text}\n{fence}"


def _release_cell(cell: Cell) -> Cell:
    return _node(str(cell["cell_type"]), str(cell["source"]), cell["metadata"])


def _node(cell_type: str, source: str, metadata: CellMetadata) -> Cell:
    cell: Cell = {"cell_type": cell_type, "metadata": copy.deepcopy(metadata), "source": source}
    if cell_type == "code":
        cell["execution_count"], cell["outputs"] = None, []
    return cell


def _illustrated(cell: Cell, release: Release) -> Cell:
    """A text of the release's with the pictures that are attached to it there."""
    if cell["cell_type"] == "markdown" and cell["source"] in release.pictures:
        cell["attachments"] = release.pictures[cell["source"]]
    return cell


def _submission(cells: list[Cell], rejected: str | None, notes: tuple[str, ...]) -> Submission:
    for index, cell in enumerate(cells):
        cell["id"] = f"cell-{index}"  # the student's own ids are not needed, and random ones differ a run
    metadata: NotebookMetadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        OWN_KEY: {"rejected": rejected, "notes": list(notes)},
    }
    notebook: Notebook = {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    return Submission(notebook, rejected=rejected, notes=notes)
