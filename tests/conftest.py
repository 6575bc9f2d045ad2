"""For all tests: chance is the same in each run, those against the clock get a second try, the long ones are marked."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# One commit, one verdict. `--hypothesis-profile default` looks for what the fixed examples don't show.
settings.register_profile(
    "same", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("same")

pytest_plugins = ["tests.lockless"]
HERE = Path(__file__).parent
AGAINST_THE_CLOCK = (
    *("hostile", "grader/running", "grader/marking", "grader/gradebook", "grader/export", "grader/cli"),
    *("grader/classroom", "grader/explain", "grader/feedback", "grader/test_postgres.py"),
    *("examples", "gaussfit"),
)
"""Where limits of a second or two are met on purpose, and processes are waited for."""


LONG = (
    *("grader/export/test_wheel.py", "grader/export/test_repository.py", "grader/export/test_gradescope.py"),
    *("grader/marking/test_cluster.py", "grader/marking/test_neighbours.py", "grader/test_postgres.py"),
    *("grader/gradebook/test_same_as_nbgrader.py", "examples/test_demo.py", "docs/test_workflow.py"),
    *("docs/test_term.py", "docs/test_benchmarks.py", "prices/test_tables.py", "examples/test_line_fit.py"),
    *("grader/classroom/test_preview.py", "grader/classroom/test_rehearsal.py"),
    *("grader/classroom/test_variants_of_a_course.py", "grader/classroom/test_settings_of_a_course.py"),
    *("grader/gradebook/test_own_cells.py", "grader/explain/test_standing.py"),
)
"""What plays other machines, installs the package, sends a whole class there and back or through a term, or computes
whole tables: `make test-long`."""
LONGEST = (
    *("hostile/test_leaks.py", "hostile/test_attacks.py", "grader/marking/test_pool.py", "examples"),
    *("prices/test_drawing_grids.py", "grader/test_any_term.py"),
    *LONG,
)
"""Begun first, so that no process works on one of them alone at the end."""


def pytest_configure(config: pytest.Config) -> None:
    """Register the marker of the long tests."""
    config.addinivalue_line(
        "markers", "long: takes half a minute or more; `make test-long` runs these, CI both"
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first. Who fails twice in a row is wrong: a machine that others use may be too slow once."""
    items.sort(key=lambda item: not _is_in(item, LONGEST))
    for item in items:
        if _is_in(item, LONG):
            item.add_marker(pytest.mark.long)
        if _is_in(item, AGAINST_THE_CLOCK):
            item.add_marker(pytest.mark.flaky(reruns=1))


def _is_in(item: pytest.Item, paths: tuple[str, ...]) -> bool:
    return item.path.is_relative_to(HERE) and item.path.relative_to(HERE).as_posix().startswith(paths)
