"""The names that the two notebooks and their cells go by."""

from __future__ import annotations

from pathlib import Path

ASSIGNMENT = "gaussian-density"
SOURCE_FOLDER = Path("solutions")
RELEASE_FOLDER = Path("assignments")

POINTS = 10
"""Points of each of the three questions."""

STUBS = {
    "draw_density": 'raise NotImplementedError("draw_density is not written yet")',
    "gaussian_nll": 'raise NotImplementedError("gaussian_nll is not written yet")',
    "parameters": "A, B, C, X, Y = ..., ..., ..., ..., ...",
}
"""What a student finds in place of each model answer, by `grade_id`."""
