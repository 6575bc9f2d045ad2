"""From a submitted file's bytes to plain cells, believing nothing."""

from __future__ import annotations

import json
import os
import stat
from dataclasses import dataclass
from pathlib import Path

from grader.errors import RejectedSubmission, UnreadableSubmission
from grader.reading.folder import OUR_SIDE, shown

MAX_BYTES = 20 * 1024 * 1024
"""A real submission with its pictures is below 1 MB; beyond this we refuse to parse."""

MAX_CELLS = 2_000
MAX_SOURCE_CHARACTERS = 1_000_000


def read_file(path: Path) -> bytes:
    """The bytes of a submitted file, at most one more than may be parsed.

    Raises:
        RejectedSubmission: there is no such file, or it is a link, a pipe, a folder or otherwise no plain file.
        UnreadableSubmission: this machine keeps it from being read.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        try:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise RejectedSubmission(f"{path.name} is no plain file: resubmit the notebook itself.")
            with open(descriptor, "rb", closefd=False) as file:
                return file.read(MAX_BYTES + 1)
        finally:
            os.close(descriptor)
    except FileNotFoundError:
        others = sorted(other.name for other in path.parent.glob("*.ipynb"))
        found = f" (it holds {others[0]})" if others else ""
        raise RejectedSubmission(
            f"There is no {path.name} in the submission{found}: resubmit the notebook under that name."
        ) from None
    except OSError as error:
        if error.errno in OUR_SIDE:
            raise UnreadableSubmission(
                f"{shown(path)} cannot be read ({error.strerror}): give the grader access and grade again."
            ) from error
        raise RejectedSubmission(
            f"{path.name} cannot be read ({error.strerror}): resubmit the notebook as a plain file."
        ) from None


@dataclass(frozen=True)
class PlainCell:
    """One cell of a submission: its type, its source, and the two names that it claims for itself."""

    cell_type: str
    source: str
    grade_id: str | None
    cell_id: str | None


def read_notebook(raw: bytes) -> tuple[PlainCell, ...]:
    """The cells of a submitted notebook, upgraded from older formats; outputs and metadata are dropped.

    Raises:
        RejectedSubmission: the bytes are not a Python notebook of nbformat 3 or 4 within the size limits.
    """
    notebook = _parsed(raw)
    _require_python(notebook.get("metadata"))
    cells = _cells(notebook)
    if len(cells) > MAX_CELLS:
        raise RejectedSubmission(f"The notebook has {len(cells)} cells, more than the {MAX_CELLS} allowed.")
    plain = tuple(cell for cell in map(_plain_cell, cells) if cell is not None)
    if sum(len(cell.source) for cell in plain) > MAX_SOURCE_CHARACTERS:
        raise RejectedSubmission(
            f"The cells hold more than {MAX_SOURCE_CHARACTERS} characters of text: remove what is not needed."
        )
    return plain


def _parsed(raw: bytes) -> dict[str, object]:
    if not raw.strip():
        raise RejectedSubmission("The file is empty: save the notebook and resubmit.")
    if len(raw) > MAX_BYTES:
        raise RejectedSubmission(
            f"The file is larger than the {MAX_BYTES / 2**20:.0f} MB allowed: clear its outputs and resubmit."
        )
    try:
        data = json.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise RejectedSubmission(
            "The file is not UTF-8 text, so it is no notebook: resubmit the .ipynb."
        ) from None
    except RecursionError:
        raise RejectedSubmission("The file is nested too deeply to be a notebook.") from None
    except ValueError as error:
        raise RejectedSubmission(
            f"The file is not valid JSON ({_one_line(error)}): save the notebook from Jupyter and resubmit."
        ) from None
    if isinstance(data, dict) and isinstance(data.get("nbformat"), float) and data["nbformat"].is_integer():
        data["nbformat"] = int(data["nbformat"])  # JSON does not tell 4 from 4.0
    if not isinstance(data, dict) or not isinstance(data.get("nbformat"), int):
        raise RejectedSubmission("The file is JSON but not a Jupyter notebook: resubmit the .ipynb file.")
    return data


def _cells(notebook: dict[str, object]) -> list[object]:
    """The cells, those of format 3 as they are in format 4."""
    major = notebook["nbformat"]
    if major not in (3, 4):
        raise RejectedSubmission(
            f"The notebook has format {major}, which cannot be read: save it with a current Jupyter."
        )
    if major == 3:
        return _upgraded(notebook.get("worksheets"))
    cells = notebook.get("cells")
    if not isinstance(cells, list):
        raise RejectedSubmission("The file has no list of cells: save it from Jupyter again and resubmit.")
    return cells


def _upgraded(worksheets: object) -> list[object]:
    """The cells of a notebook of format 3. nbformat's own upgrade looks at outputs and metadata too, of which a hostile
    file can have so much that it takes minutes and gigabytes."""
    sheets = worksheets if isinstance(worksheets, list) else [None]
    lists = [sheet.get("cells") if isinstance(sheet, dict) else None for sheet in sheets]
    if not all(isinstance(cells, list) for cells in lists):
        raise RejectedSubmission(
            "The notebook has the old format 3 and cannot be upgraded: open it in Jupyter, save it and resubmit."
        )
    return [_upgraded_cell(cell) for cells in lists for cell in cells or ()]


def _upgraded_cell(cell: object) -> object:
    """Code was called `input`; headings had a type and a level of their own; HTML a type."""
    if not isinstance(cell, dict):
        return cell
    kind = cell.get("cell_type")
    if kind == "code":
        return {**cell, "source": cell.get("input", "")}
    if kind not in ("heading", "html"):
        return cell
    text = _joined(cell.get("source", ""))
    if kind == "heading" and isinstance(text, str):
        level = cell.get("level")
        signs = "#" * level if type(level) is int and level in range(1, 7) else "#"
        text = f"{signs} {' '.join(text.splitlines())}"
    return {**cell, "cell_type": "markdown", "source": text}


def _require_python(metadata: object) -> None:
    if not isinstance(metadata, dict):
        return
    told = []
    for section, key in (("kernelspec", "language"), ("language_info", "name")):
        part = metadata.get(section)
        language = part.get(key) if isinstance(part, dict) else None
        if isinstance(language, str) and language:
            told.append(language)
    # Tools write one of the two and leave the other: where they contradict each other, Python is believed.
    if told and not any(language.lower().startswith(("python", "ipython")) for language in told):
        raise RejectedSubmission(
            f"The notebook is written for a {told[0][:40]} kernel: choose the Python 3 kernel, "
            "run it again and resubmit."
        )


def _plain_cell(cell: object) -> PlainCell | None:
    """One cell as plain data, or None for something that is no cell (it holds no answer)."""
    if not isinstance(cell, dict):
        return None
    source = _joined(cell.get("source", ""))
    if not isinstance(source, str) or cell.get("cell_type") not in ("code", "markdown", "raw"):
        return None
    metadata = cell.get("metadata")
    nbgrader = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    grade_id = nbgrader.get("grade_id") if isinstance(nbgrader, dict) else None
    cell_id = cell.get("id")
    return PlainCell(
        cell_type=cell["cell_type"],
        # A lone surrogate is legal JSON but no text: it could be neither run nor written to a file.
        source=source.encode("utf-8", "replace").decode("utf-8"),
        grade_id=grade_id if isinstance(grade_id, str) else None,
        cell_id=cell_id if isinstance(cell_id, str) else None,
    )


def _joined(source: object) -> object:
    """A text that is a list of lines in the file; whatever else it is, as it is."""
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        return "".join(source)
    return source


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())[:200]
