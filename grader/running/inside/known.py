"""The lesson's own cells, read and compiled once in the warm process, so that no child has to.

They are the same in every submission. What a student wrote is never compiled in the warm process.
"""

from __future__ import annotations

import ast
import contextlib
from dataclasses import dataclass, field
from types import CodeType

from IPython.core.compilerop import CachingCompiler


@dataclass
class Known:
    """What IPython would make of the cells that are known."""

    texts: dict[str, str] = field(default_factory=dict)
    """A cell's source as Python, its magics rewritten, by the source as it stands in the cell."""
    awaits: dict[str, bool] = field(default_factory=dict)
    """Whether a cell awaits something outside of functions."""
    trees: dict[tuple[str, str], ast.Module] = field(default_factory=dict)
    """By that Python and the name of the file that tracebacks tell."""
    codes: dict[tuple[int, str], CodeType] = field(default_factory=dict)
    """By the identity of a statement in one of the trees, which live as long, and the mode."""


class Compiler(CachingCompiler):
    """IPython's compiler, which looks first among what is known; names code after its cell, for tracebacks."""

    def __init__(self) -> None:
        """Nothing is known yet."""
        super().__init__()
        self.index = 0
        self.known = Known()
        self._flags_at_first = self.flags

    def get_code_name(self, raw_code: str, transformed_code: str, number: int) -> str:
        """The name that tracebacks tell."""
        return f"cell {self.index + 1}"

    def ast_parse(self, source: str, filename: str = "<unknown>", symbol: str = "exec") -> ast.AST:
        """Parse, or remember; after a student's `from __future__ import` nothing is remembered."""
        if symbol == "exec" and self.flags == self._flags_at_first and (source, filename) in self.known.trees:
            return self.known.trees[source, filename]
        parsed: ast.AST = super().ast_parse(source, filename, symbol)
        return parsed

    def __call__(self, source: ast.AST, filename: str, symbol: str, **more: object) -> CodeType:
        """Compile one statement, or remember."""
        body = getattr(source, "body", None)
        code = self.known.codes.get((id(body[0]), symbol)) if isinstance(body, list) and body else None
        return code or super().__call__(source, filename, symbol, **more)

    def learn(self, index: int, source: str, text: str, awaits: bool) -> None:
        """Keep what becomes of a cell. One that is no Python stays unknown: each child tells for itself."""
        with contextlib.suppress(SyntaxError):
            filename = f"cell {index + 1}"
            tree = super().ast_parse(text, filename)
            assert isinstance(tree, ast.Module)
            for statement in tree.body:
                last = statement is tree.body[-1] and isinstance(statement, ast.Expr)
                whole = ast.Interactive([statement]) if last else ast.Module([statement], [])
                mode = "single" if last else "exec"
                with self.extra_flags(ast.PyCF_ALLOW_TOP_LEVEL_AWAIT):
                    self.known.codes[id(statement), mode] = super().__call__(whole, filename, mode)
            self.known.texts[source], self.known.awaits[source] = text, awaits
            self.known.trees[text, filename] = tree
