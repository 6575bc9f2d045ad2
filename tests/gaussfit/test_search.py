from __future__ import annotations

import gc
import io
import math
from collections.abc import Callable, Iterator
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pytest
import torch
from matplotlib.patches import Ellipse
from PIL import Image

from gaussfit.data import PASS_MARK, six_points
from gaussfit.density import fit_gaussian, gaussian_nll
from gaussfit.drawing import draw_density, draw_sample
from gaussfit.search import Search

Function = Callable[..., Any]


@pytest.fixture(autouse=True)
def threads_and_figures_as_before() -> Iterator[None]:
    threads = torch.get_num_threads()
    yield
    torch.set_num_threads(threads)
    plt.close("all")


def search(nll: Function = gaussian_nll, density: Function = draw_density) -> Search:
    return Search(six_points(), nll, density, draw_sample, PASS_MARK)


def pixels(ui: Search) -> np.ndarray[Any, Any]:
    with Image.open(io.BytesIO(ui.controls.image.value)) as image:
        return np.asarray(image.convert("RGB")).astype(int)


def count(ui: Search, colour: tuple[int, int, int]) -> int:
    return int((np.abs(pixels(ui) - colour).max(axis=-1) < 10).sum())


RED, BLUE = (255, 0, 0), (70, 130, 180)


def test_it_starts_at_the_standard_gaussian_with_its_total() -> None:
    ui = search()
    assert ui.controls.numbers() == {"A": 1, "B": 0, "C": 1, "X": 0, "Y": 0}
    assert ui.live.title.get_text() == "Total NLL 24.962 nats"
    assert "24.962 nats" in ui.controls.total.value
    assert ui.controls.problems.value == ""
    assert pixels(ui).shape == (640, 640, 3)


def test_each_point_is_labelled_with_its_own_nll() -> None:
    ui = search()
    ui.controls.sliders["A"].value, ui.controls.sliders["X"].value = 2.5, -0.5
    Sigma, Mean = torch.tensor([[2.5, 0.0], [0.0, 1.0]]), torch.tensor([-0.5, 0.0])
    expected = -torch.distributions.MultivariateNormal(Mean, Sigma).log_prob(six_points().T)
    assert ui.live.labels == [f"{value:.3f}" for value in expected]
    assert ui.live.title.get_text() == f"Total NLL {expected.sum():.3f} nats"


@pytest.mark.parametrize("name", "ABCXY")
def test_slider_and_box_move_each_other(name: str) -> None:
    ui = search()
    ui.controls.sliders[name].value = 0.37
    assert ui.controls.boxes[name].value == "0.37"
    ui.controls.boxes[name].value = "0,62"
    assert ui.controls.boxes[name].value == "0.62"
    assert ui.controls.sliders[name].value == pytest.approx(0.62)
    assert ui.controls.numbers()[name] == 0.62
    ui.controls.sliders[name].value = 1.2000000000000002  # what a browser's steps of 0.01 come to
    assert ui.controls.boxes[name].value == "1.2"


def as_a_browser_has_it(number: float) -> float:
    """What noUiSlider makes of a number: the nearest step, counted in percent from the lower end."""
    percent = math.floor((number + 2) * 100 / 8 / 0.125 + 0.5) * 0.125
    return percent * 8 / 100 + -2


def test_sliders_hold_the_floats_of_the_browser_which_would_send_others_back() -> None:
    ui = search()
    assert as_a_browser_has_it(0.97) != 0.97, "else this test would show nothing"
    ui.stand_at({"A": 3.49, "B": -1.35, "C": 0.97, "X": -0.11, "Y": 0.4066})
    for name, slider in ui.controls.sliders.items():
        assert slider.value == as_a_browser_has_it(slider.value), name
    assert ui.controls.boxes["Y"].value == "0.41"
    for step in range(801):
        ui.controls.waiting = True  # no picture of each
        ui.controls.boxes["B"].value = f"{step / 100 - 2:.2f}"
        assert ui.controls.sliders["B"].value == as_a_browser_has_it(step / 100 - 2)


def test_sliders_cover_the_range_in_steps_of_a_hundredth() -> None:
    ui = search()
    for widget in ui.controls.sliders.values():
        assert (widget.min, widget.max, widget.step) == (-2, 6, 0.01)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("1e9", "A stays at 1: 1e+09 is out of range; type a number from -2 to 6."),
        ("-7", "-7 is out of range"),
        ("nan", "out of range"),
        ("two", "is not a number; type one such as 1.5."),
    ],
)
def test_what_is_no_number_in_the_range_is_told_and_leaves_all_as_it_was(typed: str, sentence: str) -> None:
    ui = search()
    ui.controls.boxes["A"].value = typed
    assert sentence in ui.controls.problems.value
    assert ui.controls.numbers()["A"] == 1
    ui.controls.boxes["A"].value = "1"
    assert ui.controls.problems.value == ""


