"""nbgrader's `timestamp.txt`: when a submission was handed in. A student may have written it."""

from __future__ import annotations

import codecs
import re
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

TIMESTAMP = "timestamp.txt"
MOST_BYTES = 200
EARLIEST, LATEST = 1970, 2999
"""Years. At the ends of the calendar a zone, or a day more, leads out of it; nothing was handed in there."""
FORM = re.compile(
    r"(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?)\s*(Z|[+-]\d\d:?\d\d|[A-Za-z]+(?:[/_+-][A-Za-z0-9]+)*)?"
)
"""A date, a time and a zone, as `%Y-%m-%d %H:%M:%S.%f %Z` gives it and other programs write it; no zone is UTC."""

_BY_HOURS = {
    -10: "HST",
    -9: "AKST",
    -8: "PST AKDT",
    -7: "MST PDT",
    -6: "CST MDT",
    -5: "EST CDT",
    -4: "EDT",
    0: "WET",
    1: "CET MEZ WEST",
    2: "EET CEST MESZ",
    3: "MSK EEST",
    9: "JST",
    10: "AEST",
    11: "AEDT",
    12: "NZST",
    13: "NZDT",
}
HOURS = {name: hours for hours, names in _BY_HOURS.items() for name in names.split()}
"""Hours before UTC of what `%Z` gives: it tells summer time, so that the hour that comes twice is two times. Left out
are those of several zones (IST, BST)."""


def parse_timestamp(content: bytes) -> datetime | None:
    """The time in UTC, or None when the file does not hold exactly one."""
    if len(content) > MOST_BYTES:
        return None
    match = FORM.fullmatch(_text(content).strip())
    if match is None:
        return None
    date, time, zone = match.groups()
    offset = zone if zone and zone[0] in "+-" else "+00:00"
    try:
        moment = datetime.fromisoformat(f"{date}T{time}{offset}")
        if zone in HOURS:
            moment = moment.replace(tzinfo=timezone(timedelta(hours=HOURS[zone])))
        elif zone and zone[0] not in "+-" and zone.upper() not in ("Z", "UTC", "GMT"):
            moment = moment.replace(tzinfo=ZoneInfo(zone))
        moment = moment.astimezone(UTC)
        return moment if EARLIEST <= moment.year <= LATEST else None
    except (ValueError, OverflowError, OSError, KeyError):  # no such day, hour or zone
        return None


def timestamp_text(moment: datetime) -> str:
    """The time as nbgrader writes it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f UTC")


def _text(content: bytes) -> str:
    """The file as text, also as programs for Windows write it."""
    wide = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return content.decode("utf-16" if wide else "utf-8-sig", "replace")
