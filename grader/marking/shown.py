"""Which cells of the lesson that only show something have to run after all: what a student's own code reads of them.

An untouched one is else left out, for its pictures take longer than all the rest.
"""

from __future__ import annotations

import ast

from grader.reading import Release, Submission
from grader.reading.syntax import tree_of, without_magics


def left_out(submission: Submission, release: Release) -> frozenset[str]:
    """Sources of the cells that only show something and bind no name that only they bind and the student reads."""
    shown = release.display_only_sources
    own = [
        source
        for _, grade_id, source in submission.code
        if source not in shown and (grade_id not in release.by_grade_id or _is_answer(release, grade_id))
    ]
    read, bound = _names(own)
    wanted = read - bound
    return frozenset(source for source in shown if not wanted or wanted.isdisjoint(_names([source])[1]))


def _is_answer(release: Release, grade_id: str | None) -> bool:
    return grade_id is not None and release.by_grade_id[grade_id].is_answer


def _names(sources: list[str]) -> tuple[set[str], set[str]]:
    """The names that these cells read and those that they bind, in whatever depth; nothing of what cannot be read."""
    read: set[str] = set()
    bound: set[str] = set()
    for tree in (tree_of(without_magics(source)) for source in sources):
        for node in ast.walk(tree) if tree is not None else ():
            if isinstance(node, ast.Name):
                (read if isinstance(node.ctx, ast.Load) else bound).add(node.id)
            elif isinstance(node, ast.arg):
                bound.add(node.arg)
            elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                bound.add(node.name)
            elif isinstance(node, ast.alias):
                bound.add((node.asname or node.name).partition(".")[0])
    return read, bound
