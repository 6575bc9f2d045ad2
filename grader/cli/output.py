"""What a terminal is told: tables that it shows and a pipe gets whole, and lines in which nothing speaks to it."""

from __future__ import annotations

import os
import sys
from typing import TextIO

import typer
from rich.console import Console

from grader.render.plain import printable

WIDE = 10_000
"""Columns of a pipe: no table is cut there, and none is wider than its text."""


def screen(*, stderr: bool = False) -> Console:
    """Where tables are printed: as wide as the terminal, or as wide as they need in a pipe or a file."""
    stream: TextIO = sys.stderr if stderr else sys.stdout
    wide = not stream.isatty() and "COLUMNS" not in os.environ
    return Console(stderr=stderr, width=WIDE if wide else None)


def say(text: str, *, err: bool = False) -> None:
    """Print a line; whatever a file's or a student's name in it would tell the terminal to do is left out."""
    typer.echo(printable(text), err=err)
