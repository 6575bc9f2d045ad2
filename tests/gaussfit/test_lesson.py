from __future__ import annotations

import io
import math
from collections.abc import Callable
from fractions import Fraction
from importlib import resources
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import pytest
import torch
from PIL import Image

from gaussfit.data import PASS_MARK, six_points
from gaussfit.density import fit_gaussian, gaussian_nll
from gaussfit.drawing import draw_density
from gaussfit.lesson.circles import CONTOURS, circles_png, contours_png
from gaussfit.lesson.looking_at_drawing import lay_over_right_contours, look_at_draw_density
from gaussfit.lesson.looking_at_nll import look_at_gaussian_nll
from gaussfit.lesson.looking_at_parameters import least_total, look_at_parameters
from gaussfit.lesson.pictures import random_member, square_figure
from gaussfit.lesson.telling import BASICS, MISSING, attempt, verdict


@pytest.mark.parametrize(("name", "draw"), [("circles.png", circles_png), ("contours.png", contours_png)])
def test_a_ready_made_picture_is_the_one_that_its_code_draws(name: str, draw: Callable[[], bytes]) -> None:
    kept = resources.files("gaussfit.lesson").joinpath(name).read_bytes()
    with Image.open(io.BytesIO(kept)) as old, Image.open(io.BytesIO(draw())) as new:
        assert abs(old.width - new.width) <= 4  # another version of matplotlib may set the text otherwise
        assert len(kept) < 20_000


def test_the_right_contours_lie_under_a_right_drawing() -> None:
    fig = square_figure()
    lay_over_right_contours(draw_density, fig, CONTOURS)
    [picture] = fig.gca().images
    grey = np.asarray(picture.get_array())
    grey = grey if grey.ndim == 2 else grey[..., 0]
    for line in fig.gca().lines:
        for right, up in line.get_xydata()[::10]:  # type: ignore[index]
            assert grey[round(500 - 50 * (up + 5)), round(50 * (right + 5))] < 0.9
    plt.close(fig)


def test_the_right_contours_wait_for_ticks(capsys: pytest.CaptureFixture[str]) -> None:
    lay_over_right_contours(lambda fig, S, m: draw_density(fig, S @ S, m), square_figure(), CONTOURS)
    assert capsys.readouterr().out.startswith("Once the check has only ticks")
    assert not plt.get_fignums()


def test_a_random_member_has_a_valid_covariance() -> None:
    torch.manual_seed(0)
    for _ in range(50):
        turn, widths, Mean = random_member()
        assert torch.allclose(turn @ turn.T, torch.eye(2), atol=1e-6)
        assert float(widths.min()) > 0
        assert Mean.shape == (2,)


def raising(error: Exception) -> Callable[..., Any]:
    def function(*_: object) -> None:
        raise error

    return function


def test_attempt_tells_unfinished_work_and_errors_in_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert attempt(lambda x: x + 1, 2) == 3
    assert attempt(raising(NotImplementedError("f is not written yet"))) is None
    assert attempt(raising(ValueError("no"))) is None
    unfinished, stopped = capsys.readouterr().out.splitlines()
    assert unfinished == "✗ Not there yet: f is not written yet."
    assert stopped.startswith("✗ It stopped with ValueError: no (line ")
    assert stopped.endswith(": raise error)")


def test_a_syntax_error_is_called_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert attempt(lambda: compile("x = (", "cell", "exec")) is None
    assert "It stopped with a syntax error: '(' was never closed" in capsys.readouterr().out


def test_a_verdict_promises_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert verdict(True) is None
    assert capsys.readouterr().out == f"{BASICS}\n"
    missing = verdict(False)
    assert missing is not None
    assert (repr(missing), missing._repr_html_()) == ("0.0", MISSING)


