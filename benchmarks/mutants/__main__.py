"""Mutate right answers and tell which mutants the hidden checks catch.

    python -m benchmarks.mutants [--seed TEXT] [--source NAME]

Prints the mutants that are wrong and get full marks, those that are right and lose marks, a table by source,
and for each check how many wrong answers it catches, mutants and labelled ones, and how many it alone does.
"""

from __future__ import annotations

import argparse
import itertools
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from benchmarks.labelled import LIMITS, QUESTIONS, Labelled, labelled_answers, mark_notebook
from benchmarks.mutants.oracle import is_right
from benchmarks.mutants.sources import mutated, sources
from grader.results import QuestionResult
from grader.running.outside import Runner


@dataclass(frozen=True)
class Judged:
    """A mutant, whether it is right after all, and its marks."""

    mutant: Labelled
    right: bool
    result: QuestionResult

    @property
    def full(self) -> bool:
        """Whether it got all the points."""
        return self.result.score == self.result.max_score

    @property
    def failed(self) -> tuple[str, ...]:
        """The checks that it did not pass, less those that were only waiting for another."""
        return tuple(check.id for check in self.result.checks if check.status not in ("passed", "skipped"))


def judged(answers: list[Labelled], seed: str, oracle: Callable[[Labelled], bool]) -> list[Judged]:
    """Mark answers, one of each question to a notebook, and ask the oracle."""
    columns = [[answer for answer in answers if answer.question == question] for question in QUESTIONS]
    found = []
    with Runner(LIMITS) as runner:
        for row in itertools.zip_longest(*columns):
            together = [answer for answer in row if answer is not None]
            results = mark_notebook(runner, together, seed)
            found += [Judged(answer, oracle(answer), results[answer.question]) for answer in together]
    return found


def table(found: list[Judged]) -> Iterator[str]:
    """Counts by source."""
    yield f"{'source':42}{'mutants':>9}{'wrong':>7}{'caught':>8}{'right':>7}{'full marks':>12}"
    by_source: dict[str, list[Judged]] = {}
    for one in found:
        by_source.setdefault(one.mutant.id.split("#")[0], []).append(one)
    for name, members in [*by_source.items(), ("all", found)]:
        wrong, right = [m for m in members if not m.right], [m for m in members if m.right]
        caught, full = sum(not m.full for m in wrong), sum(m.full for m in right)
        name = name.replace("/wrong", "")
        yield f"{name:42}{len(members):9}{len(wrong):7}{caught:8}{len(right):7}{full:12}"


def by_check(found: list[Judged]) -> Iterator[str]:
    """Each check: how many wrong answers it fails on, and on how many no other check does."""
    fails: Counter[str] = Counter()
    alone: Counter[str] = Counter()
    for one in found:
        if one.right:
            continue
        fails.update(one.failed)
        alone.update(one.failed if len(one.failed) == 1 else ())
    yield f"{'check':62}{'fails on':>9}{'alone':>7}"
    for check in dict.fromkeys(check.id for one in found for check in one.result.checks):
        yield f"{check:62}{fails[check]:9}{alone[check]:7}"


def main() -> None:
    """Print what was found."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seed", default="mutants")
    parser.add_argument("--source", help="mutate this source alone")
    options = parser.parse_args()
    chosen = [source for source in sources() if options.source in (None, source.name)]
    found = judged([mutant for source in chosen for mutant in mutated(source)], options.seed, is_right)
    labelled = [answer for question in QUESTIONS for answer in labelled_answers(question, "wrong")]
    by_hand = judged(labelled, options.seed, lambda _: False)
    for one in found:
        if one.right != one.full:
            kind = "right, loses marks" if one.right else "wrong, full marks"
            print(f"--- {kind}: {one.mutant.id}\n{one.mutant.source}")
            for check in one.result.checks:
                if check.status not in ("passed", "skipped"):
                    print(f"    {check.status}: {check.id}: {check.message} [{check.staff}]")
    print(*table(found), "", *by_check(found + by_hand), sep="\n")


if __name__ == "__main__":
    main()
