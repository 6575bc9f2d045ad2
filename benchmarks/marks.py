"""Store the marks, messages and names of all labelled answers and mutants, and tell later which of them moved.

    python -m benchmarks.marks store FILE [--seed TEXT]... [--no-mutants]
    python -m benchmarks.marks compare BEFORE AFTER [--most N]

`compare` exits with 1 when anything moved. Answers that only one of the two files has are counted and left aside.
"""

from __future__ import annotations

import argparse
import itertools
import json
import sys
from pathlib import Path
from typing import Any

from benchmarks.labelled import KINDS, LIMITS, QUESTIONS, Labelled, mark_notebook, notebooks
from benchmarks.mutants.sources import mutated, sources
from grader.results import QuestionResult
from grader.running.outside import Runner

SEEDS = ("labelled answers", "another course")


def marks(seeds: list[str], with_mutants: bool) -> dict[str, Any]:
    """What each answer got under each seed, by its id."""
    rows = [answers for kind in KINDS for answers in notebooks(kind)]
    if with_mutants:
        rows += _mutants()
    with Runner(LIMITS) as runner:
        return {
            f"{answer.id} ({seed})": _plain(results[answer.question])
            for seed in seeds
            for answers in rows
            for results in [mark_notebook(runner, answers, seed)]
            for answer in answers
        }


def _mutants() -> list[tuple[Labelled, ...]]:
    """All mutants, one of each question to a notebook."""
    every = [mutant for source in sources() for mutant in mutated(source)]
    columns = [[mutant for mutant in every if mutant.question == question] for question in QUESTIONS]
    return [tuple(filter(None, row)) for row in itertools.zip_longest(*columns)]


def _plain(result: QuestionResult) -> dict[str, Any]:
    return {
        "score": result.score,
        "checks": {check.id: [check.status, check.message] for check in result.checks},
        "names": [[diagnosis.slug, diagnosis.message] for diagnosis in result.diagnoses],
    }


def moved(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """A line for each answer whose marks, messages or names differ."""
    return [
        f"{name}\n    {_told(before[name])}\n    {_told(after[name])}"
        for name in before
        if name in after and before[name] != after[name]
    ]


def _told(one: dict[str, Any]) -> str:
    lost = {check: told for check, told in one["checks"].items() if told[0] not in ("passed", "skipped")}
    return f"{one['score']:g} {[slug for slug, _ in one['names']]} {lost}"


def main() -> None:
    """Store or compare."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(dest="command", required=True)
    store = commands.add_parser("store")
    store.add_argument("file", type=Path)
    store.add_argument("--seed", action="append")
    store.add_argument("--no-mutants", action="store_true")
    compare = commands.add_parser("compare")
    compare.add_argument("before", type=Path)
    compare.add_argument("after", type=Path)
    compare.add_argument("--most", type=int, default=50, help="how many that moved are printed")
    options = parser.parse_args()
    if options.command == "store":
        found = marks(options.seed or list(SEEDS), not options.no_mutants)
        options.file.write_text(json.dumps(found, indent=1), encoding="utf-8")
        print(f"{len(found)} markings stored in {options.file}.")
        return
    before, after = (json.loads(file.read_text("utf-8")) for file in (options.before, options.after))
    lines = moved(before, after)
    print(*lines[: options.most], sep="\n")
    shared = len(before.keys() & after.keys())
    print(f"{shared} compared, {len(lines)} moved; {len(before) - shared} gone, {len(after) - shared} new.")
    sys.exit(1 if lines else 0)


if __name__ == "__main__":
    main()
