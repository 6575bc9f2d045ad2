"""What the exercise teaches: the 2-D Gaussian density, its drawings, the lesson and its notebooks.

The names below are imported at their first use, so that `import gaussfit` does not wait for torch.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

from gaussfit.version import __version__

if TYPE_CHECKING:
    from gaussfit.data import PASS_MARK, six_points
    from gaussfit.density import (
        MASSES,
        cholesky_factor,
        contour_radius,
        fit_gaussian,
        gaussian_nll,
        mass_within,
        sample_gaussian,
    )
    from gaussfit.drawing import draw_data, draw_density, draw_negative_log_likelihood, draw_sample
    from gaussfit.errors import ArgumentTypeError, CovarianceError, GaussfitError, RangeError, ShapeError

__all__ = [
    "MASSES",
    "PASS_MARK",
    "ArgumentTypeError",
    "CovarianceError",
    "GaussfitError",
    "RangeError",
    "ShapeError",
    "__version__",
    "cholesky_factor",
    "contour_radius",
    "draw_data",
    "draw_density",
    "draw_negative_log_likelihood",
    "draw_sample",
    "fit_gaussian",
    "gaussian_nll",
    "mass_within",
    "sample_gaussian",
    "six_points",
]

_HOMES = ("errors", "data", "density", "drawing")


def __getattr__(name: str) -> object:
    if name in __all__:
        for home in _HOMES:
            module = importlib.import_module(f"gaussfit.{home}")
            if name in module.__all__:
                return getattr(module, name)
    raise AttributeError(f"module 'gaussfit' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
