"""Who asked what: the calls and the values that each check looked at, for staff. Recording only observes.

A call is made once and shared, so that who looks at a submission's process sees only who asked first. So the proxy
records, which every check asks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from grader.answers import Answer, CellRun, Value
from grader.checking.student import Array, Call, SessionLike, Student, call_key


@dataclass(frozen=True, eq=False)
class Kept:
    """The value that a name had right after its answer cell; None where it had none."""

    name: str
    value: Value | None


@dataclass(frozen=True, eq=False)
class Seen:
    """One thing that a check looked at. `check` is its id, or `AFTERWARDS`."""

    check: str
    what: Call | Kept


@dataclass(frozen=True, eq=False)
class Record:
    """All that the checks of a question looked at, in the order in which they did; each thing once a check."""

    seen: tuple[Seen, ...]
    task: object = None
    """By which it was marked."""

    @property
    def calls(self) -> tuple[Call, ...]:
        """Each call once."""
        return tuple({id(seen.what): seen.what for seen in self.seen if isinstance(seen.what, Call)}.values())

    @property
    def kept(self) -> dict[str, Value | None]:
        """The values that were looked at, by name."""
        return {seen.what.name: seen.what.value for seen in self.seen if isinstance(seen.what, Kept)}

    def calls_of(self, check: str) -> tuple[Call, ...]:
        """The calls that a check looked at."""
        return tuple(seen.what for seen in self.seen if seen.check == check and isinstance(seen.what, Call))


class Recorder(Student):
    """The proxy, for one question of one submission, that also records which check looked at what."""

    def __init__(self, session: SessionLike) -> None:
        """Ask `session`, remember, and record."""
        super().__init__(session)
        self._check = ""
        self._seen: dict[tuple[str, object], Seen] = {}

    def for_check(self, check: str) -> Student:
        """The same; what is asked from now on is asked by this check."""
        self._check = check
        return self

    @property
    def record(self) -> Record:
        """What was looked at so far."""
        return Record(tuple(self._seen.values()), self.task)

    @property
    def calls(self) -> tuple[Call, ...]:
        """As for every student: who asks for all of them looks at each."""
        for call in super().calls:
            self._looked_at(call)
        return super().calls

    def kept(self, name: str) -> Value | None:
        """As for every student."""
        value = super().kept(name)
        self._seen.setdefault((self._check, name), Seen(self._check, Kept(name, value)))
        return value

    def _looked_at(self, call: Call) -> Answer:
        self._seen.setdefault((self._check, id(call)), Seen(self._check, call))
        return super()._looked_at(call)


def replayed(record: Record) -> Student:
    """The student as the checks saw it, from what was recorded alone: nothing of the submission runs."""
    student = Student(Replay(record))
    student.task = record.task
    for call in record.calls:
        if call.drawn:
            student.attempt_drawing(call.name, *call.arguments, furnished=call.furnished)
        else:
            student.attempt(call.name, *call.arguments)
    return student


class Replay:
    """A session of what was recorded: it answers again what was asked then; whatever else is asked is missing."""

    def __init__(self, record: Record) -> None:
        """Answer from `record`."""
        self._kept = record.kept
        self._answers = {
            call_key(call.name, call.arguments, call.furnished, call.drawn): call.answer
            for call in record.calls
        }

    def kept(self, name: str) -> Value | None:
        """The recorded value."""
        return self._kept.get(name)

    def run_of(self, name: str) -> CellRun | None:
        """What a cell came to is no part of the record: an answer says it."""
        return None

    def call(self, name: str, arguments: Sequence[Array]) -> Answer:
        """The recorded answer."""
        return self._answers.get(call_key(name, arguments), Answer("missing"))

    def draw(self, name: str, arguments: Sequence[Array], furnished: bool = False) -> Answer:
        """The recorded answer."""
        return self._answers.get(call_key(name, arguments, furnished, drawn=True), Answer("missing"))
