"""The student proxy: what a hidden check sees of a submission. Every call runs in the student's own process."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from grader.answers import Answer, CellRun, Drawing, StudentError, Value
from grader.checking.errors import StudentMissing, StudentRaised, StudentTimeout

if TYPE_CHECKING:
    from grader.checking.recording import Record

Array = NDArray[np.floating]
T = TypeVar("T")


class SessionLike(Protocol):
    """What the proxy needs of `grader.running.outside.Session`."""

    def kept(self, name: str) -> Value | None:
        """The value that a name had after its cell."""

    def run_of(self, name: str) -> CellRun | None:
        """What the cell came to that a name is kept after."""

    def call(self, name: str, arguments: Sequence[Array]) -> Answer:
        """Call a student's function."""

    def draw(self, name: str, arguments: Sequence[Array], furnished: bool = False) -> Answer:
        """Call a student's drawing function on a fresh figure."""


@dataclass(frozen=True, eq=False)
class Call:
    """One call that was made, and what it came to: the evidence from which mistakes are diagnosed."""

    name: str
    arguments: tuple[Array, ...]
    answer: Answer
    furnished: bool = False
    drawn: bool = False
    """Whether a figure was given before the arguments."""


class Student:
    """One submission's answers to one question's checks.

    A call with the same inputs is made once: checks that look at one answer from several sides share it.
    """

    def __init__(self, session: SessionLike) -> None:
        """Ask `session`, and remember."""
        self._session = session
        self._calls: dict[tuple[object, ...], Call] = {}
        self._made: dict[Hashable, Any] = {}
        self.task: object = None
        """What the course sets of the exercise: `Exercise.task`."""

    @property
    def calls(self) -> tuple[Call, ...]:
        """Every call so far, in the order in which they were made."""
        return tuple(self._calls.values())

    def for_check(self, check: str) -> Student:
        """The student as the check of this id gets it: the same one, but for who records who asks what."""
        return self

    @property
    def record(self) -> Record | None:
        """Which check looked at what; None, as nobody records that in a class."""
        return None

    def _looked_at(self, call: Call) -> Answer:
        """What a call came to, whoever makes it and whoever made it first."""
        return call.answer

    def value(self, name: str, *arguments: Array) -> Value:
        """What the student's function returns for these arguments.

        Raises StudentMissing, StudentRaised or StudentTimeout when it returns nothing.
        """
        answer = settled(name, self.attempt(name, *arguments))
        if answer.value is None:
            raise StudentRaised(
                f"{name} returned nothing that could be read.", staff="no value in the answer"
            )
        return answer.value

    def drawing(self, name: str, *arguments: Array, furnished: bool = False) -> Drawing:
        """What the student's function draws on a fresh figure, which is its first argument, for these others.

        `furnished`: the figure's axes already carry artists, which don't count. Raises StudentMissing, StudentRaised
        or StudentTimeout when it doesn't come to an end.
        """
        answer = settled(name, self.attempt_drawing(name, *arguments, furnished=furnished))
        if answer.drawing is None:
            raise StudentRaised(
                f"{name} left no figure that could be read.", staff="no drawing in the answer"
            )
        return answer.drawing

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """What `make` returns, made once a submission: what several checks conclude from one answer."""
        if key not in self._made:
            self._made[key] = make()
        made: T = self._made[key]
        return made

    def kept(self, name: str) -> Value | None:
        """The value that `name` had right after its answer cell; None if it was not defined then."""
        try:
            return self._session.kept(name)
        except KeyError:  # a submission without the answer cell keeps no name
            return None

    def cell_error(self, name: str) -> StudentError | None:
        """What the answer cell that should bind `name` raised; None when it ran to its end."""
        run = self._session.run_of(name)
        return None if run is None else run.error

    def attempt(self, name: str, *arguments: Array) -> Answer:
        """Call a function and return what it came to, whatever that is."""
        key = call_key(name, arguments)
        if key not in self._calls:
            answer = self._told_why(name, self._session.call(name, list(arguments)))
            self._calls[key] = Call(name, arguments, answer)
        return self._looked_at(self._calls[key])

    def _told_why(self, name: str, answer: Answer) -> Answer:
        """An answer that is missing, with what its cell raised before any call was made."""
        error = self.cell_error(name) if answer.outcome == "missing" else None
        if error is None or error.type_name == "NotImplementedError":
            return answer
        return replace(answer, error=error)

    def attempt_drawing(self, name: str, *arguments: Array, furnished: bool = False) -> Answer:
        """Call a drawing function and return what it came to, whatever that is."""
        key = call_key(name, arguments, furnished, drawn=True)
        if key not in self._calls:
            answer = self._told_why(name, self._session.draw(name, list(arguments), furnished))
            self._calls[key] = Call(name, arguments, answer, furnished, drawn=True)
        return self._looked_at(self._calls[key])


