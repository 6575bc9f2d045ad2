"""The command `gaussfit`, also as `python -m gaussfit` for a shell that doesn't find it.

What it starts is the grader's, and `grader` is a name that other distributions have too: who is found is looked at
first, for with another's package nothing that follows could be trusted.
"""

from __future__ import annotations

import sys
from importlib import util

MARK = b'DISTRIBUTION = "gaussfit"'
FOREIGN = (
    "gaussfit: the package `grader` in {} is not gaussfit's: another distribution has one of that name. "
    "Install gaussfit in a Python environment of its own (python -m venv)."
)


def main() -> None:
    """Run the command line; another's `grader` is one sentence and exit status 1, before any of it runs."""
    found = util.find_spec("grader")
    place = found.origin if found is not None else None
    if place is None or not _is_ours(place):
        print(FOREIGN.format(place or "this Python"), file=sys.stderr)
        sys.exit(1)
    from grader.cli import main as run

    run()


def _is_ours(place: str) -> bool:
    try:
        with open(place, "rb") as file:
            return MARK in file.read()
    except OSError:
        return False


if __name__ == "__main__":
    main()
