from __future__ import annotations

import subprocess
import sys

from benchmarks.diagnosis import BLOCK, PAGE, WRITTEN
from benchmarks.labelled import KINDS, QUESTIONS, labelled_answers


def test_the_tables_of_the_page_on_marking_are_what_the_checks_and_the_answers_say() -> None:
    """In a process of its own, as it is written: an answer may leave settings of matplotlib's behind."""
    command = [sys.executable, "-m", "benchmarks.tables", "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"write them with `python -m benchmarks.tables`: {done.stdout}"
    assert "6 tables of 3 questions." in done.stdout


def how_well() -> dict[str, list[tuple[int, int]]]:
    """The table "How well it works": so many of so many, by row."""
    found = BLOCK.search(PAGE.read_text(encoding="utf-8"))
    rows = [line.strip("| ").split(" | ") for line in found.group().splitlines()[2:]] if found else []
    return {
        name: [(int(n), int(m)) for n, _, m in (cell.partition("/") for cell in cells)]
        for name, *cells in rows
    }


def test_how_well_it_works_is_told_of_all_labelled_answers() -> None:
    """The counts are written by `python -m benchmarks.diagnosis --write`, once answers came or the checks changed."""
    every = {(q, kind): labelled_answers(q, kind) for q in QUESTIONS for kind in KINDS}
    right = [len(every[q, "right"]) for q in QUESTIONS]
    wrong = [len(every[q, "wrong"]) for q in QUESTIONS]
    named = [sum(bool(answer.slugs) for answer in every[q, "wrong"]) for q in QUESTIONS]
    told = {name: [of for _, of in cells] for name, cells in how_well().items()}
    assert told.keys() == set(WRITTEN.values())
    assert told["right answers with full marks"] == [*right, sum(right)]
    assert told["wrong answers caught"] == [*wrong, sum(wrong)]
    assert told["mistakes named as labelled"] == [*named, sum(named)]


def test_all_right_answers_are_right_all_wrong_ones_caught_and_nearly_all_named() -> None:
    last = {name: cells[-1] for name, cells in how_well().items()}
    for name in ("right answers with full marks", "wrong answers caught", "right, none named"):
        assert last[name][0] == last[name][1]
    assert last["mistakes named as labelled"][0] >= 0.98 * last["mistakes named as labelled"][1]
    assert last["named wrongly"][0] == 0
