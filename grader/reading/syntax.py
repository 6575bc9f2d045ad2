"""What a cell's source says without being run: its syntax tree, within bounds, for it may be made hard to read."""

from __future__ import annotations

import ast
import unicodedata
import warnings
from dataclasses import dataclass

MOST_READ = 20_000
"""Characters of a cell that is looked at."""
MOST_MARKS = 30
"""Accents and the like on one letter; no language has so many. Python puts those of a name in order, in a time that
grows with the square of their number."""
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
    if len(source) > MOST_READ or _is_piled_up(source):
        return None
    try:
        with warnings.catch_warnings(action="ignore"):
            return ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _is_piled_up(source: str) -> bool:
    """Whether a letter of a text has more marks than is looked at."""
    piled = 0
    for letter in "" if source.isascii() else source:
        piled = piled + 1 if unicodedata.combining(letter) else 0
        if piled > MOST_MARKS:
            return True
    return False


@dataclass(frozen=True)
class Names:
    """The names in a cell, in whatever depth."""

    read: frozenset[str]
    bound: frozenset[str]
    """Bound or deleted, by assignments, definitions and imports."""
    parameters: frozenset[str]
    """Bound by calls."""


def names_of(tree: ast.Module) -> Names:
    """The names that a cell reads and binds."""
    read, bound, parameters = set[str](), set[str](), set[str]()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            (read if isinstance(node.ctx, ast.Load) else bound).add(node.id)
        elif isinstance(node, ast.arg):
            parameters.add(node.arg)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            bound.add(node.name)
        elif isinstance(node, ast.alias):
            bound.add((node.asname or node.name).partition(".")[0])
    return Names(frozenset(read), frozenset(bound), frozenset(parameters))
