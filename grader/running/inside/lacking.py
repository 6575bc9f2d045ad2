"""What notebooks ask for and no locked-in process can have: compilers and TeX. The answer is the same without."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import matplotlib
import torch
from matplotlib.text import Text


def do_without() -> None:
    """Let `torch.compile` run a function as it is, and matplotlib set its text by itself, whoever asks for TeX."""
    torch.compile = _run_eagerly
    matplotlib.RcParams.validate["text.usetex"] = _no_tex
    Text.set_usetex = _set_by_itself  # type: ignore[method-assign]


def _run_eagerly(model: Callable[..., object] | None = None, **_options: object) -> Any:
    """In the place of `torch.compile`: no compiler can start inside of the lock."""
    return (lambda function: function) if model is None else model


def _no_tex(_wanted: object) -> bool:
    return False


def _set_by_itself(self: Text, usetex: bool | None) -> None:
    """In the place of `Text.set_usetex`. What was meant for TeX is shown as it is written: it may be no mathtext."""
    self._usetex = False  # type: ignore[attr-defined]
    self.stale = True
    if usetex:
        self.set_parse_math(False)
