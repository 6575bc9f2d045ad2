from __future__ import annotations

import torch

from gaussfit.data import PASS_MARK, six_points
from gaussfit.density import fit_gaussian, gaussian_nll
from gaussfit.numbers import SIX_POINTS


def test_the_data_are_six_float_points_one_a_column() -> None:
    data = six_points()
    assert data.shape == (2, 6)
    assert data.dtype == torch.float32


def test_the_points_are_those_of_the_exercise() -> None:
    x, y = six_points().double()
    torch.testing.assert_close(
        x, torch.tensor([-0.2997, 0.7500, 2.4024, -3.3377, -1.3939, 1.2348]).double(), rtol=0, atol=1e-7
    )
    torch.testing.assert_close(
        y, torch.tensor([0.2965, 0.1307, -1.5569, 1.3849, 1.0405, 1.1438]).double(), rtol=0, atol=1e-7
    )


def test_changing_the_points_in_place_does_not_change_the_next_copy() -> None:
    six_points().zero_()
    assert bool(six_points().any())


def test_the_pass_mark_is_met_by_the_fit_and_missed_by_the_start() -> None:
    data = six_points()
    start = gaussian_nll(data, torch.eye(2), torch.zeros(2)).sum()
    best = gaussian_nll(data, *fit_gaussian(data)).sum()
    assert float(best) < PASS_MARK < float(start)
    assert PASS_MARK == 23


def test_the_plain_numbers_are_those_of_the_points() -> None:
    torch.testing.assert_close(six_points(), torch.tensor(SIX_POINTS), rtol=0, atol=0)