@pytest.mark.parametrize(
    "good",
    [
        gaussian_nll,
        lambda x, S, m: gaussian_nll(x, S, m).numpy(),
        lambda x, S, m: gaussian_nll(x, S, m).tolist(),
        lambda x, S, m: gaussian_nll(x, S, m).double().requires_grad_(),
    ],
    ids=["tensor", "array", "list", "with grad"],
)
def test_a_right_nll_of_any_kind_is_called_right(good: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert look_at_gaussian_nll(good, six_points())
    assert "✗" not in capsys.readouterr().out


def in_place(x: torch.Tensor, Sigma: torch.Tensor, Mean: torch.Tensor) -> torch.Tensor:
    nll = gaussian_nll(x, Sigma, Mean)
    x += 1
    return nll


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (None, "There is no function gaussian_nll"),
        (raising(NotImplementedError("gaussian_nll is not written yet")), "gaussian_nll is not written yet"),
        (lambda *_: None, "It returned nothing: end with return."),
        (lambda *_: print("3.2"), "It printed something, but returned nothing"),
        (lambda *_: None, "Return a tensor of shape (6,)"),
        (lambda *_: "six", "It stopped with TypeError"),
        (lambda x, S, m: gaussian_nll(x, S, m)[None], "yours have shape (1, 6)"),
        (lambda x, S, m: gaussian_nll(x, S, m).sum(), "yours have shape ()"),
        (lambda x, S, m: gaussian_nll(x, S, m) * math.nan, "should be finite floating-point numbers"),
        (lambda x, S, m: gaussian_nll(x, S, m).long(), "should be finite floating-point numbers"),
        (in_place, "compute with copies"),
        (lambda x, S, m: gaussian_nll(x, S, m) + 1, "this should be 1.838; yours is 2.838"),
        (lambda x, S, m: 2 * gaussian_nll(x, S, m), "this should be 3.031; yours is 6.062"),
        (lambda x, S, m: gaussian_nll(x, S.diag().diag(), m), "[1, 1]] at (1, 1): this should be 2.338"),
        (lambda x, S, m: gaussian_nll(x, S, 0 * m), "Moving the points and Mean together"),
        (lambda x, S, m: gaussian_nll(x, S, m).flip(0), "the same number alone and among others"),
        (lambda x, S, m: -gaussian_nll(x, S, m).neg().exp().log(), "yours is inf"),
        (lambda x, S, m: gaussian_nll(x, S, m) + 1, "all of the data together: this should be 24.962"),
    ],
)
def test_a_wrong_nll_is_told_what_is_wrong(
    wrong: Any, sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert not look_at_gaussian_nll(wrong, six_points())
    assert sentence in "".join(line for line in capsys.readouterr().out.splitlines() if line.startswith("✗"))


def shrinking(fig: Any, Sigma: torch.Tensor, Mean: torch.Tensor) -> None:
    draw_density(fig, Sigma, Mean)
    Sigma /= 2


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (None, "There is no function draw_density"),
        (raising(NotImplementedError("draw_density is not written yet")), "draw_density is not written yet"),
        (lambda *_: None, "stays empty"),
        (lambda fig, S, m: draw_density(fig, S, torch.zeros(2)), "should change when Mean changes"),
        (
            lambda fig, S, m: draw_density(fig, S.abs(), m),
            "should change when the covariance B changes its sign",
        ),
        (shrinking, "compute with copies"),
        (lambda fig, S, m: draw_density(fig, S @ S, m), "should hold about 100, 200, 300 and 400"),
        (lambda fig, S, m: fig.gca().plot(0, 0, "o", color="white", markersize=1), "in a colour that shows"),
    ],
)
def test_a_wrong_drawing_is_told_what_is_wrong(
    wrong: Any, sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert not look_at_draw_density(wrong)
    assert sentence in "".join(line for line in capsys.readouterr().out.splitlines() if line.startswith("✗"))


def test_a_right_drawing_is_called_right(capsys: pytest.CaptureFixture[str]) -> None:
    assert look_at_draw_density(draw_density)
    assert "✗" not in capsys.readouterr().out


def total(Sigma: torch.Tensor, Mean: torch.Tensor) -> torch.Tensor:
    return gaussian_nll(six_points(), Sigma, Mean).sum()


def five(*numbers: object) -> dict[str, object]:
    return dict(zip("ABCXY", numbers, strict=True))


def test_numbers_of_any_real_kind_below_the_mark_are_called_right(capsys: pytest.CaptureFixture[str]) -> None:
    assert look_at_parameters(five(Fraction(7, 2), torch.tensor(-1.35), 1, -0.1, 0.4), total, PASS_MARK)
    assert "below 23" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("numbers", "sentence"),
    [
        (five(..., ..., ..., ..., ...), "A has no value yet"),
        (five(1, 0, 1, 0, None), "Y has no value yet"),
        (five("1", 0, 1, 0, 0), "A should be a real number; it is '1'"),
        (five(1, 0, 1j, 0, 0), "C should be a real number; it is 1j"),
        (five(1, 0, [1], 0, 0), "It stopped with TypeError"),
        (five(1, 0, math.inf, 0, 0), "All five should be finite numbers"),
        (five(-1, 0, -1, 0, 0), "Sigma is not a covariance matrix"),
        (five(1, 1, 1, 0, 0), "A·C = 1, B² = 1"),
        (five(1, 0, 1, 0, 0), "the total NLL is 24.962; it should be below 23"),
    ],
)
def test_wrong_numbers_are_told_what_is_wrong(
    numbers: dict[str, object], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert not look_at_parameters(numbers, total, PASS_MARK)
    assert sentence in "".join(line for line in capsys.readouterr().out.splitlines() if line.startswith("✗"))


def test_an_impossible_total_is_no_praise(capsys: pytest.CaptureFixture[str]) -> None:
    least = least_total(six_points())
    best = gaussian_nll(six_points(), *fit_gaussian(six_points())).sum()
    assert least == pytest.approx(float(best), abs=1e-4)
    assert not look_at_parameters(five(0.05, 0, 0.05, 0, 0), lambda *_: -6.25, PASS_MARK, least)
    assert "No Gaussian gets below 18.377 on these points" in capsys.readouterr().out


def test_numbers_without_a_working_nll_are_told_so(capsys: pytest.CaptureFixture[str]) -> None:
    Sigma, Mean = fit_gaussian(six_points())
    numbers = five(Sigma[0, 0], Sigma[0, 1], Sigma[1, 1], *Mean)
    assert not look_at_parameters(
        numbers, raising(NotImplementedError("gaussian_nll is not written yet")), 23
    )
    assert "it takes a gaussian_nll that works" in capsys.readouterr().out
