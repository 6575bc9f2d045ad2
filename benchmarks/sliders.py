"""How long it takes from a slider's move to the new picture in the browser: ours, and a plain cell beside it.

`python -m benchmarks.sliders` opens one notebook in JupyterLab and Chromium. It holds the exercise's own sliders and
a cell as one writes it by hand: `interactive_output` and a fresh 8 x 8 inch figure, with as many dots an inch as
ours, for every move. They are moved in turns, ours once as it opens and once with the bars of *Show the three terms*,
so that whatever else the machine does falls on all. Then each is dragged through 500 positions of the mouse: how many
pictures come, how long after the last position the last one comes, and what the kernel and the page hold before and
after. Last, ours is moved 500 times with a picture each.
"""

from __future__ import annotations

import argparse
import math
import statistics
import tempfile
from dataclasses import dataclass
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


def kernel(server: Server) -> psutil.Process:
    """Return the process of the only kernel."""
    children = psutil.Process(server.pid).children(recursive=True)
    return next(each for each in children if "ipykernel_launcher" in " ".join(each.cmdline()))


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


@dataclass(frozen=True)
class Drag:
    """What came of a drag: pictures, milliseconds from the last move to the last picture, MB before and after."""

    pictures: int
    lag: float
    kernel: tuple[float, float]
    page: tuple[float, float]


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


def measure(page: Page, moves: int) -> dict[str, list[float]]:
    """Move them in turns; return the milliseconds of each move."""
    times: dict[str, list[float]] = {}
    for turn in range(4):
        for which, cell in cells(page).items():
            times.setdefault(which, [])
            cell.bring_into_view(page)
            one = [cell.press(page, key(number)) for number in range(moves // 4)]
            times[which] += one[2:] if turn == 0 else one  # the first two warm up
    return times


def key(number: int) -> str:
    """Return the key to press: right most of the time, so that A stays above its bound."""
    return "ArrowLeft" if number % 3 == 2 else "ArrowRight"


def drag(page: Page, server: Server, cell: Cell, moves: int) -> Drag:
    """Take the knob with the mouse, move it to and fro without a pause, and watch the pictures."""
    cell.bring_into_view(page)
    before = memory(page, server)
    box = cell.knob.bounding_box()
    if box is None:
        raise RuntimeError("The slider is not on the page.")
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    watched = cell.frame or cell.picture
    page.evaluate(WATCH, watched.element_handle() if watched else None)
    page.mouse.move(x, y)
    page.mouse.down()
    for number in range(moves):
        page.mouse.move(x + 60 * abs(math.sin(number / 40)), y)
    page.mouse.move(x + 41.3, y)
    page.mouse.up()
    page.wait_for_function("() => performance.now() - Math.max(watched.move, watched.shown) > 2000")
    pictures, lag = page.evaluate("() => [watched.count, watched.shown - watched.move]")
    after = memory(page, server)
    return Drag(pictures, lag, (before[0], after[0]), (before[1], after[1]))


WATCH = """element => {
    window.watched = {count: 0, shown: 0, move: 0};
    const last = {src: ""};
    addEventListener("mousemove", event => { if (event.buttons) watched.move = performance.now(); }, true);
    addEventListener("pointermove", event => { if (event.buttons) watched.move = performance.now(); }, true);
    const image = () => element.matches("img") ? element : element.querySelector("img");
    new MutationObserver(() => {
        const now = image();
        if (!now || now.src === last.src) return;
        last.src = now.src;
        now.decode().catch(() => {}).then(() => requestAnimationFrame(() => {
            watched.count += 1;
            watched.shown = performance.now();
        }));
    }).observe(element, {attributes: true, childList: true, subtree: true, attributeFilter: ["src"]});
}"""
"""Notes when the mouse moved last, how many pictures came, and when the last one was painted."""


def memory(page: Page, server: Server) -> tuple[float, float]:
    """Return the MB of the kernel (resident) and of the page's objects and buffers, after it has tidied up.

    What the browser's process holds says less: while a program drives it, it records all that pages load.
    """
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")
    session.send("HeapProfiler.collectGarbage")
    metrics = {each["name"]: each["value"] for each in session.send("Performance.getMetrics")["metrics"]}
    session.detach()
    return kernel(server).memory_info().rss / 1e6, metrics["JSHeapUsedSize"] / 1e6


def press_many(page: Page, server: Server, moves: int) -> list[tuple[float, float]]:
    """Move ours with the keyboard, a picture each; return the memory before and after each fifth of the moves."""
    cell = cells(page)["ours"]
    cell.bring_into_view(page)
    sizes = [memory(page, server)]
    for number in range(1, moves + 1):
        cell.press(page, "ArrowRight" if number // 50 % 2 == 0 else "ArrowLeft")
        if number % (moves // 5) == 0:
            sizes.append(memory(page, server))
    return sizes


def main() -> None:
    """Measure and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--moves", type=int, default=80, help="moves of each to time")
    parser.add_argument(
        "--many", type=int, default=500, help="moves of a drag, and moves while memory is watched"
    )
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="gaussfit-sliders-") as folder:
        served, home = Path(folder, "served"), Path(folder, "home")
        served.mkdir()
        home.mkdir()
        (served / "sliders.ipynb").write_text(notebook_with_plain_cell(), encoding="utf-8")
        with chromium() as browser, jupyter_server(served, home) as server:
            page = open_notebook(browser, server, "JupyterLab", "sliders.ipynb")
            times = measure(page, options.moves)
            drags = {which: drag(page, server, cell, options.many) for which, cell in cells(page).items()}
            sizes = press_many(page, server, options.many)
    report(times, drags, sizes, options.many)


def report(
    times: dict[str, list[float]], drags: dict[str, Drag], sizes: list[tuple[float, float]], many: int
) -> None:
    """Print what was measured."""
    print("| from a move to its picture | moves | median, ms | 10 %, ms | 90 %, ms |\n|---|---|---|---|---|")
    for which, taken in times.items():
        tenths = statistics.quantiles(taken, n=10)
        print(
            f"| {which} | {len(taken)} | {statistics.median(taken):.0f} | {tenths[0]:.0f} | {tenths[-1]:.0f} |"
        )
    plain, *ours = (statistics.median(taken) for taken in times.values())
    ratios = ", with bars ".join(f"{each / plain:.2f}" for each in ours)
    print(f"\nratio of the medians to the plain cell's: {ratios}\n")
    print(
        f"| a drag of {many} moves | pictures | lag at the end, ms | kernel, MB | page, MB |\n|---|---|---|---|---|"
    )
    for which, drag in drags.items():
        held = " | ".join(f"{before:.0f} → {after:.0f}" for before, after in (drag.kernel, drag.page))
        print(f"| {which} | {drag.pictures} | {drag.lag:.0f} | {held} |")
    kernels, pages = (", ".join(f"{mb:.0f}" for mb in each) for each in zip(*sizes, strict=True))
    print(f"\n{many} pictures of ours, one a move; MB at the start and after each fifth:")
    print(f"kernel {kernels}; page {pages}")


if __name__ == "__main__":
    main()
