from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from grader.answers import Answer, StudentError
from grader.checking import Student, StudentMissing, StudentRaised, StudentTimeout
from grader.checking.student import settled

X, SIGMA, MEAN = np.zeros((2, 3), np.float32), np.eye(2, dtype=np.float32), np.zeros(2, np.float32)


def test_a_call_with_the_same_inputs_is_made_once(session_of: Callable[..., Any]) -> None:
    session = session_of(residuals=lambda x, y, z: x.sum(0))
    student = Student(session)
    assert student.value("residuals", X, SIGMA, MEAN) is student.value("residuals", X.copy(), SIGMA, MEAN)
    student.value("residuals", X + 1, SIGMA, MEAN)
    assert session.requests == ["residuals"] * 2
    assert [call.arguments[0].shape for call in student.calls] == [(2, 3), (2, 3)]


@pytest.mark.parametrize(
    ("answer", "error", "message"),
    [
        (Answer("missing"), StudentMissing, "no function called f"),
        (Answer("timeout"), StudentTimeout, "stopped at the time limit"),
        (Answer("died"), StudentRaised, "Python itself ended"),
        (Answer("raised"), StudentRaised, "f raised an error"),
        (Answer("raised", error=StudentError("ValueError", "x")), StudentRaised, "f raised ValueError"),
        (
            Answer("raised", error=StudentError("ModuleNotFoundError", "No module named 'pandas'")),
            StudentRaised,
            r"If it does run there, a package that it needs may be missing where this was graded\.$",
        ),
        (Answer("raised", error=StudentError("NotImplementedError", "")), StudentRaised, "not written yet"),
    ],
)
def test_a_call_that_comes_to_nothing_says_why(answer: Answer, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        settled("f", answer)


def test_what_student_code_writes_at_run_time_is_for_staff_only() -> None:
    answer = Answer("raised", error=StudentError("Leak_3_14", "x was 3.14"))
    with pytest.raises(StudentRaised) as caught:
        settled("f", answer)
    assert "3" not in caught.value.message
    assert "3.14" in caught.value.staff


def test_a_name_that_no_cell_binds_is_none(
    session_of: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    session = session_of()
    assert Student(session).kept("A") is None

    def not_kept(name: str) -> None:
        raise KeyError(name)

    monkeypatch.setattr(session, "kept", not_kept)
    assert Student(session).kept("A") is None
