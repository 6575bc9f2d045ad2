"""Pieces that were drawn one by one, joined to the lines that a reader sees."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

Vertices = NDArray[np.float64]


def join(pieces: Sequence[Vertices], tolerance: float) -> list[Vertices]:
    """Join open polylines (n, 2) whose ends meet, to the tolerance, where exactly two ends meet.

    Where three or more meet (a spoke that ends on a contour) nothing tells which go together: they stay
    apart.
    """
    if len(pieces) < 2:
        return list(pieces)
    ends = np.array([end for piece in pieces for end in (piece[0], piece[-1])])
    partner = _partners(ends, tolerance)
    left = set(range(len(pieces)))
    chains: list[Vertices] = []
    # Chains with a loose end begin there; the rest are loops and may begin anywhere.
    loose = [piece for piece in left if not {2 * piece, 2 * piece + 1} <= partner.keys()]
    for piece in [*loose, *range(len(pieces))]:
        if piece in left:
            entry = 2 * piece if 2 * piece not in partner else 2 * piece + 1
            if 2 * piece in partner and 2 * piece + 1 in partner:
                entry = 2 * piece
            chains.append(_walk(pieces, partner, left, entry))
    return chains


def _partners(ends: Vertices, tolerance: float) -> dict[int, int]:
    """For each end that meets exactly one other, that other."""
    # Three neighbours (an end is one of its own) are enough to tell two from more, however many there are.
    distances, nearest = cKDTree(ends).query(ends, k=3, distance_upper_bound=tolerance)
    pairs = nearest[np.isfinite(distances).sum(axis=1) == 2, :2]
    return {int(x): int(y) for a, b in pairs for x, y in ((a, b), (b, a))}


def _walk(pieces: Sequence[Vertices], partner: dict[int, int], left: set[int], entry: int) -> Vertices:
    """Follow the pieces from one end, taking each out of `left`."""
    parts: list[Vertices] = []
    end: int | None = entry
    while end is not None and end // 2 in left:
        piece = pieces[end // 2]
        left.remove(end // 2)
        run = piece if end % 2 == 0 else piece[::-1]
        parts.append(run if not parts else run[1:])
        end = partner.get(end ^ 1)
    return np.concatenate(parts)
