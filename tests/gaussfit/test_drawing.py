from __future__ import annotations

import inspect
import math
from collections.abc import Callable, Iterator

import matplotlib.pyplot as plt
import numpy as np
import pytest
import scipy.stats
import torch
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from matplotlib.path import Path
from numpy.typing import NDArray

from gaussfit import drawing
from gaussfit.data import six_points
from gaussfit.density import MASSES, contour_radius, fit_gaussian, gaussian_nll
from gaussfit.drawing import draw_data, draw_density, draw_negative_log_likelihood, draw_sample
from gaussfit.errors import ArgumentTypeError, CovarianceError, ShapeError

GAUSSIANS = [
    ([[1.0, 0.0], [0.0, 1.0]], [0.0, 0.0]),
    ([[3.49, -1.35], [-1.35, 0.97]], [-0.11, 0.41]),
    ([[0.04, 0.0], [0.0, 25.0]], [8.0, -9.0]),
    ([[1.0, 0.9], [0.9, 1.0]], [2.0, 3.0]),
    ([[0.04, -0.9], [-0.9, 25.0]], [-3.0, 0.0]),
]


@pytest.fixture
def fig() -> Iterator[Figure]:
    figure = plt.figure(figsize=(8, 8))
    yield figure
    plt.close(figure)


def contours(fig: Figure) -> list[NDArray[np.float64]]:
    return [np.column_stack(line.get_data()).astype(float) for line in fig.gca().lines]


def offsets(fig: Figure) -> list[NDArray[np.float64]]:
    return [np.asarray(scatter.get_offsets()) for scatter in fig.gca().collections]


@pytest.mark.parametrize(("Sigma", "Mean"), GAUSSIANS)
def test_every_vertex_of_a_contour_lies_at_its_radius(
    fig: Figure, Sigma: list[list[float]], Mean: list[float]
) -> None:
    draw_density(fig, torch.tensor(Sigma), torch.tensor(Mean))
    drawn = contours(fig)
    assert len(drawn) == len(MASSES)
    for vertices, mass in zip(drawn, MASSES, strict=True):
        away = vertices - Mean
        radius = np.sqrt(np.einsum("ni,ij,nj->n", away, np.linalg.inv(Sigma), away))
        np.testing.assert_allclose(radius, contour_radius(mass), rtol=1e-4)


@pytest.mark.parametrize(("Sigma", "Mean"), GAUSSIANS)
def test_each_contour_holds_its_mass(fig: Figure, Sigma: list[list[float]], Mean: list[float]) -> None:
    draw_density(fig, torch.tensor(Sigma), torch.tensor(Mean))
    # Equally likely cells of the plane, through the marginal of x and the conditional of y.
    u = (np.arange(300) + 0.5) / 300
    first, second = (scipy.stats.norm.ppf(np.stack(np.meshgrid(u, u))).reshape(2, -1)).tolist()
    (a, b), (_, c) = Sigma
    x = Mean[0] + math.sqrt(a) * np.array(first)
    y = Mean[1] + b / a * (x - Mean[0]) + math.sqrt(c - b * b / a) * np.array(second)
    held = [Path(vertices).contains_points(np.column_stack([x, y])).mean() for vertices in contours(fig)]
    np.testing.assert_allclose(held, MASSES, atol=2e-3)


def test_contours_are_closed_smooth_and_sky_blue(fig: Figure) -> None:
    draw_density(fig, torch.eye(2), torch.zeros(2))
    for line, vertices in zip(fig.gca().lines, contours(fig), strict=True):
        assert len(vertices) >= 100
        np.testing.assert_allclose(vertices[0], vertices[-1], atol=1e-12)
        assert to_rgba(line.get_color()) == to_rgba("steelblue")


def test_data_are_red_dots_of_the_size_asked_for(fig: Figure) -> None:
    draw_data(fig, six_points(), size=50)
    [scatter] = fig.gca().collections
    np.testing.assert_array_equal(offsets(fig)[0], six_points().numpy().T)
    np.testing.assert_array_equal(scatter.get_facecolor()[0], to_rgba("red"))
    assert scatter.get_sizes() == [50]  # type: ignore[attr-defined]


def test_data_are_thirty_square_points_large_unless_asked_otherwise(fig: Figure) -> None:
    draw_data(fig, six_points())
    assert fig.gca().collections[0].get_sizes() == [30]  # type: ignore[attr-defined]


def test_sample_is_500_slate_blue_points_of_the_model(fig: Figure) -> None:
    Sigma, Mean = torch.tensor([[3.0, -1.0], [-1.0, 0.5]]), torch.tensor([2.0, -2.0])
    draw_sample(fig, Sigma, Mean)
    [points] = offsets(fig)
    assert points.shape == (500, 2)
    np.testing.assert_allclose(points.mean(0), Mean, atol=0.25)
    np.testing.assert_allclose(np.cov(points.T), Sigma, rtol=0.15)
    np.testing.assert_array_equal(fig.gca().collections[0].get_facecolor()[0][:3], to_rgba("slateblue")[:3])  # type: ignore[index]


def test_sample_is_the_same_each_time_and_moves_with_the_mean(fig: Figure) -> None:
    draw_sample(fig, torch.eye(2), torch.zeros(2))
    draw_sample(fig, torch.eye(2), torch.zeros(2))
    draw_sample(fig, torch.eye(2), torch.ones(2))
    first, again, moved = offsets(fig)
    np.testing.assert_array_equal(first, again)
    np.testing.assert_allclose(moved, first + 1, atol=1e-6)


