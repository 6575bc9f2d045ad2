"""Whether the gradebook has each cell as it was released: by nbgrader's checksums."""

from __future__ import annotations

from nbgrader.api import Gradebook, MissingEntry

from grader.reading import Release


def registered_checksums(gradebook: Gradebook, assignment: str) -> dict[str, str | None] | None:
    """What the gradebook has by cell; None where it does not know the assignment."""
    try:
        notebook = gradebook.find_notebook(assignment, assignment)
    except MissingEntry:
        return None
    return {cell.name: cell.checksum for cell in notebook.source_cells}


def released_checksums(release: Release) -> dict[str, str | None]:
    """What the released notebook has by cell."""
    return {cell.grade_id: cell.nbgrader.get("checksum") for cell in release.cells}
