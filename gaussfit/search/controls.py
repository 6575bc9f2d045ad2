"""The controls beside the figure: five sliders, each tied to a number box, the buttons, and what is told."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import ipywidgets as widgets

from gaussfit.search.asking import Unusable, as_a_number
from gaussfit.search.words import as_typed

__all__ = ["HIGH", "LOW", "START", "Controls"]


START = {"A": 1.0, "B": 0.0, "C": 1.0, "X": 0.0, "Y": 0.0}
LOW, HIGH, STEPS = -2, 6, 100
"""Where a slider begins and ends, and how many steps it has between two whole numbers."""

IMAGE_LAYOUT = {"flex": "1 1 320px", "min_width": "320px", "max_width": "640px"}
LEGEND = (
    "In the figure: the points in red with the NLL of each, your ellipses, a sample in slate blue if shown."
)
LOOKS = """<style>
[data-jp-theme-light=false] :is(.jp-OutputArea, .jp-RenderedMarkdown) img, body.vscode-dark .widget-image {
    filter: invert(1) hue-rotate(180deg);
}
.search-reached { border-left: 6px solid #2e7d32; padding-left: 6px }
</style>"""  # in a dark theme pictures turn dark, and hues stay
NAMES = """<img alt="" src="data:," style="display: none" onerror='
const name = () => document.querySelectorAll(".widget-hbox").forEach(row => {
    const figure = row.querySelector(":scope > .widget-image");
    if (figure) figure.alt = "The figure: the text beside it says what it shows";
    const label = row.querySelector(":scope > .widget-hslider > .widget-label");
    if (!label) return;
    row.querySelector("[role=slider]")?.setAttribute("aria-label", label.textContent + ", slider");
    row.querySelector(":scope > .widget-text input")?.setAttribute("aria-label", label.textContent + ", number");
});
for (let tries = 0; tries < 20; tries++) setTimeout(name, 250 * tries);
const ours = key => key.target.closest?.(".jupyter-widgets") && key.target.toggleAttribute(
    "data-lm-suppress-shortcuts", !(key.ctrlKey || key.metaKey || key.altKey || key.shiftKey));
window.keysAreOurs ??= (window.addEventListener("keydown", ours, true), true);
'>"""  # ipywidgets gives sliders and images no name to be read out, and Jupyter takes arrows, Enter and Space for cells
COPY = """<label for="search-line">The line for your answer:</label>
<input id="search-line" readonly size="38" value="{line}" onfocus="this.select()">
<img alt="" src="data:," style="display: none" onerror='
setTimeout(() => {
    const line = document.getElementById("search-line");
    line.focus();
    line.select();
    navigator.clipboard?.writeText(line.value).catch(() => 0);
}, 200);
'>"""  # the browser copies where it may; else the line stands there, selected


class Controls:
    """What is moved and pressed, and where the answer to that is shown. `view` is the widget that holds all of it."""

    def __init__(self, changed: Callable[[], object]) -> None:
        """Make the widgets; `changed` is called, by one thread at a time, whenever another picture is due."""
        self.changed = changed
        self.wrong_box: dict[str, str] = {}
        self.waiting = False
        self.one_at_a_time = threading.RLock()  # a kernel may handle buttons and sliders on two threads
        self.sliders = {name: slider(name, value) for name, value in START.items()}
        self.boxes = {name: self.box_beside(each) for name, each in self.sliders.items()}
        self.sample = widgets.ToggleButton(description="Show a sample", tooltip="500 points of your model")
        self.reset = widgets.Button(description="Reset", tooltip="Back to where the sliders started")
        self.copy = widgets.Button(description="Copy these numbers into my answer", layout={"width": "auto"})
        self.line = widgets.HTML(layout={"display": "none"})
        self.terms = widgets.ToggleButton(description="Show the three terms", layout={"width": "auto"})
        hidden = {"width": "auto", "display": "none"}
        self.overlay = widgets.ToggleButton(description="Show the best possible", layout=hidden)
        self.descent = widgets.Button(description="Let gradient descent move the sliders", layout=hidden)
        self.total, self.problems, self.bars = widgets.HTML(), widgets.HTML(), widgets.HTML()
        self.image = widgets.Image(format="png", layout=IMAGE_LAYOUT)
        for mover in (*self.sliders.values(), self.sample, self.overlay, self.terms):
            mover.observe(self.tell_change, "value")
        self.reset.on_click(self.back_to_start)
        self.copy.on_click(self.show_line)
        self.view = self.arranged()

    def box_beside(self, slider: widgets.FloatSlider) -> widgets.Text:
        """Return a box for a number that moves with the slider, and the slider with it."""
        name = slider.description
        box = widgets.Text(
            as_typed(slider.value),
            tooltip=f"{name} as a number from {LOW} to {HIGH}",
            layout={"width": "80px"},
            continuous_update=False,
        )

        def from_slider(change: Any) -> None:
            self.wrong_box.pop(name, None)
            box.value = as_typed(change["new"])

        def from_box(change: Any) -> None:
            try:
                number = at_a_step(as_a_number(change["new"], LOW, HIGH))
            except Unusable as error:
                self.wrong_box[name] = f"{name} stays at {slider.value:g}: {error}"
            else:
                was_wrong = self.wrong_box.pop(name, None)
                if abs(number - slider.value) > 1e-6:
                    slider.value = number  # which writes the number into the box and draws
                    return
                box.value = as_typed(slider.value)
                if not was_wrong:
                    return
            self.tell_change()

        slider.observe(from_slider, "value")
        box.observe(from_box, "value")
        return box

    def arranged(self) -> widgets.HBox:
        """Put the controls beside the figure, or above it where the page is narrow."""
        rows = [widgets.HBox([self.sliders[name], self.boxes[name]]) for name in START]
        buttons = [widgets.HBox([self.reset, self.sample]), self.copy, self.line, self.terms]
        legend = widgets.HTML(f"<small>{LEGEND}</small>{LOOKS}{NAMES}")
        told = [self.total, self.problems, self.bars, legend]
        beside = widgets.VBox(
            [*rows, *buttons, self.overlay, self.descent, *told],
            layout={"flex": "0 1 365px", "min_width": "0"},
        )
        return widgets.HBox(
            [beside, self.image], layout={"flex_flow": "row wrap", "align_items": "flex-start"}
        )

    def tell_change(self, *_: object) -> None:
        """Say that another picture is due, unless more is about to move."""
        with self.one_at_a_time:
            if not self.waiting:
                self.changed()

    def numbers(self) -> dict[str, float]:
        """Return A, B, C, X and Y as they stand, without the dust that a slider's steps leave behind."""
        return {name: round(slider.value, 6) for name, slider in self.sliders.items()}

    def answer_line(self) -> str:
        """Return the line of Python that says where the sliders stand."""
        return f"{', '.join(START)} = {', '.join(map(str, self.numbers().values()))}"

    def show_line(self, *_: object) -> None:
        """Show the line that belongs into the answer cell, selected. Pasting it is left to you."""
        self.line.layout.display = None  # what is hidden cannot be selected
        self.line.value = ""  # the same text again would not reach the browser
        self.line.value = COPY.replace("{line}", self.answer_line())

    def back_to_start(self, *_: object) -> None:
        """Move all five sliders back, and draw once."""
        self.move_all(START)

    def move_all(self, numbers: dict[str, float]) -> None:
        """Move all five sliders, and draw once."""
        with self.one_at_a_time:
            self.waiting = True
            self.wrong_box.clear()
            for name, value in numbers.items():
                self.sliders[name].value = at_a_step(value)
                self.boxes[name].value = as_typed(self.sliders[name].value)
            self.waiting = False
            self.tell_change()


def at_a_step(number: float) -> float:
    """Return the step of a slider that is nearest to a number, as the very float that a browser makes of it.

    noUiSlider counts steps from the lower end. Where that gives another float than the one it got (2.97 - 2 is not
    quite 0.97), it sends its own back as if you had moved the slider: late, when the next move is over.
    """
    return round((number - LOW) * STEPS) / STEPS + LOW


def slider(name: str, value: float) -> widgets.FloatSlider:
    """Return the slider of one number."""
    return widgets.FloatSlider(
        value,
        min=LOW,
        max=HIGH,
        step=1 / STEPS,
        description=name,
        tooltip=name,
        readout=False,
        style={"description_width": "20px"},
        layout={"width": "210px"},
    )
