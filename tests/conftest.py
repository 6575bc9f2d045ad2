"""For all tests: those that run against the clock get a second try."""

from __future__ import annotations

from pathlib import Path

import pytest

HERE = Path(__file__).parent
AGAINST_THE_CLOCK = (
    *("hostile", "grader/running", "grader/marking", "grader/gradebook", "grader/export", "grader/cli"),
    *("grader/classroom", "grader/explain", "grader/feedback", "grader/test_postgres.py"),
    *("examples", "gaussfit"),
)
"""Where limits of a second or two are met on purpose, and processes are waited for."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A machine that others use may be too slow once; who fails twice in a row is wrong. The summary tells both."""
    for item in items:
        if item.path.is_relative_to(HERE) and item.path.relative_to(HERE).as_posix().startswith(
            AGAINST_THE_CLOCK
        ):
            item.add_marker(pytest.mark.flaky(reruns=1))
