"""Marks that are made up, in the place of a pool that runs student code: so that a test's time goes elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from grader.marking.jobs import Job
from grader.marking.one import Marked
from grader.results import SubmissionResult, Wall


@dataclass
class MadeMarks:
    """What `grader.marking.pool.mark_all` gives, without workers."""

    jobs: Iterable[Job]
    made: Callable[[Job], SubmissionResult]
    walls: tuple[Wall, ...] = ()

    def __iter__(self) -> Iterator[tuple[Job, Marked]]:
        for job in self.jobs:
            yield job, Marked(self.made(job))

    def close(self) -> None:
        """There are no workers to end."""
