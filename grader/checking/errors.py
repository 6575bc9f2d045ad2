"""What a hidden check may raise, and what stops the grader.

GraderError
├── CheckSetError        the checks contradict themselves
└── GraderBroke          a check broke: no mark
Exception
├── CheckFailed          the answer is not what the check's title says
└── StudentProblem       a call came to no value
    ├── StudentMissing   there is nothing to call
    ├── StudentTimeout   it took too long
    └── StudentRaised    it raised, or its process ended
"""

from __future__ import annotations

from grader.answers import StudentError
from grader.errors import GraderError, broke


class CheckSetError(GraderError, ValueError):
    """The hidden checks contradict themselves: nothing is marked before they are put right."""


class GraderBroke(GraderError, RuntimeError):
    """A check failed in a way that is the grader's fault: the submission gets no marks, good or bad."""

    def __init__(self, check_id: str, cause: BaseException, *, what: str = "check") -> None:
        """`check_id` names the check in which `cause` was raised; or the question, and `what` what of it."""
        super().__init__(
            f"The {what} {check_id} broke with {broke(cause)}. No mark was given; correct it and grade again."
        )
        self.check_id = check_id
        self.cause = cause


class CheckFailed(Exception):
    """The student's answer is not what the check's title says. Raised by checks.

    The message is for the student: no hidden input, no answer. `staff` may carry both.
    """

    def __init__(self, message: str, *, staff: str = "") -> None:
        """Fail with a sentence for the student and the numbers for staff."""
        super().__init__(message)
        self.message = message
        self.staff = staff


class StudentProblem(Exception):
    """A call into the student's code came to no value. Raised by the student proxy, not by checks."""

    def __init__(self, message: str, *, staff: str = "") -> None:
        """`message` is what the student reads."""
        super().__init__(message)
        self.message = message
        self.staff = staff


class StudentMissing(StudentProblem):
    """The name is not defined, or is not callable."""


class StudentTimeout(StudentProblem, TimeoutError):
    """The call ran into the time limit."""


class StudentRaised(StudentProblem):
    """The student's code raised, or its process ended."""

    def __init__(self, message: str, *, staff: str = "", error: StudentError | None = None) -> None:
        """`error` is what was raised; None when the process ended."""
        super().__init__(message, staff=staff)
        self.error = error
