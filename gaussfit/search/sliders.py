"""The sliders of the search: five numbers move a live figure, and what goes wrong is told beside it."""

from __future__ import annotations

import html
import threading
from collections.abc import Callable
from typing import Any

import ipywidgets as widgets
import torch

from gaussfit.search.asking import covariance_problem, nll_of_each, overheard, shortly, told
from gaussfit.search.figure import DrewElsewhere, LiveFigure

__all__ = ["Search"]


IMAGE_LAYOUT = {"flex": "1 1 320px", "min_width": "320px", "max_width": "640px"}
LEGEND = "In the figure: the six points in red with the NLL of each, your ellipses, a sample in slate blue if shown."
START = {"A": 1.0, "B": 0.0, "C": 1.0, "X": 0.0, "Y": 0.0}


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
        self.best: tuple[float, str] | None = None
        self.waiting = False
        self.one_at_a_time = threading.RLock()  # a kernel may handle buttons and sliders on two threads
        self.sliders = {name: self.slider(name, value) for name, value in START.items()}
        self.boxes = {name: self.box_beside(slider) for name, slider in self.sliders.items()}
        self.sample = widgets.ToggleButton(description="Show a sample", tooltip="500 points of your model")
        self.reset = widgets.Button(description="Reset", tooltip="Back to where the sliders started")
        self.copy = widgets.Button(description="Copy these numbers into my answer", layout={"width": "auto"})
        self.line = widgets.Text(
            description="Paste:",
            tooltip="The line to paste into the answer cell",
            style={"description_width": "45px"},
            layout={"display": "none", "width": "355px"},
        )
        self.total, self.problems = widgets.HTML(), widgets.HTML()
        self.image = widgets.Image(format="png", layout=IMAGE_LAYOUT)
        self.legend = widgets.HTML(f"<small>{LEGEND}</small>")  # an Image takes no alternative text
        self.listen()
        self.view = self.arranged()
        self.refresh()

    def slider(self, name: str, value: float) -> widgets.FloatSlider:
        """Return the slider of one number."""
        style, layout = {"description_width": "20px"}, {"width": "210px"}
        return widgets.FloatSlider(
            value,
            min=-2,
            max=6,
            step=0.01,
            description=name,
            tooltip=name,
            readout=False,
            style=style,
            layout=layout,
        )

    def box_beside(self, slider: widgets.FloatSlider) -> widgets.BoundedFloatText:
        """Return a number box that moves with the slider, and the slider with it."""
        layout, name = {"width": "80px"}, f"{slider.description} as a number from -2 to 6"
        box = widgets.BoundedFloatText(slider.value, min=-2, max=6, step=0.01, tooltip=name, layout=layout)
        # steps of 0.01 add up to numbers such as 1.2000000000000002, which nobody wants to read
        widgets.link((slider, "value"), (box, "value"), transform=(lambda value: round(value, 6), float))
        return box

    def listen(self) -> None:
        """Say what happens when something is moved or pressed."""
        for mover in (*self.sliders.values(), self.sample):
            mover.observe(self.refresh, "value")
        self.reset.on_click(self.back_to_start)
        self.copy.on_click(self.show_line)

    def arranged(self) -> widgets.HBox:
        """Put the controls beside the figure, or above it where the page is narrow."""
        rows = [widgets.HBox([self.sliders[name], self.boxes[name]]) for name in START]
        buttons = [widgets.HBox([self.reset, self.sample]), self.copy, self.line]
        controls = widgets.VBox(
            [*rows, *buttons, self.total, self.problems, self.legend], layout={"flex": "0 0 365px"}
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
        """Show the line that belongs into the answer cell. Pasting it is left to you."""
        self.line.layout.display = "flex"

    def back_to_start(self, *_: object) -> None:
        """Move all five sliders back, and draw once."""
        with self.one_at_a_time:
            self.waiting = True
            for name, value in START.items():
                self.sliders[name].value = value
            self.waiting = False
            self.refresh()

    def refresh(self, *_: object) -> None:
        """Draw the picture that belongs to the five numbers, and tell what is wrong, if something is."""
        with self.one_at_a_time:
            if not self.waiting:
                self.draw_and_tell()

    def draw_and_tell(self) -> None:
        """Draw, and bring the sentences beside the figure up to date."""
        with overheard() as printed:
            total, problems = self.draw()
        if total is not None and (self.best is None or total < self.best[0]):
            self.best = total, self.answer_line()
        if output := printed.getvalue().strip():
            problems.append(f"Your functions printed: {output[-300:]}")
        self.total.value, self.line.value = self.score(total), self.answer_line()
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
            try:
                each = nll_of_each(self.gaussian_nll, self.data, Sigma, Mean)
            except Exception as error:
                problems.append(told("gaussian_nll", error))
            else:
                labels, total = [f"{nll:.3f}" for nll in each], sum(each)
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

    def score(self, total: float | None) -> str:
        """Return the total, the aim and the best so far as HTML that a screen reader reads out."""
        now = "–" if total is None else f"{total:.3f} nats"
        best = "–" if self.best is None else f"{self.best[0]:.3f} nats at<br><code>{self.best[1]}</code>"
        aim = f"(aim: below {self.pass_mark:g})"
        return f'<div role="status">Total NLL: <b>{now}</b> {aim}<br>Best so far: {best}</div>'
