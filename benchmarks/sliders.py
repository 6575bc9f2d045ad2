"""How long it takes from a slider's move to the new picture in the browser: ours, and a plain cell beside it.

`python -m benchmarks.sliders` opens one notebook in JupyterLab and Chromium. It holds the exercise's own sliders and
a cell as one writes it by hand: `interactive_output` and a fresh 8 x 8 inch figure for every move. Both are moved in
turns, so that whatever else the machine does falls on both. Then ours is moved 500 times while the kernel's
memory is watched.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
from pathlib import Path

import nbformat
import psutil
from playwright.sync_api import Locator, Page

from benchmarks.browsing import Server, Sliders, bring_into_view, chromium, jupyter_server, open_notebook

ROOT = Path(__file__).parents[1]
NOTEBOOK = ROOT / "solutions" / "gaussian-density" / "gaussian-density.ipynb"

PLAIN = """
import ipywidgets as plain

def draw_plainly(A, B, C, X, Y):
    Sigma, Mean = torch.tensor([[A, B], [B, C]]), torch.tensor([X, Y])
    fig = plt.figure(figsize=(8, 8))
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


def timed(page: Page, knob: Locator, key: str, picture: Locator | None, frame: Locator | None) -> float:
    """Return the milliseconds that one press of a key takes until its picture is there."""
    handles = [each.element_handle() if each else None for each in (knob, picture, frame)]
    taken: float = page.evaluate(MOVE, [handles[0], handles[1], key, handles[2]])
    page.wait_for_timeout(50)
    return taken


def notebook_with_plain_cell() -> str:
    """Return the solved notebook with the plain cell after our sliders, and a cell that counts figures."""
    notebook = nbformat.read(str(NOTEBOOK), as_version=4)
    place = next(i for i, cell in enumerate(notebook.cells) if cell.id == "show-search")
    notebook.cells[place + 1 : place + 1] = [nbformat.v4.new_code_cell(PLAIN, id="plain")]
    text: str = nbformat.writes(notebook)
    return text


def kernel(server: Server) -> psutil.Process:
    """Return the process of the only kernel."""
    children = psutil.Process(server.pid).children(recursive=True)
    return next(each for each in children if "ipykernel_launcher" in " ".join(each.cmdline()))


def measure(page: Page, moves: int) -> dict[str, list[float]]:
    """Move both in turns; return the milliseconds of each move."""
    sliders = Sliders(page)
    plain = page.locator(".jp-CodeCell", has_text="draw_plainly").last
    knob, frame = (
        plain.locator(".noUi-handle").first,
        plain.locator(".jupyter-widgets-output-area, .widget-output").first,
    )
    times: dict[str, list[float]] = {"plain": [], "ours": []}
    for turn in range(4):
        for which in times:
            if which == "ours":
                bring_into_view(page, sliders.figure)
                one = [
                    timed(page, sliders.handle("A"), key(i), sliders.figure, None) for i in range(moves // 4)
                ]
            else:
                frame.scroll_into_view_if_needed()
                page.wait_for_timeout(1000)
                one = [timed(page, knob, key(i), None, frame) for i in range(moves // 4)]
            times[which] += one[2:] if turn == 0 else one  # the first two warm up
    bring_into_view(page, sliders.figure)
    return times


def key(number: int) -> str:
    """Return the key to press: right most of the time, so that A stays above its bound."""
    return "ArrowLeft" if number % 3 == 2 else "ArrowRight"


def grown(page: Page, server: Server, moves: int) -> list[tuple[int, float]]:
    """Move ours; return the kernel's memory in MB after each tenth of the moves."""
    sliders, process = Sliders(page), kernel(server)
    sizes = []
    for number in range(moves + 1):
        if number % (moves // 10) == 0:
            sizes.append((number, process.memory_info().rss / 1e6))
        timed(
            page,
            sliders.handle("X"),
            "ArrowRight" if number // 50 % 2 == 0 else "ArrowLeft",
            sliders.figure,
            None,
        )
    return sizes


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--moves", type=int, default=80, help="moves of each to time")
    parser.add_argument("--many", type=int, default=500, help="moves while memory is watched")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="gaussfit-sliders-") as folder:
        served, home = Path(folder, "served"), Path(folder, "home")
        served.mkdir()
        home.mkdir()
        (served / "sliders.ipynb").write_text(notebook_with_plain_cell(), encoding="utf-8")
        with chromium() as browser, jupyter_server(served, home) as server:
            page = open_notebook(browser, server, "JupyterLab", "sliders.ipynb")
            times = measure(page, options.moves)
            sizes = grown(page, server, options.many)
    report(times, sizes)


def report(times: dict[str, list[float]], sizes: list[tuple[int, float]]) -> None:
    """Print what was measured."""
    print("from a slider's move to the new picture, JupyterLab and Chromium\n")
    print("| | moves | median, ms | 10 %, ms | 90 %, ms |\n|---|---|---|---|---|")
    for which, taken in times.items():
        tenths = statistics.quantiles(taken, n=10)
        print(
            f"| {which} | {len(taken)} | {statistics.median(taken):.0f} | {tenths[0]:.0f} | {tenths[-1]:.0f} |"
        )
    ratio = statistics.median(times["ours"]) / statistics.median(times["plain"])
    print(f"\nratio of the medians: {ratio:.2f}")
    print("\nmemory of the kernel while ours is moved: " + ", ".join(f"{n}: {mb:.0f} MB" for n, mb in sizes))


if __name__ == "__main__":
    main()
