"""Times: nbgrader's, which are UTC without saying so, and those of the clock on this machine's wall."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo
from typing import overload


@overload
def aware(moment: datetime) -> datetime: ...
@overload
def aware(moment: None) -> None: ...
def aware(moment: datetime | None) -> datetime | None:
    """A time of nbgrader's, which says then that it is UTC."""
    return None if moment is None else moment.replace(tzinfo=UTC)


@overload
def naive(moment: datetime) -> datetime: ...
@overload
def naive(moment: None) -> None: ...
def naive(moment: datetime | None) -> datetime | None:
    """A time as nbgrader keeps it."""
    return None if moment is None else moment.astimezone(UTC).replace(tzinfo=None)


def iso(moment: datetime | None) -> str:
    """For tables and files: ISO 8601, to the second; empty for none."""
    return "" if moment is None else moment.isoformat(timespec="seconds")


def here(wall_clock: datetime, zone: tzinfo | None = None) -> datetime:
    """In UTC, the moment at which a clock in that zone, this machine's if None, shows that time.

    An hour that comes twice, when summer time ends, is its second coming; one that is left out, in spring, is the hour
    after it. So nobody is late by a misreading.
    """
    return max(wall_clock.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))


def days_after(moment: datetime, days: int, zone: tzinfo | None = None) -> datetime:
    """The same time of the day so many days later, on a clock in that zone, this machine's if None; in UTC.

    Across the end of summer time, one day is 25 hours.
    """
    return here(moment.astimezone(zone).replace(tzinfo=None) + timedelta(days=days), zone)
