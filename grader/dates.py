"""When a course's assignment is due and what being late costs, as people write it: in `gaussfit.toml` and on the
command line."""

from __future__ import annotations

import difflib
import re
import zoneinfo
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, tzinfo

from grader.errors import UsageError
from grader.gradebook.moments import here

SECTION = "dates"
NAMES = ("released", "due", "late")
NONE = "none"
DAY = len("2026-10-31")
DAY_BEGINS, DAY_ENDS = time.min, time(23, 59, 59)


@dataclass(frozen=True)
class Dates:
    """What `gaussfit.toml` has of it; for what is None, nbgrader's own settings count. Times in UTC."""

    released: datetime | None = None
    due: datetime | None = None
    zone: tzinfo | None = None
    """By whose clock a day is counted; this machine's if None."""
    never: bool = False
    """Whether it says that there is no due date."""
    late: str | None = None
    """`none`, `zero` (no points when late), or a percentage for each day begun, such as `10%`."""

    @property
    def asked(self) -> str | None:
        """The due date that is asked for, in ISO 8601; `none` for no due date, None where nothing is said of it."""
        return NONE if self.never else None if self.due is None else self.due.isoformat()


TEXT = f"""
[{SECTION}]
# What is left out stays as nbgrader has it; the next `gaussfit grade` brings the gradebook in line.
# released = "2026-11-01"
# due = "2026-12-01 18:00 Europe/Berlin"   # or "none"; without a zone it is this machine's time
# late = "10%"                             # of the points, for each day begun; "zero": no points when late; or "none"
"""


NO_DATES = Dates()


def moment(text: str, otherwise: time) -> datetime:
    """What was typed, in UTC.

    An hour that comes twice, when summer time ends, is its second coming, so that nobody is late by a misreading.

    Args:
        text: ISO 8601, perhaps with a time zone behind it, `2026-10-31 18:00 Europe/Berlin`; without zone and offset it
            is this machine's time.
        otherwise: the time of the day for a date without one.

    Raises:
        UsageError: it is no date.
    """
    return _read(text, otherwise)[0]


def _read(text: str, otherwise: time) -> tuple[datetime, tzinfo | None]:
    """The moment, and the zone that was named."""
    when, zone = _zoned(text.strip())
    try:
        typed = datetime.fromisoformat(when)
        if len(when) <= DAY:
            typed = datetime.combine(typed.date(), otherwise)
        if zone is not None and typed.tzinfo is not None:
            raise ValueError("an offset and a zone")
        return (typed.astimezone(UTC) if typed.tzinfo is not None else here(typed, zone)), zone
    except (ValueError, OverflowError):
        raise UsageError(
            "A date must be written like 2026-10-31, 2026-10-31T18:00+01:00 or 2026-10-31 18:00 Europe/Berlin; "
            f"it is {text!r}."
        ) from None


def _zoned(text: str) -> tuple[str, tzinfo | None]:
    """A date, and the time zone that stands behind it."""
    when, _, name = text.rpartition(" ")
    if not when or not re.match(r"[A-Za-z]", name):
        return text, None
    try:
        return when.rstrip(), zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        near = difflib.get_close_matches(name, zoneinfo.available_timezones(), n=1)
        guess = f": is {near[0]} meant?" if near else ": write one like Europe/Berlin, or an offset, +01:00."
        raise UsageError(f"There is no time zone {name!r}{guess}") from None


def percent(policy: str) -> float:
    """What a late policy takes for each day begun; 100 for `zero`.

    Raises:
        UsageError: there is no such policy.
    """
    if policy in (NONE, "zero"):
        return 0.0 if policy == NONE else 100.0
    match = re.fullmatch(r"(\d{1,3}(?:\.\d+)?)\s*%", policy)
    if match is None or float(match[1]) > 100:
        raise UsageError(
            f"The late policy must be none, zero, or percent a day such as 10%; it is {policy!r}."
        )
    return float(match[1])


def read_dates(given: Mapping[str, object]) -> tuple[Dates, tuple[tuple[str, str], ...]]:
    """The section, and what is wrong with it: a name and a clause for each fault."""
    wrong: list[tuple[str, str]] = []
    found: dict[str, tuple[datetime, tzinfo | None]] = {}
    for name, otherwise in (("released", DAY_BEGINS), ("due", DAY_ENDS)):
        value = given.get(name)
        if value is None or (name, value) == ("due", NONE):
            continue
        try:
            found[name] = _moment_of(value, otherwise)
        except UsageError as error:
            wrong.append((name, f"{name}: {_clause(error)}"))
    late = given.get("late")
    try:
        if late is not None:
            percent(late if isinstance(late, str) else repr(late))
    except UsageError as error:
        wrong.append(("late", _clause(error)))
    released, (due, zone) = found.get("released", (None, None))[0], found.get("due", (None, None))
    if released is not None and due is not None and released >= due:
        wrong.append(("due", "due must be after released"))
    never = given.get("due") == NONE
    return Dates(released, due, zone, never, late if isinstance(late, str) else None), tuple(wrong)


def _moment_of(value: object, otherwise: time) -> tuple[datetime, tzinfo | None]:
    """TOML has dates of its own, without quotes."""
    if isinstance(value, str):
        return _read(value, otherwise)
    if isinstance(value, date):  # a datetime is one
        return _read(value.isoformat(), otherwise)
    raise UsageError(f'A date must be written like "2026-10-31 18:00 Europe/Berlin"; it is {value!r}.')


def _clause(error: UsageError) -> str:
    """A sentence as a part of a longer one."""
    told = str(error).rstrip(".")
    return told[0].lower() + told[1:]


def with_dates(text: str, given: Mapping[str, str]) -> str:
    """The text of settings, with these dates and no others: what it had stays as a comment. A late policy stays unless
    another is given."""
    lines, here_now = [], ""
    for line in text.splitlines():
        if header := re.match(r"\s*\[\s*\"?([^\]\"]+?)\"?\s*\]", line):
            here_now = header[1]
        named = re.match(r"\s*\"?(\w+)\"?\s*=", line)
        stale = here_now == SECTION and named is not None and (named[1] != "late" or "late" in given)
        lines.append(f"# {line}" if stale else line)
    return "\n".join(_with_lines(lines, [f'{name} = "{value}"' for name, value in given.items()])) + "\n"


def _with_lines(lines: list[str], own: list[str]) -> Iterator[str]:
    """With lines at the end of the section, which is added where there is none."""
    headers = [
        number for number, line in enumerate(lines) if re.match(rf"\s*\[\s*\"?{SECTION}\"?\s*\]", line)
    ]
    if not own or not headers:
        yield from lines
        yield from ["", f"[{SECTION}]", *own] if own else []
        return
    after = (number for number, line in enumerate(lines) if number > headers[0] and re.match(r"\s*\[", line))
    end = next(after, len(lines))
    while not lines[end - 1].strip():
        end -= 1
    yield from [*lines[:end], *own, *lines[end:]]
