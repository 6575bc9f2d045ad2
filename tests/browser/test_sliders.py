"""The sliders as students meet them, in JupyterLab 4 and in Notebook 7."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from playwright.sync_api import Browser, Page, expect

from benchmarks.browsing import PATIENCE, jupyter_server, menu, open_notebook, wait_for_all_cells
from benchmarks.knobs import Sliders
from gaussfit.data import six_points

Pixels = np.ndarray[Any, np.dtype[np.uint8]]
BLUE, RED = (70, 130, 180), (255, 0, 0)
PALE_SLATE_BLUE = (136, 123, 215)  # what slate blue, a fifth transparent, comes to on white
INVALID = "Sigma is not positive definite: it needs A > 0 and A·C > B²"


def count(pixels: Pixels, colour: tuple[int, int, int]) -> int:
    return int((np.abs(pixels.astype(int) - colour).max(axis=-1) < 10).sum())


def changed(before: Pixels, after: Pixels) -> np.ndarray[Any, np.dtype[np.bool_]]:
    return np.asarray((before.astype(int) != after.astype(int)).any(axis=-1))


def label_of(point: list[float], pixels: Pixels) -> tuple[slice, slice]:
    """Where the label of a data point begins: the axes fill the figure from 8 to 98 and from 6 to 96 %."""
    height, width = pixels.shape[:2]
    column = round(width * (0.08 + 0.90 * (point[0] + 5) / 10))
    row = round(height * (1 - (0.06 + 0.90 * (point[1] + 5) / 10)))
    return slice(row - 22, row - 6), slice(column + 7, column + 45)


def total(A: float) -> float:
    """The total NLL with A where it is and all else as at the start, by torch's own density."""
    model = torch.distributions.MultivariateNormal(torch.zeros(2), torch.tensor([[A, 0.0], [0.0, 1.0]]))
    return float(-model.log_prob(six_points().T).sum())


def wait_for_status(sliders: Sliders, text: str) -> None:
    expect(sliders.status).to_contain_text(text)


def wait_for_other_picture(sliders: Sliders, before: Pixels) -> None:
    deadline = time.monotonic() + PATIENCE / 1000
    while not changed(before, sliders.pixels()).any():
        assert time.monotonic() < deadline, "the picture stays the same"
        sliders.page.wait_for_timeout(100)


def drag(sliders: Sliders, name: str, *way: int) -> None:
    """Take a slider's knob with the mouse and move it by these pixels, one after the other."""
    knob = sliders.handle(name).bounding_box()
    assert knob is not None
    x, y = knob["x"] + knob["width"] / 2, knob["y"] + knob["height"] / 2
    sliders.page.mouse.move(x, y)
    sliders.page.mouse.down()
    for step in way:
        sliders.page.mouse.move(x + step, y)
    sliders.page.mouse.up()


