"""Answers to `gaussian_nll` under many seeds; `parameters` is marked without a hidden input."""

from __future__ import annotations

import inspect
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from types import CodeType

import torch

from benchmarks.labelled import Labelled, labelled_answers
from benchmarks.mutants.sources import mutated, sources
from benchmarks.seeds.batched import Stacked, marks, stacked
from benchmarks.seeds.plain import PlainSession, compiled, mark, session_of, without_staff_text
from benchmarks.seeds.varying import Only, Varying, joined
from grader.exercises.gaussian_density.nll import check_gaussian_nll
from grader.exercises.gaussian_density.parameters import check_parameters

QUESTION = "gaussian_nll"
AT_ONCE = 100
"""Seeds that are marked in one go, where torch can."""
ENDLESS_UNDER = 3
"""Seeds under which an answer that meets its time limit is marked: its first call ends it, whatever the seed."""


def varying(seeds: Sequence[str], jobs: int = 1, only: Only = None) -> Iterator[Varying]:
    """The answers whose mark differs between seeds, and right ones that lose marks under all."""
    if "hidden" in inspect.getsource(check_parameters):
        raise RuntimeError("The checks of parameters have hidden inputs by now: mark them here, too.")
    with ProcessPoolExecutor(jobs) as pool:
        blocks = list(pool.map(_block, (seeds[job::jobs] for job in range(jobs)), [only] * jobs))
    for each in map(joined, zip(*blocks, strict=True)):
        scores = set(each.scores.values())
        if len(scores) > 1 or ("/right/" in each.id and scores != {10.0}):
            yield each


def _block(seeds: Sequence[str], only: Only) -> list[Varying]:
    """Every answer's marks under these seeds."""
    torch.set_num_threads(1)
    codes = {answer.id: compiled(answer) for answer in answers(only)}
    found = {name: Varying(name, {}, {}) for name in codes}
    slow: Counter[str] = Counter()
    singly: set[str] = set()
    with without_staff_text():
        for start in range(0, len(seeds), AT_ONCE):
            some = seeds[start : start + AT_ONCE]
            cases = stacked(some)
            singly |= {
                name
                for name in codes
                if name not in singly and not _batch(found[name], codes[name], some, cases)
            }
            for seed in some:  # outside, for the inputs of a seed are made once
                for name in singly:
                    if slow[name] < ENDLESS_UNDER:
                        slow[name] += _note(found[name], codes[name], seed)
            differ = sum(len(set(each.scores.values())) > 1 for each in found.values())
            print(
                f"{start + len(some)} of {len(seeds)} seeds, {differ} answers differ so far",
                file=sys.stderr,
                flush=True,
            )
    return list(found.values())


def _batch(
    found: Varying, code: CodeType | SyntaxError, seeds: Sequence[str], cases: Mapping[str, Stacked]
) -> bool:
    """Note the marks under all of these seeds at once; False where that cannot be, or gives the first another mark."""
    made = marks(code, cases)
    if made is None:
        return False
    first = Varying(found.id, {}, {})
    _note(first, code, seeds[0])
    failed = [
        tuple(check for check, passed in made.passed.items() if not passed[i]) for i in range(len(seeds))
    ]
    if first.scores[seeds[0]] != made.scores[0] or first.failed[seeds[0]] != failed[0]:
        return False
    found.scores.update(zip(seeds, made.scores.tolist(), strict=True))
    found.failed.update(zip(seeds, failed, strict=True))
    return True


NOT_HERE = ("cell_magic", "line_magics", "slow")
"""Right answers that need IPython, or sleep."""


def answers(only: Only = None) -> list[Labelled]:
    """The labelled answers, the mutants of right ones, or both."""
    if only == "mutants":
        return [mutant for source in sources() if source.question == QUESTION for mutant in mutated(source)]
    right = [answer for answer in labelled_answers(QUESTION, "right") if answer.name not in NOT_HERE]
    labelled = right + labelled_answers(QUESTION, "wrong")
    return labelled if only == "labelled" else labelled + answers("mutants")


def _note(found: Varying, code: CodeType | SyntaxError, seed: str) -> bool:
    """Note the mark under a seed, and the checks that do not pass under it; whether a time limit was met."""
    torch.set_default_dtype(torch.float32)  # another answer may have changed it
    torch.default_generator.manual_seed(0)  # an answer with random numbers of its own is another matter
    session = session_of(code, PlainSession)
    marked = mark(session, check_gaussian_nll, QUESTION, seed)
    found.scores[seed] = marked.score
    found.failed[seed] = tuple(check for check, told in marked.told.items() if told != "")
    return session.timed_out
