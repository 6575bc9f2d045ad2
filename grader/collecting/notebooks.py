"""Which files are notebooks, and which is the assignment's, whatever browsers and platforms made of its name."""

from __future__ import annotations

import re

from grader.collecting.names import same
from grader.course import NOTEBOOK

_ENDING = re.compile(r"\.ipynb(\.txt|\.json)?$", re.IGNORECASE)


def is_notebook(name: str) -> bool:
    """Whether a file calls itself a notebook."""
    return NOTEBOOK.fullmatch(name) is not None


def copy_number(name: str, assignment: str) -> int | None:
    """0 for the assignment's own name, 2 for `x (2).ipynb` or `x-2.ipynb`; None for another notebook's name."""
    stem = same(_ENDING.sub("", name).replace("_", " ").replace("-", " "))
    wanted = same(assignment.replace("_", " ").replace("-", " "))
    if stem == wanted:
        return 0
    if not stem.startswith(wanted):
        return None
    match = re.fullmatch(r"\s*\((\d{1,4})\)|\s+copy ?(\d{0,4})|\s+(\d{1,4})", stem.removeprefix(wanted))
    return None if match is None else int(next((group for group in match.groups() if group), "1"))


def without_ending(name: str) -> str:
    """A file's name without what says its kind."""
    return re.sub(r"(\.ipynb(\.txt|\.json)?|\.zip)$", "", name, flags=re.IGNORECASE)