def test_every_move_draws_another_picture() -> None:
    ui = search()
    seen = {ui.controls.image.value}
    for name in "ABCXY":
        ui.controls.sliders[name].value = ui.controls.sliders[name].value + 0.5
        seen.add(ui.controls.image.value)
    assert len(seen) == 6


def test_the_fast_picture_shows_what_a_whole_drawing_shows() -> None:
    ui = search()
    ui.controls.sliders["A"].value = 2.0
    fast = pixels(ui)
    ui.live.frame = ("something else",)
    ui.controls.tell_change()
    assert np.abs(fast - pixels(ui)).mean() < 0.5


@pytest.mark.parametrize(("name", "value", "why"), [("A", -1.0, "A = -1"), ("B", 2.0, "A·C = 1 and B² = 4")])
def test_an_invalid_covariance_is_explained_and_recovers(name: str, value: float, why: str) -> None:
    ui = search()
    before = ui.controls.image.value
    ui.controls.sliders[name].value = value
    assert "not positive definite: it needs A &gt; 0 and A·C &gt; B²" in ui.controls.problems.value
    assert why in ui.controls.problems.value
    assert "nan" not in ui.controls.total.value
    assert ui.live.title.get_text() == "No total NLL"
    assert count(ui, RED) > 100
    assert count(ui, BLUE) == 0
    ui.controls.sliders[name].value = {"A": 1.0, "B": 0.0}[name]
    assert ui.controls.problems.value == ""
    assert ui.controls.image.value == before


def test_an_exactly_singular_covariance_is_no_covariance() -> None:
    ui = search()
    ui.controls.sliders["B"].value = 1.0
    assert "A·C = 1 and B² = 1" in ui.controls.problems.value


def test_unfinished_nll_still_shows_data_and_contours() -> None:
    def unfinished(x: object, Sigma: object, Mean: object) -> None:
        raise NotImplementedError("gaussian_nll is not written yet")

    ui = search(nll=unfinished)
    assert "gaussian_nll is not written yet." in ui.controls.problems.value
    assert count(ui, RED) > 100
    assert count(ui, BLUE) > 100
    assert ui.live.labels == [""] * 6


def test_unfinished_drawing_still_shows_data_and_numbers() -> None:
    def unfinished(fig: object, Sigma: object, Mean: object) -> None:
        raise NotImplementedError

    ui = search(density=unfinished)
    assert "draw_density is not written yet." in ui.controls.problems.value
    assert "24.962 nats" in ui.controls.total.value
    assert count(ui, RED) > 100


def test_an_error_is_told_once_with_the_students_line_and_the_sliders_stay_alive() -> None:
    def wrong(x: torch.Tensor, Sigma: torch.Tensor, Mean: torch.Tensor) -> torch.Tensor:
        if Sigma[0, 0] > 2:
            return x @ Sigma  # the student's line
        return gaussian_nll(x, Sigma, Mean)

    ui = search(nll=wrong)
    for A in (3, 4, 5):
        ui.controls.sliders["A"].value = A
    assert ui.controls.problems.value.count("<p>") == 1
    assert "gaussian_nll stopped with RuntimeError: mat1 and mat2" in ui.controls.problems.value
    assert "return x @ Sigma  # the student&#x27;s line" in ui.controls.problems.value
    assert "Traceback" not in ui.controls.problems.value
    assert count(ui, BLUE) > 100
    ui.controls.sliders["A"].value = 1
    assert ui.controls.problems.value == ""
    assert "24.962 nats" in ui.controls.total.value


def test_text_of_an_error_is_shown_as_text() -> None:
    def wrong(x: object, Sigma: object, Mean: object) -> None:
        raise ValueError("<img src=x onerror=alert(1)>\n" + "long " * 1000)

    ui = search(nll=wrong)
    assert "<img" not in ui.controls.problems.value
    assert "&lt;img" in ui.controls.problems.value
    assert len(ui.controls.problems.value) < 600


