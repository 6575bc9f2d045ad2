"""What an exercise tells staff of an answer that was marked with everything recorded, for `gaussfit explain`.

It may hold hidden inputs and right answers: nothing of it is for students.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from grader.checking.hidden import Hidden
    from grader.checking.student import Call, Student
    from grader.exercise import Picture


@dataclass(frozen=True)
class Compared:
    """A number that was looked at, beside the one that it should be."""

    what: str
    returned: float | None
    """None where no number came back."""
    right: float
    allowed: float

    @property
    def off(self) -> float:
        """How far it is from what it should be; nan where it is no number."""
        return math.nan if self.returned is None else abs(self.returned - self.right)

    @property
    def agrees(self) -> bool:
        """Whether it is near enough."""
        return self.off <= self.allowed

    @property
    def wrong(self) -> bool:
        """Whether a number came back that is not near enough."""
        return self.returned is not None and not self.agrees


@dataclass(frozen=True)
class Explained:
    """What there is to say of a call, or of a check."""

    sentences: tuple[str, ...] = ()
    compared: tuple[Compared, ...] = ()
    pictures: tuple[Picture, ...] = ()
    short: str = ""
    """The gist in a few words."""


@dataclass(frozen=True)
class Candidate:
    """A misconception, and how much of what was seen it explains."""

    slug: str
    fits: bool
    """Whether it explains all of it."""
    told: str
    """How much it explains, in words."""


def says_nothing(*_: object) -> Explained:
    """A question of which only the inputs and what came back are shown."""
    return Explained()


def weighs_none(_: Student) -> tuple[Candidate, ...]:
    """A question that knows no misconceptions to weigh."""
    return ()


def no_snippet(_: Student) -> str:
    """A question whose calls are all that can be reproduced."""
    return ""


@dataclass(frozen=True)
class Explaining:
    """How a question explains its marks. All of it is optional, and none of it has a say in marks."""

    arguments: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    """What the arguments of each function are called."""
    before: str | Callable[[Student], str] = ""
    """Lines of Python that an answer may need of the cells before it, beside the usual imports."""
    call: Callable[[Call], Explained] = says_nothing
    """What is right for a recorded call, and how far off what came back is."""
    check: Callable[[str, Student, Hidden], Explained] = says_nothing
    """What the check of this id compared, for the same hidden inputs; the student answers from the record, and the
    n-th of its calls is the one that is told as call n."""
    snippet: Callable[[Student], str] = no_snippet
    """Plain Python that comes to what a check went by, where no function is called; may be empty."""
    candidates: Callable[[Student], tuple[Candidate, ...]] = weighs_none
    """Misconceptions that explain something of what was seen, the best first; the student answers from the record."""
