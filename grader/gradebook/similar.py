"""Ids for sentences: some of many, and the one that a mistyped one was meant to be."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Sequence

MOST = 5
CLOSE = 0.75
"""How alike ids must be to be taken for each other; one letter of four may differ."""


def some(students: Sequence[str]) -> str:
    """Ids for a sentence; of many only the first."""
    shown = ", ".join(students[:MOST])
    return shown if len(students) <= MOST else f"{shown} and {len(students) - MOST} more"


def nearest(student: str, others: Sequence[str]) -> str:
    """A guess at what a mistyped id was meant to be, for a sentence; empty where none is near."""
    folded = {other.casefold(): other for other in others}
    found = difflib.get_close_matches(student.casefold(), folded, n=1, cutoff=CLOSE)
    return f" (is it {folded[found[0]]}?)" if found else ""


def no_student(student: str, known: Collection[str]) -> str:
    """What there is to say of an id that is none of those known, without a full stop."""
    guess = nearest(student, sorted(known))
    return f"There is no student {student!r}{guess}: they are in no roster and have handed in nothing"
