"""Write docs/commands.md: every command with its arguments and options, in the words of its `--help`.

    python docs/site/commands.py [--check]

`--check` only compares, and exits with 1 if the page is out of date; a test does the same.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer.main

import grader.cli  # noqa: F401  # registers the commands
from grader.cli.app import app

PAGE = Path(__file__).parents[1] / "commands.md"
START = """# Commands

What `gaussfit COMMAND --help` says, in one page; it is written by `python docs/site/commands.py`.
"""
FOR_ALL = {"--help", "--debug", "--install-completion", "--show-completion"}
"""Told once, at the top."""


def page() -> str:
    """The page as it should be."""
    root = typer.main.get_command(app)
    return "\n".join([START, *_about(root, "gaussfit", told=set()), ""])


def _about(command: Any, path: str, told: set[str]) -> Iterator[str]:
    """A command, and those below it."""
    context = typer.Context(command, info_name=path)
    parameters = [each for each in command.get_params(context) if not told & set(each.opts)]
    records = [(each, each.get_help_record(context)) for each in parameters]
    if told:
        arguments = [_named(record[0]) for each, record in records if each.param_type_name == "argument"]
        yield f"## `{' '.join((path, *arguments))}`\n"
    yield f"{command.help}\n"
    for each, (name, words) in records:
        yield f"- `{_named(name) if each.param_type_name == 'argument' else name}`: {words.strip()}"
    yield ""
    for name, below in getattr(command, "commands", {}).items():
        yield from _about(below, f"{path} {name}", FOR_ALL)


def _named(argument: str) -> str:
    """An argument as Usage has it: `notebooks... <path>` is NOTEBOOKS…"""
    name = argument.split()[0].replace("...", "…")
    return name if name[0].isupper() else name.upper()


if __name__ == "__main__":
    if "--check" in sys.argv[1:]:
        sys.exit(PAGE.read_text(encoding="utf-8") != page())
    PAGE.write_text(page(), encoding="utf-8")
