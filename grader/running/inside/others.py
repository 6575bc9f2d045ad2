"""The figures beside the one that a student's function is given: what is drawn on them is drawn elsewhere.

Part of the student's process: imports matplotlib and the standard library alone.
"""

from __future__ import annotations

import itertools
import sys
import weakref
from types import ModuleType

import matplotlib.pyplot as plt
from matplotlib.figure import Figure

MAX_FIGURES = 20
"""How many are looked at of those that were there before a call, and of those that it makes."""
HOOKS = "_figure_hooks"

_living: weakref.WeakValueDictionary[int, Figure] = weakref.WeakValueDictionary()
"""Figures that something still refers to, shown and closed as they may be, in the order in which they were made."""
_numbers = itertools.count()
_listeners: list[list[Figure]] = []
"""Where the figures go that are made during a call."""


def watch() -> None:
    """From now on, know of all the figures that pyplot makes.

    Figures that are shown are closed, so pyplot itself does not tell.
    """
    # By a name of its own: matplotlib imports the hook, and a child can import nothing of this package.
    hooks = ModuleType(HOOKS)
    hooks.remember = _remember  # type: ignore[attr-defined]
    sys.modules[HOOKS] = hooks
    plt.rcParams["figure.hooks"] = [f"{HOOKS}:remember"]


def others(figure: Figure) -> list[Figure]:
    """The figures besides this one; those that are made from now on, until `forget`, are added to the list."""
    watch()
    newest_first = [other for _, other in sorted(_living.items(), reverse=True) if other is not figure]
    found = newest_first[:MAX_FIGURES]
    _listeners.append(found)
    return found


def forget() -> None:
    """Add new figures to no list any more."""
    _listeners.clear()


def _remember(figure: Figure) -> None:
    """matplotlib's hook for new pyplot figures."""
    _living[next(_numbers)] = figure
    for made in _listeners:
        if len(made) < 2 * MAX_FIGURES:
            made.append(figure)
