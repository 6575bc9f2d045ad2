from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pytest
import torch

from gaussfit.data import PASS_MARK, six_points
from gaussfit.density import fit_gaussian, gaussian_nll
from gaussfit.drawing import draw_sample
from gaussfit.lesson.looking import (
    as_number,
    descended,
    draw_landscape,
    draw_left_out,
    draw_model,
    left_out,
    two_clumps,
)


@pytest.fixture(autouse=True)
def figures_closed() -> Iterator[None]:
    yield
    plt.close("all")


def written(x: Any, Sigma: Any, Mean: Any) -> Any:
    return -torch.distributions.MultivariateNormal(Mean, covariance_matrix=Sigma).log_prob(x.T)


@pytest.mark.parametrize(("circle", "seen", "unseen"), [(False, 18.377, 41.357), (True, 21.850, 28.172)])
def test_leaving_one_out_shows_what_fits_too_well(circle: bool, seen: float, unseen: float) -> None:
    assert left_out(six_points(), gaussian_nll, circle) == pytest.approx((seen, unseen), abs=2e-3)


def test_gradient_descent_ends_at_the_closed_form(capsys: pytest.CaptureFixture[str]) -> None:
    path = descended(six_points(), written)
    Sigma, Mean = fit_gaussian(six_points())
    best = [Sigma[0, 0], Sigma[0, 1], Sigma[1, 1], *Mean]
    assert path[0] == (1, 0, 1, 0, 0)
    assert path[-1] == pytest.approx([float(number) for number in best], abs=2e-3)
    assert "The closed form has 3.494, -1.355, 0.974, -0.107, 0.407." in capsys.readouterr().out


def by_eigenvectors(x: Any, Sigma: Any, Mean: Any) -> Any:
    widths, turn = torch.linalg.eigh(Sigma)
    return ((turn.T @ (x - Mean[:, None])) ** 2 / widths[:, None]).sum(0) / 2 + widths.log().sum() / 2


@pytest.mark.parametrize(
    ("breaking", "told"),
    [
        (lambda x, S, m: written(x, S, m).detach(), "Sigma (line"),
        (lambda x, S, m: written(x, S.detach(), m), "Sigma (line"),
        (lambda x, S, m: written(x, S, torch.tensor(m.tolist())), "Mean (line"),
        (lambda x, S, m: written(x, S, torch.from_numpy(m.numpy())), "Sigma (line"),
        (lambda x, S, m: [written(x, S, m)[0]] * 6, "Sigma: keep to torch's functions"),
        (by_eigenvectors, "eigenvectors have none where two eigenvalues are equal"),
    ],
)
@pytest.mark.filterwarnings("ignore:Converting a tensor with requires_grad=True")
def test_a_function_that_breaks_the_gradient_is_told_how(
    breaking: Any, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert descended(six_points(), breaking) == []
    assert told in capsys.readouterr().out


def test_every_picture_is_drawn(capsys: pytest.CaptureFixture[str]) -> None:
    data = six_points()
    draw_left_out(data, gaussian_nll)
    draw_model(data, *fit_gaussian(data), gaussian_nll, draw_sample)
    draw_landscape(data, gaussian_nll, PASS_MARK, [(1.0, 0.0, 1.0, 0.0, 0.0)], [])
    assert len(plt.get_fignums()) == 3
    told = capsys.readouterr().out
    assert "best ellipse: 18.38 nats on the points that it saw, 41.36 on points that it did not." in told
    assert "Inside the red line the total is below 23" in told


def test_the_two_clumps_lie_apart() -> None:
    clumps = two_clumps()
    assert float((clumps[0].abs() < 0.5).float().mean()) < 0.05


@pytest.mark.parametrize(
    "given", [2, 2.0, torch.tensor(2), torch.tensor([2.0], requires_grad=True), np.float32(2), Fraction(4, 2)]
)
def test_numbers_of_any_kind_are_numbers(given: Any) -> None:
    assert as_number(given) == 2.0


def test_dots_are_no_number() -> None:
    with pytest.raises(TypeError):
        as_number(...)
