"""The search by hand: five numbers move a live figure, and what goes wrong is told beside it."""

from __future__ import annotations

import contextlib
import math
import time
from collections.abc import Callable
from typing import Any

import torch

from gaussfit.lesson.looking_at_parameters import best_gaussian, least_total
from gaussfit.search.asking import Unusable, covariance_problem, nll_of_each, overheard, shortly, told
from gaussfit.search.controls import HIGH, LOW, START, Controls
from gaussfit.search.descent import as_five, descend, where_it_ended
from gaussfit.search.figure import DrewElsewhere, LiveFigure
from gaussfit.search.terms import three_terms
from gaussfit.search.words import as_paragraphs, score

__all__ = ["Search"]


FRAMES, PAUSE = 50, 0.04
"""Pictures of a descent, and seconds between two."""


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
        self.trail: list[tuple[float, ...]] = []  # where you moved the sliders
        self.path: list[tuple[float, ...]] = []  # where gradient descent moved them
        self.news = ""
        self.controls = Controls(self.draw_and_tell)
        self.controls.descent.on_click(self.descend)
        self.view = self.controls.view
        self.controls.tell_change()

    def stand_at(self, answer: dict[str, Any]) -> None:
        """Move the sliders to your answer, if it is five numbers that they reach and nobody has moved them yet."""
        try:
            numbers = {name: round(float(answer[name]), 6) for name in START}
        except (KeyError, TypeError, ValueError, RuntimeError):
            return
        if self.controls.numbers() == START and all(LOW <= number <= HIGH for number in numbers.values()):
            self.controls.move_all(numbers)

    def model(self) -> tuple[torch.Tensor, torch.Tensor]:
        """Return Sigma and Mean as the sliders stand."""
        A, B, C, X, Y = self.controls.numbers().values()
        return torch.tensor([[A, B], [B, C]]), torch.tensor([X, Y])

    def draw_and_tell(self) -> None:
        """Draw, and bring the sentences beside the figure up to date."""
        controls = self.controls
        with overheard() as printed:
            total, problems = self.draw()
        if total is not None and total < self.least - 1e-3:
            problems.append(
                f"No Gaussian gets below {self.least:.3f} on these points: something is wrong with gaussian_nll."
            )
        elif total is not None and self.by_hand() and (self.best is None or total < self.best[0]):
            self.best = total, controls.answer_line(), *self.model()
        problems += controls.wrong_box.values()
        if output := printed.getvalue().strip():
            problems.append(f"Your functions printed: {output[-300:]}")
        if self.best is not None and self.best[0] < self.pass_mark:
            controls.overlay.layout.display = controls.descent.layout.display = None
        controls.line.layout.display = "none"  # it told other numbers
        best = self.best and self.best[:2]
        numbers, news = controls.numbers(), self.news_here()
        controls.total.value = score(total, best, self.pass_mark, self.least, numbers, news)
        controls.bars.value = ""
        if controls.terms.value and total is not None:
            controls.bars.value = three_terms(self.gaussian_nll, self.data, *self.model())
        controls.problems.value = as_paragraphs(problems)

    def draw(self) -> tuple[float | None, list[str]]:
        """Draw; return the total NLL, if there is one, and the problems met."""
        numbers = self.controls.numbers()
        problems = [problem] if (problem := covariance_problem(*[numbers[name] for name in "ABC"])) else []
        moving: list[Any] = []
        labels = [""] * self.data.shape[1]
        title, total = "No total NLL", None
        if not problems:
            moving = self.drawings(problems)
            self.forget_what_changed()
            try:
                each = nll_of_each(self.gaussian_nll, self.data, *self.model())
            except Exception as error:
                problems.append(told("gaussian_nll", error))
            else:
                labels, total = [f"{nll:.3f}" for nll in each], sum(each)
                title = f"Total NLL {total:.3f} nats"
                if self.by_hand():
                    self.trail = [*self.trail[-999:], tuple(numbers.values())]
        self.controls.image.value = self.picture(moving, labels, title, problems)
        return total, problems

    def drawings(self, problems: list[str]) -> list[Any]:
        """Return what belongs on the figure: a sample and the best possible where they are wanted, and the ellipses."""
        moving: list[Any] = []
        if self.controls.sample.value:
            moving += self.collect("draw_sample", self.draw_sample, self.model(), problems)
        moving += self.collect("draw_density", self.draw_density, self.model(), problems)
        if self.controls.overlay.value:
            best = self.collect("draw_density", self.draw_density, self.best_possible, problems)
            for artist in best:
                with contextlib.suppress(Exception):  # what has no colour of its own keeps its looks
                    artist.set_color("chocolate")
            moving += best
        return moving

    def collect(
        self,
        name: str,
        draw: Callable[..., object],
        model: tuple[torch.Tensor, torch.Tensor],
        problems: list[str],
    ) -> list[Any]:
        """Return what a drawing function puts on the figure; when it stops, add that to the problems."""
        try:
            return self.live.collect(draw, *(each.clone() for each in model))
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

    def descend(self, *_: object) -> None:
        """Let gradient descent move the sliders, from where they stand, and say where it ends."""
        with self.controls.one_at_a_time:
            start = tuple(self.controls.numbers().values())
            try:
                if problem := covariance_problem(*start[:3]):
                    raise Unusable(problem)
                with overheard():
                    path = descend(self.data, self.gaussian_nll, start)
            except Exception as error:
                self.controls.problems.value = as_paragraphs([told("gaussian_nll", error)])
                return
            self.play(path)

    def play(self, path: list[tuple[float, ...]]) -> None:
        """Move the sliders along a path, with a picture now and then, to its end, and say where that is."""
        places = [tuple(round(number, 2) for number in step) for step in path]  # a slider's steps
        self.path = [path[0], *(each for each in places if self.can_show(*each))]
        self.news = f"<p>{where_it_ended(path, as_five(*self.best_possible))}</p>"
        for place in [*self.path[:: len(self.path) // FRAMES + 1], self.path[-1]]:
            self.controls.move_all(dict(zip(START, place, strict=True)))
            time.sleep(PAUSE)

    def can_show(self, *place: float) -> bool:
        """Say whether the sliders reach a place, and there is a picture of it."""
        return all(LOW <= number <= HIGH for number in place) and not covariance_problem(*place[:3])

    def by_hand(self) -> bool:
        """Say whether it was you who brought the sliders where they stand."""
        return tuple(self.controls.numbers().values()) not in self.path

    def news_here(self) -> str:
        """Return what is to be said of gradient descent, while the sliders stand where it ended."""
        here = tuple(self.controls.numbers().values())
        return self.news if self.path and here == self.path[-1] else ""
