"""Answers to `gaussian_nll` under many seeds; `parameters` is marked without a hidden input."""

from __future__ import annotations

import inspect
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from types import CodeType

import torch

from benchmarks.labelled import Labelled, labelled_answers
from benchmarks.mutants.sources import mutated, sources
from benchmarks.seeds.plain import PlainSession, compiled, mark, session_of
from benchmarks.seeds.varying import Only, Varying, joined
from grader.exercises.gaussian_density.nll import check_gaussian_nll
from grader.exercises.gaussian_density.parameters import check_parameters

QUESTION = "gaussian_nll"
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
    for seed in seeds:  # outside, for the inputs of a seed are made once
        for name, code in codes.items():
            if slow[name] < ENDLESS_UNDER:
                slow[name] += _note(found[name], code, seed)
    return list(found.values())


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
    torch.manual_seed(0)  # an answer with random numbers of its own is another matter
    session = session_of(code, PlainSession)
    marked = mark(session, check_gaussian_nll, QUESTION, seed)
    found.scores[seed] = marked.score
    found.failed[seed] = tuple(check for check, told in marked.told.items() if told)
    return session.timed_out
