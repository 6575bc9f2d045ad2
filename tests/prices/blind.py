"""Drawings that show no understanding, in families: floods, hatchings, combs, spirals, dots, lattices, replays."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Lines = list[Array]
Draw = Callable[[Array, Array], Lines]
"""What is drawn for a Sigma (2, 2) and a Mean (2,): polylines (n, 2)."""

RADII = [math.sqrt(-2 * math.log(1 - mass)) for mass in (0.2, 0.4, 0.6, 0.8)]
EYE, ZERO = np.eye(2), np.zeros(2)


def ring(M: Array, m: Array, r: float, turn: float = 1.0, corners: int = 100) -> Array:
    """An ellipse: M applied to a circle of radius r, around m."""
    t = 2 * math.pi * np.linspace(0, turn, corners)
    return (m[:, None] + r * M @ np.stack([np.cos(t), np.sin(t)])).T


def right(S: Array, m: Array) -> Lines:
    """What is asked for."""
    return [ring(np.linalg.cholesky(S), m, r) for r in RADII]


def turned(lines: Lines, angle: float, m: Array) -> Lines:
    """Lines turned around m."""
    c, s = math.cos(angle), math.sin(angle)
    return [(v - m) @ np.array([[c, s], [-s, c]]) + m for v in lines]


def hatching(m: Array, half: float, count: int) -> Lines:
    """A box of parallel lines around m."""
    return [np.array([[m[0] - half, y], [m[0] + half, y]]) for y in m[1] + np.linspace(-half, half, count)]


def hatchings() -> Iterator[tuple[str, Draw]]:
    for count, half, angle in itertools.product((40, 150, 600), (3, 9), (0.0, 0.7)):
        name = f"{count} lines over {2 * half}, turned by {angle}"
        yield name, lambda S, m, c=count, h=half, a=angle: turned(hatching(m, h, c), a, m)
    for count in (30, 100, 250):
        yield (
            f"{count} lines both ways",
            lambda S, m, c=count: hatching(m, 9, c) + turned(hatching(m, 9, c), math.pi / 2, m),
        )
        yield (
            f"{count} lines without lifting the pen",
            lambda S, m, c=count: [np.concatenate(hatching(m, 6, c))],
        )


def floods() -> Iterator[tuple[str, Draw]]:
    for count, degrees in itertools.product((10, 29, 60, 235), (180, 270, 335, 355, 360)):
        yield (
            f"{count} circles of {degrees} degrees",
            lambda S, m, c=count, d=degrees: [ring(EYE, m, r, d / 360) for r in np.geomspace(0.1, 20, c)],
        )
    for count in (20, 40, 128, 400):
        yield (
            f"the right shape in {count} sizes",
            lambda S, m, c=count: [ring(np.linalg.cholesky(S), m, r) for r in np.geomspace(0.1, 5, c)],
        )
        yield (
            f"the right shape in {count} sizes, each open",
            lambda S, m, c=count: [ring(np.linalg.cholesky(S), m, r, 0.93) for r in np.geomspace(0.1, 5, c)],
        )
        yield (
            f"{count} sizes around every corner of a box",
            lambda S, m, c=count: [
                ring(EYE, m + d, r) for d in (-EYE[0], EYE[1]) for r in np.geomspace(0.1, 5, c)
            ],
        )
    yield (
        "rings in every size, and lines far outside",
        lambda S, m: (
            [ring(np.linalg.cholesky(S), m, r) for r in np.geomspace(0.1, 5, 128)]
            + [np.array([[1e4, 1e4 * i], [2e4, 1e4 * i]]) for i in range(100)]
        ),
    )


def curves() -> Iterator[tuple[str, Draw]]:
    for turns, reach in itertools.product((3, 10, 30, 100, 300), (3, 8)):
        t = np.linspace(0, 1, 4000)
        coil = reach * t * np.stack([np.cos(2 * math.pi * turns * t), np.sin(2 * math.pi * turns * t)])
        yield f"a spiral of {turns} turns to {reach}", lambda S, m, v=coil: [m + v.T]
        yield (
            f"a slanted spiral of {turns} turns to {reach}",
            lambda S, m, v=coil: [m + (np.linalg.cholesky(S) @ v).T],
        )
    for teeth in (20, 100, 900):
        x = np.repeat(np.linspace(-5, 5, teeth), 2)
        comb = np.stack([x, np.tile([-5.0, 5, 5, -5], teeth)[: len(x)]], axis=1)
        yield f"a comb of {teeth} teeth", lambda S, m, v=comb: [v]
        yield f"a comb of {teeth} teeth around Mean, both ways", lambda S, m, v=comb: [m + v, m + v[:, ::-1]]
    for a, b in ((1, 2), (3, 2), (5, 4), (13, 12)):
        t = np.linspace(0, 2 * math.pi, 3000)
        yield (
            f"a Lissajous figure {a}:{b}",
            lambda S, m, a=a, b=b, t=t: [m + 2 * np.stack([np.sin(a * t), np.sin(b * t + 1)], axis=1)],
        )


def scattered() -> Iterator[tuple[str, Draw]]:
    for count, vertices in ((1, 4000), (4, 100), (50, 80), (150, 12), (590, 2)):
        rng = np.random.default_rng(count)
        lines = [rng.uniform(-5, 5, (vertices, 2)) for _ in range(count)]
        yield f"{count} scribbles of {vertices} vertices", lambda S, m, v=lines: v
    for count in (4, 16, 50):
        rng = np.random.default_rng(count)
        rings = [ring(rng.normal(size=(2, 2)), rng.normal(size=2), rng.uniform(0.5, 3)) for _ in range(count)]
        yield f"{count} random ellipses", lambda S, m, v=rings: v
    rays = [np.stack([ZERO, 5 * v]) for v in ring(EYE, ZERO, 1)]
    yield "rays", lambda S, m: [m + v for v in rays]
    yield (
        "dashes all over",
        lambda S, m: [
            np.array([[x, y], [x + 0.1, y + 0.1]])
            for x in np.linspace(-5, 5, 24)
            for y in np.linspace(-5, 5, 24)
        ],
    )


def lattices() -> Iterator[tuple[str, Draw]]:
    for step in (0.5, 1.0, 2.0):
        places = np.arange(-4, 4.1, step)
        rings = [ring(EYE, np.array([x, y]), step, corners=30) for x in places for y in places]
        yield f"circles at every {step:g}", lambda S, m, v=rings: v
    for scales, slants in (
        ((1.0,), (-0.6, 0.6)),
        ((0.7, 1.4), (-0.6, 0.6)),
        ((0.5, 1, 2), (-0.7, -0.3, 0.3, 0.7)),
    ):
        shapes = [
            np.linalg.cholesky(np.array([[a * a, rho * a * c], [rho * a * c, c * c]]))
            for a, c, rho in itertools.product(scales, scales, slants)
        ]
        yield (
            f"{len(shapes)} Gaussians around Mean",
            lambda S, m, all_of=shapes: [ring(M, m, r) for M in all_of for r in RADII],
        )
        yield (
            f"{len(shapes)} Gaussians around 0",
            lambda S, m, all_of=shapes: [ring(M, ZERO, r) for M in all_of for r in RADII],
        )


def replays() -> Iterator[tuple[str, Draw]]:
    for copies in (1, 8, 40):
        seen: list[tuple[Array, Array]] = []

        def replay(S: Array, m: Array, seen: list[tuple[Array, Array]] = seen, copies: int = copies) -> Lines:
            seen.append((S, m))
            sizes = np.geomspace(0.5, 2, copies)
            return [ring(np.linalg.cholesky(A), b, r * k) for A, b in seen[:-1] for r in RADII for k in sizes]

        yield f"earlier calls, {copies} times", replay
    yield "nothing", lambda S, m: []
    yield "one circle", lambda S, m: [ring(EYE, ZERO, 1)]
    yield "not a number", lambda S, m: [np.full((50, 2), np.nan)][:0]


BLIND: dict[str, Draw] = {
    **dict(hatchings()),
    **dict(floods()),
    **dict(curves()),
    **dict(scattered()),
    **dict(lattices()),
    **dict(replays()),
}
