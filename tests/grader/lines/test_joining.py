from __future__ import annotations

import numpy as np

from grader.lines.joining import join


def test_pieces_join_where_exactly_two_ends_meet() -> None:
    a, b, c = np.array([[0.0, 0], [1, 0]]), np.array([[2.0, 0], [1, 0]]), np.array([[2.0, 0], [3, 1]])
    [chain] = join([c, a, b], 1e-5)
    assert len(chain) == 4
    spoke = np.array([[1.0, 0], [1, 5]])
    assert len(join([a, b, spoke], 1e-5)) == 3
