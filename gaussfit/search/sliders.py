"""The sliders of the search: five numbers move a live figure, and what goes wrong is told beside it."""

from __future__ import annotations

import contextlib
import html
import math
import threading
from collections.abc import Callable
from typing import Any

import ipywidgets as widgets
import torch

from gaussfit.lesson.looking_at_parameters import best_gaussian, least_total
from gaussfit.search.asking import (
    Unusable,
    as_a_number,
    as_typed,
    bars_of,
    covariance_problem,
    in_words,
    nll_of_each,
    overheard,
    shortly,
    told,
)
from gaussfit.search.figure import DrewElsewhere, LiveFigure

__all__ = ["Search"]


IMAGE_LAYOUT = {"flex": "1 1 320px", "min_width": "320px", "max_width": "640px"}
LEGEND = (
    "In the figure: the points in red with the NLL of each, your ellipses, a sample in slate blue if shown."
)
START = {"A": 1.0, "B": 0.0, "C": 1.0, "X": 0.0, "Y": 0.0}
LOW, HIGH = -2, 6
LOOKS = """<style>
[data-jp-theme-light=false] :is(.jp-OutputArea, .jp-RenderedMarkdown) img, body.vscode-dark .widget-image {
    filter: invert(1) hue-rotate(180deg);
}
.search-reached { border-left: 6px solid #2e7d32; padding-left: 6px }
</style>"""  # in a dark theme pictures turn dark, and hues stay
NAMES = """<img alt="" src="data:," style="display: none" onerror='
const name = () => document.querySelectorAll(".widget-hbox").forEach(row => {
    const label = row.querySelector(":scope > .widget-hslider > .widget-label");
    if (!label) return;
    row.querySelector("[role=slider]")?.setAttribute("aria-label", label.textContent + ", slider");
    row.querySelector(":scope > .widget-text input")?.setAttribute("aria-label", label.textContent + ", number");
});
for (let tries = 0; tries < 20; tries++) setTimeout(name, 250 * tries);
'>"""  # ipywidgets gives its sliders no name that a screen reader could say
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