@pytest.mark.parametrize(
    ("returned", "sentence"),
    [
        (None, "gaussian_nll returned nothing: does it end with return?"),
        (torch.zeros(1, 6), "one number a point, shape (6,); yours has shape (1, 6)."),
        (torch.tensor(3.0), "one number a point, shape (6,); yours has shape ()."),
        (torch.full((6,), math.nan), "numbers that are not finite"),
        ("six", "should return numbers; it returned a str."),
    ],
)
def test_an_unusable_answer_is_explained(returned: object, sentence: str) -> None:
    ui = search(nll=lambda *_: returned)
    assert sentence in ui.controls.problems.value
    assert "nan" not in ui.controls.total.value
    assert "Best so far: –" in ui.controls.total.value


@pytest.mark.parametrize(
    "convert",
    [
        lambda nll: nll.numpy(),
        lambda nll: nll.tolist(),
        lambda nll: nll.double().requires_grad_(),
    ],
    ids=["array", "list", "with grad"],
)
def test_numbers_of_any_kind_are_shown(convert: Function) -> None:
    ui = search(nll=lambda *arguments: convert(gaussian_nll(*arguments)))
    assert "24.962 nats" in ui.controls.total.value


def test_functions_that_change_their_arguments_do_not_spoil_the_next_ones() -> None:
    def greedy(fig: Any, Sigma: torch.Tensor, Mean: torch.Tensor) -> None:
        draw_density(fig, Sigma, Mean)
        Sigma.mul_(100)
        Mean.add_(5)

    assert "24.962 nats" in search(density=greedy).controls.total.value


def with_pyplot(fig: Any, Sigma: torch.Tensor, Mean: torch.Tensor) -> None:
    plt.plot([-1, 1, 0, -1], [-1, -1, 1, -1], color="steelblue", linewidth=3)


def after_clearing(fig: Any, Sigma: torch.Tensor, Mean: torch.Tensor) -> None:
    fig.axes[0].clear()
    fig.axes[0].plot([-1, 1, 0, -1], [-1, -1, 1, -1], color="steelblue", linewidth=3)


def with_other_limits(fig: Any, Sigma: torch.Tensor, Mean: torch.Tensor) -> None:
    with_pyplot(fig, Sigma, Mean)
    fig.gca().set(xlim=(-1, 1), ylim=(0, 1), title="mine", aspect="auto")


def with_a_patch(fig: Any, Sigma: torch.Tensor, Mean: torch.Tensor) -> None:
    fig.gca().add_patch(Ellipse((0, 0), 2, 2, fill=False, edgecolor="steelblue", linewidth=3))


def with_contours_and_a_bar(fig: Any, Sigma: torch.Tensor, Mean: torch.Tensor) -> None:
    grid = torch.linspace(-3, 3, 50)
    drawn = fig.gca().contour(
        grid, grid, grid[None] ** 2 + grid[:, None] ** 2, levels=[1, 2], colors="steelblue"
    )
    fig.colorbar(drawn)


def with_show(fig: Any, Sigma: torch.Tensor, Mean: torch.Tensor) -> None:
    with_pyplot(fig, Sigma, Mean)
    plt.close("all")


def with_tight_layout(fig: Any, Sigma: torch.Tensor, Mean: torch.Tensor) -> None:
    with_pyplot(fig, Sigma, Mean)
    fig.tight_layout()


STYLES = [
    with_pyplot,
    after_clearing,
    with_other_limits,
    with_a_patch,
    with_contours_and_a_bar,
    with_show,
    with_tight_layout,
]


@pytest.mark.parametrize("style", STYLES)
def test_any_way_of_drawing_is_shown_on_the_same_axes_with_the_data(style: Function) -> None:
    ui = search(density=style)
    ui.controls.sliders["A"].value = 2
    assert ui.controls.problems.value == ""
    assert count(ui, BLUE) > 100
    assert count(ui, RED) > 100
    assert ui.live.ax.get_xlim() == ui.live.ax.get_ylim() == (-5, 5)


def on_a_new_figure(fig: Any, Sigma: torch.Tensor, Mean: torch.Tensor) -> None:
    plt.figure()
    plt.plot([0, 1], [0, 1])


def on_axes_of_its_own(fig: Any, Sigma: torch.Tensor, Mean: torch.Tensor) -> None:
    fig.clear()
    fig.add_subplot().plot([0, 1], [0, 1])


@pytest.mark.parametrize("style", [on_a_new_figure, on_axes_of_its_own, lambda fig, Sigma, Mean: None])
def test_drawing_elsewhere_or_nothing_is_told_and_the_figure_survives(style: Function) -> None:
    ui = search(density=style)
    ui.controls.sliders["A"].value = 2
    assert (
        "draw_density drew nothing on the axes of the figure that it was given." in ui.controls.problems.value
    )
    assert count(ui, RED) > 100


