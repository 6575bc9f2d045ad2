"""Is a mutant right after all? Judged by numbers, with scipy and matplotlib, by nothing of the grader.

The sources are ours, so they run here, in this process.
"""

from __future__ import annotations

import contextlib
import io
import math
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
import torch
from matplotlib.colors import to_rgba
from matplotlib.contour import ContourSet
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.path import Path
from matplotlib.transforms import Affine2D
from numpy.typing import NDArray
from scipy.stats import multivariate_normal

from benchmarks.labelled import SETUP, Labelled

Array = NDArray[np.float64]
RADII = np.sqrt(-2 * np.log([0.8, 0.6, 0.4, 0.2]))
PASS_MARK = 23.0


def is_right(answer: Labelled) -> bool:
    """Whether the answer meets the exercise's rules on inputs over the whole range that they allow."""
    names: dict[str, Any] = {}
    judge: dict[str, Callable[[dict[str, Any]], bool]] = {
        "gaussian_nll": _nll_is_right,
        "draw_density": _drawing_is_right,
        "parameters": _parameters_are_right,
    }
    with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        try:
            exec(SETUP + answer.source, names)
            return judge[answer.question](names)
        except Exception:  # whatever a mutant raises, it is not right
            return False
        finally:
            plt.close("all")


def _nll_is_right(names: dict[str, Any]) -> bool:
    rng = np.random.default_rng(7)
    for condition in (1, 10, 100, 1000):
        for count in (1, 2, 9, 1000):
            for wide in (False, True):
                Sigma, Mean = _gaussian(rng, condition, 10 ** rng.uniform(-0.5, 1))
                white = rng.uniform(-10, 10, (2, count)) if wide else rng.standard_normal((2, count))
                x = white if wide else np.linalg.cholesky(Sigma) @ white + Mean[:, None]
                arguments = [
                    torch.tensor(array, dtype=torch.float32) for array in (x.clip(-10, 10), Sigma, Mean)
                ]
                if not _agrees(names["gaussian_nll"], arguments):
                    return False
    return True


def _agrees(function: Callable[..., Any], arguments: list[torch.Tensor]) -> bool:
    x, Sigma, Mean = (argument.double().numpy() for argument in arguments)
    truth = np.atleast_1d(-multivariate_normal(Mean, Sigma).logpdf(x.T))
    given = [argument.clone() for argument in arguments]
    value = np.asarray(torch.as_tensor(function(*given)).detach(), dtype=float)
    untouched = all(torch.equal(one, other) for one, other in zip(given, arguments, strict=True))
    close = value.shape == truth.shape and bool((np.abs(value - truth) <= 1e-3 * np.abs(truth) + 1e-3).all())
    return untouched and close


def _gaussian(rng: np.random.Generator, condition: float, large: float) -> tuple[Array, Array]:
    angle = rng.uniform(0, math.pi)
    U = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
    Sigma = U @ np.diag([large, large / condition]) @ U.T
    return np.float32((Sigma + Sigma.T) / 2).astype(float), rng.uniform(-3, 3, 2)


def _parameters_are_right(names: dict[str, Any]) -> bool:
    A, B, C, X, Y = (float(names[name]) for name in "ABCXY")
    if not (A > 0 and A * C > B * B):
        return False
    points = names["data"].double().numpy().T
    return bool(-multivariate_normal([X, Y], [[A, B], [B, C]]).logpdf(points).sum() < PASS_MARK)


def _drawing_is_right(names: dict[str, Any]) -> bool:
    for scales, rho, mean in (
        ((1.6, 0.8), 0.6, (0.7, -1.1)),
        ((0.5, 0.9), -0.85, (-2, 3)),
        ((4, 3), 0.4, (1, 1)),
    ):
        covariance = rho * scales[0] * scales[1]
        Sigma = torch.tensor([[scales[0] ** 2, covariance], [covariance, scales[1] ** 2]])
        Mean = torch.tensor(mean, dtype=torch.float32)
        given = [Sigma.clone(), Mean.clone()]
        plt.close("all")
        figure, axes = plt.subplots()
        names["draw_density"](figure, *given)
        untouched = torch.equal(given[0], Sigma) and torch.equal(given[1], Mean)
        if not untouched or not _shows_the_contours(_outlines(axes), Sigma, Mean):
            return False
    return True


def _shows_the_contours(outlines: list[Array], Sigma: torch.Tensor, Mean: torch.Tensor) -> bool:
    """Whether the outlines cover the four contours, and nothing else."""
    root = np.linalg.inv(np.linalg.cholesky(Sigma.double().numpy()))
    angles: dict[int, list[float]] = {index: [] for index in range(len(RADII))}
    for outline in outlines:
        white = root @ (outline - Mean.double().numpy()).T
        share = np.linspace(0, 1, 20, endpoint=False)
        dense = (white[:, :-1, None] * (1 - share) + white[:, 1:, None] * share).reshape(2, -1)
        radii = np.hypot(*dense)
        index = int(np.abs(RADII - np.median(radii)).argmin())
        if np.abs(radii / RADII[index] - 1).max() > 0.02:
            return False
        angles[index] += np.arctan2(dense[1], dense[0]).tolist()
    return all(_widest_gap(found) < math.radians(20) for found in angles.values())


def _widest_gap(angles: list[float]) -> float:
    if not angles:
        return 2 * math.pi
    ordered = np.sort(angles)
    return float(np.diff([*ordered, ordered[0] + 2 * math.pi]).max())


def _outlines(axes: Any) -> list[Array]:
    """The visible lines and edges on the axes, in data coordinates; an opaque face hides what it was put over."""
    found: list[Array] = []
    for artist in axes.get_children():
        if artist is axes.patch or not artist.get_visible():
            continue
        if isinstance(artist, ContourSet):
            paths = artist.get_paths()
        elif isinstance(artist, Line2D | Patch) and (artist.get_linewidth() > 0 or _is_filled(artist)):
            paths = [artist.get_path()]
        else:
            continue
        new = [
            polygon for path in paths for polygon in _polygons(path, artist.get_transform() - axes.transData)
        ]
        if _is_filled(artist):
            found = [old for old in found if not any(Path(face).contains_points(old).all() for face in new)]
        found += new
    return found


def _is_filled(artist: Any) -> bool:
    return isinstance(artist, Patch) and artist.get_fill() and to_rgba(artist.get_facecolor())[3] == 1


def _polygons(path: Path, transform: Any) -> Iterator[Array]:
    enlarged = path.transformed(
        transform + Affine2D().scale(1e4)
    )  # curves are flattened to a tenth of a unit
    enlarged.should_simplify = False
    for vertices in enlarged.to_polygons(closed_only=False):
        polygon = np.asarray(vertices, dtype=float)
        finite = polygon[np.isfinite(polygon).all(axis=1)] / 1e4
        if len(finite) > 2:
            yield finite
