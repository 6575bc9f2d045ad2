"""What can go wrong on the way to a student's code.

    GraderError
    ├── RunnerError           our own process failed
    └── SandboxUnavailable    this machine cannot lock student code in
    Exception
    ├── Overtime              a limit passed   } for the session alone: it makes an outcome of them
    └── Lost                  a child is gone  }

What breaks the rules of the wire is a `grader.running.wire.WireError`, on both sides.
"""

from __future__ import annotations

from grader.errors import GraderError


class RunnerError(GraderError):
    """The grader's own process failed: the grader's fault, never the student's."""


class SandboxUnavailable(GraderError):
    """This machine cannot lock student code in; the message says what is missing."""


class Overtime(Exception):
    """The limit passed. `survived`: the interrupt was enough, and the child goes on. `starved`: it was hardly run."""

    def __init__(self, survived: bool, starved: bool = False, seconds: float = 0.0) -> None:
        """Tell whether the child can be asked again, and what the request cost, its unwinding included."""
        super().__init__("The time limit passed.")
        self.survived, self.starved, self.seconds = survived, starved, seconds


class Lost(Exception):
    """The child died, hung up, broke the rules of the wire, or hoarded files or threads."""

    def __init__(self, message: str, seconds: float = 0.0) -> None:
        """Tell what happened, and what the request had cost by then."""
        super().__init__(message)
        self.seconds = seconds