def test_what_cannot_be_drawn_is_told() -> None:
    class Unshowable(Ellipse):
        def draw(self, renderer: object) -> None:
            raise RuntimeError("no ink")

    ui = search(density=lambda fig, Sigma, Mean: fig.gca().add_patch(Unshowable((0, 0), 1, 1)))
    assert "What draw_density drew cannot be shown: RuntimeError: no ink" in ui.controls.problems.value
    assert count(ui, RED) > 100


def test_what_functions_print_is_shown_beside_the_figure(capsys: pytest.CaptureFixture[str]) -> None:
    def chatty(*arguments: Any) -> torch.Tensor:
        print("Sigma is", arguments[1].shape)
        return gaussian_nll(*arguments)

    ui = search(nll=chatty)
    assert "Your functions printed: Sigma is torch.Size([2, 2])" in ui.controls.problems.value
    assert capsys.readouterr().out == ""


def test_no_figure_is_left_in_pyplot_and_the_students_own_stay() -> None:
    mine = plt.figure()
    ui = search()
    ui.controls.sliders["A"].value = 2
    assert plt.get_fignums() == [mine.number]
    assert plt.gcf() is mine


def test_hundreds_of_moves_pile_nothing_up() -> None:
    ui = search()
    ui.controls.sample.value = True

    def move(times: int) -> int:
        for step in range(times):
            ui.controls.sliders["X"].value = step % 7 / 10
        gc.collect()
        return len(gc.get_objects())

    before = move(20)
    assert move(200) < before + 500
    assert len(ui.live.ax.get_children()) < 30


def test_reset_draws_the_start_once() -> None:
    ui = search()
    start = ui.controls.image.value
    for name in "ABCXY":
        ui.controls.sliders[name].value = 0.5
    drawn: list[object] = []
    ui.controls.image.observe(drawn.append, "value")
    ui.controls.reset.click()
    assert ui.controls.numbers() == {"A": 1, "B": 0, "C": 1, "X": 0, "Y": 0}
    assert ui.controls.image.value == start
    assert len(drawn) == 1


def test_the_copied_line_is_python_that_sets_the_five_names() -> None:
    ui = search()
    assert ui.controls.line.layout.display == "none"
    ui.controls.sliders["A"].value, ui.controls.sliders["B"].value = 0.1 + 0.2, -0.05
    ui.controls.copy.click()
    assert ui.controls.line.layout.display != "none"
    line = "A, B, C, X, Y = 0.3, -0.05, 1.0, 0.0, 0.0"
    assert f'value="{line}"' in ui.controls.line.value
    names: dict[str, float] = {}
    exec(ui.controls.answer_line(), names)
    assert (names["A"], names["B"]) == (0.3, -0.05)
    ui.controls.sliders["A"].value = 2.0
    assert ui.controls.line.layout.display == "none", "it tells other numbers"


def test_the_sample_can_be_shown_and_hidden() -> None:
    ui = search()
    plain = ui.controls.image.value
    ui.controls.sample.value = True
    assert ui.controls.image.value != plain
    ui.controls.sample.value = False
    assert ui.controls.image.value == plain


def test_the_best_so_far_is_kept_with_its_numbers() -> None:
    ui = search()
    Sigma, Mean = fit_gaussian(six_points())
    best = {"A": Sigma[0, 0], "B": Sigma[0, 1], "C": Sigma[1, 1], "X": Mean[0], "Y": Mean[1]}
    for name in ("A", "C", "B", "X", "Y"):
        ui.controls.boxes[name].value = str(float(best[name]))
    assert "Best so far: 18.377 nats" in ui.controls.total.value
    line = ui.controls.answer_line()
    ui.controls.reset.click()
    assert "Total NLL: <b>24.962 nats</b>" in ui.controls.total.value
    assert f"18.377 nats at<br><code>{line}</code>" in ui.controls.total.value


def test_the_best_so_far_is_forgotten_when_the_function_says_another_total_for_it() -> None:
    functions = [lambda *model: gaussian_nll(*model) + 1]
    ui = search(lambda *model: functions[-1](*model))
    assert "Best so far: 30.962" in ui.controls.total.value
    functions.append(lambda *model: gaussian_nll(*model) + 2)
    ui.controls.sliders["A"].value = 0.5
    assert "30.962" not in ui.controls.total.value


def test_an_impossible_total_is_no_best() -> None:
    ui = search(lambda *model: gaussian_nll(*model) - 5)
    assert "Best so far: –" in ui.controls.total.value
    assert "No Gaussian gets below 18.377 on these points" in ui.controls.problems.value


