"""Tables that a terminal shows and a pipe gets whole."""

from __future__ import annotations

import os
import sys
from typing import TextIO

from rich.console import Console

WIDE = 10_000
"""Columns of a pipe: no table is cut there, and none is wider than its text."""


def screen(*, stderr: bool = False) -> Console:
    """Where tables are printed: as wide as the terminal, or as wide as they need in a pipe or a file."""
    stream: TextIO = sys.stderr if stderr else sys.stdout
    wide = not stream.isatty() and "COLUMNS" not in os.environ
    return Console(stderr=stderr, width=WIDE if wide else None)
