"""The lesson's ready-made pictures: circles and the ellipses that a root of Sigma makes of them, and these alone."""

from __future__ import annotations

import base64
import io
from pathlib import Path

import numpy as np
from matplotlib.figure import Figure
from PIL import Image

from gaussfit.density import MASSES, contour_radius

ROOT = np.linalg.cholesky([[2.0, 1.0], [1.0, 1.0]])
MEAN = np.array([[1.0], [-1.0]])
CONTOURS = base64.b64encode(Path(__file__).with_name("contours.png").read_bytes()).decode()
"""The right contours as text: a picture of the very ones that circles.png shows, and no code that draws them."""


def circles_png() -> bytes:
    """Return the picture as a small PNG. Its bytes depend on the versions of the libraries, so it is kept."""
    fig = Figure(figsize=(8, 4), dpi=80, layout="constrained", facecolor="white")
    left, right = fig.subplots(1, 2)
    angle = np.linspace(0, 2 * np.pi, 200)
    for mass in MASSES:
        circle = contour_radius(mass) * np.stack([np.cos(angle), np.sin(angle)])
        left.plot(*circle, color="steelblue", linewidth=2)
        right.plot(*(MEAN + ROOT @ circle), color="steelblue", linewidth=2)
    left.plot(0, 0, "k+")
    right.plot(*MEAN, "k+")
    left.set_title("u: circles of radius r around 0")
    right.set_title("μ + R u: ellipses around μ")
    for ax in (left, right):
        ax.set(
            xlim=(-4, 4), ylim=(-4, 4), aspect="equal", xlabel="first coordinate", ylabel="second coordinate"
        )
        ax.grid(alpha=0.3)
    drawn, small = io.BytesIO(), io.BytesIO()
    fig.savefig(drawn, format="png", bbox_inches="tight")
    Image.open(drawn).convert("RGB").quantize(32).save(small, format="png", optimize=True)
    return small.getvalue()


def contours_png() -> bytes:
    """Return a picture from -5 to 5 with nothing on it but the ellipses of circles.png, broad and grey."""
    fig = Figure(figsize=(5, 5), dpi=100, facecolor="white")
    ax = fig.add_axes((0, 0, 1, 1), xlim=(-5, 5), ylim=(-5, 5))
    ax.set_axis_off()
    angle = np.linspace(0, 2 * np.pi, 200)
    for mass in MASSES:
        ax.plot(
            *(MEAN + ROOT @ (contour_radius(mass) * np.stack([np.cos(angle), np.sin(angle)]))),
            color="0.75",
            linewidth=7,
        )
    drawn, small = io.BytesIO(), io.BytesIO()
    fig.savefig(drawn, format="png")
    Image.open(drawn).convert("L").quantize(4).save(small, format="png", optimize=True)
    return small.getvalue()
