"""Answers to `gaussian_nll` under many seeds; `parameters` is marked without a hidden input."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from types import CodeType
from typing import Any

import torch
from numpy.typing import NDArray

from benchmarks.labelled import Labelled, labelled_answers
from benchmarks.mutants.sources import mutated, sources
from benchmarks.seeds.batched import Stacked, marks, stacked
from benchmarks.seeds.plain import PlainSession, compiled, mark, session_of, without_staff_text
from benchmarks.seeds.varying import Only, Varying, joined
from grader.answers import Answer, Value
from grader.exercises.gaussian_density.nll import check_gaussian_nll
from grader.exercises.gaussian_density.nll.points import Case
from grader.exercises.gaussian_density.parameters import check_parameters

QUESTION = "gaussian_nll"
AT_ONCE = 50
"""Seeds that are marked in one go, where torch can."""
LONG = 0.008
"""Seconds of the processor for one call: an answer that takes more goes through the thousand points one by one."""
EACH = 10
"""Such an answer gets its thousand points under each seed of so many: else they would take half of all the time."""
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
    every = [Tried(compiled(answer), Varying(answer.id, {}, {})) for answer in answers(only)]
    with without_staff_text():
        for start in range(0, len(seeds), AT_ONCE):
            some = seeds[start : start + AT_ONCE]
            cases = stacked(some)
            singly = [one for one in every if not one.note_all(some, cases)]
            for number, seed in enumerate(some):  # outside, for the inputs of a seed are made once
                for one in singly:
                    one.note(seed, thousand=number % EACH == 0)
            differ = sum(len(set(one.found.scores.values())) > 1 for one in every)
            loops = sum(one.loops for one in every)
            print(
                f"{start + len(some)} of {len(seeds)} seeds: {differ} answers differ so far; {len(singly)} marked seed "
                f"by seed, {loops} of them with a thousand points under each {EACH}th seed alone",
                file=sys.stderr,
                flush=True,
            )
    return [one.found for one in every]


@dataclass
class Tried:
    """An answer, its marks so far, and what they told about how it can be marked."""

    code: CodeType | SyntaxError
    found: Varying
    singly: bool = False
    """It cannot be called for many seeds at once."""
    timeouts: int = 0
    loops: bool = False
    """It takes long for a thousand points, and was right for them so far."""

    def note_all(self, seeds: Sequence[str], cases: Mapping[str, Stacked]) -> bool:
        """Note the marks under all of these seeds at once; False where that can't be, or the first's is another."""
        made = None if self.singly else marks(self.code, cases)
        self.singly = made is None or self.singly
        if made is None:
            return False
        self.note(seeds[0])
        first = self.found.scores[seeds[0]], self.found.failed[seeds[0]]
        failed = [
            tuple(check for check, passed in made.passed.items() if not passed[i]) for i in range(len(seeds))
        ]
        self.singly = first != (made.scores[0], failed[0])
        if not self.singly:
            self.found.scores.update(zip(seeds, made.scores.tolist(), strict=True))
            self.found.failed.update(zip(seeds, failed, strict=True))
        return not self.singly

    def note(self, seed: str, thousand: bool = True) -> None:
        """Note the mark under a seed by the real checks, and the checks that do not pass under it."""
        if self.timeouts >= ENDLESS_UNDER:
            return
        torch.set_default_dtype(torch.float32)  # another answer may have changed it
        torch.default_generator.manual_seed(0)  # an answer with random numbers of its own is another matter
        session = session_of(self.code, Spared if self.loops and not thousand else PlainSession)
        marked = mark(session, check_gaussian_nll, QUESTION, seed)
        self.found.scores[seed] = marked.score
        self.found.failed[seed] = tuple(check for check, told in marked.told.items() if told != "")
        self.timeouts += session.timed_out
        if thousand:
            right = "test_right_for_any_number_of_points" not in self.found.failed[seed]
            self.loops = right and session.longest > LONG


class Spared(PlainSession):
    """A session that takes an answer to be right for a thousand points, as it was under the seeds before."""

    def call(self, name: str, arguments: list[NDArray[Any]]) -> Answer:
        """The right numbers for a thousand points; what the function returns for others."""
        case = Case(*arguments) if arguments[0].ndim == 2 else None
        if case is None or case.count < 1000:
            return super().call(name, arguments)
        return Answer("ok", Value("tensor", "Tensor", "float32", case.truth.shape, case.truth))


NOT_HERE = ("cell_magic", "line_magics", "slow")
"""Right answers that need IPython, or sleep."""


def answers(only: Only = None) -> list[Labelled]:
    """The labelled answers, the mutants of right ones, or both."""
    if only == "mutants":
        return [mutant for source in sources() if source.question == QUESTION for mutant in mutated(source)]
    right = [answer for answer in labelled_answers(QUESTION, "right") if answer.name not in NOT_HERE]
    labelled = right + labelled_answers(QUESTION, "wrong")
    return labelled if only == "labelled" else labelled + answers("mutants")
