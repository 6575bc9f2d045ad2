"""What a cell's source says without being run: its syntax tree, within bounds, for it may be made hard to read."""

from __future__ import annotations

import ast
import warnings

MOST_READ = 20_000
"""Characters of a cell that is looked at."""
MAGIC = ("%", "!", "?")
"""What a line starts with that is no Python."""


def has_magics(source: str) -> bool:
    """Whether a line of the cell is IPython's and not Python's."""
    return any(line.lstrip().startswith(MAGIC) for line in source.splitlines())


def without_magics(source: str) -> str:
    """The cell with `pass` in the place of its magic lines."""
    return "\n".join(_plain(line) for line in source.splitlines())


def _plain(line: str) -> str:
    code = line.lstrip()
    return line[: len(line) - len(code)] + "pass" if code.startswith(MAGIC) else line


def tree_of(source: str) -> ast.Module | None:
    """The cell's syntax tree; None if it is no Python of this version, or too long or too deep to be looked at."""
    if len(source) > MOST_READ:
        return None
    try:
        with warnings.catch_warnings(action="ignore"):
            return ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
