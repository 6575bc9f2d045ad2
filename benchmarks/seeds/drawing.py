"""Answers to `draw_density` under many seeds: drawn in this process, by the code that draws them in the student's.

A picture takes some hundredths of a second, so that fewer seeds are tried here than for numbers, and those at the
bounds (`bounds`) first: each Gaussian then meets all combinations of its size, shape, slant and place.
"""

from __future__ import annotations

import contextlib
import io
import math
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from types import CodeType
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
import torch
from numpy.typing import NDArray

from benchmarks.labelled import Labelled, labelled_answers
from benchmarks.mutants.sources import mutated, sources
from benchmarks.seeds.bounds import hidden_of
from benchmarks.seeds.plain import Marked, PlainSession, compiled, mark, session_of, time_limit
from benchmarks.seeds.varying import Only, Varying, joined
from grader.answers import Answer, Curve, Drawing, StudentError
from grader.checking import StudentProblem
from grader.exercises.gaussian_density.drawing import check_draw_density, measures
from grader.exercises.gaussian_density.drawing.inputs import gaussians
from grader.exercises.gaussian_density.drawing.judged import judged
from grader.exercises.gaussian_density.drawing.rings import ALLOWED_GAP
from grader.running.inside import figures

QUESTION = "draw_density"
NOT_HERE = ("cell_magic", "contour_of_own_nll", "line_magics", "slow")
"""Right answers that need IPython or the other answer, or sleep."""
ENDLESS_UNDER = 2


class Drawer(PlainSession):
    """A session that draws, too."""

    def draw(self, name: str, arguments: list[NDArray[Any]], furnished: bool = False) -> Answer:
        """What the function draws for tensors of these numbers."""
        function = self.names.get(name)
        if not callable(function):
            return Answer("missing")
        tensors = [torch.from_numpy(argument.copy()) for argument in arguments]
        state = figures.begin(furnished)
        try:
            with time_limit(), contextlib.redirect_stdout(io.StringIO()):
                function(state.figure, *tensors)
        except TimeoutError:
            self.timed_out = True
            return Answer("timeout")
        except Exception as error:  # whatever an answer raises is its own
            return Answer("raised", error=StudentError(type(error).__name__, str(error)[:2000]))
        plain = figures.finish(state)
        drawing = Drawing(**{**plain, "curves": tuple(Curve(**each) for each in plain["curves"])})
        changed = tuple(
            i
            for i, (before, after) in enumerate(zip(arguments, tensors, strict=True))
            if (before != after.numpy()).any()
        )
        return Answer("ok", drawing=drawing, changed=changed)


def varying(seeds: Sequence[str], jobs: int = 1, only: Only = None) -> Iterator[Varying]:
    """The answers whose mark differs between seeds, and right ones that lose marks under all."""
    with ProcessPoolExecutor(jobs) as pool:
        blocks = list(pool.map(_block, (seeds[job::jobs] for job in range(jobs)), [only] * jobs))
    for each in map(joined, zip(*blocks, strict=True)):
        scores = set(each.scores.values())
        if len(scores) > 1 or ("/right/" in each.id and scores != {10.0}):
            yield each


def answers(only: Only = None) -> list[Labelled]:
    """The labelled answers, the mutants of right ones, or both."""
    if only == "mutants":
        return [mutant for source in sources() if source.question == QUESTION for mutant in mutated(source)]
    right = [answer for answer in labelled_answers(QUESTION, "right") if answer.name not in NOT_HERE]
    labelled = right + labelled_answers(QUESTION, "wrong")
    return labelled if only == "labelled" else labelled + answers("mutants")


def _block(seeds: Sequence[str], only: Only) -> list[Varying]:
    mpl.use("agg")
    torch.set_num_threads(1)
    figures.prepare()
    codes = {answer.id: compiled(answer) for answer in answers(only)}
    found = {name: Varying(name, {}, {}) for name in codes}
    slow: Counter[str] = Counter()
    told: set[str] = set()
    for number, seed in enumerate(seeds, 1):  # outside, so that a run that is cut short has told something
        for name, code in codes.items():
            if slow[name] < ENDLESS_UNDER:
                slow[name] += _note(found[name], code, seed)
        differ = {name for name, each in found.items() if len(set(each.scores.values())) > 1}
        print(f"{number} of {len(seeds)} seeds: {len(differ)} answers differ", file=sys.stderr, flush=True)
        for name in sorted(differ - told):
            print(*found[name].lines(), sep="\n", file=sys.stderr, flush=True)
        told |= differ
    return list(found.values())


def _note(found: Varying, code: CodeType | SyntaxError, seed: str) -> bool:
    """Note the mark under a seed; whether a time limit was met."""
    torch.set_default_dtype(torch.float32)  # another answer may have changed it
    torch.manual_seed(0)
    with mpl.rc_context():
        session = session_of(code, Drawer)
        marked = mark(session, check_draw_density, QUESTION, seed)
        if marked.score not in found.scores.values():
            found.measured[seed] = _measured(marked, seed)
    plt.close("all")
    found.scores[seed] = marked.score
    found.failed[seed] = tuple(check for check, told in marked.told.items() if told)
    return session.timed_out


def _measured(marked: Marked, seed: str) -> str:
    """How far both pictures on empty axes are from right, and how far they may be."""
    told = []
    for case in gaussians(hidden_of(seed, QUESTION))[:2]:
        try:
            seen = judged(marked.student, case.Sigma, case.Mean)
        except StudentProblem:
            continue
        gap = max((math.degrees(ring.gap) for ring in seen.rings), default=math.inf)
        told.append(
            f"{len(seen.rings)} rings and {seen.others} other lines, contours {'/'.join(seen.contours)}, "
            f"place {measures.place(seen):.3f} ({measures.PLACE}), "
            f"turn {math.degrees(measures.turn(seen)):.2f} ({math.degrees(measures.TURN):.0f}) degrees, "
            f"stretch {measures.stretch(seen):.3f} ({measures.STRETCH}), "
            f"spacing {measures.spacing(seen):.3f} ({measures.allowed_spacing(seen)}), "
            f"gap {gap:.1f} ({math.degrees(ALLOWED_GAP):.1f}) degrees"
        )
    return " | ".join(told)
