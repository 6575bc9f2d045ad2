"""Fixtures for the browser tests: Chromium, a Jupyter server, and notebooks opened and run in both front-ends."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import Browser, Page, expect

from benchmarks.browsing import FRONT_ENDS, PATIENCE, Server, chromium, jupyter_server, open_notebook
from benchmarks.knobs import Sliders

ROOT = Path(__file__).parents[2]

BROKEN = """
def gaussian_nll(x, Sigma, Mean):
    return x.no_such_thing
"""

Opened = Callable[[str], Page]


def variant(of: str, **answers: str) -> str:
    """Return the text of one of the repository's notebooks with other answers in it, by the cell's name."""
    path = ROOT / of / "gaussian-density" / "gaussian-density.ipynb"
    notebook = nbformat.read(str(path), as_version=4)
    for cell in notebook.cells:
        cell.source = answers.get(cell.metadata.get("nbgrader", {}).get("grade_id", ""), cell.source)
    text: str = nbformat.writes(notebook)
    return text


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    expect.set_options(timeout=PATIENCE)
    with chromium() as started:
        yield started


@pytest.fixture(scope="session")
def notebooks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with each variant once for each front-end, so that no two share a kernel."""
    folder = tmp_path_factory.mktemp("notebooks")
    unfinished = variant("assignments")
    texts = {
        "untouched": unfinished,
        "solved": variant("solutions"),
        "restarted": variant("solutions"),
        "dark": variant("solutions"),
        "broken": variant("solutions", gaussian_nll=BROKEN),
        "unfinished": variant("solutions", gaussian_nll=source(unfinished, "gaussian_nll")),
    }
    for front_end in FRONT_ENDS:
        for name, text in texts.items():
            (folder / f"{name}-{front_end}.ipynb").write_text(text, encoding="utf-8")
    return folder


def source(notebook: str, grade_id: str) -> str:
    cells = nbformat.reads(notebook, as_version=4).cells
    return next(str(c.source) for c in cells if c.metadata.get("nbgrader", {}).get("grade_id") == grade_id)


@pytest.fixture(scope="session")
def server(notebooks: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with jupyter_server(notebooks, tmp_path_factory.mktemp("jupyter")) as started:
        yield started


@pytest.fixture(scope="session", params=list(FRONT_ENDS))
def front_end(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="session")
def opened(browser: Browser, server: Server, front_end: str) -> Iterator[Opened]:
    """Opens a notebook by its name, runs it, and keeps the page for the next test that asks."""
    pages: dict[str, Page] = {}

    def page(name: str) -> Page:
        if name not in pages:
            pages[name] = open_notebook(browser, server, front_end, f"{name}-{front_end}.ipynb")
        return pages[name]

    yield page
    for each in pages.values():
        each.close()


@pytest.fixture
def sliders(opened: Opened) -> Sliders:
    """The sliders of the solved notebook, back at the start."""
    found = Sliders(opened("solved"))
    found.page.get_by_role("button", name="Reset").click()
    expect(found.status).to_contain_text("Total NLL: 24.962")
    return found
