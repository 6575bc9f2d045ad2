"""Points of one's own: whose count for a submission, and whether a course's points can be sent anywhere."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from gaussfit.variants import claims, sent
from grader.exercise import Facts, Personal
from grader.exercises.gaussian_density.task import CARRIED, Task

FILL_IN = "student"
"""The cell, and the name in it, that takes the student's id."""
STUB = 'student = ""  # your id, between the quotes'
TRIED, FEWEST = 2000, 20
"""Maps that are tried for a course, and how many must suit it: with 1 in 100 each student finds one in 10,000."""
UNNAMED = (
    "Whose notebook this is was not told: for A, B, C, X and Y the points of the id in it count here. Marks go by the "
    "id that it is handed in under."
)
SHOWN = 60
"""Characters of an id that are shown; it is the student's to write."""


def personal(
    task: object, student: str, filled_in: Mapping[str, str], known_as: Collection[str] | None
) -> Personal:
    """The student's own task, and what is told where the notebook carries another id.

    With one that the roster has for the student too, they worked on the points that go with that: these count. Another
    student's is none of them.
    """
    if not isinstance(task, Task) or not task.varies:
        return Personal(task)
    entered = filled_in.get(FILL_IN)
    if known_as is None:
        own = task.of_student(entered or "", entered)
        return Personal(own, (f"{UNNAMED} It carries {carried_id(own)}.",))
    own = task.of_student(student, entered, known_as)
    return Personal(own, _notes(own, student))


def _notes(own: Task, student: str) -> tuple[str, ...]:
    if own.entered == own.student:
        return ()
    if own.carries_own:
        carried = f"The notebook carries {carried_id(own)}, which is yours too."
        return (f"{carried} For A, B, C, X and Y the points that go with it count.",)
    carried = f"The notebook carries {carried_id(own)}; it was handed in as {student!r}."
    return (f"{carried} For A, B, C, X and Y the points of {student!r} count.",)


def as_marked(task: Task, facts: Facts) -> Task:
    """A student's task with the points that their answer was marked by: which these are hangs on the notebook's id."""
    carried = facts.get(CARRIED)
    return (
        task.of_student(task.student, carried, task.also)
        if isinstance(carried, str) and task.course
        else task
    )


def carried_id(own: Task) -> str:
    """The id in a notebook, as one tells it."""
    if own.entered is None:
        return "an id that cannot be read"
    return f"the id {own.entered[:SHOWN]!r}" if own.entered else "no id"


def unsuited(task: Task) -> str:
    """Why too few maps suit the course's points; empty when enough do."""
    course = [*zip(*task.data, strict=True)]
    found = [claims(sent(course, f"try {number}"), course, task.pass_mark) for number in range(TRIED)]
    if sum(all(each.values()) for each in found) >= FEWEST:
        return ""
    rarest = min(found[0], key=lambda claim: sum(each[claim] for each in found))
    return (
        'variants = "student" cannot be had with these data and this pass_mark, for too few maps of the plane suit '
        f"them: seldom is it so that {rarest}; lower pass_mark, or bring the points closer together"
    )