def test_reaching_the_mark_shows_and_the_best_possible_can_be_laid_over() -> None:
    ui = search()
    assert ui.controls.overlay.layout.display == "none"
    ui.controls.sliders["A"].value = 2
    assert "Reached: below 23" in ui.controls.total.value
    assert "A second goal, for no points: below 19." in ui.controls.total.value
    assert ui.controls.overlay.layout.display != "none"
    plain = ui.controls.image.value
    ui.controls.overlay.value = True
    assert ui.controls.image.value != plain
    assert count(ui, (210, 105, 30)) > 100
    ui.stand_at({"A": 3.49, "B": -1.35, "C": 0.97, "X": -0.11, "Y": 0.41})
    assert ui.controls.numbers()["A"] == 2, "it was moved already"


def test_untouched_sliders_stand_at_the_answer() -> None:
    ui = search()
    ui.stand_at(dict.fromkeys("ABCXY", ...))
    ui.stand_at(dict.fromkeys("ABCXY", 99))
    assert ui.controls.numbers()["A"] == 1
    ui.stand_at({"A": 3.49, "B": -1.35, "C": 0.97, "X": -0.11, "Y": 0.41})
    assert (
        "And below 19, the second goal: less than 0.001 above the best possible." in ui.controls.total.value
    )
    assert (
        "around (-0.11, 0.41), leaning to the left; standard deviation 1.87 sideways and 0.98 upwards"
        in ui.controls.total.value
    )


def test_the_three_terms_of_each_point_are_bars_that_add_up() -> None:
    ui = search()
    ui.controls.terms.value = True
    assert "log det Sigma / 2 = 0.00, brown; constant 1.84 in grey" in ui.controls.bars.value
    assert ui.controls.bars.value.count("<tr>") == 6
    ui.controls.sliders["C"].value = 0.5
    assert "log det Sigma / 2 = -0.35, striped, as it is taken off" in ui.controls.bars.value
    ui.controls.terms.value = False
    assert ui.controls.bars.value == ""
    assert ui.trail[-1] == (1, 0, 0.5, 0, 0)


BEST = (3.4938, -1.3549, 0.9743, -0.1073, 0.4066)


@pytest.fixture
def in_no_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gaussfit.search.sliders.PAUSE", 0)
    monkeypatch.setattr("gaussfit.search.sliders.FRAMES", 20)


@pytest.mark.usefixtures("in_no_time")
def test_gradient_descent_moves_the_sliders_to_the_closed_form() -> None:
    ui = search()
    assert ui.controls.descent.layout.display == "none", "not before the mark is reached"
    ui.controls.sliders["A"].value = 2
    assert ui.controls.descent.layout.display is None
    seen, trail, mine = [], list(ui.trail), ui.best
    ui.controls.image.observe(lambda change: seen.append(ui.controls.numbers()["A"]), "value")
    ui.controls.descent.click()
    assert [*ui.controls.numbers().values()] == pytest.approx(BEST, abs=6e-3)
    assert ui.controls.boxes["A"].value == f"{ui.controls.numbers()['A']:g}"
    assert len({*seen}) >= 5, "it moves, it does not jump"
    assert "Gradient descent took 300 steps downhill, to A, B, C, X, Y = 3.49" in ui.controls.total.value
    assert "The closed form has 3.494, -1.355, 0.974, -0.107, 0.407." in ui.controls.total.value
    assert (ui.trail, ui.best) == (trail, mine), "that was not you"
    ui.controls.sliders["A"].value = 3
    assert "Gradient descent" not in ui.controls.total.value


@pytest.mark.usefixtures("in_no_time")
def test_a_function_that_breaks_the_gradient_is_told_its_line_and_the_sliders_stay() -> None:
    def by_numpy(x: torch.Tensor, Sigma: torch.Tensor, Mean: torch.Tensor) -> torch.Tensor:
        return gaussian_nll(x, torch.from_numpy(Sigma.numpy()), Mean)

    ui = search(by_numpy)
    ui.controls.sliders["A"].value = 2
    ui.controls.descent.click()
    assert "No gradient of gaussian_nll comes through Sigma (line" in ui.controls.problems.value
    assert "return gaussian_nll(x, torch.from_numpy(Sigma.numpy()), Mean)" in ui.controls.problems.value
    assert "keep to torch&#x27;s functions" in ui.controls.problems.value
    assert ui.controls.numbers()["A"] == 2


def test_descent_from_no_covariance_is_told() -> None:
    ui = search()
    ui.controls.sliders["A"].value = -1
    ui.controls.descent.click()
    assert "it needs A &gt; 0" in ui.controls.problems.value
