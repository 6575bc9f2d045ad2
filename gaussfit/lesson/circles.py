"""The lesson's one ready-made picture: circles, and the ellipses that a root of Sigma makes of them."""

from __future__ import annotations

import io

import numpy as np
from matplotlib.figure import Figure
from PIL import Image

from gaussfit.density import MASSES, contour_radius

ROOT = np.linalg.cholesky([[2.0, 1.0], [1.0, 1.0]])
MEAN = np.array([[1.0], [-1.0]])


def circles_png() -> bytes:
    """Return the picture as a small PNG. Its bytes depend on the versions of the libraries, so it is kept."""
    fig = Figure(figsize=(8, 4), dpi=80, layout="constrained", facecolor="white")
    left, right = fig.subplots(1, 2)
    angle = np.linspace(0, 2 * np.pi, 200)
    for mass in MASSES:
        circle = contour_radius(mass) * np.stack([np.cos(angle), np.sin(angle)])
        left.plot(*circle, color="skyblue", linewidth=2)
        right.plot(*(MEAN + ROOT @ circle), color="skyblue", linewidth=2)
    left.plot(0, 0, "k+")
    right.plot(*MEAN, "k+")
    left.set_title("u: circles of radius r around 0")
    right.set_title("μ + R u: ellipses around μ")
    for ax in (left, right):
        ax.set(xlim=(-4, 4), ylim=(-4, 4), aspect="equal", xlabel="x", ylabel="y")
        ax.grid(alpha=0.3)
    drawn, small = io.BytesIO(), io.BytesIO()
    fig.savefig(drawn, format="png", bbox_inches="tight")
    Image.open(drawn).convert("RGB").quantize(32).save(small, format="png", optimize=True)
    return small.getvalue()
