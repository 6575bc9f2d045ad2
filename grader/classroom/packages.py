"""Which packages a class imports, and which of them the grader lacks."""

from __future__ import annotations

import ast
import importlib.util
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from grader.errors import RejectedSubmission, UnreadableSubmission, UsageError
from grader.reading.read import PlainCell, read_file, read_notebook
from grader.reading.syntax import tree_of, without_magics


@dataclass(frozen=True)
class Imported:
    """One package that notebooks import."""

    name: str
    notebooks: tuple[Path, ...]
    there: bool
    """Whether the grader has it."""


@dataclass(frozen=True)
class Look:
    """What was found in a number of notebooks."""

    notebooks: int
    packages: tuple[Imported, ...]
    """Those that are not Python's own: the missing ones first, then by how many notebooks import them."""
    unread: tuple[tuple[Path, str], ...]
    """Files that are no notebooks, each with why."""


def look_at(paths: Sequence[Path]) -> Look:
    """Look at notebooks, and at all notebooks below folders. Nothing of them is run.

    Raises:
        UsageError: there is no such file, or none at all.
    """
    files = [file for path in paths for file in _notebooks(path)]
    if not files:
        raise UsageError(
            "There is no notebook to look at: name files that end in .ipynb, or a folder that has some."
        )
    importers: dict[str, list[Path]] = {}
    unread = []
    for file in files:
        try:
            cells = read_notebook(read_file(file))
        except (RejectedSubmission, UnreadableSubmission) as reason:
            unread.append((file, str(reason)))
            continue
        for name in sorted(imports(cells)):
            importers.setdefault(name, []).append(file)
    found = [Imported(name, tuple(where), _is_there(name)) for name, where in importers.items()]
    found.sort(key=lambda package: (package.there, -len(package.notebooks), package.name))
    return Look(len(files) - len(unread), tuple(found), tuple(unread))


def imports(cells: Iterable[PlainCell]) -> set[str]:
    """The packages that the cells import, by the names that they import them by, but for Python's own."""
    names = {name for cell in cells if cell.cell_type == "code" for name in _imported(cell.source)}
    return names - sys.stdlib_module_names


def _imported(source: str) -> Iterator[str]:
    tree = tree_of(without_magics(source))
    for node in ast.walk(tree) if tree is not None else ():
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.split(".")[0]


def _notebooks(path: Path) -> Iterator[Path]:
    if path.is_dir():
        yield from sorted(path.rglob("*.ipynb"))
    elif path.is_file():
        yield path
    else:
        raise UsageError(f"{path} is neither a file nor a folder: name notebooks to look at.")


def _is_there(name: str) -> bool:
    try:
        return importlib.util.find_spec(name) is not None
    except (ImportError, ValueError):
        return False