def test_a_slider_moves_box_contours_labels_and_title(sliders: Sliders) -> None:
    before = sliders.pixels()
    drag(sliders, "A", 30)
    A = sliders.at("A")
    assert 1.5 < A < 4
    expect(sliders.box("A")).to_have_value(f"{A:g}")
    wait_for_status(sliders, f"Total NLL: {total(A):.3f} nats")
    after = sliders.pixels()
    different = changed(before, after)
    assert count(after, BLUE) > 500
    assert (count(after, BLUE), count(after, RED)) != (count(before, BLUE), 0)
    assert different[: after.shape[0] // 25].any(), "the title"
    for point in six_points().T.tolist():
        assert different[label_of(point, after)].any(), f"the label at {point}"


@pytest.mark.parametrize("name", "ABCXY")
def test_each_box_moves_its_slider_and_the_picture(sliders: Sliders, name: str) -> None:
    before = sliders.pixels()
    sliders.type(name, "0.55")
    sliders.wait_at(name, 0.55)
    wait_for_other_picture(sliders, before)
    expect(sliders.status).not_to_contain_text("Total NLL: 24.962")


def test_a_comma_is_a_point(sliders: Sliders) -> None:
    sliders.type("X", "0,55")
    sliders.wait_at("X", 0.55)
    expect(sliders.box("X")).to_have_value("0.55")


@pytest.mark.parametrize(
    ("typed", "told"),
    [("100", "100 is out of range"), ("-7", "-7 is out of range"), ("e", "is not a number")],
)
def test_what_is_no_number_in_the_range_is_told_and_moves_nothing(
    sliders: Sliders, typed: str, told: str
) -> None:
    sliders.type("X", "0.5")
    sliders.wait_at("X", 0.5)
    sliders.type("X", typed)
    expect(sliders.page.get_by_text(told)).to_be_visible()
    assert sliders.at("X") == 0.5
    sliders.type("X", "0")
    wait_for_status(sliders, "Total NLL: 24.962")


def test_an_invalid_sigma_is_told_in_a_sentence_and_recovers(sliders: Sliders) -> None:
    start = sliders.pixels()
    sliders.type("A", "-1")
    problem = sliders.page.get_by_text(INVALID)
    expect(problem).to_have_text(re.compile(r"but A = -1\."))
    wait_for_status(sliders, "Total NLL: –")
    picture = sliders.pixels()
    assert count(picture, BLUE) == 0
    assert count(picture, RED) > 50
    sliders.type("A", "1")
    sliders.type("B", "1.5")
    expect(problem).to_have_text(re.compile(r"A·C = 1 and B² = 2\.25"))
    sliders.type("B", "0")
    wait_for_status(sliders, "Total NLL: 24.962")
    expect(problem).to_have_count(0)
    assert not changed(start, sliders.pixels()).any()


def test_an_error_of_the_student_is_shown_once_with_the_line_and_the_sliders_live(
    opened: Callable[[str], Page],
) -> None:
    sliders = Sliders(opened("broken"))
    for number in (2, 3):
        sliders.type("A", str(number))
        sliders.wait_at("A", number)
    before = sliders.pixels()
    sliders.type("A", "4")
    wait_for_other_picture(sliders, before)
    [problem] = sliders.problems()
    assert "gaussian_nll stopped with AttributeError" in problem
    assert "return x.no_such_thing" in problem
    assert len(problem) < 300
    assert count(sliders.pixels(), BLUE) > 500
    assert "Traceback" not in sliders.page.locator(".jp-CodeCell", has=sliders.figure).inner_text()


def test_without_gaussian_nll_data_and_contours_are_shown(opened: Callable[[str], Page]) -> None:
    sliders = Sliders(opened("unfinished"))
    assert sliders.problems() == ["⚠ gaussian_nll is not written yet."]
    before = sliders.pixels()
    assert count(before, RED) > 50
    assert count(before, BLUE) > 500
    sliders.type("A", "3")
    wait_for_other_picture(sliders, before)
    assert count(sliders.pixels(), BLUE) > 500


def test_a_dragged_slider_ends_where_the_mouse_does(sliders: Sliders) -> None:
    drag(sliders, "X", *range(1, 61), -10)
    expect(sliders.handle("X")).to_have_attribute("aria-valuenow", re.compile(r"^-0\.\d"))
    end = sliders.at("X")
    expect(sliders.box("X")).to_have_value(f"{end:g}")
    sliders.page.get_by_role("button", name="Copy these numbers").click()
    line = sliders.page.locator("#search-line")
    expect(line).to_be_focused()
    expect(line).to_have_value(f"A, B, C, X, Y = 1.0, 0.0, 1.0, {end:g}, 0.0")


def test_the_buttons_reset_copy_and_show_a_sample(sliders: Sliders) -> None:
    page, start = sliders.page, sliders.pixels()
    toggle = page.get_by_role("button", name="Show a sample")
    toggle.click()
    wait_for_other_picture(sliders, start)
    assert count(sliders.pixels(), PALE_SLATE_BLUE) > 100 > count(start, PALE_SLATE_BLUE)
    toggle.click()
    for name, number in {"A": "3.49", "C": "0.97", "B": "-1.35", "X": "-0.11", "Y": "0.41"}.items():
        sliders.type(name, number)
    wait_for_status(sliders, "Total NLL: 18.377 nats")
    page.get_by_role("button", name="Copy these numbers").click()
    expect(page.locator("#search-line")).to_have_value("A, B, C, X, Y = 3.49, -1.35, 0.97, -0.11, 0.41")
    page.get_by_role("button", name="Reset").click()
    wait_for_status(sliders, "Total NLL: 24.962 nats")
    wait_for_status(sliders, "Best so far: 18.377 nats")
    wait_for_status(sliders, "A, B, C, X, Y = 3.49, -1.35, 0.97, -0.11, 0.41")
    assert [sliders.at(name) for name in "ABCXY"] == [1, 0, 1, 0, 0]
    assert not changed(start, sliders.pixels()).any()


def test_the_figure_has_a_text_for_those_who_do_not_see_it(sliders: Sliders) -> None:
    expect(sliders.page.get_by_text("In the figure: the points in red")).to_be_visible()
    expect(sliders.status).to_contain_text("Total NLL")
    expect(sliders.page.locator(".widget-hslider [title=null]")).to_have_count(0)


def test_tab_goes_from_slider_to_box_to_the_next_slider(sliders: Sliders) -> None:
    sliders.handle("A").focus()
    for expected in (sliders.box("A"), sliders.handle("B"), sliders.box("B")):
        sliders.page.keyboard.press("Tab")
        expect(expected).to_be_focused()
    sliders.page.keyboard.type("0,01")
    sliders.page.keyboard.press("Enter")
    sliders.wait_at("B", 0.01)


def test_sliders_and_boxes_have_names(sliders: Sliders) -> None:
    for name in "ABCXY":
        expect(sliders.page.get_by_role("slider", name=f"{name}, slider")).to_have_count(1)
        expect(sliders.page.get_by_role("textbox", name=f"{name}, number")).to_have_count(1)


def test_a_slider_moved_while_a_button_is_dealt_with_is_not_lost(sliders: Sliders) -> None:
    for number in (0.5, 0.75, 1.25):  # kernels may handle buttons and sliders on two threads
        sliders.page.get_by_role("button", name="Reset").click()
        drag(sliders, "C", 5, 10)
        sliders.type("X", f"{number}")
        expect(sliders.box("X")).to_have_value(f"{number}")
        sliders.wait_at("X", number)
        expect(sliders.status).not_to_contain_text("Total NLL: 24.962")
        expect(sliders.box("C")).to_have_value(f"{sliders.at('C'):g}")


LISTEN = """() => {
    window.moves = [];
    const send = WebSocket.prototype.send;
    WebSocket.prototype.send = function(message) {
        const text = typeof message === "string" ? message : new TextDecoder().decode(message);
        window.moves.push(...text.match(/"state": ?{"value"[^}]*}/g) ?? []);
        return send.call(this, message);
    };
}"""
"""Notes what the page tells the kernel of sliders and boxes."""


def test_the_browser_sends_back_no_move_of_the_kernel(sliders: Sliders) -> None:
    """What it sent would arrive late, after the next move, and undo that in part."""
    page = sliders.page
    sliders.type("A", "2")
    wait_for_status(sliders, "Reached: below 23")
    page.evaluate(LISTEN)
    page.get_by_role("button", name="Let gradient descent").click()
    wait_for_status(sliders, "downhill")
    page.get_by_role("button", name="Reset").click()
    wait_for_status(sliders, "Total NLL: 24.962")
    page.wait_for_timeout(1000)
    assert page.evaluate("() => window.moves") == []
    assert [sliders.at(name) for name in "ABCXY"] == [1, 0, 1, 0, 0]
    sliders.handle("A").press("ArrowRight")
    sliders.wait_at("A", 1.01)
    assert len(page.evaluate("() => window.moves")) == 1, "a move by hand is sent"


def test_restart_and_run_all_works_again_and_again(opened: Callable[[str], Page]) -> None:
    page = opened("restarted")
    for _ in range(2):
        Sliders(page).figure.evaluate("element => { element.className = 'of the last run'; }")
        menu(page, "Kernel", "Restart Kernel and Run All Cells")
        page.locator(".jp-Dialog .jp-mod-accept").click()
        page.locator("img.widget-image").wait_for(state="attached")
        wait_for_all_cells(page)
        sliders = Sliders(page)
        expect(sliders.figure).to_have_count(1)
        wait_for_status(sliders, "Total NLL: 18.377")  # the answer's
        sliders.page.get_by_role("button", name="Reset").click()
        wait_for_status(sliders, "Total NLL: 24.962")
        sliders.type("A", "3")
        wait_for_status(sliders, f"Total NLL: {total(3):.3f} nats")


def luminance(colour: str) -> float:
    """How light a colour such as rgb(1, 2, 3) is, from 0 to 1, as the W3C defines it."""
    parts = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return float(np.dot(linear, (0.2126, 0.7152, 0.0722)))


BEHIND = """element => {
    for (let each = element; each; each = each.parentElement) {
        const colour = getComputedStyle(each).backgroundColor;
        if (colour !== "rgba(0, 0, 0, 0)") return colour;
    }
    return "rgb(255, 255, 255)";
}"""


def test_words_can_be_read_in_the_dark_theme(
    browser: Browser, notebooks: Path, tmp_path: Path, front_end: str
) -> None:
    (tmp_path / "home").mkdir()
    with jupyter_server(notebooks, tmp_path / "home") as server:
        settings = tmp_path / "home" / "settings" / "@jupyterlab" / "apputils-extension"
        dark = '{"theme": "JupyterLab Dark"}'
        (settings / "themes.jupyterlab-settings").write_text(dark, encoding="utf-8")
        sliders = Sliders(open_notebook(browser, server, front_end, f"dark-{front_end}.ipynb"))
        expect(sliders.page.locator("body")).to_have_attribute("data-jp-theme-light", "false")
        sliders.type("A", "-1")
        problem = sliders.page.get_by_text(INVALID)
        wait_for_status(
            sliders, "Total NLL: –"
        )  # the words are replaced when they change: look when they are new
        expect(problem).to_be_visible()
        for words in (
            sliders.status,
            problem,
            sliders.box("A"),
            sliders.row("A").locator(".widget-label").first,
        ):
            ink = luminance(words.evaluate("element => getComputedStyle(element).color"))
            paper = luminance(words.evaluate(BEHIND))
            contrast = (max(ink, paper) + 0.05) / (min(ink, paper) + 0.05)
            assert contrast > 4.5, words
        assert tuple(sliders.pixels()[0, 0]) == (255, 255, 255), "the figure brings its own paper"
        sliders.page.close()
