"""Libraries that some notebooks need and that take long to load: loaded once, when the first such notebook comes.

The trusted side reads in a notebook's text which ones it may need, and the warm process loads them before it forks.
Only what is listed here is ever loaded so; a notebook that finds another way to a library loads it itself.
"""

from __future__ import annotations

import gc
import importlib
import re
import sys
from collections.abc import Iterable

LATE = {
    "contourpy": r"contour",
    "pandas": r"\bpandas\b",
    "scipy.linalg": r"\bscipy\b",
    "scipy.optimize": r"\bscipy\b",
    "scipy.stats": r"\bscipy\b",
    "sympy": r"\bsympy\b|\bMultivariateNormal\b",  # torch's distributions look at shapes with it
    "torch._dynamo": r"\boptim\b",  # what makes an optimiser loads it
}
"""Modules, and what in a notebook's text says that it may need them."""


def wanted(sources: Iterable[str]) -> list[str]:
    """The modules that a notebook with these cells may need."""
    text = "\n".join(sources)
    return [name for name, sign in LATE.items() if re.search(sign, text)]


def load(names: Iterable[str]) -> None:
    """Load those of the listed modules that are new here, so that children find them."""
    new = [name for name in names if name in LATE and name not in sys.modules]
    for name in new:
        try:
            importlib.import_module(name)
        except Exception:  # not installed, or broken: the notebook that imports it is told so
            sys.modules.pop(name, None)
    if new:
        gc.collect()
        gc.freeze()
