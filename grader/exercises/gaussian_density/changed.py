"""Which calls changed their arguments in place, for staff."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from grader.checking import Call
from grader.explained import Explained
from grader.words import numbered


def changed_in(calls: Mapping[int, Call], names: Sequence[str]) -> Explained:
    """What was changed, and by which of the calls that a check looked at, by their numbers."""
    found: dict[tuple[int, ...], list[int]] = {}
    for number, call in calls.items():
        if call.answer.changed:
            found.setdefault(tuple(sorted(call.answer.changed)), []).append(number)
    told = (
        f"It changed {' and '.join(names[position] for position in changed)} in {numbered('call', numbers)}."
        for changed, numbers in found.items()
    )
    return Explained(tuple(told) or ("No call changed any of its arguments.",))
