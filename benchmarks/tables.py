"""Write the tables of docs/marking.md: the checks and their points, and what the labelled answers get.

    python -m benchmarks.tables [--check]

The answers are marked in this process (they are ours), under one seed. `--check` only compares, and exits with 1 if a
table is out of date; a test does the same.
"""

from __future__ import annotations

import argparse
import inspect
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import matplotlib as mpl

from benchmarks.exercise import EXERCISE
from benchmarks.labelled import QUESTIONS, Labelled, labelled_answers
from benchmarks.seeds.drawing import Drawer
from benchmarks.seeds.plain import compiled, mark, session_of
from grader.checking import checks_of
from grader.exercises.gaussian_density.drawing import check_draw_density
from grader.exercises.gaussian_density.nll import check_gaussian_nll
from grader.exercises.gaussian_density.parameters import check_parameters
from grader.running.inside import figures

PAGE = Path(__file__).parents[1] / "docs" / "marking.md"
BLOCK = re.compile(
    r"(?P<start><!-- (?P<what>checks|marks) of (?P<question>\w+) -->\n).*?(?=<!-- end -->)", re.DOTALL
)
SEED = "labelled answers"
CHECKS: dict[str, ModuleType] = {
    "gaussian_nll": check_gaussian_nll,
    "draw_density": check_draw_density,
    "parameters": check_parameters,
}


def checks_table(question: str) -> str:
    """The checks of a question: title, points, what must pass before, and the first line of the docstring."""
    declared = {
        check.id: check.declaration for check in checks_of(EXERCISE).checks if check.question == question
    }
    rows = ["| check | points | after | what it looks at |", "|---|---|---|---|"]
    for name, check in declared.items():
        told = (inspect.getdoc(getattr(CHECKS[question], name)) or "").partition("\n\n")[0].replace("\n", " ")
        after = "; ".join(EXERCISE.worded(declared[need].title) for need in check.needs)
        rows.append(f"| {EXERCISE.worded(check.title)} | {check.points:g} | {after} | {told} |")
    return "\n".join(rows) + "\n"


def marks_table(question: str) -> str:
    """What the labelled wrong answers get, by the first name that their label gives them."""
    found: dict[str, list[float]] = {}
    for answer in labelled_answers(question, "wrong"):
        found.setdefault("/".join(answer.slugs[0]) if answer.slugs else "", []).append(points_of(answer))
    rows = ["| mistake | answers | points |", "|---|---|---|"]
    for slug in sorted(found, key=lambda slug: (not slug, slug)):
        low, high = min(found[slug]), max(found[slug])
        points = f"{low:g}" if low == high else f"{low:g} to {high:g}"
        name = " or ".join(f"`{each}`" for each in slug.split("/")) if slug else "one without a name"
        rows.append(f"| {name} | {len(found[slug])} | {points} |")
    return "\n".join(rows) + "\n"


def points_of(answer: Labelled) -> float:
    """An answer's points."""
    session = session_of(compiled(answer), Drawer)
    return mark(session, CHECKS[answer.question], answer.question, SEED).score


def written(page: str) -> str:
    """The page with all of its tables as they are now."""
    mpl.use("agg")
    figures.prepare()
    tables = {"checks": checks_table, "marks": marks_table}
    return BLOCK.sub(lambda block: block["start"] + tables[block["what"]](block["question"]), page)


def differing(old: str, new: str) -> Iterator[str]:
    """The lines of the new page that the old one has not."""
    yield from (line for line in new.splitlines() if line not in old.splitlines())


def main() -> None:
    """Write, or compare."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--check", action="store_true", help="only compare")
    options = parser.parse_args()
    old = PAGE.read_text(encoding="utf-8")
    new = written(old)
    if not options.check:
        PAGE.write_text(new, encoding="utf-8")
    print(*differing(old, new), sep="\n")
    print(f"{len(BLOCK.findall(new))} tables of {len(QUESTIONS)} questions.")
    sys.exit(1 if options.check and new != old else 0)


if __name__ == "__main__":
    main()
