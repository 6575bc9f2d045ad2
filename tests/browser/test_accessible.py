"""What axe finds on what we show, what the keyboard reaches, and nbgrader's Validate: in both front ends."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from benchmarks.browsing import PATIENCE
from benchmarks.knobs import Sliders

ROOT = Path(__file__).parents[2]
NAME = "gaussian-density"
RULES = {"runOnly": ["wcag2a", "wcag2aa"], "resultTypes": ["violations"]}
OURS = ".jp-OutputArea-output:not(.jp-RenderedImage), .jp-RenderedMarkdown"
"""What our notebook shows; the rest of the page is Jupyter's. So are pictures that cells put out: Jupyter's renderer
puts no alternative text on them, whatever the cell says. The text above each says what it shows."""


def faults(page: Page, where: str | None = None) -> list[str]:
    """What axe finds in parts of a page, or on all of it: the rule, and the element."""
    context: Any = {"include": [[part] for part in where.split(", ")]} if where else None
    found = Axe().run(page, context=context, options=RULES).response
    return [f"{rule['id']}: {node['html'][:200]}" for rule in found["violations"] for node in rule["nodes"]]


@pytest.mark.parametrize("name", ["solved", "untouched"])
def test_axe_finds_nothing_on_what_the_notebook_shows(opened: Callable[[str], Page], name: str) -> None:
    page = opened(name)
    page.get_by_role("slider", name="A, slider").wait_for(state="attached")
    assert faults(page, OURS) == []


def test_axe_finds_nothing_on_the_bars_and_what_comes_below_the_mark(sliders: Sliders) -> None:
    sliders.type("A", "2")
    bars = sliders.page.get_by_role("button", name="Show the three terms")
    bars.click()
    try:
        sliders.page.get_by_text("Each point's NLL:").wait_for()
        assert faults(sliders.page, OURS) == []
    finally:
        bars.click()


def test_axe_would_find_a_slider_without_a_name(sliders: Sliders) -> None:
    sliders.handle("A").evaluate("knob => { knob.kept = knob.ariaLabel; knob.ariaLabel = null; }")
    try:
        assert any("noUi-handle" in fault for fault in faults(sliders.page, OURS))
    finally:
        sliders.handle("A").evaluate("knob => { knob.ariaLabel = knob.kept; }")


@pytest.mark.parametrize(
    ("key", "to"), [("ArrowRight", 1.01), ("ArrowLeft", 0.99), ("ArrowUp", 1.01), ("ArrowDown", 0.99)]
)
def test_arrows_move_a_slider(sliders: Sliders, key: str, to: float) -> None:
    sliders.handle("A").focus()
    sliders.page.keyboard.press(key)
    sliders.wait_at("A", to)
    expect(sliders.box("A")).to_have_value(f"{to:g}")


@pytest.mark.parametrize("key", ["Enter", "Space"])
@pytest.mark.parametrize("name", ["Show a sample", "Show the three terms"])
def test_keys_press_what_can_be_toggled(sliders: Sliders, key: str, name: str) -> None:
    button = sliders.page.get_by_role("button", name=name)
    for pressed in (True, False):
        button.focus()
        sliders.page.keyboard.press(key)
        expect(button).to_have_class(re.compile("mod-active") if pressed else re.compile("^(?!.*mod-active)"))


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_keys_press_the_buttons(sliders: Sliders, key: str) -> None:
    page = sliders.page
    sliders.type("A", "2")
    expect(sliders.status).to_contain_text("Reached: below 23")
    for name, shows in {
        "Copy these numbers": lambda: expect(page.locator("#search-line")).to_be_focused(),
        "Let gradient descent": lambda: expect(sliders.status).to_contain_text("downhill"),
        "Reset": lambda: expect(sliders.status).to_contain_text("Total NLL: 24.962"),
    }.items():
        page.get_by_role("button", name=name).focus()
        page.keyboard.press(key)
        shows()


def test_gradient_descent_shows_its_way(sliders: Sliders) -> None:
    sliders.type("A", "2")
    expect(sliders.status).to_contain_text("Reached: below 23")
    sliders.page.evaluate(
        """image => {
        window.pictures = 0;
        new MutationObserver(() => window.pictures++).observe(image, {attributeFilter: ["src"]});
    }""",
        sliders.figure.element_handle(),
    )
    sliders.page.get_by_role("button", name="Let gradient descent").click()
    expect(sliders.status).to_contain_text("Gradient descent took 300 steps downhill")
    expect(sliders.status).to_contain_text("Total NLL: 18.377")
    sliders.page.wait_for_timeout(1000)  # nothing comes back that moves them again
    expect(sliders.box("A")).to_have_value("3.49")
    expect(sliders.box("B")).to_have_value("-1.35")
    expect(sliders.status).to_contain_text("downhill")
    assert sliders.page.evaluate("() => window.pictures") > 5


@pytest.mark.parametrize(("name", "told"), [("untouched", "failed"), ("solved", "Success!")])
def test_the_validate_button_tells_the_truth(opened: Callable[[str], Page], name: str, told: str) -> None:
    page = opened(name)
    page.bring_to_front()
    page.get_by_text("Validate", exact=True).first.click()
    dialog = page.locator(".jp-Dialog")
    expect(dialog).to_contain_text(told, timeout=PATIENCE)
    dialog.locator("button").last.click()


def test_axe_finds_nothing_on_the_feedback_page_and_the_report(browser: Browser, tmp_path: Path) -> None:
    course = tmp_path / "course"
    gaussfit("init", course)
    for student, nll in {"right": None, "slip": "def gaussian_nll(x, Sigma, Mean):\n    return x[0]"}.items():
        notebook = nbformat.read(str(course / "solutions" / NAME / f"{NAME}.ipynb"), as_version=4)
        for cell in notebook.cells:
            if nll and cell.metadata.get("nbgrader", {}).get("grade_id") == "gaussian_nll":
                cell.source = nll
        folder = course / "submitted" / student / NAME
        folder.mkdir(parents=True)
        nbformat.write(notebook, str(folder / f"{NAME}.ipynb"))
    broken = course / "submitted" / "broken" / NAME / f"{NAME}.ipynb"
    broken.parent.mkdir(parents=True)
    broken.write_text("no notebook", encoding="utf-8")
    gaussfit("grade", "--course", course)
    gaussfit("return", "--course", course, "--to", "folder")
    gaussfit("report", "--course", course)
    page = browser.new_page()
    pages = [course / "feedback" / student / NAME / f"{NAME}.html" for student in ("right", "slip", "broken")]
    try:
        for each in [*pages, course / "report.html"]:
            page.goto(each.as_uri())
            page.evaluate("() => document.querySelectorAll('details').forEach(each => { each.open = true; })")
            assert faults(page) == [], each
    finally:
        page.close()


def gaussfit(*arguments: str | Path) -> None:
    command = [str(Path(sys.executable).with_name("gaussfit")), *map(str, arguments)]
    subprocess.run(command, check=True, capture_output=True, text=True)