def settled(name: str, answer: Answer) -> Answer:
    """The answer if its outcome is "ok"; else raise what says how the call ended."""
    if answer.outcome == "missing" and answer.error is not None:
        where = f" at {answer.error.line!r}" if answer.error.line else ""
        raise StudentMissing(
            f"The cell that should define {name} stopped with {answer.error.type_name}{where}. Mend that first.",
            staff=f"{answer.error.type_name}: {answer.error.message}",
        )
    if answer.outcome == "missing":
        raise StudentMissing(
            f"There is no function called {name} after your notebook has run. Define it in its cell."
        )
    if answer.outcome == "timeout":
        raise StudentTimeout(
            f"{name} was stopped at the time limit. Look for a loop that does not end.",
            staff=f"after {answer.seconds:.1f} s",
        )
    if answer.outcome == "died":
        raise StudentRaised(f"Python itself ended while {name} ran. Does it exit, or need too much memory?")
    if answer.outcome == "raised":
        raise _raised(name, answer)
    return answer


def _raised(name: str, answer: Answer) -> StudentRaised:
    error = answer.error
    if error is None:
        return StudentRaised(f"{name} raised an error.")
    if error.type_name == "NotImplementedError":
        return StudentRaised(f"{name} is not written yet: it raises NotImplementedError.", error=error)
    # Text that student code can choose at run time (the error's text, a made-up class name) could carry the
    # inputs of the call out: it is for staff only.
    kind = error.type_name if error.type_name in _LIKELY_ERRORS else "an error"
    return StudentRaised(
        f"{name} raised {kind}. Call it in a cell of your own and read what the error says."
        + (_OR_A_PACKAGE if kind == "an error" else ""),
        staff=f"{error.type_name}: {error.message}",
        error=error,
    )


_OR_A_PACKAGE = " If it does run there, a package that it needs may be missing where this was graded."
"""What an import that fails here alone is told; other unlikely errors too, for its name would be one more kind."""

_LIKELY_ERRORS = frozenset(
    ("TypeError", "ValueError", "NameError", "AttributeError", "IndexError", "RuntimeError", "LinAlgError")
)
"""The kinds of error that a student is likely to make. Few, for the kind too is chosen by code that knows the input."""


def call_key(
    name: str, arguments: Sequence[Array], furnished: bool = False, drawn: bool = False
) -> tuple[object, ...]:
    """What two calls have in common that come to the same. Raises TypeError for an argument that is no array."""
    for place, argument in enumerate(arguments, 1):
        if not isinstance(argument, (np.ndarray, np.generic)):
            raise TypeError(
                f"argument {place} of {name} must be a NumPy array, such as np.array(3); "
                f"it is {type(argument).__name__}"
            )
    return (name, furnished, drawn, *(_identity(argument) for argument in arguments))


def _identity(array: Array) -> tuple[str, tuple[int, ...], bytes]:
    return (array.dtype.str, array.shape, array.tobytes())
