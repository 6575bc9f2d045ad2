"""What a watch tells as it goes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from grader.results import SubmissionObject


@dataclass(frozen=True)
class Returned:
    """One submission that is done."""

    result: SubmissionObject
    seconds: float
    """Since it was first seen."""
    waiting: int
    """How many others wait or are being marked."""


@dataclass(frozen=True)
class Note:
    """What staff should hear: a sentence without a full stop."""

    sentence: str


Tell = Callable[[Returned | Note], None]


class Telling:
    """Tells notes, each once."""

    def __init__(self, tell: Tell) -> None:
        self.tell = tell
        self._told: set[str] = set()

    def once(self, sentence: str) -> None:
        """Tell a sentence, with or without a full stop, unless it was told before."""
        if sentence not in self._told:
            self._told.add(sentence)
            self.tell(Note(sentence.rstrip(".")))
