"""What a build says of the instructor's own cells: which are new in the release, changed or gone, and the maximum."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from grader.reading.intact import digest, nbgrader_of

Cell = Mapping[str, object]


def told_of_own(before: Sequence[Cell], after: Sequence[Cell], lesson: Collection[str]) -> Iterator[str]:
    """A sentence for each own cell that the new release has otherwise, and one on the points where their sum changes.

    Args:
        before: the cells of the release that was handed out.
        after: those of the one that is made now.
        lesson: the ids and nbgrader's names of the lesson's cells, as they were and as they are.
    """
    old, new = (
        {_key(cell): cell for cell in cells if not {str(cell.get("id")), _name(cell)} & {*lesson}}
        for cells in (before, after)
    )
    for key, cell in new.items():
        if key not in old:
            yield f"took in {_described(cell)}"
        elif digest(cell) != digest(old[key]):
            yield f"took in the change of {_described(cell)}"
    yield from (f"left out {_described(cell)}, which is gone" for key, cell in old.items() if key not in new)
    then, now = (sum(map(_points, cells)) for cells in (before, after))
    if then != now:
        yield f"the most that can be earned is {now:g} points now; it was {then:g}"


def _described(cell: Cell) -> str:
    """What kind of cell it is, its name, and what it is worth."""
    own, points = nbgrader_of(cell), _points(cell)
    worth = f"{points:g} point{'' if points == 1 else 's'}"
    name = repr(_name(cell) or str(cell["source"]).strip().partition("\n")[0][:60])
    if own.get("task"):
        return f"your task {name} ({worth}, marked by hand)"
    if own.get("grade") and (own.get("solution") or cell["cell_type"] != "code"):
        return f"your question {name} ({worth}, marked by hand)"
    if own.get("grade"):
        return f"your test {name} ({worth})"
    if own.get("solution"):
        return f"your answer cell {name}"
    return f"your {'code' if cell['cell_type'] == 'code' else 'text'} {name}"


def _points(cell: Cell) -> float:
    own = nbgrader_of(cell)
    return float(str(own.get("points", 0))) if own.get("grade") or own.get("task") else 0.0


def _name(cell: Cell) -> str:
    return str(nbgrader_of(cell).get("grade_id") or "")


def _key(cell: Cell) -> str:
    """What tells a cell from the others; ids get lost where another program than Jupyter writes the file."""
    return _name(cell) or str(cell.get("id") or cell["source"])
