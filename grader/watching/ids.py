"""The students' other ids, under which a session marks: a new roster or the gradebook may have others meanwhile."""

from __future__ import annotations

import time

from grader.classroom.renaming import unfinished
from grader.course import Course
from grader.gradebook.known_as import KnownAs, known_as
from grader.gradebook.ledger import ledger_path
from grader.watching.eyes import AGAIN_SECONDS, REST
from grader.watching.traces import stamp


class Ids:
    """Of one session."""

    def __init__(self, course: Course, known: KnownAs) -> None:
        self._course, self._known = course, _had(known)
        self._asks = course.exercise.goes_by_id
        self._roster: object = None
        """How the file that keeps the roster looked when they were last read."""
        self._next = 0.0

    def have_changed(self) -> bool:
        """Whether students are known by others now: asked at once after a new roster, else from time to time, for the
        gradebook has some too. Raises CourseError as `known_as` does."""
        if not self._asks:
            return False
        roster, now = stamp(ledger_path(self._course)), time.monotonic()
        if roster == self._roster and now < self._next:
            return False
        if unfinished(self._course) is not None:  # half of a rename: asked again when it is complete
            return False
        self._roster = roster
        other = _had(known_as(self._course)) != self._known
        took = time.monotonic() - now
        self._next = now + took + max(AGAIN_SECONDS, REST * took)
        return other


def _had(known: KnownAs) -> KnownAs:
    """Without those who have none: the gradebook knows students as soon as they are graded."""
    return {student: ids for student, ids in known.items() if ids}
