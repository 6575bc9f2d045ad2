"""The shape of a notebook that we made or trust, as plain data."""

from __future__ import annotations

from typing import NotRequired, TypedDict


class NbgraderData(TypedDict, total=False):
    """What nbgrader keeps of a cell."""

    checksum: str
    grade: bool
    grade_id: str
    locked: bool
    points: float
    schema_version: int
    solution: bool
    task: bool


class CellMetadata(TypedDict, total=False):
    """What a cell says of itself; other tools may add to it."""

    jupyter: dict[str, bool]
    nbgrader: NbgraderData
    tags: list[str]


class Cell(TypedDict):
    """A cell; its source is one string."""

    cell_type: str
    metadata: CellMetadata
    source: str
    attachments: NotRequired[dict[str, dict[str, str]]]
    """Pictures in a text, by the name that it calls them by, and by their type."""
    id: NotRequired[str]
    execution_count: NotRequired[None]
    outputs: NotRequired[list[object]]


class OwnData(TypedDict, total=False):
    """What a build notes in a notebook, and the repair of a submission."""

    rejected: str | None
    notes: list[str]
    task: str
    """A digest of what the course has set of the exercise itself, in a release."""


class NotebookMetadata(TypedDict, total=False):
    """What a notebook says of itself."""

    kernelspec: dict[str, str]
    language_info: dict[str, object]
    gaussfit: OwnData


class Notebook(TypedDict):
    """A notebook of nbformat 4."""

    cells: list[Cell]
    metadata: NotebookMetadata
    nbformat: int
    nbformat_minor: int
