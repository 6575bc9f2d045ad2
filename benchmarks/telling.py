"""What the notebook's own check cells say of the labelled answers: how many wrong ones get only ticks.

    python -m benchmarks.telling [--check]

Writes the table of docs/marking.md; `--check` only compares. The answers are run in this process (they are ours).
"""

from __future__ import annotations

import argparse
import contextlib
import io
import re
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
import torch
from IPython.core.inputtransformer2 import TransformerManager

from benchmarks.labelled import QUESTIONS, SETUP, Kind, Labelled, labelled_answers
from benchmarks.seeds.plain import time_limit
from gaussfit.data import PASS_MARK, six_points
from gaussfit.density import gaussian_nll
from gaussfit.lesson.looking_at_drawing import look_at_draw_density
from gaussfit.lesson.looking_at_nll import look_at_gaussian_nll
from gaussfit.lesson.looking_at_parameters import least_total, look_at_parameters

PAGE = Path(__file__).parents[1] / "docs" / "marking.md"
BLOCK = re.compile(r"(?<=<!-- only ticks -->\n).*?(?=<!-- end -->)", re.DOTALL)
SECONDS = 12.0
"""Of the processor, for a cell and for its check: a right answer by gradient descent takes a few."""


class Magics:
    """Stands in for IPython: what a magic is given is run, where that is Python."""

    def __init__(self, names: dict[str, Any]) -> None:
        """The names among which cells run."""
        self.names = names

    def run_line_magic(self, _name: str, line: str, *_: object) -> None:
        """Run what stands behind a magic."""
        with contextlib.suppress(SyntaxError):
            exec(compile(line, "magic", "exec"), self.names)

    def run_cell_magic(self, _name: str, _line: str, cell: str) -> None:
        """Run the cell below a magic."""
        exec(TransformerManager().transform_cell(cell), self.names)


def only_ticks(answer: Labelled) -> bool:
    """Whether the check cell finds nothing wrong with an answer."""
    names: dict[str, Any] = {} if answer.question == "gaussian_nll" else {"gaussian_nll": gaussian_nll}
    exec(SETUP, names)
    names["get_ipython"] = lambda: Magics(names)
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with contextlib.suppress(Exception), time_limit(SECONDS):  # whatever an answer raises is its own
                exec(TransformerManager().transform_cell(answer.source), names)
            with time_limit(SECONDS):
                return _look(answer.question, names)
        except TimeoutError:
            return False
        finally:
            plt.close("all")
            torch.set_default_dtype(torch.float32)


def _look(question: str, names: dict[str, Any]) -> bool:
    data = six_points()
    if question == "gaussian_nll":
        return look_at_gaussian_nll(names.get("gaussian_nll"), data)
    if question == "draw_density":
        return look_at_draw_density(names.get("draw_density"))
    five = {name: names.get(name) for name in "ABCXY"}
    return look_at_parameters(
        five, lambda *model: gaussian_nll(data, *model).sum(), PASS_MARK, least_total(data)
    )


def unlike(question: str, kind: Kind) -> Iterator[Labelled]:
    """The answers of which the check cell says something else than their label."""
    yield from (a for a in labelled_answers(question, kind) if only_ticks(a) != (kind == "right"))


def table(unseen: dict[str, int]) -> str:
    """How many wrong answers get only ticks."""
    rows = ["| question | wrong answers | only ticks |", "|---|---|---|"]
    counts = {question: len(labelled_answers(question, "wrong")) for question in QUESTIONS}
    for question, count in counts.items():
        rows.append(f"| `{question}` | {count} | {unseen[question]} |")
    every, now = sum(counts.values()), sum(unseen.values())
    rows.append(f"| all | {every} | {now} ({now / every:.0%}) |")
    return "\n".join(rows) + "\n"


def main() -> None:
    """Write, or compare."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--check", action="store_true", help="only compare")
    options = parser.parse_args()
    mpl.use("agg")
    unseen = {question: [*unlike(question, "wrong")] for question in QUESTIONS}
    crossed = [answer.id for question in QUESTIONS for answer in unlike(question, "right")]
    print("Wrong answers with only ticks:", *(a.id for each in unseen.values() for a in each), sep="\n    ")
    print("Right answers with a cross:", *crossed, sep="\n    ")
    old = PAGE.read_text(encoding="utf-8")
    new = BLOCK.sub(lambda _: table({question: len(each) for question, each in unseen.items()}), old)
    if not options.check:
        PAGE.write_text(new, encoding="utf-8")
    print(BLOCK.findall(new)[0])
    sys.exit(1 if crossed or (options.check and new != old) else 0)


if __name__ == "__main__":
    main()
