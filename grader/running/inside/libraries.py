"""Libraries that only some notebooks need and that take long to load: loaded once, for a class and not for one file.

All at one time, whoever needs them: what a student's code finds loaded must tell nothing of what others handed in.
"""

from __future__ import annotations

import importlib
import sys

LATE = (
    "contourpy",  # matplotlib's contour lines
    "scipy.linalg",
    "scipy.optimize",
    "scipy.stats",
    "sympy",  # torch's distributions look at shapes with it
    "torch._dynamo",  # torch's optimisers load it when one is made
)


def load() -> None:
    """Load them all."""
    for name in LATE:
        try:
            importlib.import_module(name)
        except Exception:  # not installed, or broken: the notebook that imports it is told so
            sys.modules.pop(name, None)
