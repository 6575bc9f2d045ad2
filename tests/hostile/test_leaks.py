"""What can code that has seen a hidden input tell the student of it? By each way that it has, as good as nothing.

Each way sends a number made of the hidden call's own arguments: as a shape, a count, a name, a text, an error, a delay.
The same notebook is marked under several seeds, so that the number differs each time, and all that a student gets is
compared byte by byte: the feedback page's cells and every format of `gaussfit check`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import nbformat
import pytest

from benchmarks.exercise import EXERCISE
from grader.answers import Limits
from grader.feedback.notebook import fill_notebook
from grader.marking.one import mark
from grader.reading import packaged_release, submitted
from grader.reading.compose import composed_bytes
from grader.render import FORMATS, render
from grader.running.outside import Runner
from tests.hostile.conftest import RIGHT

SEEDS = [f"leak {number}" for number in range(4)]
MOST = 3
"""Different outputs with the same verdict on every check. A way that is open shows one a seed; two more are for facts
of a short list, such as "fewer numbers" and "more numbers", a name of a mistake, or a time above a second."""
RELEASE = packaged_release(EXERCISE)
LIMITS = Limits(cell_seconds=20, call_seconds=3, submission_seconds=60)

KEY = '''
import hashlib, time, os, warnings
import numpy as np, torch
def key(*arguments):
    """16 bits of the hidden input."""
    return int.from_bytes(hashlib.sha256(b"".join(a.numpy().tobytes() for a in arguments)).digest()[:2], "big")
'''

NUMBERS = {
    "the number of numbers": "return torch.arange(1.0, 2 + k)",
    "the number of numbers, few": "return torch.arange(1.0, 2 + k % 50)",
    "a shape of many sides": "return torch.zeros([1 + (k >> (4 * i)) % 16 for i in range(4)])",
    "the number of dimensions": "return np.zeros([1] * (k % 30))",
    "a total": "return float(k)",
    "the numbers": "return right(x, Sigma, Mean) + k",
    "the scale of the numbers": "return right(x, Sigma, Mean) * 10.0 ** (k % 60)",
    "which numbers are nan": "return [float('nan') if k >> i & 1 else 1.0 * i for i in range(x.shape[1])]",
    "the dtype": "return right(x, Sigma, Mean).numpy().astype(['f2', 'f4', 'f8', 'i4', 'u1', 'c8', 'O', 'U9'][k % 8])",
    "text": "return str(k)",
    "bytes": "return b'x' * k",
    "a list of lists": "return [[0.0] * (1 + k % 100)] * (1 + k // 100 % 100)",
    "a ragged list": "return [[0.0] * (k >> i & 3) for i in range(8)]",
    "the name of a type": "return type(f'T{k}', (), {})()",
    "the name of an error": "raise type(f'E{k}', (Exception,), {})()",
    "the text of an error": "raise ValueError(str(k))",
    "the kind of an error": (
        "raise [KeyError, OSError, EOFError, ZeroDivisionError, OverflowError, UnicodeError, BufferError, "
        "StopIteration, AssertionError, LookupError, ArithmeticError, FloatingPointError, MemoryError, ImportError, "
        "SyntaxError, TabError][k % 16]('')"
    ),
    "the line of an error": "exec(compile('\\n' * k + 'raise ValueError', f'cell {k}', 'exec'))",
    "a long chain of errors": "raise ValueError from [KeyError(), None, OSError(str(k))][k % 3]",
    "a print": "print(k); return right(x, Sigma, Mean)",
    "a warning": "warnings.warn(str(k)); return right(x, Sigma, Mean)",
    "the descriptors": "os.write(1, str(k).encode()); os.write(2, str(k).encode()); return right(x, Sigma, Mean)",
    "a display": "from IPython.display import display; display(k); return right(x, Sigma, Mean)",
    "a file": "open(f'left{k}', 'w').write(str(k)); return right(x, Sigma, Mean)",
    "a name of the notebook": "globals()['A'] = k; return right(x, Sigma, Mean)",
    "a delay": "time.sleep(k / 65536 / 4); return right(x, Sigma, Mean)",
    "a function of another name": "gaussian_nll.__name__ = f'n{k}'; return None",
    "the end of the process": "os._exit(k % 200)",
    "arguments that are changed": "x += k; Sigma *= k; return right(x, Sigma, Mean)",
    "an object that answers whoever asks": (
        "return type('A', (), {'__array__': lambda *_: np.arange(k), '__len__': lambda _: k, "
        "'__repr__': lambda _: str(k)})()"
    ),
}
DRAWINGS = {
    "the number of lines": "[fig.gca().plot([-k, k], [i, i + 1]) for i in range(k % 300)]",
    "the number of rings": "[ring(fig, 0.2 + 0.05 * i) for i in range(k % 60)]",
    "rings that are not closed": "[ring(fig, r, 6.28 - (k >> (4 * i) & 15) / 16) for i, r in enumerate(R)]",
    "the size of the rings": "[ring(fig, r * (1 + k / 65536)) for r in R]",
    "the corners of the rings": "[ring(fig, r, 6.29, 3 + k % 40) for r in R]",
    "where the rings are": "[ring(fig, r, at=(k % 256 / 64, k // 256 / 64)) for r in R]",
    "the number of vertices": "fig.gca().plot(range(k), range(k))",
    "labels and titles": (
        "[ring(fig, r) for r in R]; a = fig.gca(); a.set_title(k); a.set_xlabel(k); fig.suptitle(k); a.text(0, 0, k)"
    ),
    "the limits of the axes": "[ring(fig, r) for r in R]; fig.gca().set_xlim(-10 - k, 10 + k)",
    "the number of axes": "[fig.add_axes([0, 0, 0.1, 0.1]) for i in range(k % 30)]",
    "the size of the figure": "[ring(fig, r) for r in R]; fig.set_size_inches(1 + k % 20, 1 + k // 20 % 20)",
    "colours": "[fig.gca().plot([0, 1], [i, i], color=[(k >> i & 1), 0, 0, 1]) for i in range(16)]",
    "the number of markers": "fig.gca().scatter(range(k % 5000), range(k % 5000))",
    "the text of an error, drawing": "raise RuntimeError(str(k))",
    "what is returned": "[ring(fig, r) for r in R]; return k",
    "another figure": "import matplotlib.pyplot as plt; [plt.figure() for i in range(k % 9)]",
}


def answers(name: str) -> dict[str, str]:
    """A notebook that sends by one way: by numbers, or by a drawing."""
    if name in NUMBERS:
        right = RIGHT["gaussian_nll"].replace("def gaussian_nll", "def right")
        body = f"def gaussian_nll(x, Sigma, Mean):\n    k = key(x, Sigma, Mean)\n    {NUMBERS[name]}\n"
        return {**RIGHT, "gaussian_nll": KEY + right + "\n" + body}
    ring = """
