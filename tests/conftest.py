"""For all tests: those that run against the clock get a second try."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest_plugins = ["tests.lockless"]
HERE = Path(__file__).parent
AGAINST_THE_CLOCK = (
    *("hostile", "grader/running", "grader/marking", "grader/gradebook", "grader/export", "grader/cli"),
    *("grader/classroom", "grader/explain", "grader/feedback", "grader/test_postgres.py"),
    *("examples", "gaussfit"),
)
"""Where limits of a second or two are met on purpose, and processes are waited for."""


LONGEST = (
    *("hostile/test_leaks.py", "grader/marking/test_pool.py", "grader/marking/test_cluster.py"),
    *("grader/export/test_repository.py", "grader/export/test_wheel.py", "grader/test_postgres.py"),
    *(
        "prices/test_drawing_grids.py",
        "grader/gradebook/test_own_cells.py",
        "grader/marking/test_neighbours.py",
    ),
    *("grader/gradebook/test_same_as_nbgrader.py", "grader/export/test_gradescope.py", "examples"),
)
"""Begun first, so that no process works on one of them alone at the end."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first. Who fails twice in a row is wrong: a machine that others use may be too slow once."""
    items.sort(key=_is_short)
    for item in items:
        if item.path.is_relative_to(HERE) and item.path.relative_to(HERE).as_posix().startswith(
            AGAINST_THE_CLOCK
        ):
            item.add_marker(pytest.mark.flaky(reruns=1))


def _is_short(item: pytest.Item) -> bool:
    name = item.path.relative_to(HERE).as_posix() if item.path.is_relative_to(HERE) else ""
    return not name.startswith(LONGEST)
