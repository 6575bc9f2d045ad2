"""CONTRIBUTING's map, the folders of tests, and who of the engine's tests still needs the Gaussian."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.grader.test_boundaries import OF_THE_EXERCISE

ROOT = Path(__file__).parents[2]
TESTS = ROOT / "tests"
MAP = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").partition("## The map")[2].partition("\n## ")[0]
PACKAGES = sorted(
    path.parent.relative_to(ROOT).as_posix()
    for package in ("grader", "gaussfit")
    for path in (ROOT / package).rglob("__init__.py")
)
OF_THE_LESSON = {"gaussfit/lesson", "gaussfit/search"}
"""Their tests lie in `tests/gaussfit` itself."""
ABOUT_THE_GAUSSIAN = """
authoring/test_code.py
authoring/test_notebooks.py
authoring/test_notebooks_kernel.py
authoring/test_slots.py
classroom/test_settings_of_a_course.py
classroom/test_shared_course.py
classroom/test_variants_of_a_course.py
cli/test_export.py
cli/test_main.py
explain/conftest.py
explain/test_explain.py
export/conftest.py
export/test_gradescope.py
export/test_repository.py
export/test_wheel.py
gradebook/test_known_as.py
marking/test_habits.py
marking/test_neighbours.py
report/conftest.py
report/test_page.py
report/test_statistics.py
report/test_table.py
test_boundaries.py
test_course.py
test_loading.py
test_map.py
test_settings.py
"""
"""Its own settings and variants, its lesson in a notebook, exports (which carry nothing else), its pictures in explain
and report, answers of many styles, and that it is the default."""


@pytest.mark.parametrize("package", PACKAGES)
def test_every_package_is_on_the_map(package: str) -> None:
    assert f"{package.rpartition('/')[2]}/" in MAP


@pytest.mark.parametrize("package", sorted(set(PACKAGES) - OF_THE_LESSON))
def test_every_package_has_a_folder_of_tests(package: str) -> None:
    assert list((TESTS / package).rglob("test_*.py"))


def test_the_engines_tests_run_on_the_toy_wherever_the_gaussian_is_not_their_point() -> None:
    """The list may only become shorter: a new module takes its course from `tests.standins.toy`."""
    engine = [
        path
        for path in sorted((TESTS / "grader").rglob("*.py"))
        if not path.is_relative_to(TESTS / "grader" / "exercises")
    ]
    named = [
        path.relative_to(TESTS / "grader").as_posix()
        for path in engine
        if "standins.density" in (text := path.read_text(encoding="utf-8")) or OF_THE_EXERCISE.search(text)
    ]
    assert named == ABOUT_THE_GAUSSIAN.split()