def test_the_search_figure_shows_each_nll_and_the_total(fig: Figure) -> None:
    data = six_points()
    Sigma, Mean = fit_gaussian(data)
    draw_negative_log_likelihood(fig, data, Sigma, Mean)
    ax = fig.gca()
    assert [text.get_text() for text in ax.texts] == [f"{n:.3f}" for n in gaussian_nll(data, Sigma, Mean)]
    np.testing.assert_allclose([text.xy for text in ax.texts], data.numpy().T)  # type: ignore[attr-defined]
    assert "18.377" in ax.get_title()
    assert (ax.get_xlim(), ax.get_ylim(), ax.get_aspect()) == ((-5, 5), (-5, 5), 1)
    assert len(ax.lines) == 4
    assert len(ax.collections) == 1


def test_the_search_figure_calls_the_functions_it_is_given(fig: Figure) -> None:
    seen: list[str] = []

    def own_nll(x: torch.Tensor, Sigma: torch.Tensor, Mean: torch.Tensor) -> list[float]:
        return [7.0] * x.shape[1]

    def own_density(fig: Figure, Sigma: torch.Tensor, Mean: torch.Tensor) -> None:
        seen.append("density")

    def own_sample(fig: Figure, Sigma: torch.Tensor, Mean: torch.Tensor) -> None:
        seen.append("sample")

    draw_negative_log_likelihood(
        fig,
        six_points(),
        torch.eye(2),
        torch.zeros(2),
        gaussian_nll=own_nll,  # type: ignore[arg-type]
        draw_density=own_density,
        draw_sample=own_sample,
    )
    assert sorted(seen) == ["density", "sample"]
    assert "42.000" in fig.gca().get_title()
    assert not fig.gca().lines


def test_drawing_adds_to_the_axes_that_are_there(fig: Figure) -> None:
    ax = fig.add_subplot()
    ax.plot([0, 1], [0, 1])
    ax.set_title("mine")
    draw_density(fig, torch.eye(2), torch.zeros(2))
    assert fig.axes == [ax]
    assert len(ax.lines) == 5
    assert ax.get_title() == "mine"


def test_drawing_uses_the_given_figure_and_not_the_current_one(fig: Figure) -> None:
    current = plt.figure()
    try:
        for draw in (draw_density, draw_sample):
            draw(fig, torch.eye(2), torch.zeros(2))
        draw_data(fig, six_points())
        assert not current.axes
    finally:
        plt.close(current)


def test_parameters_that_require_a_gradient_can_be_drawn(fig: Figure) -> None:
    Sigma, Mean = torch.eye(2, requires_grad=True), torch.zeros(2, requires_grad=True)
    draw_negative_log_likelihood(fig, six_points(), Sigma, Mean, draw_sample=draw_sample)
    fig.canvas.draw()
    assert len(fig.gca().lines) == 4


def test_drawing_leaves_its_arguments_alone(fig: Figure) -> None:
    data, Sigma, Mean = six_points(), torch.eye(2), torch.ones(2)
    draw_negative_log_likelihood(fig, data, Sigma, Mean, draw_sample=draw_sample)
    assert torch.equal(data, six_points())
    assert torch.equal(Sigma, torch.eye(2))
    assert torch.equal(Mean, torch.ones(2))


DRAWS = [draw_density, draw_sample, lambda fig, S, m: draw_negative_log_likelihood(fig, six_points(), S, m)]


@pytest.mark.parametrize("draw", DRAWS)
def test_a_bad_covariance_draws_nothing_and_says_why(
    fig: Figure, draw: Callable[[Figure, torch.Tensor, torch.Tensor], None]
) -> None:
    with pytest.raises(CovarianceError, match=r"Sigma must be positive definite.*the smallest is -1"):
        draw(fig, torch.tensor([[1.0, 2.0], [2.0, 1.0]]), torch.zeros(2))
    assert not fig.axes


def test_a_picture_of_the_plane_needs_two_dimensions(fig: Figure) -> None:
    with pytest.raises(ShapeError, match=r"Sigma must be \(2, 2\) here; it is \(3, 3\)"):
        draw_density(fig, torch.eye(3), torch.zeros(3))
    with pytest.raises(ShapeError, match=r"data must have shape \(2, N\).*its shape is \(6, 2\)"):
        draw_data(fig, six_points().T)
    with pytest.raises(ShapeError, match=r"Mean must have shape \(2,\)"):
        draw_sample(fig, torch.eye(2), torch.zeros(1, 2))
    with pytest.raises(ArgumentTypeError, match="data must be a torch tensor; it is a list"):
        draw_data(fig, [[0.0], [1.0]])  # type: ignore[arg-type]


def test_signatures_are_those_of_the_exercise() -> None:
    names = {name: list(inspect.signature(getattr(drawing, name)).parameters) for name in drawing.__all__}
    assert names["draw_data"] == ["fig", "data", "size"]
    assert names["draw_density"] == names["draw_sample"] == ["fig", "Sigma", "Mean"]
    assert names["draw_negative_log_likelihood"][:4] == ["fig", "data", "Sigma", "Mean"]
