"""Tell how fair the marks and how true the diagnoses are, on the labelled answers in tests/answers.

    python -m benchmarks.diagnosis [--seed TEXT] [--seeds N] [--quiet] [--write]

Prints each confusion, then a table; `--write` puts it into docs/marking.md. `--seeds N` also marks every right answer
under N different seeds.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.exercise import EXERCISE
from benchmarks.labelled import (
    KINDS,
    LIMITS,
    QUESTIONS,
    Labelled,
    mark_notebook,
    notebooks,
    open_notebook,
)
from grader.answers import Limits
from grader.checking import mark_questions
from grader.results import QuestionResult
from grader.running.outside import Runner

PAGE = Path(__file__).parents[1] / "docs" / "marking.md"
BLOCK = re.compile(r"(?<=<!-- how well -->\n).*?(?=<!-- end -->)", re.DOTALL)
WRITTEN = {
    "right accepted": "right answers with full marks",
    "wrong caught": "wrong answers caught",
    "first slug as labelled": "mistakes named as labelled",
    "  named wrongly": "named wrongly",
    "  not named": "not named",
    "none fits, none named": "no slug fits, none named",
    "right, none named": "right, none named",
}
"""Rows of the page, by those of the table."""


@dataclass(frozen=True)
class Marked:
    """A labelled answer and what the grader made of it."""

    answer: Labelled
    result: QuestionResult

    @property
    def full(self) -> bool:
        """Whether it got all the points."""
        return self.result.score == self.result.max_score

    @property
    def wrong(self) -> bool:
        """Whether it is labelled wrong."""
        return self.answer.kind == "wrong"

    @property
    def silent(self) -> bool:
        """Whether no misconception was named."""
        return not self.result.misconceptions

    @property
    def first_named(self) -> bool:
        """Whether the first misconception named is the label's first."""
        return not self.silent and self.result.misconceptions[0] in self.answer.slugs[0]

    @property
    def all_named(self) -> bool:
        """Whether exactly the label's misconceptions are named, in its order."""
        named, label = self.result.misconceptions, self.answer.slugs
        return len(named) == len(label) and all(n in either for n, either in zip(named, label, strict=True))

    @property
    def confused(self) -> bool:
        """Whether marks or names differ from the label in any way."""
        return self.full == self.wrong or not self.all_named


def marked_answers(runner: Runner, seed: str) -> list[Marked]:
    """All labelled answers, marked."""
    found = []
    for kind in KINDS:
        for answers in notebooks(kind):
            results = mark_notebook(runner, answers, seed)
            found += [Marked(answer, results[answer.question]) for answer in answers]
    return found


def counts(found: Sequence[Marked]) -> list[tuple[str, str]]:
    """The table's rows: what is counted, and how many of how many."""
    right, wrong = [m for m in found if not m.wrong], [m for m in found if m.wrong]
    fitting, unfitting = [m for m in wrong if m.answer.slugs], [m for m in wrong if not m.answer.slugs]
    rows = {
        "right accepted": [m.full for m in right],
        "wrong caught": [not m.full for m in wrong],
        "first slug as labelled": [m.first_named for m in fitting],
        "  all slugs as labelled": [m.all_named for m in fitting],
        "  named wrongly": [not m.silent and not m.first_named for m in fitting],
        "  not named": [m.silent for m in fitting],
        "none fits, none named": [m.silent for m in unfitting],
        "right, none named": [m.silent for m in right],
    }
    return [(name, f"{sum(column)}/{len(column)}") for name, column in rows.items()]


def _columns(found: Sequence[Marked]) -> list[list[tuple[str, str]]]:
    """The rows of each question, and of all."""
    by_question = [[m for m in found if m.answer.question == question] for question in QUESTIONS]
    return [counts(some) for some in (*by_question, found)]


def written(found: Sequence[Marked]) -> str:
    """The table of the page, in Markdown."""
    lines = [f"| | {' | '.join((*QUESTIONS, 'all'))} |", "|---|" + "---|" * (len(QUESTIONS) + 1)]
    for row in zip(*_columns(found), strict=True):
        if row[0][0] in WRITTEN:
            lines.append(f"| {WRITTEN[row[0][0]]} | {' | '.join(count for _, count in row)} |")
    return "\n".join(lines) + "\n"


def table(found: Sequence[Marked]) -> str:
    """Counts by question."""
    columns = _columns(found)
    lines = [f"{'':26}" + "".join(f"{head:>14}" for head in (*QUESTIONS, "all"))]
    for row in zip(*columns, strict=True):
        lines.append(f"{row[0][0]:26}" + "".join(f"{count:>14}" for _, count in row))
    return "\n".join(lines)


def confusion(marked: Marked) -> str:
    """A line on an answer whose marks or names are not as labelled."""
    label = ", ".join("/".join(either) for either in marked.answer.slugs) or "none"
    named = ", ".join(marked.result.misconceptions) or "none"
    return f"{marked.answer.id:52} {marked.result.score:5.2f}  labelled {label}; named {named}"


def lost_under_seeds(runner: Runner, count: int) -> Iterator[str]:
    """Right answers that lose marks under one of `count` seeds: a line each."""
    for answers in notebooks("right"):
        with open_notebook(runner, answers) as session:
            for number in range(count):
                results = {
                    result.id: result for result in mark_questions(session, f"seed {number}", EXERCISE)
                }
                for answer in answers:
                    lost = [check.id for check in results[answer.question].checks if check.status != "passed"]
                    if lost:
                        yield f"{answer.id} loses marks under seed {number}: {', '.join(lost)}"


def main() -> None:
    """Print confusions and the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seed", default="labelled answers")
    parser.add_argument("--seeds", type=int, default=0)
    parser.add_argument("--quiet", action="store_true", help="print the table alone")
    parser.add_argument("--write", action="store_true", help="put the table into docs/marking.md")
    options = parser.parse_args()
    with Runner(LIMITS) as runner:
        found = marked_answers(runner, options.seed)
        if not options.quiet:
            print(*(confusion(marked) for marked in found if marked.confused), sep="\n")
        print(table(found))
    if options.write:
        page = PAGE.read_text(encoding="utf-8")
        PAGE.write_text(BLOCK.sub(lambda _: written(found), page, count=1), encoding="utf-8")
    if options.seeds:
        with Runner(Limits(submission_seconds=3600)) as runner:  # one session serves all seeds
            lost = list(lost_under_seeds(runner, options.seeds))
        print(*lost, f"Right answers under {options.seeds} seeds: {len(lost)} lost marks.", sep="\n")


if __name__ == "__main__":
    main()
