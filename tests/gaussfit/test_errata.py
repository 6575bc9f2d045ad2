"""Recomputes every number on the errata page, by other means than the reference's closed forms."""

from __future__ import annotations

import math
import re
from pathlib import Path

import numpy as np
import pytest
import scipy.integrate
import scipy.optimize
import scipy.stats
from numpy.typing import NDArray

from gaussfit.data import PASS_MARK, six_points
from gaussfit.density import MASSES

Array = NDArray[np.float64]

PAGE = (Path(__file__).parents[2] / "docs" / "errata.md").read_text(encoding="utf-8")
PROSE = " ".join(PAGE.split())
POINTS: Array = six_points().double().numpy()
MEAN: Array = POINTS.mean(axis=1)
FIT: Array = np.cov(POINTS, ddof=0)


def total(Sigma: Array, Mean: Array, half: float = 0.5) -> float:
    """Return the NLL of the six points; `half` is 1 in the formula as it was printed."""
    away = POINTS - Mean[:, None]
    quadratic = np.einsum("in,ij,jn->n", away, np.linalg.inv(Sigma), away)
    return float(np.sum(half * quadratic + 0.5 * math.log(np.linalg.det(Sigma)) + math.log(2 * math.pi)))


def optimum(half: float, correlated: bool = True) -> tuple[float, Array, Array]:
    """Search all parameters from the identity, knowing no closed form."""

    def unpack(p: Array) -> tuple[Array, Array]:
        root = np.array([[math.exp(p[0]), 0], [p[1] if correlated else 0.0, math.exp(p[2])]])
        return root @ root.T, p[3:]

    found = scipy.optimize.minimize(lambda p: total(*unpack(p), half), np.zeros(5), tol=1e-10)
    return found.fun, *unpack(found.x)


def table_row(start: str) -> list[float]:
    """Return the numbers in the cells of the page's only table row that begins so."""
    [row] = [line for line in PAGE.splitlines() if line.startswith(f"| {start}")]
    cells = row.strip("|").split("|")[1:]
    return [float(number) for cell in cells for number in re.findall(r"\d+\.\d+", cell)]


def test_the_start() -> None:
    expected = [total(np.eye(2), np.zeros(2)), total(np.eye(2), np.zeros(2), half=1)]
    assert table_row("the start") == pytest.approx(expected, abs=5e-5)


def test_the_optimum_of_each_formula() -> None:
    true, true_Sigma, true_Mean = optimum(half=0.5)
    printed, printed_Sigma, printed_Mean = optimum(half=1)
    assert table_row("the maximum-likelihood") == pytest.approx([true, total(FIT, MEAN, half=1)], abs=5e-5)
    assert table_row("the same mean, twice") == pytest.approx([total(2 * FIT, MEAN), printed], abs=5e-5)
    np.testing.assert_allclose(true_Sigma, FIT, atol=1e-4)
    np.testing.assert_allclose(printed_Sigma, 2 * FIT, atol=1e-4)
    np.testing.assert_allclose([true_Mean, printed_Mean], [MEAN, MEAN], atol=1e-4)


def test_the_optimum_of_each_formula_without_correlation() -> None:
    found = [optimum(half, correlated=False)[0] for half in (0.5, 1)]
    assert table_row("the best with B = 0") == pytest.approx(found, abs=5e-5)
    assert found[0] < PASS_MARK < found[1]


def matrix(Sigma: Array) -> str:
    return "[" + ", ".join("[" + ", ".join(f"{entry:.5f}" for entry in row) + "]" for row in Sigma) + "]"


def test_the_covariances_on_the_page() -> None:
    for Sigma in (FIT, 2 * FIT, FIT @ FIT):
        assert f"`{matrix(Sigma)}`" in PROSE


def test_the_target_was_tight() -> None:
    margin = PASS_MARK - optimum(half=1)[0]
    assert f"tight target, {margin:.4f} above" in PROSE


def test_the_printed_formula_integrates_to_one_half() -> None:
    def density(y: float, x: float) -> float:
        away = np.array([x, y])
        return float(np.exp(-(away @ np.linalg.inv(FIT) @ away))) / (
            2 * math.pi * math.sqrt(np.linalg.det(FIT))
        )

    assert scipy.integrate.dblquad(density, -12, 12, -7, 7)[0] == pytest.approx(0.5, abs=1e-6)


@pytest.mark.parametrize("seed", range(20))
def test_what_passed_under_the_printed_formula_passes_under_the_true_one(seed: int) -> None:
    random = np.random.default_rng(seed)
    root = random.standard_normal((2, 2))
    Sigma, Mean = 2 * FIT + 0.3 * root @ root.T, MEAN + 0.2 * random.standard_normal(2)
    assert total(Sigma, Mean) <= total(Sigma, Mean, half=1)


def mass_through_sigma(radius: float, narrow: float, wide: float) -> float:
    """Return the mass within the image of a circle under Sigma, given Sigma's two eigenvalues.

    Along an eigenvector the image reaches to radius * eigenvalue; measured in that direction's spread, the
    root of the eigenvalue, to radius * root.
    """
    normal = scipy.stats.norm

    def slab(z: float) -> float:
        rest = max(0.0, 1 - (z / (radius * math.sqrt(wide))) ** 2)
        return float(normal.pdf(z) * (2 * normal.cdf(radius * math.sqrt(narrow * rest)) - 1))

    edge = radius * math.sqrt(wide)
    return float(scipy.integrate.quad(slab, -edge, edge)[0])


def test_the_contours_through_sigma() -> None:
    narrow, wide = np.linalg.eigvalsh(FIT)
    assert f"eigenvalues are {wide:.4f} and {narrow:.4f}" in PROSE
    for mass in MASSES:
        radius = math.sqrt(scipy.stats.chi2(df=2).ppf(mass))
        right = [radius * math.sqrt(wide), radius * math.sqrt(narrow)]
        wrong = [radius * wide, radius * narrow]
        holds = 100 * mass_through_sigma(radius, narrow, wide)
        row = table_row(f"{mass:.0%}".replace("%", " %"))
        assert row[:4] == pytest.approx([*right, *wrong], abs=5e-4)
        assert row[4] == pytest.approx(holds, abs=0.05)


def test_the_spread_of_the_sample_through_sigma() -> None:
    wrong, right = math.sqrt((FIT @ FIT)[0, 0]), math.sqrt(FIT[0, 0])
    assert f"{wrong:.3f} along x instead of {right:.3f}" in PROSE


def test_how_many_random_matrices_are_covariances() -> None:
    random = np.random.default_rng(0)
    for name, (A, B, C) in {
        "standard normal A, B, C that is so in": random.standard_normal((3, 2_000_000)),
        "uniform on [0, 1] in": random.random((3, 2_000_000)),
    }.items():
        share = 100 * np.mean((A > 0) & (A * C > B * B))
        [written] = re.findall(re.escape(name) + r" (\d+\.\d) %", PROSE)
        assert float(written) == pytest.approx(share, abs=0.12)  # three standard errors and the rounding
