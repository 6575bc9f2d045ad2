"""What docs/mathematics.md claims of points of one's own, for any id, and for courses with other points too."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from gaussfit.numbers import PASS_MARK, SIX_POINTS
from gaussfit.variants import claims, normalised, optimum, points_of, sent, start_total

steady = settings(max_examples=60)
ids = st.text(max_size=20)
coordinates = st.lists(st.floats(-2, 2, allow_subnormal=False), min_size=8, max_size=8)
Rows = Sequence[Sequence[float]]


def best_total(points: Rows) -> float:
    """The lowest total of any Gaussian, by numpy rather than by the module's own sums."""
    return _total(np.cov(np.array(points), bias=True), len(points[0]))


def best_without_correlation(points: Rows) -> float:
    return _total(np.diag(np.var(np.array(points), axis=1)), len(points[0]))


def rho(points: Rows) -> float:
    return float(np.corrcoef(np.array(points))[0, 1])


def _total(Sigma: NDArray[np.float64], count: int) -> float:
    return count / 2 * (2 + float(np.linalg.slogdet(Sigma)[1]) + 2 * math.log(2 * math.pi))


@steady
@given(ids)
def test_every_student_has_points_for_which_all_claims_hold(student: str) -> None:
    points = points_of(student, SIX_POINTS, PASS_MARK)
    A, B, C, X, Y = optimum(points)
    assert best_total(points) == pytest.approx(best_total(SIX_POINTS), abs=1e-3)
    assert best_without_correlation(points) == pytest.approx(best_without_correlation(SIX_POINTS), abs=1e-3)
    assert abs(rho(points)) == pytest.approx(abs(rho(SIX_POINTS)), abs=1e-3)
    assert start_total(points) >= PASS_MARK + 1
    assert np.abs(points).max() <= 4.75
    assert min(A, B, C, X, Y) >= -1.5
    assert max(A, B, C, X, Y) <= 5.5
    assert points == [[round(each, 4) for each in row] for row in points]


@steady
@given(coordinates, coordinates, ids)
def test_whatever_the_points_a_map_keeps_best_and_correlation(
    x: list[float], y: list[float], text: str
) -> None:
    assume(np.linalg.eigvalsh(np.cov(x, y, bias=True))[0] > 0.01)
    found = sent([x, y], text)
    assert best_total(found) == pytest.approx(best_total([x, y]), abs=0.01)  # by rounding alone
    assert best_without_correlation(found) == pytest.approx(best_without_correlation([x, y]), abs=0.01)
    assert abs(rho(found)) == pytest.approx(abs(rho([x, y])), abs=0.01)


def test_a_map_is_along_the_axes_and_keeps_areas() -> None:
    course = np.array([*SIX_POINTS, np.ones(6)])
    kinds = set()
    for number in range(200):
        found = np.array(sent(SIX_POINTS, str(number)))
        matrix = np.linalg.lstsq(course.T, found.T, rcond=None)[0].T[:, :2]
        assert abs(np.linalg.det(matrix)) == pytest.approx(1, abs=1e-3)
        small = np.sort(np.abs(matrix).ravel())[:2]
        assert small == pytest.approx([0, 0], abs=1e-3)
        kinds.add(tuple(np.sign(np.round(matrix, 2)).ravel()))
    assert len(kinds) == 8  # swapped or not, times the flips


def test_no_two_of_5000_students_share_points() -> None:
    found = {repr(points_of(f"s{number:04}", SIX_POINTS, PASS_MARK)) for number in range(5000)}
    assert len(found) == 5000


def test_the_points_of_an_id_are_the_same_everywhere_and_for_ever() -> None:
    assert points_of("s001", SIX_POINTS, PASS_MARK) == PINNED


@pytest.mark.parametrize(
    "written", ["ÄB 12", "äb12", " Äb\t12\n", "A\u0308b12", "\uff21\u0308\uff2212", "\u200bäb\u00a012\ufeff"]
)
def test_capitals_blanks_and_spellings_of_unicode_do_not_matter(written: str) -> None:
    assert normalised(written) == "äb12"


@steady
@given(ids)
def test_a_normalised_id_is_normal(student: str) -> None:
    assert normalised(normalised(student)) == normalised(student)
    assert normalised(f" {student.swapcase().swapcase()}\n") == normalised(student.swapcase().swapcase())


def test_a_pass_mark_that_no_start_is_above_has_no_map() -> None:
    assert not claims(sent(SIX_POINTS, "0"), SIX_POINTS, 1000)["the start is 1 nat above the pass mark"]


PINNED = [
    [-1.118, -1.3004, -3.1573, 0.0796, -0.2994, -0.1857],
    [-0.0551, 0.8989, 2.4007, -2.8161, -1.0495, 1.3396],
]
