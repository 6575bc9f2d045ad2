from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from grader.answers import Curve, Drawing
from grader.exercises.gaussian_density.drawing import RADII, judge, rings, sorting
from grader.exercises.gaussian_density.drawing.ellipses import fit_ellipse
from grader.running.outside.parse import MAX_CURVES, MAX_VERTICES

Make = Callable[..., Any]
Array = np.ndarray
MEAN = np.array([1.0, -0.5])


@pytest.fixture
def judged(drawing: Make, gaussian: Any) -> Make:
    return lambda *curves, **changes: judge(drawing(*curves, **changes), *gaussian)


@pytest.fixture
def contours(ring: Make, curve: Make) -> list[Curve]:
    return [curve(ring(r)) for r in RADII]


def test_radii_are_those_of_the_four_masses() -> None:
    assert pytest.approx((0.668, 1.011, 1.354, 1.794), abs=5e-4) == RADII


def test_four_contours_are_right(judged: Make, contours: list[Curve]) -> None:
    found = judged(*contours)
    assert found.right
    assert found.contours == ("whole",) * 4
    assert len(found.rings) == 4


@pytest.mark.parametrize("corners", [24, 25, 60, 1000])
def test_24_corners_or_more_are_enough(judged: Make, ring: Make, curve: Make, corners: int) -> None:
    assert judged(*(curve(ring(r, corners, 0.3, 1.3)) for r in RADII)).right


@pytest.mark.parametrize("corners", [5, 8, 12])
def test_a_coarse_polygon_is_no_contour(judged: Make, ring: Make, curve: Make, corners: int) -> None:
    assert not judged(*(curve(ring(r, corners)) for r in RADII)).right


@pytest.mark.parametrize(("factor", "right"), [(1.018, True), (0.982, True), (1.025, False), (0.975, False)])
def test_radii_may_be_off_by_2_percent(
    judged: Make, ring: Make, curve: Make, factor: float, right: bool
) -> None:
    assert judged(*(curve(ring(factor * r)) for r in RADII)).right is right


@pytest.mark.parametrize(("stop", "right"), [(1.0, True), (0.97, True), (0.95, False), (0.5, False)])
def test_a_contour_may_be_open_by_one_side_of_a_24_gon(
    judged: Make, ring: Make, curve: Make, stop: float, right: bool
) -> None:
    found = judged(*(curve(ring(r, 200, 0, stop)) for r in RADII))
    assert found.right is right
    assert set(found.contours) == {"whole" if right else "open"}


def test_points_of_a_contour_joined_criss_cross_are_none(judged: Make, ring: Make, curve: Make) -> None:
    rng = np.random.default_rng(0)
    assert not judged(*(curve(rng.permutation(ring(r, 300))) for r in RADII)).right


def test_two_halves_in_one_line_are_right_in_spite_of_the_chord(
    judged: Make, ring: Make, curve: Make
) -> None:
    assert judged(*(curve(np.concatenate([ring(r, 50, 0.5, 0), ring(r, 50, 0.5, 1)])) for r in RADII)).right


def test_two_halves_are_one_contour(judged: Make, ring: Make, curve: Make) -> None:
    halves = [curve(ring(r, 50, *part)) for r in RADII for part in ((0, 0.5), (1.0, 0.5))]
    found = judged(*halves)
    assert found.right
    assert len(found.rings) == 4


def test_segments_in_any_order_are_one_contour(judged: Make, ring: Make, curve: Make) -> None:
    segments = [curve(v[i : i + 2]) for v in map(ring, RADII) for i in range(len(v) - 1)]
    random.Random(1).shuffle(segments)
    found = judged(*segments)
    assert found.right
    assert len(found.rings) == 4


def test_one_line_without_lifting_the_pen_is_right(judged: Make, ring: Make, curve: Make) -> None:
    assert judged(curve(np.concatenate([ring(r) for r in RADII]))).right


def test_rows_of_dots_are_contours_and_a_sample_is_none(
    judged: Make, ring: Make, curve: Make, gaussian: Any
) -> None:
    assert judged(*(curve(ring(r, 60), dots=True) for r in RADII)).right
    assert judged(curve(np.concatenate([ring(r, 60) for r in RADII]), dots=True)).right
    sample = np.random.default_rng(0).multivariate_normal(gaussian[1], gaussian[0], 500)
    found = judged(curve(sample, dots=True))
    assert found.contours == ("absent",) * 4
    assert found.others == 0


@pytest.mark.parametrize("count", [8, 12, 23])
def test_a_few_dots_are_no_contour(judged: Make, ring: Make, curve: Make, count: int) -> None:
    found = judged(*(curve(ring(r, count)[:-1], dots=True) for r in RADII))
    assert found.contours == ("absent",) * 4
    assert found.rings == ()


@pytest.mark.parametrize("missing", range(4))
def test_a_missing_contour_is_told(judged: Make, contours: list[Curve], missing: int) -> None:
    del contours[missing]
    found = judged(*contours)
    assert not found.right
    assert found.contours[missing] == "absent"


