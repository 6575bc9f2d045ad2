"""The IPython shell in which the notebook's cells run, without a kernel, a history file or a terminal."""

from __future__ import annotations

import builtins
import copy
import sys
from collections.abc import Mapping

import IPython
import matplotlib.pyplot as plt
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.text import SList
from traitlets.config import Config

from grader.running.inside.hidden import OURS
from grader.running.inside.known import Compiler
from grader.running.inside.outputs import Collector, PlainOutput, Stream
from grader.running.inside.standins import MOST, TOLD, stand_in

NO_SHELL = "Shell commands do not run while a notebook is graded; this one was left out.\n"
NO_INPUT = "input() cannot ask anyone while a notebook is graded; write the value into the cell."


class _Publisher(DisplayPublisher):
    def publish(self, data: Mapping[str, object], *_args: object, **_more: object) -> None:
        self.shell.collector.display(data)


class _Hook(DisplayHook):
    def write_output_prompt(self) -> None:
        """No `Out[1]:`."""

    def write_format_data(self, format_dict: Mapping[str, object], md_dict: object = None) -> None:
        self.shell.collector.display(format_dict, "result")

    def finish_displayhook(self) -> None:
        """No blank line."""


class Shell(InteractiveShell):
    """IPython's shell with what a grader cannot offer (commands, a terminal, GUIs) answered politely."""

    collector = Collector(0)
    compiler_class = Compiler
    display_pub_class = _Publisher
    displayhook_class = _Hook

    def learn(self, index: int, source: str) -> None:
        """Read and compile a cell of the lesson, without running it."""
        text = super().transform_cell(source)
        awaits = super().should_run_async(source, transformed_cell=text)
        self.compile.learn(index, source, text, awaits)

    def transform_cell(self, raw_cell: str) -> str:
        """The cell as Python, its magics rewritten."""
        return str(self.compile.known.texts.get(raw_cell) or super().transform_cell(raw_cell))

    def should_run_async(self, raw_cell: str, **more: object) -> bool:
        """Whether the cell awaits something outside of functions."""
        known = self.compile.known.awaits.get(raw_cell)
        return bool(super().should_run_async(raw_cell, **more) if known is None else known)

    def transform_ast(self, node: object) -> object:
        """Apply a student's own transformers, to a copy: what is compiled already would not show them."""
        return super().transform_ast(copy.deepcopy(node)) if self.ast_transformers else node

    def showtraceback(self, *_args: object, **_more: object) -> None:
        """Errors are told from the execution result, once."""

    def showsyntaxerror(self, *_args: object, **_more: object) -> None:
        """Errors are told from the execution result, once."""

    def ask_exit(self) -> None:
        """`exit` and `quit` end nothing: the notebook's other cells still count."""

    def system(self, _command: str) -> None:
        """`!command`: not run; a set-up cell goes on to its next line."""
        self.user_ns["_exit_code"] = 1
        sys.stderr.write(NO_SHELL)

    system_raw = system_piped = system

    def getoutput(self, _command: str, split: bool = True, depth: int = 0) -> object:
        """`x = !command`: not run; nothing came out."""
        sys.stderr.write(NO_SHELL)
        return SList() if split else ""

    def enable_matplotlib(self, gui: str | None = None) -> object:
        """`%matplotlib anything` draws inline: there is no screen, and an answer must not fail for that."""
        return super().enable_matplotlib("inline")

    def enable_gui(self, gui: str | None = None) -> None:
        """No GUI loop."""


def make_shell(folder: str) -> Shell:
    """The process's one shell, made in the warm process; IPython keeps its profile in `folder`."""
    config = Config()
    config.HistoryManager.enabled = False
    config.HistoryManager.hist_file = ":memory:"
    config.InteractiveShell.colors = "nocolor" if IPython.version_info[0] >= 9 else "NoColor"
    config.InteractiveShell.autocall = 0
    config.InteractiveShell.ipython_dir = folder
    shell: Shell = Shell.instance(config=config)
    shell.enable_matplotlib("inline")
    return shell


def no_input(_prompt: object = "") -> str:
    """In place of `input`: says at once that nobody is there."""
    raise RuntimeError(NO_INPUT)


class Cells:
    """Runs the cells of one submission in the shell and collects what they show."""

    def __init__(self, shell: Shell, output_bytes: int) -> None:
        """Take over standard output and input for the student's code."""
        self.shell = shell
        self.collector = shell.collector = Collector(output_bytes)
        self.names: set[str] = set()
        sys.stdout = Stream("stdout", self.collector.write)
        sys.stderr = Stream("stderr", self.collector.write)
        builtins.input = no_input

    def run(self, source: str, index: int) -> tuple[BaseException | None, list[PlainOutput]]:
        """Run one cell: what it raised, if anything, and its outputs. Open figures are shown and closed."""
        self.shell.compile.index = index
        self.names.add(f"cell {index + 1}")
        missing: list[str] = []
        while True:
            error, outputs = self._run(source, missing)
            name = stand_in(error, OURS) if len(missing) < MOST else None
            if name is None:
                return error, outputs
            missing.append(name)

    def _run(self, source: str, missing: list[str]) -> tuple[BaseException | None, list[PlainOutput]]:
        self.collector.start()
        for name in dict.fromkeys(missing):
            sys.stderr.write(TOLD.format(name))
        try:
            result = self.shell.run_cell(source, store_history=False)
            error = result.error_before_exec or result.error_in_exec
        except BaseException as raised:  # a student's hook inside IPython itself may raise anything
            error = raised
        return error, self.collector.stop()

    def quietly(self) -> None:
        """From now on what student code prints or shows is dropped, unrendered; open figures are gone."""
        self.collector.open = False
        self.shell.display_formatter.active_types = ["text/plain"]
        plt.close("all")
