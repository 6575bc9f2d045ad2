"""The way back of what was graded: each student's page, made by a maker that stays warm."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from grader.course import Course


class _Pages:
    def __init__(self, course: Course) -> None:
        self._course = course

    def make(self, student: str) -> None:
        pass


@contextlib.contextmanager
def pages_of(course: Course) -> Iterator[_Pages]:
    yield _Pages(course)
