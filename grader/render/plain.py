"""Text from outside made harmless: what a student's process or file said may hold any character."""

from __future__ import annotations

import re

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

_UNSAFE = re.compile(
    "["
    "\x00-\x08\x0b-\x1f\x7f-\x9f"  # controls, with them every terminal escape; but for tab and newline
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # text direction: they make a line read as another one
    "\ud800-\udfff\ufffe\uffff"  # no characters at all: illegal in XML, and not to be written as UTF-8
    "]"
)


def printable(text: str) -> str:
    """`text` with every character replaced that a terminal, XML or UTF-8 would stumble over."""
    return _UNSAFE.sub(REPLACEMENT, text.replace("\r\n", "\n"))


def one_line(text: str) -> str:
    """`printable` on a single line: each run of white space becomes one space."""
    return " ".join(printable(text).split())
