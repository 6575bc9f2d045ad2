"""Numbers in a sentence, as people read them."""

from __future__ import annotations

from collections.abc import Sequence


def counted(number: float, noun: str) -> str:
    """The number and its noun: "1 point", "0 points", "2.5 points". A noun takes an `s` for more than one."""
    told = str(number) if isinstance(number, int) else f"{number:g}"
    return f"{told} {noun}" if number == 1 else f"{told} {noun}s"


def waiting(number: int) -> str:
    """How many wait for a person: "1 waits for a mark by hand"."""
    return f"{number} {'waits' if number == 1 else 'wait'} for a mark by hand"


def runs(numbers: Sequence[int]) -> tuple[tuple[int, int], ...]:
    """The first and the last of three or more that follow each other: of 1, 2, 3, 5, those are (1, 3) and (5, 5)."""
    found: list[tuple[int, int]] = []
    for number in sorted(numbers):
        first, last = found[-1] if found else (number, number)
        if found and number == last + 1:
            found[-1] = (first, number)
        else:
            found.append((number, number))
    pairs = (
        [(first, first), (last, last)] if last == first + 1 else [(first, last)] for first, last in found
    )
    return tuple(run for each in pairs for run in each)


def numbered(noun: str, numbers: Sequence[int]) -> str:
    """What is told by its number: "call 3", "calls 1 to 3 and 5"."""
    told = [str(first) if first == last else f"{first} to {last}" for first, last in runs(numbers)]
    return f"{noun}{'s' * (len(numbers) > 1)} {' and '.join(filter(None, (', '.join(told[:-1]), told[-1])))}"
