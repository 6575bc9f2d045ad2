"""Files one submission in nbgrader's tables: what its autograder leaves there, in a handful of statements.

nbgrader's own steps look up and save every cell by itself, which for a class takes longer than all student code.
`tests/grader/gradebook/test_same_as_nbgrader.py` and `test_tables.py` hold the two together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from nbgrader.api import (
    Assignment,
    BaseCell,
    Comment,
    Grade,
    Gradebook,
    MissingEntry,
    Notebook,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
)
from sqlalchemy import bindparam, insert, select, update

from grader.gradebook.completing import COMMENTED, GRADED
from grader.marking.one import Prepared

STUDENTS, SUBMISSIONS, NOTEBOOKS = (
    each.__table__ for each in (Student, SubmittedAssignment, SubmittedNotebook)
)
GRADES, COMMENTS, CELLS = (each.__table__ for each in (Grade, Comment, BaseCell))
NO_RESPONSE = "No response."

_ASSIGNMENT = (
    select(Assignment.id, Assignment.duedate, Notebook.id)
    .join(Notebook, Notebook.assignment_id == Assignment.id)
    .where(Assignment.name == bindparam("assignment"), Notebook.name == bindparam("assignment"))
)
_CELLS = select(CELLS.c.name, CELLS.c.id, CELLS.c.type).where(CELLS.c.notebook_id == bindparam("notebook"))
_STUDENT = select(STUDENTS.c.id).where(STUDENTS.c.id == bindparam("student"))
_SUBMISSION = (
    select(
        SUBMISSIONS.c.id,
        SUBMISSIONS.c.timestamp,
        SUBMISSIONS.c.extension,
        NOTEBOOKS.c.id,
        NOTEBOOKS.c.late_submission_penalty,
    )
    .outerjoin(
        NOTEBOOKS,
        (NOTEBOOKS.c.assignment_id == SUBMISSIONS.c.id) & (NOTEBOOKS.c.notebook_id == bindparam("notebook")),
    )
    .where(SUBMISSIONS.c.assignment_id == bindparam("assignment"))
    .where(SUBMISSIONS.c.student_id == bindparam("student"))
)
_GRADES = select(
    GRADES.c.cell_id, GRADES.c.id, GRADES.c.auto_score, GRADES.c.manual_score, GRADES.c.needs_manual_grade
).where(GRADES.c.notebook_id == bindparam("notebook"))
_COMMENTS = select(COMMENTS.c.id, COMMENTS.c.cell_id, COMMENTS.c.auto_comment).where(
    COMMENTS.c.notebook_id == bindparam("notebook")
)
_SET_TIME = (
    update(SUBMISSIONS).where(SUBMISSIONS.c.id == bindparam("row")).values(timestamp=bindparam("when"))
)
_SET_PENALTY = (
    update(NOTEBOOKS).where(NOTEBOOKS.c.id == bindparam("row")).values(late_submission_penalty=None)
)
_SET_GRADE = (
    update(GRADES)
    .where(GRADES.c.id == bindparam("row"))
    .values(auto_score=bindparam("auto"), needs_manual_grade=bindparam("by_hand"))
)
_SET_COMMENT = (
    update(COMMENTS).where(COMMENTS.c.id == bindparam("row")).values(auto_comment=bindparam("told"))
)


@dataclass(frozen=True)
class Tables:
    """The rows of one assignment, as far as they are the same for all submissions."""

    assignment: str
    due: datetime | None
    notebook: str
    graded: Mapping[str, str]
    """By name, the ids of the cells that have a grade; one in words has another row for its comment."""
    commented: Mapping[str, str]

    @classmethod
    def read(cls, gradebook: Gradebook, name: str, before: Tables | None = None) -> Tables:
        """As they are now. The cells are those of `before` if the notebook is the same still.

        Raises:
            MissingEntry: the gradebook does not know the assignment.
        """
        found = gradebook.db.execute(_ASSIGNMENT, {"assignment": name}).first()
        if found is None:
            raise MissingEntry(f"No such assignment: {name}")
        assignment, due, notebook = found
        if before is not None and before.notebook == notebook:
            return cls(assignment, due, notebook, before.graded, before.commented)
        rows = gradebook.db.execute(_CELLS, {"notebook": notebook}).all()
        graded = {cell: row for cell, row, kind in rows if kind in GRADED}
        return cls(
            assignment, due, notebook, graded, {cell: row for cell, row, kind in rows if kind in COMMENTED}
        )


def file_in_tables(
    gradebook: Gradebook, tables: Tables, student: str, when: datetime | None, prepared: Prepared
) -> bool:
    """File one submission, in the transaction that is open. `when`: the time of handing in, UTC without saying so.

    Returns whether it is late; its penalty is then still to be asked of the late policy.

    Raises:
        MissingEntry: the gradebook lacks a cell.
    """
    run = gradebook.db.execute
    if run(_STUDENT, {"student": student}).first() is None:
        run(insert(STUDENTS), {"id": student})
    asked = {"student": student, "assignment": tables.assignment, "notebook": tables.notebook}
    found = run(_SUBMISSION, asked).first()
    if found is None:
        row = {"assignment_id": tables.assignment, "student_id": student, "timestamp": when}
        submission = run(insert(SUBMISSIONS), row).inserted_primary_key[0]
        stands, extension, notebook, penalty = when, None, None, None
    else:
        submission, stands, extension, notebook, penalty = found
        if when is not None and when != stands:
            run(_SET_TIME, {"row": submission, "when": when})
            stands = when
    if notebook is None:
        row = {"assignment_id": submission, "notebook_id": tables.notebook}
        notebook = run(insert(NOTEBOOKS), row).inserted_primary_key[0]
    elif penalty is not None:
        run(_SET_PENALTY, {"row": notebook})
    _grades(run, tables, notebook, prepared.autos)
    _comments(run, tables, notebook, prepared.unanswered)
    due = tables.due if tables.due is None or extension is None else tables.due + extension
    return stands is not None and due is not None and stands > due


def _grades(run: Any, tables: Tables, notebook: str, autos: Mapping[str, float | None]) -> None:
    there = {cell: rest for cell, *rest in run(_GRADES, {"notebook": notebook})}
    wanted = {_id(tables.graded, name): auto for name, auto in autos.items()}
    new, changed = [], []
    for cell in tables.graded.values():
        auto = wanted.get(cell)
        if cell not in there:
            by_hand = auto is None
            new.append(
                {"notebook_id": notebook, "cell_id": cell, "auto_score": auto, "needs_manual_grade": by_hand}
            )
        elif cell in wanted:
            row, before, manual, was = there[cell]
            by_hand = manual is not None or auto is None
            if (before, was) != (auto, by_hand):
                changed.append({"row": row, "auto": auto, "by_hand": by_hand})
    if new:
        run(insert(GRADES), new)
    if changed:
        run(_SET_GRADE, changed)


def _comments(run: Any, tables: Tables, notebook: str, unanswered: Mapping[str, bool]) -> None:
    there = {cell: (row, told) for row, cell, told in run(_COMMENTS, {"notebook": notebook})}
    wanted = {
        _id(tables.commented, name): NO_RESPONSE if nothing else None for name, nothing in unanswered.items()
    }
    new, changed = [], []
    for cell in tables.commented.values():
        if cell not in there:
            new.append({"notebook_id": notebook, "cell_id": cell, "auto_comment": wanted.get(cell)})
        elif cell in wanted and there[cell][1] != wanted[cell]:
            changed.append({"row": there[cell][0], "told": wanted[cell]})
    if new:
        run(insert(COMMENTS), new)
    if changed:
        run(_SET_COMMENT, changed)


def _id(ids: Mapping[str, str], name: str) -> str:
    try:
        return ids[name]
    except KeyError:
        raise MissingEntry(f"No such cell: {name}") from None
