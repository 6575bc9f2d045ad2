"""Pseudonyms: stable for a course, and telling nothing to whoever lacks its secret."""

from __future__ import annotations

import base64
import hashlib
import hmac

LENGTH = 10
"""Base-32 digits, 50 bits: two of 100,000 students share a pseudonym once in 200,000 classes."""


def pseudonym(student: str, seed: str) -> str:
    """The student's name in anonymous reports of the course whose secret is `seed`."""
    digest = hmac.digest(seed.encode(), b"pseudonym\0" + student.encode(), hashlib.sha256)
    return "p-" + base64.b32encode(digest).decode("ascii").lower()[:LENGTH]
