"""Accounts that a platform makes for an instructor to look at a course as a student: nobody to enrol or to mark."""

from __future__ import annotations

from collections.abc import Mapping

NAMES = frozenset({("test", "student"), ("demo", "student")})
"""First and last: Canvas's (which writes it “Student, Test”), and Brightspace's."""
ENDINGS = ("_previewuser",)
"""Of a user name: Blackboard's, which puts the instructor's before it."""


def is_tester(names: Mapping[str, str], row: Mapping[str, str]) -> bool:
    """Whether a row of a roster is such an account's; `names` are what `names_in` finds in it."""
    if tuple(names.get(which, "").casefold() for which in ("first_name", "last_name")) in NAMES:
        return True
    return any(value.strip().casefold().endswith(ENDINGS) for value in row.values())
