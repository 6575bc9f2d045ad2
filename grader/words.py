"""Numbers in a sentence, as people read them."""

from __future__ import annotations


def counted(number: float, noun: str) -> str:
    """The number and its noun: "1 point", "0 points", "2.5 points". A noun takes an `s` for more than one."""
    told = str(number) if isinstance(number, int) else f"{number:g}"
    return f"{told} {noun}" if number == 1 else f"{told} {noun}s"


def waiting(number: int) -> str:
    """How many wait for a person: "1 waits for a mark by hand"."""
    return f"{number} {'waits' if number == 1 else 'wait'} for a mark by hand"