class Search:
    """Five sliders, each tied to a number box, over a figure that calls the functions that you wrote.

    `view` is the widget to show. A browser sends a slider's next value when the last one has been dealt with,
    so drawing at once, and fast, is what keeps the picture from lagging behind the mouse.
    """

    def __init__(
        self,
        data: torch.Tensor,
        gaussian_nll: Callable[..., object],
        draw_density: Callable[..., object],
        draw_sample: Callable[..., object],
        pass_mark: float,
    ) -> None:
        """Make the widgets for data of shape (2, N) and draw the first picture."""
        self.data, self.gaussian_nll, self.pass_mark = data, gaussian_nll, pass_mark
        self.draw_density, self.draw_sample = draw_density, draw_sample
        torch.set_num_threads(1)  # for matrices this small, waking a second thread costs more than it saves
        self.live = LiveFigure(data)
        self.least, self.best_possible = least_total(data), best_gaussian(data)
        self.best: tuple[float, str, torch.Tensor, torch.Tensor] | None = None
        self.wrong_box: dict[str, str] = {}
        self.waiting = False
        self.one_at_a_time = threading.RLock()  # a kernel may handle buttons and sliders on two threads
        self.sliders = {name: self.slider(name, value) for name, value in START.items()}
        self.boxes = {name: self.box_beside(slider) for name, slider in self.sliders.items()}
        self.sample = widgets.ToggleButton(description="Show a sample", tooltip="500 points of your model")
        self.reset = widgets.Button(description="Reset", tooltip="Back to where the sliders started")
        self.copy = widgets.Button(description="Copy these numbers into my answer", layout={"width": "auto"})
        self.line = widgets.HTML(layout={"display": "none"})
        self.overlay = widgets.ToggleButton(
            description="Show the best possible", layout={"width": "auto", "display": "none"}
        )
        self.terms = widgets.ToggleButton(description="Show the three terms", layout={"width": "auto"})
        self.bars = widgets.HTML()
        self.trail: list[tuple[float, ...]] = []  # where the sliders have been
        self.total, self.problems = widgets.HTML(), widgets.HTML()
        self.image = widgets.Image(format="png", layout=IMAGE_LAYOUT)
        self.legend = widgets.HTML(
            f"<small>{LEGEND}</small>{LOOKS}{NAMES}"
        )  # an Image takes no alternative text
        self.listen()
        self.view = self.arranged()
        self.refresh()

    def slider(self, name: str, value: float) -> widgets.FloatSlider:
        """Return the slider of one number."""
        return widgets.FloatSlider(
            value,
            min=LOW,
            max=HIGH,
            step=0.01,
            description=name,
            tooltip=name,
            readout=False,
            style={"description_width": "20px"},
            layout={"width": "210px"},
        )

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
                number = as_a_number(change["new"], LOW, HIGH)
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
            self.refresh()

        slider.observe(from_slider, "value")
        box.observe(from_box, "value")
        return box

    def listen(self) -> None:
        """Say what happens when something is moved or pressed."""
        for mover in (*self.sliders.values(), self.sample, self.overlay, self.terms):
            mover.observe(self.refresh, "value")
        self.reset.on_click(self.back_to_start)
        self.copy.on_click(self.show_line)

    def arranged(self) -> widgets.HBox:
        """Put the controls beside the figure, or above it where the page is narrow."""
        rows = [widgets.HBox([self.sliders[name], self.boxes[name]]) for name in START]
        buttons = [widgets.HBox([self.reset, self.sample]), self.copy, self.line, self.overlay, self.terms]
        controls = widgets.VBox(
            [*rows, *buttons, self.total, self.problems, self.bars, self.legend], layout={"flex": "0 0 365px"}
        )
        return widgets.HBox(
            [controls, self.image], layout={"flex_flow": "row wrap", "align_items": "flex-start"}
        )

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
                self.sliders[name].value = value
                self.boxes[name].value = as_typed(value)
            self.waiting = False
            self.refresh()

    def stand_at(self, answer: dict[str, Any]) -> None:
        """Move the sliders to your answer, if it is five numbers that they reach and nobody has moved them yet."""
        try:
            numbers = {name: round(float(answer[name]), 6) for name in START}
        except (KeyError, TypeError, ValueError, RuntimeError):
            return
        if self.numbers() == START and all(LOW <= number <= HIGH for number in numbers.values()):
            self.move_all(numbers)

    def refresh(self, *_: object) -> None:
        """Draw the picture that belongs to the five numbers, and tell what is wrong, if something is."""
        with self.one_at_a_time:
            if not self.waiting:
                self.draw_and_tell()

    def draw_and_tell(self) -> None:
        """Draw, and bring the sentences beside the figure up to date."""
        with overheard() as printed:
            total, problems = self.draw()
        if total is not None and total < self.least - 1e-3:
            problems.append(
                f"No Gaussian gets below {self.least:.3f} on these points: something is wrong with gaussian_nll."
            )
        elif total is not None and (self.best is None or total < self.best[0]):
            A, B, C, X, Y = self.numbers().values()
            self.best = total, self.answer_line(), torch.tensor([[A, B], [B, C]]), torch.tensor([X, Y])
        problems += self.wrong_box.values()
        if output := printed.getvalue().strip():
            problems.append(f"Your functions printed: {output[-300:]}")
        if self.best is not None and self.best[0] < self.pass_mark:
            self.overlay.layout.display = None
        self.line.layout.display = "none"  # it told other numbers
        self.total.value = self.score(total)
        self.bars.value = self.three_terms() if self.terms.value and total is not None else ""
        self.problems.value = "".join(f"<p>⚠ {html.escape(problem)}</p>" for problem in problems)

    def draw(self) -> tuple[float | None, list[str]]:
        """Draw; return the total NLL, if there is one, and the problems met."""
        A, B, C, X, Y = self.numbers().values()
        problems = [problem] if (problem := covariance_problem(A, B, C)) else []
        moving: list[Any] = []
        labels = [""] * self.data.shape[1]
        title, total = "No total NLL", None
        if not problems:
            Sigma, Mean = torch.tensor([[A, B], [B, C]]), torch.tensor([X, Y])
            if self.sample.value:
                moving += self.collect("draw_sample", self.draw_sample, Sigma, Mean, problems)
            moving += self.collect("draw_density", self.draw_density, Sigma, Mean, problems)
            if self.overlay.value:
                best = self.collect("draw_density", self.draw_density, *self.best_possible, problems)
                for artist in best:
                    with contextlib.suppress(Exception):  # what has no colour of its own keeps its looks
                        artist.set_color("darkorange")
                moving += best
            self.forget_what_changed()
            try:
                each = nll_of_each(self.gaussian_nll, self.data, Sigma, Mean)
            except Exception as error:
                problems.append(told("gaussian_nll", error))
            else:
                labels, total = [f"{nll:.3f}" for nll in each], sum(each)
                self.trail = [*self.trail[-999:], (A, B, C, X, Y)]
                title = f"Total NLL {total:.3f} nats"
        self.image.value = self.picture(moving, labels, title, problems)
        return total, problems

    def collect(
        self,
        name: str,
        draw: Callable[..., object],
        Sigma: torch.Tensor,
        Mean: torch.Tensor,
        problems: list[str],
    ) -> list[Any]:
        """Return what a drawing function puts on the figure; when it stops, add that to the problems."""
        try:
            return self.live.collect(draw, Sigma.clone(), Mean.clone())
        except DrewElsewhere:
            problems.append(f"{name} drew nothing on the axes of the figure that it was given.")
        except Exception as error:
            problems.append(told(name, error))
        return []

    def picture(self, moving: list[Any], labels: list[str], title: str, problems: list[str]) -> bytes:
        """Return the figure as PNG, without what cannot be drawn."""
        try:
            return self.live.render(moving, labels, title)
        except Exception as error:  # an artist may hold numbers that only drawing shows to be wrong
            problems.append(f"What draw_density drew cannot be shown: {shortly(error)}")
            return self.live.render([], labels, title)
        finally:
            self.live.tidy()

    def three_terms(self) -> str:
        """Return what each of the three terms gives to each point, by your gaussian_nll, as bars in HTML."""
        A, B, C, X, Y = self.numbers().values()
        Sigma, Mean = torch.tensor([[A, B], [B, C]]), torch.tensor([X, Y])
        try:
            each = nll_of_each(self.gaussian_nll, self.data, Sigma, Mean)
            [lowest] = nll_of_each(self.gaussian_nll, Mean[:, None], Sigma, Mean)
            [constant] = nll_of_each(self.gaussian_nll, Mean[:, None], torch.eye(2), Mean)
        except Exception as error:
            return f"<p>{html.escape(told('gaussian_nll', error))}</p>"
        return bars_of([nll - lowest for nll in each], lowest - constant, constant)

    def forget_what_changed(self) -> None:
        """Forget the best so far if your gaussian_nll says another total for it now."""
        if self.best is None:
            return
        try:
            total = sum(nll_of_each(self.gaussian_nll, self.data, *self.best[2:]))
        except Exception:
            total = math.nan
        if not abs(total - self.best[0]) < 1e-3:
            self.best = None

    def score(self, total: float | None) -> str:
        """Return the total, the aim and the best so far as HTML that a screen reader reads out."""
        now = "–" if total is None else f"{total:.3f} nats"
        best = "–" if self.best is None else f"{self.best[0]:.3f} nats at<br><code>{self.best[1]}</code>"
        aim, reached = f"(aim: below {self.pass_mark:g})", ""
        if total is not None and self.least - 1e-3 <= total < self.pass_mark:
            second = math.ceil(self.least + 0.5)
            reached = f"<div class=search-reached>✓ <b>Reached: below {self.pass_mark:g}.</b> "
            if total < second < self.pass_mark:
                above = total - self.least
                reached += f"And below {second}, the second goal: only {above:.3f} above the best possible."
            elif second < self.pass_mark:
                reached += f"A second goal, for no points: below {second}."
            reached += "</div>"
        figure = in_words(**self.numbers())
        return (
            f'<div role="status">Total NLL: <b>{now}</b> {aim}{reached or "<br>"}Best so far: {best}'
            f"<br><small>{figure}</small></div>"
        )
