"""Takes the pictures of these pages again: `python docs/images/retake.py`.

With `--all FOLDER`, pictures of the notebook from top to end, in the light and the dark theme, of all that the
sliders tell, of a feedback page and of formgrader go there too, to be looked at.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

import nbformat
from playwright.sync_api import Browser, Locator, Page

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT))  # so that the script runs from anywhere

from benchmarks.browsing import PATIENCE, Server, chromium, jupyter_server, open_notebook  # noqa: E402
from benchmarks.knobs import Sliders  # noqa: E402

NAME = "gaussian-density"
OPTIMUM = {"A": "3.49", "C": "0.97", "B": "-1.35", "X": "-0.11", "Y": "0.41"}
BROKEN = "def gaussian_nll(x, Sigma, Mean):\n    return x.no_such_thing\n"
WITHOUT_HALF = """
def gaussian_nll(x, Sigma, Mean):
    d = x - Mean[:, None]
    return (d * torch.linalg.solve(Sigma, d)).sum(0) + 0.5 * torch.logdet(Sigma) + math.log(2 * math.pi)
"""


def notebook(of: str, path: Path, nll: str | None = None) -> None:
    """Write one of the repository's notebooks to a path, with another `gaussian_nll` if one is given."""
    found = nbformat.read(str(ROOT / of / NAME / f"{NAME}.ipynb"), as_version=4)
    for cell in found.cells:
        if nll and cell.metadata.get("nbgrader", {}).get("grade_id") == "gaussian_nll":
            cell.source = nll
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(found, str(path))


def take(shown: Locator, path: Path) -> None:
    """Take a picture of an element, with the mouse out of the way."""
    shown.page.mouse.move(0, 0)
    shown.page.wait_for_timeout(500)
    shown.screenshot(path=str(path))


def search_output(page: Page) -> Locator:
    """Return what the cell with the sliders shows."""
    return page.locator(".widget-hbox", has=page.locator("img.widget-image")).first


def at_the_optimum(browser: Browser, server: Server, images: Path) -> Sliders:
    """Take the picture of the sliders at the best Gaussian; return them."""
    sliders = Sliders(open_notebook(browser, server, "JupyterLab", "solved.ipynb"))
    for name, number in OPTIMUM.items():
        sliders.type(name, number)
        sliders.wait_at(name, float(number))
    sliders.page.get_by_role("button", name="Copy these numbers").click()
    sliders.page.get_by_text("18.377 nats at").wait_for()
    take(search_output(sliders.page), images / "search.png")
    return sliders


def formgrader(browser: Browser, folder: Path, images: Path, more: Path | None) -> None:
    """Take the picture of a submission in formgrader, in a course of its own; with `more` also of a feedback page."""
    course = folder / "course"
    command = str(Path(sys.executable).with_name("gaussfit"))
    subprocess.run([command, "init", str(course)], check=True, capture_output=True)
    notebook("solutions", course / "submitted" / "slip" / NAME / f"{NAME}.ipynb", WITHOUT_HALF)
    subprocess.run([command, "grade", "--course", str(course)], check=True, capture_output=True)
    home = folder / "formgrader"
    home.mkdir()
    with jupyter_server(course, home) as server:
        page = browser.new_page(viewport={"width": 1200, "height": 1000})
        page.set_default_timeout(PATIENCE)
        page.goto(server.page("formgrader"))
        page.goto(server.page(f"formgrader/gradebook/{NAME}/{NAME}"))
        page.locator("tr", has_text="27 / 30").locator("a:visible").first.click()
        feedback = page.locator(".output_html", has_text="7 of 10 points").last
        feedback.evaluate("element => scrollTo(0, element.getBoundingClientRect().top + scrollY - 140)")
        page.wait_for_timeout(1000)
        page.screenshot(path=str(images / "formgrader.png"))
    if more:
        again = [sys.executable, "-m", "nbgrader", "generate_feedback", NAME]
        subprocess.run(again, check=True, capture_output=True, cwd=course)
        page.goto(f"file://{course}/feedback/slip/{NAME}/{NAME}.html")
        page.screenshot(path=str(more / "feedback.png"), full_page=True)


def everything(browser: Browser, server: Server, home: Path, sliders: Sliders, folder: Path) -> None:
    """Take the pictures that are only looked at."""
    sliders.page.get_by_role("button", name="Reset").click()
    sliders.page.get_by_text("Total NLL: 24.962").wait_for()
    take(search_output(sliders.page), folder / "start.png")
    sliders.page.get_by_role("button", name="Show a sample").click()
    sliders.type("B", "1.5")
    sliders.page.get_by_text("B² = 2.25").wait_for()
    take(search_output(sliders.page), folder / "invalid.png")
    broken = Sliders(open_notebook(browser, server, "JupyterLab", "broken.ipynb"))
    take(search_output(broken.page), folder / "error.png")
    whole(open_notebook(browser, server, "Notebook", "untouched.ipynb"), folder / "untouched.png")
    settings = home / "settings" / "@jupyterlab" / "apputils-extension"
    dark = '{"theme": "JupyterLab Dark"}'
    (settings / "themes.jupyterlab-settings").write_text(dark, encoding="utf-8")
    whole(open_notebook(browser, server, "Notebook", "dark.ipynb"), folder / "dark.png")


def whole(page: Page, path: Path) -> None:
    """Take a picture of a page that is high enough for all cells."""
    page.set_viewport_size({"width": 1300, "height": 13000})
    page.wait_for_timeout(3000)
    page.screenshot(path=str(path))


def main() -> None:
    """Take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--images", type=Path, default=HERE, help="where the two of the pages go")
    parser.add_argument("--all", type=Path, metavar="FOLDER", help="where all the others go, if wanted")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="gaussfit-pictures-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        for stem, of in {"solved": "solutions", "dark": "solutions", "untouched": "assignments"}.items():
            notebook(of, folder / "served" / f"{stem}.ipynb")
        notebook("solutions", folder / "served" / "broken.ipynb", BROKEN)
        home = folder / "home"
        home.mkdir()
        with chromium() as browser:
            with jupyter_server(folder / "served", home) as server:
                sliders = at_the_optimum(browser, server, options.images)
                if options.all:
                    options.all.mkdir(parents=True, exist_ok=True)
                    everything(browser, server, home, sliders, options.all)
            formgrader(browser, folder, options.images, options.all)


if __name__ == "__main__":
    main()
