"""The times that platforms write, each in its own way."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from grader.collecting.months import month_of
from grader.reading.timestamp import parse_timestamp

FORMS = (
    "%Y-%m-%d-%H-%M-%S",  # Blackboard
    "%b %d, %Y %I:%M %p",  # Brightspace
    "%b %d, %Y %H:%M",
    "%B %d, %Y %I:%M %p",
    "%d %b, %Y %H:%M",
    "%d %b %Y %H:%M",
    "%A, %d %B %Y, %I:%M %p",  # Moodle's grading worksheet
    "%A, %d %B %Y, %H:%M",
    "%Y%m%d%H%M%S",
    "%Y-%m-%d_%H-%M-%S",
    "%Y-%m-%d-%H-%M",
    "%Y-%m-%d",
)
_NO_COLON = re.compile(r"(\b\d{4} \d{1,2})(\d\d)( ?[AP]M)?$")
"""Brightspace leaves the colon out of a file's name: `112 PM` is 1:12."""
_IN_WORDS = re.compile(
    r"(?:[^\W\d]+\.?,? )?(\d{1,2})\.? (?:de |d')?([^\W\d]+)\.?,? (?:de |del )?(\d{4}),? (?:\w{1,3} )?"
    r"(\d{1,2})[:.h](\d\d)(?: ?([ap])\.?m\.?)?",
    re.IGNORECASE,
)
"""A date in another language: `Samstag, 31. Oktober 2026, 18:05`; `samedi 31 octobre 2026 à 18h05`."""
_NANOSECONDS = re.compile(r"(\.\d{6})\d+")
_NO_ZONE = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d(\.\d{1,6})?)?")


def platform_time(text: str) -> datetime | None:
    """The time in UTC, or None when it is written in a way that is not known; without a zone it is this machine's."""
    text = _NO_COLON.sub(r"\1:\2\3", " ".join(text.split()))
    for form in FORMS:
        try:
            return datetime.strptime(text, form).astimezone(UTC)
        except (ValueError, OverflowError, OSError):
            continue
    if match := _IN_WORDS.fullmatch(text):
        return _in_words(*match.groups())
    text = _NANOSECONDS.sub(r"\1", text)
    if not _NO_ZONE.fullmatch(text):
        return parse_timestamp(text.encode("utf-8", "replace"))
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _in_words(day: str, word: str, year: str, hour: str, minute: str, half: str | None) -> datetime | None:
    month, at = month_of(word), int(hour)
    if half is not None:
        at = at % 12 + (12 if half in "pP" else 0)
    try:
        return (
            None if month is None else datetime(int(year), month, int(day), at, int(minute)).astimezone(UTC)
        )
    except (ValueError, OverflowError, OSError):
        return None
