"""What `benchmarks.sliders` moves: the exercise's own sliders, and in the same notebook a cell written by hand."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import nbformat
from playwright.sync_api import Locator, Page

from benchmarks.knobs import Sliders, bring_into_view

ROOT = Path(__file__).parents[1]
NOTEBOOK = ROOT / "solutions" / "gaussian-density" / "gaussian-density.ipynb"

PLAIN = """
import ipywidgets as plain

def draw_plainly(A, B, C, X, Y):
    Sigma, Mean = torch.tensor([[A, B], [B, C]]), torch.tensor([X, Y])
    fig = plt.figure(figsize=(8, 8), dpi=80)
    draw_data(fig, data)
    draw_density(fig, Sigma, Mean)
    nll = gaussian_nll(data, Sigma, Mean)
    for point, value in zip(data.T.tolist(), nll.tolist()):
        fig.gca().annotate(f"{value:.3f}", point, (6, 6), textcoords="offset points")
    fig.gca().set(xlim=(-5, 5), ylim=(-5, 5), aspect="equal", title=f"Total NLL {nll.sum():.3f} nats")
    plt.show()

start = {"A": 1, "B": 0, "C": 1, "X": 0, "Y": 0}
plain_sliders = {
    name: plain.FloatSlider(value, min=-2, max=6, step=0.01, description=name) for name, value in start.items()
}
plain_output = plain.interactive_output(draw_plainly, plain_sliders)
plain_output.layout.height = "700px"
plain.VBox([*plain_sliders.values(), plain_output])
"""

MOVE = """([knob, picture, key, frame]) => new Promise((resolve, reject) => {
    const shows = () => frame ? frame.querySelector("img")?.src : picture.src;
    const before = shows();
    const watched = frame || picture;
    const started = performance.now();
    const watch = new MutationObserver(() => {
        const now = shows();
        if (!now || now === before) return;
        watch.disconnect();
        const image = frame ? frame.querySelector("img") : picture;
        image.decode().catch(() => {}).then(() => requestAnimationFrame(() => resolve(performance.now() - started)));
    });
    watch.observe(watched, {attributes: true, childList: true, subtree: true, attributeFilter: ["src"]});
    setTimeout(() => { watch.disconnect(); reject(new Error("no new picture")); }, 20000);
    knob.dispatchEvent(new KeyboardEvent("keydown", {key, bubbles: true, cancelable: true}));
})"""
"""Presses a key on a slider's knob; resolves to the milliseconds until the new picture is decoded and painted."""


def notebook_with_plain_cell() -> str:
    """Return the solved notebook with the plain cell after our sliders, and a cell that counts figures."""
    notebook = nbformat.read(str(NOTEBOOK), as_version=4)
    place = next(i for i, cell in enumerate(notebook.cells) if cell.id == "show-search")
    notebook.cells[place + 1 : place + 1] = [nbformat.v4.new_code_cell(PLAIN, id="plain")]
    text: str = nbformat.writes(notebook)
    return text


@dataclass(frozen=True)
class Cell:
    """A slider's knob, and the picture to watch: an image, or a frame in which images are replaced."""

    knob: Locator
    picture: Locator | None
    frame: Locator | None
    bars: bool = False

    def bring_into_view(self, page: Page) -> None:
        """Scroll to it; ours is put back to where it starts, with or without bars."""
        if self.picture:
            show_bars(page, self.bars)
            page.get_by_role("button", name="Reset").click()
            Sliders(page).status.filter(has_text="Total NLL: 24.962").wait_for()
            bring_into_view(page, self.picture)
        elif self.frame:
            for _ in range(3):  # cells get their heights as they come into view
                self.knob.evaluate("element => element.scrollIntoView({block: 'start'})")
                page.mouse.wheel(0, -100)
                page.wait_for_timeout(500)

    def press(self, page: Page, key: str) -> float:
        """Return the milliseconds that one press of a key takes until its picture is there."""
        handles = [each.element_handle() if each else None for each in (self.knob, self.picture, self.frame)]
        taken: float = page.evaluate(MOVE, [handles[0], handles[1], key, handles[2]])
        page.wait_for_timeout(50)
        return taken


def show_bars(page: Page, wanted: bool) -> None:
    """Press the button of the three terms unless they stand there as wanted."""
    button = page.get_by_role("button", name="Show the three terms")
    if ("mod-active" in (button.get_attribute("class") or "")) != wanted:
        button.click()
        page.get_by_text("Each point's NLL:").wait_for(state="visible" if wanted else "detached")


def cells(page: Page) -> dict[str, Cell]:
    """Find the plain cell and ours, without bars and with them."""
    sliders = Sliders(page)
    plain = page.locator(".jp-CodeCell", has_text="draw_plainly").last
    frame = plain.locator(".jupyter-widgets-output-area, .widget-output").first
    return {
        "plain": Cell(plain.locator(".noUi-handle").first, None, frame),
        "ours": Cell(sliders.handle("A"), sliders.figure, None),
        "ours with bars": Cell(sliders.handle("A"), sliders.figure, None, bars=True),
    }
