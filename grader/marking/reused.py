"""Which answers may have been right at their check cell and are another thing at the notebook's end.

A function calls what its names are bound to by then: a later cell of the student's own that uses `levels` for something
else, or empties the notebook with `%reset`, changes an answer that was done long before.
"""

from __future__ import annotations

from collections.abc import Sequence

from grader.exercise import Exercise, Question
from grader.reading import Submission
from grader.reading.syntax import Names, has_magics, names_of, tree_of
from grader.results import QuestionResult


def reused_later(
    submission: Submission,
    to_run: Sequence[tuple[int, str]],
    exercise: Exercise,
    marks: Sequence[QuestionResult],
) -> list[Question]:
    """The questions below full marks after whose check cell a name is bound anew that was used before it."""
    lost = {marked.id for marked in marks if marked.score < sum(check.max_points for check in marked.checks)}
    return [
        question
        for question in exercise.questions
        if question.id in lost
        and question.grade_cell not in submission.restored
        and _bound_anew(submission, to_run, question)
    ]


def _bound_anew(submission: Submission, to_run: Sequence[tuple[int, str]], question: Question) -> bool:
    position = submission.position(question.grade_cell)
    before = [source for index, source in to_run if index < position]
    after = [_names(source) for index, source in to_run if index > position and _is_own(submission, index)]
    if not after or not before:
        return False
    if None in after:  # magics, or no Python: whatever it binds
        return True
    used = [_names(source) for source in before]
    known = set().union(*(names.read | names.bound for names in used if names is not None))
    return not known.isdisjoint(set().union(*(names.bound for names in after if names is not None)))


def _is_own(submission: Submission, index: int) -> bool:
    """Whether a cell is none of the lesson's."""
    cell = submission.notebook["cells"][index]
    return "grade_id" not in cell["metadata"].get("nbgrader", {})


def _names(source: str) -> Names | None:
    """The names of a cell; None if it cannot be read."""
    tree = None if has_magics(source) else tree_of(source)
    return None if tree is None else names_of(tree)
