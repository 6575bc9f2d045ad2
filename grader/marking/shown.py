"""Which cells of the lesson that only show something have to run after all: what a student's own code reads of them.

An untouched one is else left out, for its pictures take longer than all the rest.
"""

from __future__ import annotations

from grader.reading import Release, Submission
from grader.reading.syntax import Names, names_of, tree_of, without_magics

NONE = Names(frozenset(), frozenset(), frozenset())


def left_out(submission: Submission, release: Release) -> frozenset[str]:
    """Sources of the cells that only show something and bind no name that only they bind and the student reads."""
    shown = release.display_only_sources
    own = [
        source
        for _, grade_id, source in submission.code
        if source not in shown and (grade_id not in release.by_grade_id or _is_answer(release, grade_id))
    ]
    names = [_names(source) for source in own]
    read = set().union(*(each.read for each in names))
    wanted = read.difference(*(each.bound | each.parameters for each in names))
    return frozenset(source for source in shown if wanted.isdisjoint(_names(source).bound))


def _is_answer(release: Release, grade_id: str | None) -> bool:
    return grade_id is not None and release.by_grade_id[grade_id].is_answer


def _names(source: str) -> Names:
    """The names of a cell without its magics; none of one that cannot be read."""
    tree = tree_of(without_magics(source))
    return NONE if tree is None else names_of(tree)
