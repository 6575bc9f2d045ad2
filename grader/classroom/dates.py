"""Dates as people type them, on this machine's clock unless they say otherwise."""

from __future__ import annotations

from datetime import UTC, datetime, time

from grader.errors import UsageError
from grader.gradebook.moments import here

DAY = len("2026-10-31")


def moment(text: str, otherwise: time) -> datetime:
    """What was typed, in UTC.

    An hour that comes twice, when summer time ends, is its second coming, so that nobody is late by a misreading.

    Args:
        text: ISO 8601; without an offset it is this machine's time.
        otherwise: the time of the day for a date without one.

    Raises:
        UsageError: it is no date.
    """
    try:
        typed = datetime.fromisoformat(text)
        if len(text) <= DAY:
            typed = datetime.combine(typed.date(), otherwise)
        return typed.astimezone(UTC) if typed.tzinfo is not None else here(typed)
    except (ValueError, OverflowError):
        raise UsageError(
            f"A date must be written like 2026-10-31 or 2026-10-31T18:00+01:00; it is {text!r}."
        ) from None
