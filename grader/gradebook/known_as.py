"""By what else than the course's own ids its students are known: what they may have typed in place of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from nbgrader.api import Student

from grader.course import Course
from grader.export.roster import same_id
from grader.gradebook.ledger import read_ledger
from grader.gradebook.reading import is_there, reading

KnownAs = Mapping[str, tuple[str, ...]]
"""By student, with nothing that another one is known as, too."""


def known_as(course: Course) -> KnownAs:
    """What the last roster and the gradebook have beside the ids; nothing where no task goes by an id.

    Raises:
        CourseError: the gradebook or what is kept of the roster cannot be read.
    """
    if not course.exercise.goes_by_id:
        return {}
    found = defaultdict(list, {student: [*ids] for student, ids in read_ledger(course).ids.items()})
    if is_there(course):
        with reading(course) as gradebook:
            for student, *ids in gradebook.db.query(Student.id, Student.email, Student.lms_user_id):
                found[str(student)] += [each for each in ids if each]
    return one_by_one(found)


def one_by_one(found: Mapping[str, Iterable[str]]) -> KnownAs:
    """Without what several are known as, or what is another's own id."""
    whose: dict[str, set[str]] = defaultdict(set)
    for student, ids in found.items():
        for each in (student, *ids):
            whose[same_id(each)].add(student)
    return {
        student: tuple(each for each in dict.fromkeys(ids) if whose[same_id(each)] == {student})
        for student, ids in found.items()
    }
