from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest

from grader.gradebook.late import DAY, days_late
from grader.gradebook.moments import days_after, here
from grader.reading.timestamp import parse_timestamp
from tests.standins.clock import in_zone, utc


@pytest.fixture(autouse=True)
def in_berlin(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    yield from in_zone(monkeypatch, "Europe/Berlin")


@pytest.mark.parametrize(
    ("wall_clock", "moment"),
    [
        (datetime(2026, 10, 25, 1, 59), utc(2026, 10, 24, 23, 59)),
        (datetime(2026, 10, 25, 2, 0), utc(2026, 10, 25, 1, 0)),
        (datetime(2026, 10, 25, 2, 59), utc(2026, 10, 25, 1, 59)),
        (datetime(2026, 10, 25, 3, 0), utc(2026, 10, 25, 2, 0)),
        (datetime(2026, 3, 29, 2, 30), utc(2026, 3, 29, 1, 30)),  # there is no such hour
    ],
)
def test_a_time_on_the_wall_is_the_latest_that_it_can_be(wall_clock: datetime, moment: datetime) -> None:
    assert here(wall_clock) == moment


@pytest.mark.parametrize(
    ("moment", "days", "later"),
    [
        (utc(2026, 10, 24, 16), 1, utc(2026, 10, 25, 17)),
        (utc(2026, 3, 28, 17), 1, utc(2026, 3, 29, 16)),
        (utc(2026, 6, 1, 12), 7, utc(2026, 6, 8, 12)),
    ],
)
def test_a_day_later_is_the_same_time_on_the_wall(moment: datetime, days: int, later: datetime) -> None:
    assert days_after(moment, days) == later


@pytest.mark.parametrize(
    ("due", "seconds", "days"),
    [
        (utc(2026, 10, 24, 16), DAY, 1),
        (utc(2026, 10, 24, 16), DAY + 3600, 1),  # the same time on the wall, a day later
        (utc(2026, 10, 24, 16), DAY + 3601, 2),
        (utc(2026, 10, 24, 16), 2 * DAY + 3600, 2),
        (utc(2026, 10, 23, 16), DAY + 1, 2),
        (utc(2026, 3, 28, 17), DAY, 1),  # that day has 23 hours, and nobody loses the 24th
        (utc(2026, 3, 28, 17), DAY + 1, 2),
        (utc(2026, 6, 1, 12), 1, 1),
        (None, DAY + 3600, 2),
        (utc(2026, 6, 1, 12), 251_621_985_599.0, 2_912_292),  # the last second of the calendar
    ],
)
def test_a_day_late_is_never_shorter_than_the_clock_on_the_wall_says(
    due: datetime | None, seconds: float, days: int
) -> None:
    assert days_late(due, seconds) == days


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-10-25 02:30:00 CEST", utc(2026, 10, 25, 0, 30)),
        ("2026-10-25 02:30:00 CET", utc(2026, 10, 25, 1, 30)),
        ("2026-11-01 01:30:00 EDT", utc(2026, 11, 1, 5, 30)),
        ("2026-11-01 01:30:00 EST", utc(2026, 11, 1, 6, 30)),
        ("2026-07-01 12:00:00 PDT", utc(2026, 7, 1, 19, 0)),
        ("2026-04-05 02:30:00 AEST", utc(2026, 4, 4, 16, 30)),
        (
            "2026-10-25 02:30:00 Europe/Berlin",
            utc(2026, 10, 25, 0, 30),
        ),  # either; the earlier costs nobody a mark
    ],
)
def test_a_timestamp_says_by_its_zone_which_of_the_two_hours_it_means(text: str, moment: datetime) -> None:
    assert parse_timestamp(text.encode()) == moment