R = [(-2 * np.log(1 - m)) ** 0.5 for m in (0.2, 0.4, 0.6, 0.8)]
def draw_density(fig, Sigma, Mean):
    k = key(Sigma, Mean)
    def ring(fig, radius, turn=6.29, corners=100, at=(0, 0)):
        t = np.linspace(0, turn, corners)
        x, y = radius * np.linalg.cholesky(np.asarray(Sigma, float)) @ [np.cos(t), np.sin(t)]
        fig.gca().plot(x + float(Mean[0]) + at[0], y + float(Mean[1]) + at[1])
"""
    return {**RIGHT, "draw_density": KEY + ring + f"    {DRAWINGS[name]}\n"}


@pytest.fixture(scope="module")
def runner() -> Iterator[Runner]:
    with Runner(LIMITS) as runner:
        yield runner


def sent(name: str, seed: str, runner: Runner) -> tuple[str, str]:
    """The verdict on each check, and all that the student gets."""
    submission = submitted(composed_bytes(RELEASE, answers(name)), RELEASE)
    marked = mark(submission, "s001", release=RELEASE, runner=runner, seed=seed)
    verdict = [check.status for question in marked.result.questions for check in question.checks]
    page = nbformat.from_dict(submission.notebook)
    fill_notebook(page, marked, EXERCISE)
    told = [render(marked.result, form) for form in sorted(FORMATS)]
    return repr(verdict), nbformat.writes(page) + "\n".join(told)


@pytest.mark.parametrize("name", [*NUMBERS, *DRAWINGS])
def test_a_way_out_of_a_hidden_call_is_shut(name: str, runner: Runner) -> None:
    outputs = {sent(name, seed, runner) for seed in SEEDS}
    verdicts = Counter(verdict for verdict, _ in outputs)
    assert max(verdicts.values()) <= MOST, f"{len(outputs)} of {len(SEEDS)} differ, {len(verdicts)} verdicts"


def test_a_way_that_is_open_would_be_seen(runner: Runner) -> None:
    """The same comparison, with a student who is told what the call returned."""
    seen = set()
    for seed in SEEDS:
        submission = submitted(composed_bytes(RELEASE, answers("the name of an error")), RELEASE)
        marked = mark(submission, "s001", release=RELEASE, runner=runner, seed=seed)
        seen |= {check.staff for check in marked.result.questions[0].checks if check.staff.startswith("E")}
    assert len(seen) >= len(SEEDS)
