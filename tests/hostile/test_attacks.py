"""Every attack in `attacks/`: it gets the marks that it deserves, and nothing else happens."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from grader.running.outside import Runner

TABLE = Path(__file__).parents[2] / "docs" / "attacks.md"
QUESTIONS = ("gaussian_nll", "draw_density", "parameters")
RULE = "|---|---|---|---|---|---|\n"
"""Below it, on the page, come the attacks; what is above is kept, but for their number."""
FINGERPRINT = """
import builtins, gc, os, random, signal, sys, threading, warnings
import numpy as np, torch, matplotlib, matplotlib.pyplot as plt
print(sorted(os.listdir(".")), os.getcwd().endswith("scratch"), sorted(os.environ), sys.path[1:])
print(torch.get_default_dtype(), torch.is_grad_enabled(), torch.get_num_threads())
print(torch.rand(2), np.random.rand(), random.random())
print(hash(str(sorted(map(str, matplotlib.rcParams.items())))), plt.get_fignums())
print(threading.active_count(), [signal.getsignal(n).__class__.__name__ for n in range(1, 32)])
print(sys.getrecursionlimit(), sys.getswitchinterval(), __import__("math").pi, len(get_ipython().user_ns))
print(len(dir(builtins)), len(dir(torch)), len(dir(np)), len(sys.modules), len(warnings.filters))
print("left_behind" in vars(torch), torch.linalg.cholesky(4 * torch.eye(2)).tolist())
"""


def row(attack: Any, given: str) -> str:
    """One line of the table."""
    ranges = [attack.deserved(question) for question in QUESTIONS]
    deserves = ", ".join(f"{low:g}" if low == high else f"{low:g} to {high:g}" for low, high in ranges)
    return f"| {attack.area} | {attack.title} | {deserves} | {given} |\n"


def fingerprint(runner: Runner) -> str:
    """How the world looks from a fresh child."""
    with runner.open([FINGERPRINT]) as session:
        (run,) = session.run()
    if run.outcome != "ok":
        pytest.fail(f"A fresh child cannot even look around: {run.error}")
    return "".join(output.text for output in run.outputs)


@pytest.fixture(scope="module")
def pristine(locked: Runner) -> str:
    for _ in range(4):  # the first children of a warm process are forked before all libraries are loaded
        fingerprint(locked)
    return fingerprint(locked)


@pytest.fixture(scope="module")
def table() -> Iterator[dict[str, str]]:
    """The rows of docs/attacks.md by attack; written there when ATTACK_TABLE is set and every attack was run."""
    rows: dict[str, str] = {}
    yield rows
    if "ATTACK_TABLE" in os.environ:
        head = re.sub(
            r"^\d+ hostile", f"{len(rows)} hostile", TABLE.read_text().split(RULE)[0], flags=re.MULTILINE
        )
        TABLE.write_text(head + RULE + "".join(rows.values()))


def test_an_attack_gets_what_it_deserves_and_nothing_else_happens(
    attack: Any,
    outside: Any,
    locked: Runner,
    pristine: str,
    let_loose: Callable[..., Any],
    table: dict[str, str],
) -> None:
    before = outside.state()
    aftermath = let_loose(attack, outside, locked)
    marks = {question.id: question.score for question in aftermath.questions}

    wrong = {
        question: score
        for question, score in marks.items()
        if not attack.deserved(question)[0] <= score <= attack.deserved(question)[1]
    }
    assert wrong == {}, aftermath.outputs
    assert "CANARY" not in aftermath.seen_by_the_student
    assert re.search(attack.proof, aftermath.outputs, re.DOTALL), aftermath.outputs
    assert outside.state() == before
    assert fingerprint(locked) == pristine
    table[attack.title] = row(attack, " | ".join(f"{marks[question]:g}" for question in QUESTIONS))


def test_without_the_lock_the_canary_sings(
    unlocked_attack: Any, outside: Any, unlocked: Runner, let_loose: Callable[..., Any]
) -> None:
    assert "CANARY" in let_loose(unlocked_attack, outside, unlocked).outputs


def test_the_table_in_the_docs_tells_of_these_attacks(read_attacks: Callable[[], list[Any]]) -> None:
    lines = TABLE.read_text().split(RULE)[1].splitlines()
    told = [line.split(" | ")[:3] for line in lines]
    assert told == [row(attack, "").split(" | ")[:3] for attack in read_attacks()]
    assert len(told) >= 60
