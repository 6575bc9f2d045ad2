"""The times that platforms write, each in its own way."""

from __future__ import annotations

import re
from datetime import UTC, datetime

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
    text = _NANOSECONDS.sub(r"\1", text)
    if not _NO_ZONE.fullmatch(text):
        return parse_timestamp(text.encode("utf-8", "replace"))
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError, OSError):
        return None