def test_another_closed_curve_is_wrong_wherever_it_lies(
    judged: Make, ring: Make, curve: Make, contours: Any
) -> None:
    turn = np.linspace(0, 2 * np.pi, 200)
    peanut = (3 + np.cos(2 * turn)) * np.stack([np.cos(turn), np.sin(turn)])
    for other in (ring(2.448), ring(2.448, 100, 0, 0.98), ring(1.0) + 3, peanut.T):
        found = judged(*contours, curve(other))
        assert found.complete
        assert found.others == 1
        assert not found.right


def test_a_contour_drawn_twice_is_one(judged: Make, contours: list[Curve]) -> None:
    assert judged(*contours, *contours).right


@pytest.mark.parametrize(
    "vertices",
    [
        np.array([[-5.0, 0.0], [5.0, 0.0]]),
        np.array([[-4.0, -3.0], [4.0, -3.0], [4.0, 3.0], [-4.0, 3.0], [-4.0, -3.0]]),
        np.array([[1.0, -0.5], [3.0, 0.5], [1.0, -0.5], [0.0, 2.0], [1.0, -0.5]]),
        np.repeat(np.array([[1.0, -0.5]]), 30, axis=0),
    ],
    ids=["cross hair", "frame", "axes of the ellipse", "contour of 0 %"],
)
def test_other_things_may_be_shown(
    judged: Make, contours: list[Curve], curve: Make, vertices: np.ndarray
) -> None:
    assert judged(*contours, curve(vertices)).right


def test_a_frame_of_many_vertices_is_no_contour(judged: Make, contours: list[Curve], curve: Make) -> None:
    side = np.linspace(-6, 6, 40)
    low, high = np.full(40, -6.0), np.full(40, 6.0)
    frame = np.concatenate(
        [np.stack(p, axis=1) for p in ((side, low), (high, side), (side[::-1], high), (low, side[::-1]))]
    )
    turn = np.array([[0.8, -0.6], [0.6, 0.8]])
    assert judged(*contours, curve(frame)).right
    assert judged(*contours, curve(frame @ turn.T)).right


def test_small_filled_circles_are_markers(judged: Make, contours: list[Curve], curve: Make) -> None:
    t = np.linspace(0, 2 * np.pi, 50)
    for x, y in ((1.0, -0.5), (-2.0, 2.0)):
        spot = np.stack([x + 0.2 * np.cos(t), y + 0.2 * np.sin(t)], axis=1)
        assert judged(*contours, curve(spot, fill=(1.0, 0.0, 0.0, 1.0))).right
        assert not judged(*contours, curve(spot)).right


def test_absurd_coordinates_are_left_out(judged: Make, contours: list[Curve], curve: Make) -> None:
    far = np.array([[1e12, 0.0], [0.0, 1e12], [-1e12, 0.0], [1e12, 0.0]])
    assert judged(*contours, curve(far)).right
    assert judged(curve(np.full((5, 2), np.nan))).contours == ("absent",) * 4


def test_an_empty_drawing_shows_nothing(judged: Make, drawing: Callable[..., Drawing]) -> None:
    found = judged(artists_elsewhere=3)
    assert (found.contours, found.others, found.elsewhere, found.rings) == (("absent",) * 4, 0, 3, ())


def test_a_flood_of_pieces_is_judged_in_good_time(judged: Make, curve: Make) -> None:
    rng = np.random.default_rng(0)
    t = np.linspace(0, 2 * np.pi, 40)
    blobs = [np.stack([np.cos(t), np.sin(t)], axis=1) + rng.normal(size=2) for _ in range(400)]
    found = judged(*(curve(blob, fill=(0.5, 0.5, 0.5, 0.5)) for blob in blobs))
    assert not found.right


FLOODS: dict[str, Callable[[Array], dict[str, Any]]] = {
    "closed": lambda ring: {"vertices": ring},
    "filled, one path": lambda ring: {"vertices": ring, "fill": (0.5, 0.5, 0.5, 0.5), "path": 1},
    "arcs": lambda ring: {"vertices": ring[:-3]},
    "thirteen in one go": lambda ring: {"vertices": np.concatenate([ring[::13] + 3 * i for i in range(13)])},
    "zigzags": lambda ring: {"vertices": np.random.default_rng(0).normal(size=ring.shape)},
    "from one point": lambda ring: {"vertices": np.concatenate([MEAN[None, :], ring[:-3]])},
}


@pytest.mark.parametrize("kind", FLOODS)
@pytest.mark.parametrize("count", [64, 600, MAX_CURVES])
def test_judging_as_much_as_a_child_may_report_takes_few_fits(
    monkeypatch: pytest.MonkeyPatch, judged: Make, ring: Make, curve: Make, kind: str, count: int
) -> None:
    fits = []

    def counted(vertices: Array, *bounds: float) -> Any:
        fits.append(len(vertices))
        return fit_ellipse(vertices, *bounds)

    monkeypatch.setattr(sorting, "fit_ellipse", counted)
    monkeypatch.setattr(rings, "fit_ellipse", counted)
    rng = np.random.default_rng(0)
    blobs = [ring(rng.uniform(0.2, 5), MAX_VERTICES // count - 2) + rng.normal(size=2) for _ in range(count)]
    assert not judged(*(curve(**FLOODS[kind](blob)) for blob in blobs)).right
    assert len(fits) <= rings.MAX_FITS
