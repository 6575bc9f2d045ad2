"""What holds for all commands alike: help for every option, and the same words for the same option."""

from __future__ import annotations

import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer.main

from grader.cli.app import app
from grader.reading import packaged_text
from tests.grader.conftest import Gaussfit

OWN_WORDS = {
    "--check",
    "--course",
    "--exercise",
    "--force",
    "--format",
    "--from",
    "--output",
    "--roster",
    "--student",
    "--yes",
    "--db",
}
"""Options that mean something of their own in each command; `init --db`, for one, is about a gradebook to be."""


def commands(group: Any = None, path: str = "gaussfit") -> Iterator[tuple[str, Any]]:
    """Every command with its path."""
    group = group or typer.main.get_command(app)
    yield path, group
    for name, command in getattr(group, "commands", {}).items():
        yield from commands(command, f"{path} {name}")


def test_every_option_and_argument_has_its_help() -> None:
    without = [
        (path, parameter.name)
        for path, command in commands()
        for parameter in command.params
        if not getattr(parameter, "help", None)
    ]
    assert without == []
    assert len(list(commands())) > 15


def test_the_same_option_has_the_same_words_everywhere() -> None:
    words: dict[str, set[str]] = defaultdict(set)
    for _, command in commands():
        for parameter in command.params:
            for name in parameter.opts:
                if name.startswith("--") and name not in OWN_WORDS:
                    words[name].add(parameter.help)
    assert {name: told for name, told in words.items() if len(told) > 1} == {}


def test_output_has_its_short_form_everywhere() -> None:
    short = [
        parameter.opts
        for _, command in commands()
        for parameter in command.params
        if "--output" in parameter.opts
    ]
    assert len(short) >= 3
    assert all("-o" in names for names in short)


def test_python_m_gaussfit_is_the_command() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "gaussfit", "--version"], capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("gaussfit ")


def test_the_shell_can_complete() -> None:
    names = [name for parameter in typer.main.get_command(app).params for name in parameter.opts]
    assert {"--install-completion", "--show-completion"} <= set(names)


def test_a_rejected_notebook_is_never_green(gaussfit: Gaussfit, tmp_path: Path) -> None:
    (tmp_path / "broken.ipynb").write_text("no notebook", encoding="utf-8")
    for options in ([], ["--min-score", "0"]):
        status, out, _ = gaussfit("check", tmp_path / "broken.ipynb", "--sandbox", "process", *options)
        assert (status, "rejected" in out) == (1, True)


def test_an_untouched_notebook_is_told_as_such_and_points_that_it_cannot_have_are_refused(
    gaussfit: Gaussfit, tmp_path: Path
) -> None:
    from benchmarks.exercise import EXERCISE

    notebook = tmp_path / "n.ipynb"
    notebook.write_text(packaged_text(EXERCISE), encoding="utf-8")
    status, out, _ = gaussfit("check", notebook, "--sandbox", "process", "-o", "-")
    assert status == 0
    assert "note: The notebook is as it was handed out: none of its answers is written yet." in out
    status, out, err = gaussfit("check", notebook, "--sandbox", "process", "--min-score", "30.5")
    assert (status, out) == (2, "")
    assert "--min-score is 30.5, and the notebook has 30 points" in err


def test_a_folder_in_place_of_a_notebook_is_one_sentence(gaussfit: Gaussfit, tmp_path: Path) -> None:
    status, _, err = gaussfit("check", tmp_path)
    assert status in (1, 2)
    assert "is a folder: name the notebook in it to check." in err
    assert len(err.splitlines()) == 1
