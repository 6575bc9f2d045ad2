"""The labels right and wrong of drawings, by an oracle of numpy and matplotlib that shares no code with the grader.

It measures every outline that an answer adds to the given axes: right are those that stay within 2 % of one of the four
Mahalanobis radii, sqrt(-2 ln(1 - p)), all the way along; each must be gone round, and no other curve may be there.
That is stricter than the grader, which knows furniture: it is asked about the answers that were written for it.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Iterator
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest
import torch
from matplotlib.artist import Artist
from matplotlib.collections import Collection
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.path import Path
from matplotlib.quiver import Quiver
from matplotlib.transforms import Affine2D
from numpy.typing import NDArray

from benchmarks.labelled import KINDS, SETUP, Labelled, labelled_answers

Array = NDArray[np.float64]
RADII = np.sqrt([-2 * math.log(1 - p) for p in (0.2, 0.4, 0.6, 0.8)])
WITHIN = 0.02
GAP = math.radians(16)
FINE = 1e4
"""Paths are flattened to a tenth of a unit: so many units are one of the data's."""

ASKED = {
    "right": "mixture_gallery_columns error_ellipse_of_a_blog one_plot_call_of_columns mgrid_of_scipy_docs "
    "corner_cumulative_levels contour_by_extent_and_origin unit_circle_path_transform patch_collection_match_original "
    "fill_between_halves mahalanobis_in_a_loop contour_on_polar_grid replotted_allsegs contourpy_lines "
    "pyplot_state_machine torch_cartesian_prod astronomers_draw_ellipse handbook_draw_ellipse arc_patches "
    "spline_through_points foci_and_string",
    "wrong": "gallery_one_two_three_n_std mixture_gallery_root_two exponential_not_halved quantiles_of_the_grid "
    "histogram_of_a_sample kde_of_a_sample rotation_from_the_other_side deviation_as_width origin_upper "
    "ellipse_of_precisions correlation_without_scales mean_added_twice mean_in_the_grid_alone window_of_the_tutorial "
    "ten_points_a_turn radii_by_linspace levels_of_the_sum collection_not_added figure_without_pyplot "
    "cleared_in_the_loop correlation_as_phase",
}


def answers() -> list[Labelled]:
    every = [answer for kind in KINDS for answer in labelled_answers("draw_density", kind)]
    return [answer for answer in every if answer.name in ASKED[answer.kind].split()]


def cases() -> Iterator[tuple[torch.Tensor, torch.Tensor]]:
    """Both signs, both axes the wider one, three quadrants; usual, small, and reaching nearly to 8."""
    for sx, sy, rho, mean in (
        (1.7, 0.9, 0.73, (1.3, -1.3)),
        (0.54, 1.0, -0.63, (-2.3, 2.4)),
        (3.6, 1.9, 0.45, (1, 1)),
    ):
        B = rho * sx * sy
        yield torch.tensor([[sx * sx, B], [B, sy * sy]]), torch.tensor(mean, dtype=torch.float32)


def outlines(artist: Artist, axes: Any) -> Iterator[Array]:
    """The curves that an artist paints, (n, 2) in data coordinates."""
    if isinstance(artist, Quiver) or not artist.get_visible():
        return
    if isinstance(artist, Line2D):
        paths = [] if artist.get_linestyle() == "None" else [artist.get_path()]
    elif isinstance(artist, Patch):
        paths = [artist.get_path()]
    elif isinstance(artist, Collection):
        paths = list(artist.get_paths())
    else:
        return
    whole = artist.get_transform() - axes.transData + Affine2D().scale(FINE)
    for path in paths:
        for polygon in Path(path.vertices, path.codes).transformed(whole).to_polygons(closed_only=False):
            curve = np.asarray(polygon, dtype=float) / FINE
            if len(curve) > 2:
                yield curve[np.isfinite(curve).all(axis=1)]


def widest_gap(angles: list[float]) -> float:
    if not angles:
        return 2 * math.pi
    ordered = np.sort(angles)
    return float(np.diff([*ordered, ordered[0] + 2 * math.pi]).max())


def shows_the_contours(curves: list[Array], Sigma: Array, Mean: Array) -> bool:
    whitening = np.linalg.inv(np.linalg.cholesky(Sigma))
    found: list[list[float]] = [[] for _ in RADII]
    share = np.linspace(0, 1, 15, endpoint=False)
    for curve in curves:
        z = (curve - Mean) @ whitening.T
        dense = (z[:-1, None] * (1 - share[:, None]) + z[1:, None] * share[:, None]).reshape(-1, 2)
        radii = np.hypot(*dense.T)
        nearest = int(np.abs(RADII - np.median(radii)).argmin())
        if np.abs(radii / RADII[nearest] - 1).max() > WITHIN:
            return False
        found[nearest] += np.arctan2(dense[:, 1], dense[:, 0]).tolist()
    return all(widest_gap(angles) < GAP for angles in found)


def is_right(names: dict[str, Any]) -> bool:
    for Sigma, Mean in cases():
        given = Sigma.clone(), Mean.clone()
        plt.close("all")
        figure = plt.figure(figsize=(8, 8))
        axes = figure.add_subplot()
        before = set(axes.get_children())
        names["draw_density"](figure, *given)
        added = [artist for artist in axes.get_children() if artist not in before]
        curves = [curve for artist in added for curve in outlines(artist, axes)]
        if not shows_the_contours(curves, Sigma.double().numpy(), Mean.double().numpy()):
            return False
        if not (torch.equal(given[0], Sigma) and torch.equal(given[1], Mean)):
            return False
    return True


@pytest.mark.parametrize("answer", answers(), ids=lambda answer: answer.id)
def test_the_label_is_what_the_oracle_says(answer: Labelled) -> None:
    names: dict[str, Any] = {}
    with warnings.catch_warnings(), mpl.rc_context({"backend": "agg"}):
        warnings.simplefilter("ignore")
        exec(SETUP + answer.source, names)
        right = is_right(names)
        plt.close("all")
    assert right == (answer.kind == "right")


@pytest.mark.parametrize("kind", KINDS)
def test_at_least_twenty_were_asked(kind: str) -> None:
    assert len([answer for answer in answers() if answer.kind == kind]) >= 20
