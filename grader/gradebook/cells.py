"""Brings the gradebook's cells up to a release that has changed while submissions are there.

nbgrader refuses any cell that comes or goes then. What comes is added, with an empty mark for each submission, which
the next `grade` fills. What goes, or is worth other points, changes marks that stand, and wants a yes.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy
from nbgrader.api import Comment, Grade, Gradebook, MissingEntry, Notebook

from grader.gradebook.completing import complete
from grader.reading import Release, ReleaseCell

Kinds = tuple[str, ...]
"""Of nbgrader's rows for a cell: grade, solution, task."""


@dataclass(frozen=True)
class Changes:
    """What a release changes in the cells of a gradebook that has submissions."""

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    """Cells with marks that the release no longer has."""
    repriced: tuple[tuple[str, float, float], ...] = ()
    """(cell, points before, points now)."""
    by_hand: int = 0
    """Marks and comments by hand that the removed cells have."""

    @property
    def wants_yes(self) -> bool:
        """Whether marks that stand would change."""
        return bool(self.removed or self.repriced)

    def __str__(self) -> str:
        parts = [
            f"{name!r} is worth {now:g} points instead of {before:g}" for name, before, now in self.repriced
        ]
        parts += [f"{name!r} is gone" for name in self.removed]
        lost = f", and with it marks and comments by hand ({self.by_hand})" if self.by_hand else ""
        return "; ".join(parts) + lost


def changes(gradebook: Gradebook, assignment: str, release: Release) -> Changes:
    """What would change; nothing, where the gradebook has no submission yet (nbgrader then does it all)."""
    notebook = _notebook(gradebook, assignment)
    if notebook is None or not notebook.submissions:
        return Changes()
    before = {cell.name: cell.max_score for cell in (*notebook.grade_cells, *notebook.task_cells)}
    now = release.max_scores
    removed = tuple(name for name in before if name not in now)
    return Changes(
        added=tuple(name for name in now if name not in before),
        removed=removed,
        repriced=tuple((n, before[n], now[n]) for n in now if n in before and before[n] != now[n]),
        by_hand=_by_hand(notebook, removed),
    )


def bring_up_to_date(gradebook: Gradebook, assignment: str, release: Release) -> None:
    """Make the gradebook's cells those of the release, by name and kind; their contents are nbgrader's to write."""
    notebook = _notebook(gradebook, assignment)
    if notebook is None or not notebook.submissions:
        return
    wanted = {cell.grade_id: cell for cell in release.cells}
    for table in ("grade_cells", "solution_cells", "task_cells", "source_cells"):
        for row in list(getattr(notebook, table)):
            if row.name not in wanted or table not in _tables(wanted[row.name]):
                for kept in (Grade, Comment):
                    gradebook.db.query(kept).filter(kept.cell_id == row.id).delete()
                gradebook.db.delete(row)
    gradebook.db.commit()
    gradebook.db.refresh(notebook)
    for name, cell in wanted.items():
        for table in _tables(cell):
            if all(row.name != name for row in getattr(notebook, table)):
                _add(gradebook, assignment, table, cell)
    gradebook.db.commit()
    complete(gradebook, assignment)
    gradebook.db.commit()


def backed_up(db_url: str, folder: Path) -> Path | None:
    """Copy a SQLite gradebook into `folder`, dated; None for any other, which its server's own tools back up."""
    url = sqlalchemy.make_url(db_url)
    if url.get_backend_name() != "sqlite" or not url.database:
        return None
    copy = folder / f"{datetime.now(UTC):%Y-%m-%d %H.%M.%S}" / Path(url.database).name
    copy.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(url.database)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
    return copy


def _notebook(gradebook: Gradebook, assignment: str) -> Notebook | None:
    try:
        return gradebook.find_notebook(assignment, assignment)
    except MissingEntry:
        return None


def _tables(cell: ReleaseCell) -> Iterator[str]:
    if cell.is_grade:
        yield "grade_cells"
    if cell.is_answer:
        yield "solution_cells"
    if cell.is_task:
        yield "task_cells"
    if cell.is_grade or cell.is_answer or cell.is_task or cell.nbgrader.get("locked"):
        yield "source_cells"


def _add(gradebook: Gradebook, assignment: str, table: str, cell: ReleaseCell) -> None:
    """Add one row for a cell."""
    name = cell.grade_id
    if table == "source_cells":
        gradebook.add_source_cell(name, assignment, assignment, cell_type=cell.cell_type)
    elif table == "solution_cells":
        gradebook.add_solution_cell(name, assignment, assignment)
    else:
        add = gradebook.add_grade_cell if table == "grade_cells" else gradebook.add_task_cell
        add(name, assignment, assignment, max_score=cell.points, cell_type=cell.cell_type)


def _by_hand(notebook: Notebook, removed: tuple[str, ...]) -> int:
    """How many marks and comments by hand the removed cells have."""
    count = 0
    for submission in notebook.submissions:
        count += sum(
            g.manual_score is not None or bool(g.extra_credit) for g in submission.grades if g.name in removed
        )
        count += sum(c.manual_comment is not None for c in submission.comments if c.name in removed)
    return count
