"""What the pictures of one answer have in common: place, shape and sizes of their ellipses over all cases."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from grader.exercises.gaussian_density.drawing import Judgement, Ring
from grader.exercises.gaussian_density.drawing.ellipses import Matrix, Vector

AGREE = 0.03
"""Largest relative difference (in radii) at which a ring and a model's ellipse are the same."""
EXACT = 0.004
"""The same where models lie close together: an ellipse that is turned by half a degree, or not at all."""


@dataclass(frozen=True)
class Scene:
    """One picture in which all rings are copies of one ellipse: S is (2, 2) with determinant 1."""

    Sigma: Matrix
    Mean: Vector
    centre: Vector
    S: Matrix
    sizes: tuple[float, ...]
    """For every ring, smallest first, its half axes as a multiple of those of S."""
    rings: tuple[Ring, ...]


def scene(judgement: Judgement) -> Scene | None:
    """The picture as copies of one ellipse, or None when its rings differ in place or shape, or there is none."""
    rings = judgement.rings
    if not rings:
        return None
    largest = rings[-1].ellipse
    S = largest.S / math.sqrt(float(np.linalg.det(largest.S)))
    for ring in rings:
        shape = ring.ellipse.S / math.sqrt(float(np.linalg.det(ring.ellipse.S)))
        if off(shape, S) > AGREE or np.linalg.norm(largest.whiten(ring.ellipse.centre[None, :])) > AGREE:
            return None
    sizes = tuple(math.sqrt(ring.ellipse.area / math.pi) for ring in rings)
    return Scene(judgement.truth.S, judgement.truth.centre, largest.centre, S, sizes, rings)


def off(S: Matrix, other: Matrix) -> float:
    """Largest relative difference in half-axis length between two shapes, in any direction."""
    root = np.linalg.inv(np.linalg.cholesky(other))
    stretch = np.sqrt(np.linalg.eigvalsh(root @ S @ root.T).clip(0))
    return float(np.abs(stretch - 1).max())


def follows(scenes: Sequence[Scene], model: Callable[[Matrix], Matrix], tolerance: float = AGREE) -> bool:
    """Whether all pictures have the shape that the model makes of their Sigma."""
    return all(off(one.S, unit(model(one.Sigma))) <= tolerance for one in scenes)


def unit(S: Matrix) -> Matrix:
    """S scaled to determinant 1."""
    return np.asarray(S / math.sqrt(float(np.linalg.det(S))))


def radii(one: Scene, model: Callable[[Matrix], Matrix]) -> Vector:
    """The Mahalanobis radii that the n rings have under a model, (n,)."""
    return np.asarray(np.array(one.sizes) / math.sqrt(math.sqrt(float(np.linalg.det(model(one.Sigma))))))


def same_radii(scenes: Sequence[Scene], model: Callable[[Matrix], Matrix]) -> bool:
    """Whether the radii under a model are the same in all pictures, so that it explains their sizes too."""
    found = [radii(one, model) for one in scenes]
    return all(len(r) == len(found[0]) and bool(np.allclose(r, found[0], rtol=AGREE)) for r in found)


def centred_at(scenes: Sequence[Scene], place: Callable[[Scene], Vector]) -> bool:
    """Whether every picture lies around the place that belongs to it."""
    return all(_distance(one, place(one)) <= AGREE for one in scenes)


def _distance(one: Scene, place: Vector) -> float:
    return float(np.linalg.norm(one.rings[-1].ellipse.whiten(place[None, :])))
