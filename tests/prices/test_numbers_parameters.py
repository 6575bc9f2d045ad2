"""What can be had for `parameters`: 0 for no numbers, 1 for no covariance, 2 for one worse than the start."""

from __future__ import annotations

import decimal
import fractions
import itertools
import math
import re
from typing import Any

import numpy as np
import pytest
import torch

from benchmarks.seeds.plain import PlainSession, mark
from gaussfit.lesson.looking_at_parameters import look_at_parameters
from grader.exercises.gaussian_density.parameters import check_parameters

BEST = (3.49377, -1.35494, 0.97432, -0.10735, 0.40658)
START_TOTAL = 24.962


class Lazy:
    def __float__(self) -> float:
        return 3.5


NO_NUMBERS: list[Any] = [
    None,
    ...,
    "3.5",
    b"3.5",
    "",
    True,
    np.True_,
    torch.tensor(True),
    1j,
    3.5 + 0j,
    np.complex64(3.5),
    torch.tensor(3.5 + 0j),
    np.array(3.5 + 0j),
    np.array([3.5], dtype=np.clongdouble),
    math.nan,
    math.inf,
    -math.inf,
    10**400,
    np.float32("nan"),
    torch.tensor(math.inf),
    decimal.Decimal("nan"),
    decimal.Decimal("inf"),
    [3.5],
    (3.5,),
    [],
    {3.5},
    {"A": 3.5},
    range(1),
    map(float, [3.5]),
    iter([3.5]),
    np.array([3.5, 3.5]),
    torch.ones(2, 2),
    torch.tensor([]),
    np.array(["3.5"]),
    np.array([object()]),
    np.ma.masked,
    np.ma.array(3.5, mask=True),
    np.ma.array([3.5], mask=[True]),
    np.ma.array([3.5], mask=[True], dtype=object),
    np.datetime64("2020-01-01"),
    torch.empty(1, device="meta"),
    torch.tensor([3.5]).to_sparse(),
    print,
    lambda: 3.5,
    float,
    object(),
    Lazy(),
]

ONE_NUMBER: list[Any] = [
    3.5,
    4,
    np.float32(3.5),
    np.int8(4),
    fractions.Fraction(7, 2),
    decimal.Decimal("3.5"),
    torch.tensor(3.5),
    torch.tensor([3.5]),
    torch.tensor([[3.5]], requires_grad=True),
    torch.nn.Parameter(torch.tensor([3.5])),
    torch.tensor(4),
    torch.tensor(3.5, dtype=torch.float16),
    np.array(3.5),
    np.array([3.5]),
    np.array([[4]]),
    np.array([fractions.Fraction(7, 2)], dtype=object),
    np.ma.array([3.5]),
]


def earned(*numbers: Any) -> float:
    names = dict(zip("ABCXY", numbers, strict=True))
    return mark(PlainSession(names), check_parameters, "parameters", "seed").score


@pytest.mark.parametrize("place", range(5))
@pytest.mark.parametrize("value", NO_NUMBERS, ids=lambda value: re.sub(r" at 0x.*", "", repr(value)))
def test_what_is_not_five_finite_real_numbers_earns_nothing(value: Any, place: int) -> None:
    assert earned(*BEST[:place], value, *BEST[place + 1 :]) == 0


@pytest.mark.parametrize("value", ONE_NUMBER, ids=lambda value: re.sub(r" at 0x.*", "", repr(value)))
def test_one_element_is_one_number(value: Any) -> None:
    assert earned(value, *BEST[1:]) == 10


def total(A: float, B: float, C: float, X: float, Y: float) -> float:
    """The total of the six points by torch, which shares no code with the grader; nan for no covariance."""
    points = torch.tensor(
        [
            [-0.2997, 0.7500, 2.4024, -3.3377, -1.3939, 1.2348],
            [0.2965, 0.1307, -1.5569, 1.3849, 1.0405, 1.1438],
        ]
    ).double()
    if not (A > 0 and A * C > B * B):
        return math.nan
    Sigma = torch.tensor([[A, B], [B, C]], dtype=torch.float64)
    density = torch.distributions.MultivariateNormal(torch.tensor([X, Y], dtype=torch.float64), Sigma)
    return -float(density.log_prob(points.T).sum())


def test_a_grid_of_settings_earns_by_its_total() -> None:
    seen = set()
    for setting in itertools.product(
        (-2, 0.3, 1, 3.5, 6), (-2, -1.35, 0, 1.35), (-1, 0.3, 1, 5), (-1, 0), (0, 0.4, 3)
    ):
        found, points = total(*setting), earned(*setting)
        if setting == (1, 0, 1, 0, 0):
            assert points == 0
        elif math.isnan(found):
            assert points <= 1
        elif found > START_TOTAL:
            assert points <= 2
        elif found < 23:
            assert points == 10
        else:
            assert 2 < points < 10
        seen.add(points)
    assert {0, 1, 2, 10} <= seen


def is_beyond_the_visible_check(value: Any) -> bool:
    """It asks `float(...)`, which also takes a `__float__` of one's own and numpy's bool, and reads no masks."""
    sparse = isinstance(value, torch.Tensor) and value.layout is not torch.strided
    return sparse or isinstance(value, Lazy | np.bool_ | np.ma.MaskedArray)


SEEN = [value for value in (*NO_NUMBERS, *ONE_NUMBER) if not is_beyond_the_visible_check(value)]


@pytest.mark.parametrize("value", SEEN, ids=lambda value: re.sub(r" at 0x.*", "", repr(value)))
def test_the_visible_check_agrees_on_what_is_a_number(value: Any) -> None:
    five = dict(zip("ABCXY", (value, *BEST[1:]), strict=True))
    assert look_at_parameters(five, lambda *_: 20.0, 23.0) == (earned(value, *BEST[1:]) == 10)
