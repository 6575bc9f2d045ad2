"""Points of one's own: the id is typed into the notebook, and all that follows is about that student's points."""

from __future__ import annotations

import re
from collections.abc import Iterator

import nbformat
import pytest
from playwright.sync_api import Browser, Page, expect

from benchmarks.browsing import jupyter_server, open_notebook, run_all
from benchmarks.knobs import Sliders
from gaussfit.numbers import PASS_MARK, SIX_POINTS
from gaussfit.variants import optimum, points_of, start_total
from grader.classroom.init import make_course
from grader.reading import course_release
from grader.reading.compose import composed_bytes
from grader.settings import SETTINGS_NAME

TOML = '[exercise]\nname = "gaussian-density"\nvariants = "student"\n'
OWN = points_of("s001", SIX_POINTS, PASS_MARK)


@pytest.fixture(scope="module")
def page(browser: Browser, front_end: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """The notebook that students of such a course get, with the answers in it and no id yet."""
    root = tmp_path_factory.mktemp("varied")
    (root / SETTINGS_NAME).write_text(TOML, encoding="utf-8")
    course = make_course(root)
    solved = nbformat.read(str(course.source_path), as_version=4).cells
    answers = {cell.metadata.nbgrader.grade_id: cell.source for cell in solved if "nbgrader" in cell.metadata}
    wanted = {question: answers[question] for question in course.exercise.ids}
    folder = tmp_path_factory.mktemp("notebook")
    (folder / "own.ipynb").write_bytes(composed_bytes(course_release(course), wanted))
    with jupyter_server(folder, tmp_path_factory.mktemp("jupyter")) as server:
        opened = open_notebook(browser, server, front_end, "own.ipynb")
        yield opened
        opened.close()


def to_the_top(page: Page) -> None:
    """Cells far from what is looked at are not on the page."""
    page.locator(".jp-WindowedPanel-outer").evaluate("element => { element.scrollTop = 0; }")
    page.get_by_text("your id, between the quotes").first.wait_for()


def fill_in(page: Page, student: str) -> None:
    """Type an id between the quotes, as a student does, and run all cells."""
    to_the_top(page)
    cell = page.locator(".jp-CodeCell .cm-content", has_text="your id, between the quotes")
    cell.scroll_into_view_if_needed()
    cell.click()
    page.keyboard.press("Control+Home")
    for _ in 'student = "':
        page.keyboard.press("ArrowRight")
    page.keyboard.type(student)
    run_all(page)


def test_the_sliders_and_the_checks_are_about_the_points_of_the_id(page: Page) -> None:
    to_the_top(page)
    missing = page.locator(".jp-OutputArea pre", has_text="Your id is missing: write it into the cell above.")
    missing.scroll_into_view_if_needed()
    expect(missing).to_be_visible()
    fill_in(page, "S 001")
    expect(missing).to_have_count(0)
    sliders = Sliders(page)
    sliders.page.get_by_role("button", name="Reset").click()
    expect(sliders.status).to_contain_text(f"Total NLL: {start_total(OWN):.3f}")
    for name, number in zip("ABCXY", optimum(OWN), strict=True):
        sliders.type(name, f"{number:.2f}")
    expect(sliders.status).to_contain_text(re.compile(r"Total NLL: 18\.3[78]"))
