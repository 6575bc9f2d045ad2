"""A feedback page in a browser: it loads nothing and runs nothing, even had something got through."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import nbgrader
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from playwright.sync_api import Browser
from traitlets.config import Config

from grader.feedback.exporter import FeedbackExporter

STYLES = (
    Path(nbgrader.__file__).parent / "server_extensions/formgrader/static/node_modules/bootstrap/dist/css"
)
POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
PIXEL = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYPj/HwADAgH/p9wS1wAAAABJRU5Er"
    "kJggg=="
)
HOSTILE = """
<script>document.title = "ran"</script><img src="{to}/img" onerror="document.title = 'ran'">
<script src="{to}/script"></script><link rel="stylesheet" href="{to}/css"><iframe src="{to}/iframe"></iframe>
<object data="{to}/object"></object><video src="{to}/video" autoplay></video><svg><image href="{to}/image"/></svg>
<style>@import url({to}/import); @font-face {{ font-family: f; src: url({to}/font); }}
body {{ background: url({to}/background); font-family: f; }}</style>
"""


@pytest.fixture
def asked() -> Iterator[tuple[str, list[str]]]:
    """The address of a server on this machine, and what it is asked for."""
    paths: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            paths.append(self.path)
            self.send_error(404)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}", paths
    server.shutdown()
    server.server_close()


def feedback(*texts: str) -> str:
    about = {"student": "s1", "notebook": "hw", "score": 0.0, "max_score": 1.0, "late_penalty": 0.0}
    cells = [new_code_cell("x = 1"), *map(new_markdown_cell, texts)]
    styles = Config(HTMLExporter={"extra_template_paths": [str(STYLES)]})
    page, _ = FeedbackExporter(styles).from_notebook_node(new_notebook(cells=cells), {"nbgrader": about})
    return page


def test_a_page_loads_nothing_and_runs_nothing_whatever_is_on_it(
    browser: Browser, tmp_path: Path, asked: tuple[str, list[str]]
) -> None:
    to, paths = asked
    page = feedback("```text\n" + HOSTILE.format(to=to) + "\n```")
    assert show(browser, tmp_path, page) == "hw"
    got_through = page.replace("</body>", HOSTILE.format(to=to) + "</body>")
    assert show(browser, tmp_path, got_through) == "hw"
    assert paths == []
    assert show(browser, tmp_path, POLICY.sub("", got_through)) == "ran"  # or the test could not fail
    assert {"/img", "/script", "/css", "/iframe", "/object", "/import", "/background"} <= set(paths)


def test_the_policy_leaves_a_page_its_pictures_formulas_and_styles(browser: Browser, tmp_path: Path) -> None:
    page = feedback(f"![a point]({PIXEL})", r"$$\frac{1}{2}$$", '<p style="color: rgb(1, 2, 3)">own</p>')
    assert POLICY.search(page)
    shown = browser.new_page()
    try:
        pictures = []
        for text in (page, POLICY.sub("", page)):
            (tmp_path / "page.html").write_text(text, encoding="utf-8")
            shown.goto((tmp_path / "page.html").as_uri())
            shown.evaluate(
                "() => document.querySelectorAll('details').forEach(each => { each.open = true; })"
            )
            pictures.append(shown.screenshot(full_page=True))
        assert pictures[0] == pictures[1]
        assert shown.evaluate("() => document.querySelector('img').naturalWidth") == 1
    finally:
        shown.close()


def show(browser: Browser, folder: Path, text: str) -> str:
    """Open a page and wait until it has loaded what it may; its title."""
    (folder / "page.html").write_text(text, encoding="utf-8")
    page = browser.new_page()
    try:
        page.goto((folder / "page.html").as_uri(), wait_until="networkidle")
        return page.title()
    finally:
        page.close()
