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

import psutil
from playwright.sync_api import Page

from benchmarks.browsing import Server, chromium, jupyter_server, open_notebook
from benchmarks.slider_cells import Cell, cells, notebook_with_plain_cell


def kernel(server: Server) -> psutil.Process:
    """Return the process of the only kernel."""
    children = psutil.Process(server.pid).children(recursive=True)
    return next(each for each in children if "ipykernel_launcher" in " ".join(each.cmdline()))


@dataclass(frozen=True)
class Drag:
    """What came of a drag: pictures, milliseconds from the last move to the last picture, MB before and after."""

    pictures: int
    lag: float
    kernel: tuple[float, float]
    page: tuple[float, float]


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
