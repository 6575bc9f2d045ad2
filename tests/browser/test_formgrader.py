"""The instructor's side: formgrader in a course made by `gaussfit init`."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import Browser, Page, expect

from benchmarks.browsing import PATIENCE, Server, jupyter_server

ROOT = Path(__file__).parents[2]
NAME = "gaussian-density"
COMMENT = "Well explained; the half is forgiven."
WITHOUT_HALF = """
def gaussian_nll(x, Sigma, Mean):
    d = x - Mean[:, None]
    return (d * torch.linalg.solve(Sigma, d)).sum(0) + 0.5 * torch.logdet(Sigma) + math.log(2 * math.pi)
"""


def gaussfit(*arguments: str | Path) -> str:
    command = [str(Path(sys.executable).with_name("gaussfit")), *map(str, arguments)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def submit(course: Path, student: str, grade_id: str = "", answer: str = "") -> None:
    """Hand in the solved notebook, with one answer replaced."""
    notebook = nbformat.read(str(course / "solutions" / NAME / f"{NAME}.ipynb"), as_version=4)
    for cell in notebook.cells:
        if grade_id and cell.metadata.get("nbgrader", {}).get("grade_id") == grade_id:
            cell.source = answer
    folder = course / "submitted" / student / NAME
    folder.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, str(folder / f"{NAME}.ipynb"))


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("instructor") / "course"
    gaussfit("init", folder)
    submit(folder, "right")
    submit(folder, "slip", "gaussian_nll", WITHOUT_HALF)
    gaussfit("grade", "--course", folder)
    return folder


@pytest.fixture(scope="module")
def formgrader(course: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with jupyter_server(course, tmp_path_factory.mktemp("formgrader")) as server:
        yield server


@pytest.fixture
def page(browser: Browser, formgrader: Server) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 1280, "height": 1000})
    page.set_default_timeout(PATIENCE)
    page.goto(formgrader.page("formgrader"))  # formgrader's own front page is where a token logs in
    yield page
    page.close()


def open_submission(page: Page, server: Server, score: str) -> None:
    """Go by the list of submissions, as an instructor does, to the one with this score."""
    page.goto(server.page(f"formgrader/gradebook/{NAME}/{NAME}"))
    page.locator("tr", has_text=score).locator("a:visible").first.click()
    page.locator("input.score").first.wait_for()


def test_the_assignment_is_listed_with_its_submissions(page: Page, formgrader: Server) -> None:
    page.goto(formgrader.page("formgrader"))
    row = page.locator("tr", has_text=NAME)
    expect(row.locator(".num-submissions")).to_have_text("2")
    page.goto(formgrader.page(f"formgrader/gradebook/{NAME}/{NAME}"))
    expect(page.locator("td", has_text="30 / 30").first).to_be_visible()
    expect(page.locator("td", has_text="27 / 30").first).to_be_visible()


def test_the_feedback_stands_in_the_grade_cells(page: Page, formgrader: Server) -> None:
    open_submission(page, formgrader, "27 / 30")
    expect(page.locator("input.score#test_gaussian_nll")).to_have_attribute("placeholder", "7")
    feedback = page.locator(".output_html", has_text="7 of 10 points")
    expect(feedback).to_be_visible()
    expect(feedback).to_contain_text("missing half")
    expect(feedback).to_contain_text("not yet, 0 of 1.5")
    expect(page.locator(".output_html svg").first).to_be_visible()


def test_an_overridden_mark_and_a_comment_survive_the_next_grade(
    page: Page, formgrader: Server, course: Path
) -> None:
    open_submission(page, formgrader, "27 / 30")
    fill_in(page, "input.score#test_gaussian_nll", "9", "grades")
    fill_in(page, "textarea.comment#gaussian_nll-comment", COMMENT, "comments")
    gaussfit("grade", "--course", course, "--force")
    submit(course, "slip", "gaussian_nll", "# another try\n" + WITHOUT_HALF)
    gaussfit("grade", "--course", course)
    open_submission(page, formgrader, "29 / 30")
    expect(page.locator("input.score#test_gaussian_nll")).to_have_value("9")
    expect(page.locator("textarea.comment#gaussian_nll-comment")).to_have_value(COMMENT)


def fill_in(page: Page, field: str, text: str, kind: str) -> None:
    """Fill in a field of formgrader's and wait until it has saved it."""
    expect(page.locator(field)).to_have_attribute("placeholder", re.compile("."))  # now it listens
    page.locator(field).fill(text)
    with page.expect_response(lambda r: f"/api/{kind[:-1]}" in r.url and r.request.method == "PUT") as saved:
        page.keyboard.press("Tab")
    assert saved.value.ok
