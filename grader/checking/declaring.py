"""Declaring a hidden check: its title, its points and what it needs, in one place beside its code."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ParamSpec

import pytest

from grader.checking.errors import CheckSetError

P = ParamSpec("P")

MARK = "hidden_check"
"""The pytest mark that carries a `Declaration`."""


@dataclass(frozen=True)
class Declaration:
    """What a check says about itself. Its id is the name of its function."""

    title: str
    """What is true when it passes, for the student."""
    points: float
    needs: tuple[str, ...] = ()
    """Ids of checks of the same question; unless all passed, this one is skipped."""


def check(
    *, title: str, points: float, needs: tuple[str, ...] = ()
) -> Callable[[Callable[P, None]], Callable[P, None]]:
    """Declare a pytest function in `check_<question>.py` as a hidden check.

        @check(title="The mean is subtracted", points=1.5, needs=("test_returns_numbers",))
        def test_mean_is_subtracted(student: Student, hidden: Hidden) -> None: ...

    Args:
        title: one short statement that is true when the check passes; the student reads it.
        points: what it is worth; a question's checks add up to the question's points.
        needs: function names of checks of the same file that must have passed.

    Raises:
        CheckSetError: another check of the same name stands earlier in the file, and would be lost.
    """

    def declare(function: Callable[P, None]) -> Callable[P, None]:
        earlier = function.__globals__.get(function.__name__)
        if earlier is not None and _first_line(earlier) != _first_line(function):
            raise CheckSetError(
                f"Check names must differ; {function.__name__} is defined twice in {function.__module__}."
            )
        marked: Callable[P, None] = getattr(pytest.mark, MARK).with_args(Declaration(title, points, needs))(
            function
        )
        return marked

    return declare


def _first_line(function: object) -> int | None:
    """Where it is defined: loading the same file again is no second check."""
    code = getattr(function, "__code__", None)
    return None if code is None else int(code.co_firstlineno)
